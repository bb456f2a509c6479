import type { Spec } from "../../experiment/spec";
import { asParameters, layoutNetwork, unflattenWeights } from "../../model/network/layout";
import type { SlicePlace } from "../../slice/slice-place";
import { FRESH_TRAINING } from "../fields/training-fields";
import { isSameLoss } from "./follow";
import type { StudioState } from "./state";

/**
 * The experiment that trains from the weights at a point of the surface. The directions of the plane are written out, so that the
 * surface stays while the path grows over it.
 *
 * @returns null where the weights of the surface are not those of this experiment's network, or not known
 */
export function trainFrom({ spec, run }: Pick<StudioState, "spec" | "run">, [x, y]: SlicePlace): Spec | null {
  const { plane, shownOf } = run.landscape;
  if (!plane || !shownOf || !isSameLoss(shownOf, spec)) return null;
  const { center, dx, dy } = plane;
  const layout = layoutNetwork(spec.network);
  const theta = asParameters(
    layout,
    center.map((value, i) => Math.fround(value + x * dx[i]! + y * dy[i]!)),
  );
  const settings = spec.weights.kind === "trained" ? spec.weights : FRESH_TRAINING;
  const steps = settings.steps > 0 ? settings.steps : FRESH_TRAINING.steps;
  const directions = {
    kind: "given",
    x: { layers: unflattenWeights(layout, dx) },
    y: { layers: unflattenWeights(layout, dy) },
  } as const;
  return {
    ...spec,
    weights: { ...settings, steps, start: unflattenWeights(layout, theta) },
    plane: spec.plane.kind === "given" ? spec.plane : directions,
  };
}

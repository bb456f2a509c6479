import { isInside } from "../../convexity/verdict/placed-chord";
import type { SettledFinding } from "../../convexity/verdict/settle";
import { EXCHANGE_RANGES } from "../../experiment/defaults";
import type { PlaneSpec, Spec } from "../../experiment/spec";
import { layoutNetwork, type Parameters, unflattenWeights } from "../../model/network/layout";
import { averageParameters } from "../../model/network/permutation";
import { measureLength } from "../../numeric/measure-length";
import { subtractParameters } from "../../slice/plane/direction";
import { makeMinimaPlane } from "../../slice/plane/minima-plane";
import { projectOntoPlane } from "../../slice/plane/projection";
import { FRESH_EXCHANGE } from "../fields/plane-fields";
import { widenRange } from "./settled";
import { standingProof } from "./standing-verdict";
import type { StudioState } from "./state";

/** Two points closer than this part of their distance from the centre are one: sums of their entries err by far less. */
const ROUNDING = 1e-9;

/**
 * The experiment in the plane that contains the chord of its proof; null where the chord lies in the present slice, where there is no
 * proof, and where no plane through the weights contains it.
 */
export function findProofPlane(state: Pick<StudioState, "spec" | "run">): Spec | null {
  const { spec, run } = state;
  const finding = standingProof(state);
  const { shown, phase } = run.landscape;
  const { parameters } = run.training;
  // Until the slice is complete, it may still show a chord of its own.
  const isOver = phase === "ready" || phase === "cancelled" || phase === "failed";
  if (!finding || !parameters || !isOver || (shown && isInside(finding.slice, shown.grid))) return null;
  const found = planeThrough(spec, finding, parameters);
  return found && { ...spec, plane: found.plane, grid: { ...spec.grid, ...found.ranges } };
}

interface ProofPlane {
  readonly plane: PlaneSpec;
  readonly ranges: Pick<Spec["grid"], "xRange" | "yRange">;
}

function planeThrough(
  { network }: Spec,
  { exchange, unrounded }: SettledFinding,
  center: Parameters,
): ProofPlane | null {
  if (exchange) return { plane: FRESH_EXCHANGE, ranges: copyRanges(EXCHANGE_RANGES) };
  const [from, to] = unrounded;
  if (unrounded.length !== 2 || !from || !to) return null;
  const layout = layoutNetwork(network);
  const write = (theta: Parameters) => ({ layers: unflattenWeights(layout, theta) });
  const line = (xRange: [number, number]): ProofPlane => ({
    plane: { kind: "interpolation", to: write(to), seed: FRESH_EXCHANGE.seed },
    ranges: { xRange, yRange: [-0.5, 0.5] },
  });
  if (isSamePoint(from, center, to)) return line([-0.5, 1.5]);
  if (isSamePoint(averageParameters(layout, [from, to]), center, to)) return line([-1.5, 1.5]);
  try {
    const plane = makeMinimaPlane(center, from, to);
    const places = [center, from, to].map((theta) => projectOntoPlane(plane, center, theta));
    return {
      plane: { kind: "minima", b: write(from), c: write(to) },
      ranges: { xRange: widenRange(places.map(({ x }) => x)), yRange: widenRange(places.map(({ y }) => y)) },
    };
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function isSamePoint(one: Parameters, other: Parameters, far: Parameters): boolean {
  return measureLength(subtractParameters(one, other)) <= ROUNDING * measureLength(subtractParameters(far, other));
}

function copyRanges({ xRange, yRange }: typeof EXCHANGE_RANGES): ProofPlane["ranges"] {
  return { xRange: [...xRange], yRange: [...yRange] };
}

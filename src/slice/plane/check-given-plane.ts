import { SpecError } from "../../experiment/parse";
import type { Spec } from "../../experiment/spec";
import { flattenWeights, layoutNetwork } from "../../model/network/layout";
import { makePlane } from "./make-plane";

/** How every sentence about a plane that cannot be made begins. */
const ABOUT_PLANE = /^plane: /;

/**
 * Finds out before a run whether the plane can be made, where weights are given and the plane needs no derivative of the loss: then
 * the spec alone is at fault.
 * @throws SpecError with one sentence
 */
export function checkGivenPlane(spec: Spec): void {
  const { network, plane, weights } = spec;
  if (weights.kind !== "given" || plane.kind === "hessian" || plane.kind === "gradient") return;
  const layout = layoutNetwork(network);
  try {
    makePlane(plane, layout, flattenWeights(layout, weights.layers));
  } catch (error) {
    throw blameGivenPlane(spec, error);
  }
}

/** The failure of a run: where weights are given and their plane cannot be made, it is the spec that is bad. */
export function blameGivenPlane({ weights }: Spec, error: unknown): unknown {
  const isInput = weights.kind === "given" && error instanceof Error && ABOUT_PLANE.test(error.message);
  return isInput ? new SpecError(`spec.${error.message}`) : error;
}

import type { Activation } from "../../experiment/spec";
import type { LandscapePlan } from "../../slice/landscape-plan";
import type { FirstLayer } from "./first-layer";
import { findKinkedLayers } from "./probe";
import type { SwitchSweep } from "./straight-path";
import { PolynomialSweep } from "./sweep-polynomial";
import { SampledSweep } from "./sweep-sampled";

const PIECEWISE_LINEAR: ReadonlySet<Activation | "identity"> = new Set(["identity", "relu", "leaky-relu"]);

/**
 * Where every layer below the deepest that switches is piecewise linear, pre-activations are piecewise polynomials along a straight path and
 * all their zeros are found; else signs are compared at evenly spaced places.
 *
 * @param steps  number of steps between these places; not used for polynomials
 */
export function createSweep(plan: LandscapePlan, first: FirstLayer, steps: number): SwitchSweep {
  const deepest = findKinkedLayers(plan).at(-1) ?? 0;
  const below = plan.layout.layers.slice(0, deepest);
  const isPolynomial = below.every(({ activation }) => PIECEWISE_LINEAR.has(activation));
  return isPolynomial ? new PolynomialSweep(plan, first) : new SampledSweep(plan, first, steps);
}

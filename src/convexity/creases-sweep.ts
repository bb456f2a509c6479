import type { LandscapePlan } from "../landscape/landscape";
import type { Activation } from "../spec/schema";
import { findKinkedLayers } from "./creases-probe";
import { PolynomialSweep } from "./creases-sweep-polynomial";
import { SampledSweep } from "./creases-sweep-sampled";
import type { SwitchSweep } from "./creases-way";

const PIECEWISE_LINEAR: ReadonlySet<Activation | "identity"> = new Set(["identity", "relu", "leaky-relu"]);

/**
 * Where every layer below the deepest that switches is piecewise linear, pre-activations are piecewise polynomials along a straight way and
 * their zeros are all found; else the way is looked at in even steps.
 *
 * @param steps  how many of them; not used where polynomials do
 */
export function createSweep(plan: LandscapePlan, steps: number): SwitchSweep {
  const deepest = findKinkedLayers(plan).at(-1) ?? 0;
  const below = plan.layout.layers.slice(0, deepest);
  const isPolynomial = below.every(({ activation }) => PIECEWISE_LINEAR.has(activation));
  return isPolynomial ? new PolynomialSweep(plan) : new SampledSweep(plan, steps);
}

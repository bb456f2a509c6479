import { parseSpec } from "../../src/experiment/parse";
import { flattenWeights, layoutNetwork } from "../../src/model/network/layout";
import { makeGrid } from "../../src/slice/grid";
import type { LandscapePlan } from "../../src/slice/landscape-plan";
import { planLandscape } from "../../src/slice/plan-landscape";

/** The slice of a case with given weights, on another grid over the same ranges. */
export function planCase(input: unknown, columns: number, rows: number): LandscapePlan {
  const spec = parseSpec(input);
  if (spec.weights.kind !== "given") throw new TypeError("This case has no given weights.");
  const plan = planLandscape(spec, flattenWeights(layoutNetwork(spec.network), spec.weights.layers));
  return { ...plan, grid: makeGrid({ ...spec.grid, columns, rows }) };
}

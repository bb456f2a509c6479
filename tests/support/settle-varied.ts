import { planLandscape } from "../../src/compute/experiment";
import { createReferenceService } from "../../src/compute/service/reference-service";
import { type Settlement, settleFromSlice, settleFromWeights } from "../../src/compute/settle-verdict";
import { classifyLandscape } from "../../src/convexity/classify";
import { evaluateFullHessian, findHessianChords } from "../../src/convexity/full-hessian";
import type { Landscape } from "../../src/convexity/landscape";
import type { LandscapePlan } from "../../src/landscape/landscape";
import { ReferenceEvaluator } from "../../src/landscape/reference-evaluator";
import type { VariedSpec } from "./varied-specs";

/** What became of one varied spec. */
export interface SettledSpec extends VariedSpec {
  readonly plan: LandscapePlan;
  readonly settlement: Settlement;
  /** Only where the weights left the whole loss open. */
  readonly landscape: Landscape | null;
  /** The searches with their verification, in milliseconds. */
  readonly milliseconds: number;
}

/** Trains, and settles first from the weights, then, where that leaves the whole loss open, from a slice and the whole Hessian. */
export async function settleVaried(varied: VariedSpec): Promise<SettledSpec> {
  const { spec } = varied;
  const { parameters } = await createReferenceService().run("train", spec);
  const plan = planLandscape(spec, parameters);
  const began = performance.now();
  const first = await settleFromWeights(plan, spec.network);
  const milliseconds = performance.now() - began;
  const isSettled = first.finding !== null || (first.verdict.scope === "loss" && first.verdict.kind !== "undecided");
  if (isSettled) return { ...varied, plan, settlement: first, landscape: null, milliseconds };
  const evaluator = new ReferenceEvaluator();
  const landscape = classifyLandscape(await evaluator.evaluate(plan), plan.grid, evaluator.backend);
  const hessian = await evaluateFullHessian(plan, "center");
  const resumed = performance.now();
  const settlement = await settleFromSlice(plan, spec.network, first, landscape, findHessianChords(plan, hessian));
  return { ...varied, plan, settlement, landscape, milliseconds: milliseconds + performance.now() - resumed };
}

import { createReferenceService } from "../../src/compute/service/reference-service";
import { classifyLandscape } from "../../src/convexity/points/classify";
import { evaluateCenterHessian, findHessianChords } from "../../src/convexity/points/full-hessian";
import type { Landscape } from "../../src/convexity/points/landscape";
import { type Settlement, settleFromSlice, settleFromWeights } from "../../src/convexity/verdict/settle";
import type { LandscapePlan } from "../../src/slice/landscape-plan";
import { planLandscape } from "../../src/slice/plan-landscape";
import { ReferenceEvaluator } from "../../src/slice/reference-evaluator";
import type { VariedSpec } from "./varied-specs";

/** The result for one varied spec. */
export interface SettledSpec extends VariedSpec {
  readonly plan: LandscapePlan;
  readonly settlement: Settlement;
  /** Only where the weights alone did not decide the whole loss. */
  readonly landscape: Landscape | null;
  /** The searches with their verification, in milliseconds. */
  readonly milliseconds: number;
}

/** Trains, then searches a verdict from the weights; where these do not decide the whole loss, from a slice and the whole Hessian. */
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
  const hessian = await evaluateCenterHessian(plan, "center");
  const resumed = performance.now();
  const settlement = await settleFromSlice(plan, spec.network, first, landscape, findHessianChords(plan, hessian));
  return { ...varied, plan, settlement, landscape, milliseconds: milliseconds + performance.now() - resumed };
}

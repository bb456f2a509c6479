import type { CertificateFinding } from "../../../convexity/certificate/search";
import { analyzePoint } from "../../../convexity/points/analysis";
import { classifyLandscape } from "../../../convexity/points/classify";
import { evaluateCenterHessian, type FullHessian, findHessianChords } from "../../../convexity/points/full-hessian";
import { findFromWeights, settleFromSlice, settleWithFinding } from "../../../convexity/verdict/settle";
import type { Verdict } from "../../../convexity/verdict/verdict";
import type { Spec } from "../../../experiment/spec";
import type { Measure } from "../../../experiment/survey/plan-schema";
import type { CaseMeasurement } from "../../../formats/files/case-line";
import { toJsonNumber } from "../../../formats/files/json-number";
import { evaluateLoss } from "../../../model/network/evaluate";
import { flattenWeights, type Parameters } from "../../../model/network/layout";
import { makeProblem, makeTrainingProblem, type Problem } from "../../../model/problem";
import { planTraining } from "../../../model/training/session";
import { makeGrid } from "../../../slice/grid";
import type { LandscapePlan } from "../../../slice/landscape-plan";
import { findPlane } from "../../../slice/plan-landscape";
import { settlePlane } from "../../../slice/settle-plane";
import { messageOf } from "../../../words/error-message";
import type { ComputeEngine } from "../../engine/engine";
import { isFiniteStretch } from "../../jobs/training/divergence";
import { RECORDED_POINTS } from "../../jobs/training/run-training";
import { keepHessian } from "./center-hessian";
import { eigenvaluesAt, findLowest } from "./evaluate-survey-plane";

/** The weights that several cases share, with what depends on nothing else. It is computed when it is first needed. */
interface Center {
  readonly key: string;
  readonly problem: Problem;
  readonly parameters: Parameters;
  /** Recorded weights of the training, the start and the end among them. */
  readonly trajectory: readonly { readonly parameters: Parameters }[];
  readonly loss: number;
  readonly hasDiverged: boolean;
  hessian: FullHessian | null;
  finding: CertificateFinding | null | undefined;
}

/** Nothing measured: a case that failed. */
export const NOTHING: CaseMeasurement = {
  status: "failed",
  message: "",
  classes: null,
  lowest: null,
  center: null,
  lambdaMin: null,
  lambdaMinError: null,
  fullHessian: null,
  verdict: null,
  loss: null,
};

/**
 * Measures the cases of a survey, one after the other. It keeps the weights of the last case: cases that differ only in their slice share
 * the training, the whole Hessian and the search for a proof from the weights. What is measured of a case does not depend on the cases before.
 */
export class CaseMeasurer {
  readonly #engine: ComputeEngine;
  readonly #wanted: ReadonlySet<Measure>;
  #last: Center | null = null;

  constructor(engine: ComputeEngine, measures: readonly Measure[]) {
    this.#engine = engine;
    this.#wanted = new Set(measures);
  }

  /** Measures one case. A case that cannot be computed says why, in its status and its message. */
  async measure(spec: Spec): Promise<CaseMeasurement> {
    try {
      const center = await this.#findCenter(spec);
      if (center.hasDiverged) {
        const steps = spec.weights.kind === "trained" ? spec.weights.steps : 0;
        return { ...NOTHING, status: "diverged", message: `The training diverged within its ${steps} steps.` };
      }
      return await this.#measureAround(center, spec);
    } catch (error) {
      return { ...NOTHING, message: messageOf(error).slice(0, 2_000) };
    }
  }

  async #measureAround(center: Center, spec: Spec): Promise<CaseMeasurement> {
    const { problem, parameters, trajectory, loss } = center;
    const settled = settlePlane(spec, trajectory).spec;
    const plane = await findPlane(settled.plane, problem, parameters, new AbortController().signal);
    const plan: LandscapePlan = { ...problem, center: parameters, ...plane, grid: makeGrid(spec.grid) };
    const hessian = await this.#findHessian(center, plan);
    return {
      ...NOTHING,
      status: "measured",
      loss: toJsonNumber(loss),
      ...describeHessian(hessian, this.#wanted),
      ...(await this.#measureSlice(center, spec, plan, hessian)),
    };
  }

  async #measureSlice(center: Center, spec: Spec, plan: LandscapePlan, hessian: FullHessian | null) {
    const wantsVerdict = this.#wanted.has("verdict") || this.#wanted.has("certificate");
    const first = wantsVerdict ? await settleWithFinding(plan, () => findOnce(center, plan, spec)) : null;
    // A proof from the weights holds for all planes through them, so none that a plane could show as well is searched for.
    const isOpen = first !== null && !first.finding && !isConvexLoss(first.verdict);
    const landscape = this.#wanted.has("classes") || isOpen ? await this.#evaluate(plan) : null;
    const chords = isOpen ? findHessianChords(plan, hessian) : [];
    const settlement =
      isOpen && landscape ? await settleFromSlice(plan, spec.network, first, landscape, chords) : first;
    const shown = this.#wanted.has("classes") ? landscape : null;
    return {
      classes: shown && { ...shown.summary },
      lowest: shown && findLowest(shown),
      center: shown && eigenvaluesAt(analyzePoint(plan, 0, 0)),
      verdict: this.#wanted.has("verdict") && settlement ? { ...settlement.verdict } : null,
      ...(this.#wanted.has("certificate") ? { certificate: settlement?.finding?.certificate ?? null } : {}),
    };
  }

  async #evaluate(plan: LandscapePlan) {
    const points = Uint32Array.from({ length: plan.grid.columns * plan.grid.rows }, (_, point) => point);
    const fill = this.#engine.cascade.begin(plan);
    await fill.fill(points);
    return classifyLandscape(fill.fields, plan.grid, fill.describe(points));
  }

  async #findHessian(center: Center, plan: LandscapePlan): Promise<FullHessian | null> {
    if (!this.#wanted.has("lambdaMin") && !this.#wanted.has("fullHessian")) return null;
    center.hessian ??= await evaluateCenterHessian(plan, "center");
    return center.hessian;
  }

  async #findCenter(spec: Spec): Promise<Center> {
    const { dataset, network, loss, weights } = spec;
    const key = JSON.stringify([dataset, network, loss, weights]);
    if (this.#last?.key !== key) this.#last = { ...(await this.#train(spec)), key, hessian: null, finding: undefined };
    return this.#last;
  }

  /** Trains in one stretch: where a training diverges, it is found to diverge on every machine, however fast it is. */
  async #train(spec: Spec): Promise<Omit<Center, "key" | "hessian" | "finding">> {
    const problem = makeProblem(spec);
    const { weights } = spec;
    if (weights.kind === "given") {
      const parameters = flattenWeights(problem.layout, weights.layers);
      return {
        problem,
        parameters,
        trajectory: [{ parameters }],
        loss: evaluateLoss(problem, parameters),
        hasDiverged: false,
      };
    }
    const plan = planTraining(makeTrainingProblem(spec), weights);
    const session = this.#engine.startTraining(plan);
    try {
      const { steps } = weights;
      const stride = Math.max(1, Math.ceil(steps / (RECORDED_POINTS - 1)));
      const stretch = await session.advance(steps, (step) => step % stride === 0 && step < steps);
      const { parameters } = stretch;
      return {
        problem,
        parameters,
        trajectory: [{ parameters: plan.initial }, ...stretch.records, ...(steps > 0 ? [{ parameters }] : [])],
        loss: evaluateLoss(problem, parameters),
        hasDiverged: !isFiniteStretch(stretch),
      };
    } finally {
      session.dispose();
    }
  }
}

function isConvexLoss({ kind, scope }: Verdict): boolean {
  return kind === "convex-by-theorem" && scope === "loss";
}

async function findOnce(center: Center, plan: LandscapePlan, spec: Spec): Promise<CertificateFinding | null> {
  if (center.finding === undefined) {
    // The units that a plane exchanges would be tried first, and the proof would then depend on the first plane.
    center.finding = await findFromWeights({ ...plan, exchange: undefined }, spec.network);
  }
  return center.finding;
}

/** The fields of a case that are of the whole Hessian. */
export function describeHessian(
  hessian: FullHessian | null,
  wanted: ReadonlySet<Measure>,
): Pick<CaseMeasurement, "lambdaMin" | "lambdaMinError" | "fullHessian" | "message"> {
  const nothing = { lambdaMin: null, lambdaMinError: null, fullHessian: null, message: "" };
  if (hessian === null) return nothing;
  const { hessian: whole, message } = keepHessian(hessian.center);
  if (whole === null) return { ...nothing, message };
  return {
    lambdaMin: wanted.has("lambdaMin") ? whole.min : null,
    lambdaMinError: wanted.has("lambdaMin") ? whole.tolerance : null,
    fullHessian: wanted.has("fullHessian") ? whole : null,
    message,
  };
}

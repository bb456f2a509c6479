import type { SurveyCenter, SurveyRow } from "../../../convexity/survey/survey";
import type { Activation } from "../../../experiment/spec";
import { type SurveyDocument, writeSurvey } from "../../../formats/files/survey-file";
import type { Parameters } from "../../../model/network/layout";
import type { ComputeService } from "../../service/tasks";
import type { RunProgress } from "../scripting";
import { evaluateSurveyPlane, unmeasuredRow } from "./evaluate-survey-plane";
import { type SurveyPlan, type SurveySeed, surveyedSpec } from "./survey-plan";
import { trainCenter } from "./train-center";

export interface SurveyOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: RunProgress) => void) | undefined;
  /** Called with each centre when it is complete; its rows follow. */
  readonly onCenter?: ((center: SurveyCenter) => void) | undefined;
  readonly onRow?: ((row: SurveyRow) => void) | undefined;
}

/** The share of its training and whole Hessian in a centre's progress; the rest is for its planes. */
const CENTER_SHARE = 0.6;

/**
 * Surveys random planes: for each seed and each activation, one training, its whole Hessian and its planes. Data, seeds and planes are the
 * same for every activation, and all activations of a seed are done before the next seed, so that the results are paired at any time.
 *
 * @returns the findings; a training that diverged is included, with rows that say so
 * @throws DOMException named AbortError when the signal is aborted, also within a task
 * @throws Error with one sentence when no plane could be measured
 */
export async function runSurvey(
  plan: SurveyPlan,
  service: ComputeService,
  options: SurveyOptions = {},
): Promise<SurveyDocument> {
  return new SurveyCourse(plan, service, options).follow();
}

class SurveyCourse {
  readonly #plan: SurveyPlan;
  readonly #service: ComputeService;
  readonly #options: SurveyOptions;
  readonly #centers: SurveyCenter[] = [];
  readonly #rows: SurveyRow[] = [];
  readonly #timings = { centers: 0, planes: 0 };

  constructor(plan: SurveyPlan, service: ComputeService, options: SurveyOptions) {
    this.#plan = plan;
    this.#service = service;
    this.#options = options;
  }

  async follow(): Promise<SurveyDocument> {
    const { spec, activations, planes, seeds } = this.#plan;
    const began = performance.now();
    for (const seed of seeds) {
      for (const activation of activations) await this.#surveySeed(seed, activation);
    }
    const failed = this.#rows.every(({ status }) => status !== "measured");
    if (failed) throw new Error(`No plane could be measured. ${this.#rows[0]?.message ?? ""}`);
    this.#report(0, "");
    const { kind, renderer, floatBits } = await this.#service.run("describe", undefined);
    return writeSurvey({
      spec,
      activations,
      planned: { planes, seeds: seeds.length },
      centers: this.#centers,
      rows: this.#rows,
      backend: { kind, renderer, floatBits },
      timings: { ...this.#timings, total: performance.now() - began },
    });
  }

  async #surveySeed({ weightSeed, planeSeeds }: SurveySeed, activation: Activation): Promise<void> {
    const { spec, activations, seeds } = this.#plan;
    const { signal } = this.#options;
    const note = `${activation}, seed ${Math.floor(this.#centers.length / activations.length) + 1} of ${seeds.length}`;
    const at = (planeSeed: number) => ({ activation, weightSeed, planeSeed });
    this.#report(0, note);
    const began = performance.now();
    const own = surveyedSpec(spec, at(planeSeeds[0]!));
    const { center, parameters } = await trainCenter(own, weightSeed, this.#service, signal, (fraction) => {
      this.#report(CENTER_SHARE * fraction, note);
    });
    this.#timings.centers += performance.now() - began;
    this.#options.onCenter?.(center);
    for (const [i, planeSeed] of planeSeeds.entries()) {
      this.#report(CENTER_SHARE + ((1 - CENTER_SHARE) * i) / planeSeeds.length, note);
      this.#accept(
        parameters === null
          ? unmeasuredRow(at(planeSeed), center.status === "diverged" ? "diverged" : "failed", center.message)
          : await this.#measure(planeSeed, center, parameters),
      );
    }
    this.#centers.push(center);
  }

  async #measure(planeSeed: number, center: SurveyCenter, parameters: Parameters): Promise<SurveyRow> {
    const began = performance.now();
    const spec = surveyedSpec(this.#plan.spec, { ...center, planeSeed });
    const row = await evaluateSurveyPlane(spec, center, planeSeed, parameters, this.#service, this.#options.signal);
    this.#timings.planes += performance.now() - began;
    return row;
  }

  #accept(row: SurveyRow): void {
    this.#rows.push(row);
    this.#options.onRow?.(row);
  }

  /** @param share  the fraction of the current centre that is done */
  #report(share: number, note: string): void {
    const { activations, seeds } = this.#plan;
    const fraction = (this.#centers.length + share) / (activations.length * seeds.length);
    this.#options.onProgress?.({ stage: "surveying", fraction, note });
  }
}

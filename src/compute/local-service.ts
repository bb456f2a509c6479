import { type CertificateFinding, searchCertificate } from "../convexity/certificate/search";
import { type ChordPath, type ChordProfile, placeChord, profileChord } from "../convexity/lines/chord-profile";
import { type CutProfile, profileCut } from "../convexity/lines/cut-profile";
import { analyzePoint, type PointAnalysis } from "../convexity/points/analysis";
import { evaluateHessianAt, type HessianSummary } from "../convexity/points/full-hessian";
import { evaluateLoss } from "../model/network/evaluate";
import { flattenWeights, layoutNetwork, type Parameters } from "../model/network/layout";
import { makeProblem } from "../model/problem";
import { type NetworkReport, reportNetwork } from "../model/report/network";
import { planTraining, type TrainingPlan } from "../model/training/session";
import type { BackendInfo } from "../slice/backend-info";
import type { LandscapePlan } from "../slice/landscape-plan";
import { planLandscape, withAnyPlane } from "../slice/plan-landscape";
import { PlanMemory } from "../slice/plan-memory";
import type { SlicePlace } from "../slice/slice-place";
import type { Spec } from "../spec/schema";
import { checkCertificate } from "./check-certificate";
import { compareModes, type ModeComparison } from "./compare-modes";
import { type ConnectOptions, type ConnectProgress, connectModes, type ModeConnection } from "./connect-modes";
import type { ComputeEngine } from "./engine";
import { evaluateLandscape } from "./evaluate-landscape";
import { evaluateLosses } from "./evaluate-losses";
import { planRace } from "./plan-race";
import type { RaceCommand, RaceOutcome, RaceProgress, RaceSpec } from "./race";
import { RaceControl } from "./race-control";
import { createReferenceEngine } from "./reference-engine";
import { runRace } from "./run-race";
import { runTraining } from "./run-training";
import type {
  CertificateCheck,
  ComputeService,
  EvaluationExtent,
  LandscapeOutcome,
  LandscapeProgress,
  TrainingOutcome,
  TrainingProgress,
} from "./service";
import { TrainingControl } from "./training-control";

/** What sketches are drawn with, whatever the engine. */
const SKETCHING = createReferenceEngine();

/** The compute service on the thread that made it: all of it but the engine, which is given. */
export class LocalComputeService implements ComputeService {
  readonly #engine: ComputeEngine;
  readonly #trainings = new LatestOnly();
  readonly #races = new LatestOnly();
  readonly #evaluations = new LatestOnly();
  readonly #inspections = new LatestOnly();
  readonly #reports = new LatestOnly();
  readonly #losses = new LatestOnly();
  readonly #modes = new LatestOnly();
  readonly #measurements = new LatestOnly();
  readonly #cuts = new LatestOnly();
  readonly #plans = new PlanMemory();
  #control = new TrainingControl();
  #raceControl: RaceControl | null = null;
  #warming: Promise<void> = Promise.resolve();

  constructor(engine: ComputeEngine) {
    this.#engine = engine;
  }

  async describe(): Promise<BackendInfo & { readonly reason: string }> {
    return { ...this.#engine.info, reason: this.#engine.reason };
  }

  train(spec: Spec, onProgress: (progress: TrainingProgress) => void): Promise<TrainingOutcome> {
    const control = new TrainingControl();
    this.#control = control;
    return this.#trainings.run((signal) => {
      // A paused training would otherwise wait for ever to notice that it is cancelled.
      signal.addEventListener("abort", () => control.wake());
      return this.#train(spec, control, signal, onProgress);
    });
  }

  async controlTraining(command: "pause" | "resume" | "stop"): Promise<void> {
    this.#control.obey(command);
  }

  race(spec: Spec, race: RaceSpec, onProgress: (progress: RaceProgress) => void): Promise<RaceOutcome> {
    const control = new RaceControl(race);
    this.#raceControl = control;
    return this.#races.run((signal) => {
      signal.addEventListener("abort", () => control.wake());
      const startTraining = (plan: TrainingPlan) => this.#engine.startTraining(plan);
      const { steps } = race;
      return runRace({ plans: planRace(spec, race), steps, control, startTraining, signal, onProgress });
    });
  }

  async controlRace(command: RaceCommand): Promise<void> {
    this.#raceControl?.obey(command);
  }

  evaluate(
    spec: Spec,
    parameters: Parameters,
    onProgress: (progress: LandscapeProgress) => void,
    extent: EvaluationExtent = "everything",
  ): Promise<LandscapeOutcome> {
    const engine = extent === "sketch" ? SKETCHING : this.#engine;
    return this.#evaluations.run((signal) =>
      evaluateLandscape({ engine, plans: this.#plans, spec, parameters, signal, onProgress, extent }),
    );
  }

  async cancelEvaluation(): Promise<void> {
    this.#evaluations.cancel();
  }

  profileChord(spec: Spec, parameters: Parameters, path: ChordPath): Promise<ChordProfile> {
    // A chord of the whole space is walked also where the plane cannot be made.
    const placed = path.kind === "weights" ? withAnyPlane(spec) : spec;
    return this.#inspect(this.#inspections, placed, parameters, (plan, signal) => profileChord(plan, path, signal));
  }

  proveChord(spec: Spec, parameters: Parameters, from: SlicePlace, to: SlicePlace): Promise<CertificateFinding | null> {
    return this.#inspect(this.#inspections, spec, parameters, async (plan, signal) => {
      const { loss, data, center } = plan;
      const question = {
        network: spec.network,
        loss,
        data,
        theta: center,
        chords: [{ method: "grid-chord" as const, ...placeChord(plan, from, to) }],
        evaluateLoss: (theta: Parameters) => evaluateLoss(plan, theta),
      };
      return (await searchCertificate(question, { signal, methods: ["grid-chord"] })).finding;
    });
  }

  analyzeHessianAt(
    spec: Spec,
    parameters: Parameters,
    x: number,
    y: number,
    onProgress: (fraction: number) => void,
  ): Promise<HessianSummary> {
    return this.#inspect(this.#inspections, spec, parameters, (plan, signal) =>
      evaluateHessianAt(plan, x, y, { signal, onProgress }),
    );
  }

  async cancelInspection(): Promise<void> {
    this.#inspections.cancel();
  }

  reportNetwork(spec: Spec, parameters: Parameters): Promise<NetworkReport> {
    return this.#reports.run((signal) => reportNetwork(makeProblem(spec), parameters, signal));
  }

  evaluateLosses(spec: Spec, weights: readonly Parameters[]): Promise<Float64Array> {
    return this.#losses.run((signal) => evaluateLosses(spec, weights, signal));
  }

  compareModes(
    spec: Spec,
    from: Parameters,
    to: Parameters,
    onProgress: (fraction: number) => void,
  ): Promise<ModeComparison> {
    return this.#modes.run((signal) => compareModes(spec, from, to, onProgress, signal));
  }

  connectModes(
    spec: Spec,
    from: Parameters,
    to: Parameters,
    options: ConnectOptions,
    onProgress: (progress: ConnectProgress) => void,
  ): Promise<ModeConnection> {
    return this.#modes.run((signal) => connectModes(spec, from, to, options, onProgress, signal));
  }

  async cancelModes(): Promise<void> {
    this.#modes.cancel();
  }

  measureHessian(spec: Spec, parameters: Parameters, onProgress: (fraction: number) => void): Promise<HessianSummary> {
    return this.#measurements.run((signal) =>
      evaluateHessianAt(planLandscape(withAnyPlane(spec), parameters), 0, 0, { signal, onProgress }),
    );
  }

  async cancelMeasurement(): Promise<void> {
    this.#measurements.cancel();
  }

  async analyzePoint(spec: Spec, parameters: Parameters, x: number, y: number): Promise<PointAnalysis> {
    return analyzePoint(await this.#plans.plan(spec, parameters, new AbortController().signal), x, y);
  }

  profileCut(
    spec: Spec,
    parameters: Parameters,
    from: SlicePlace,
    to: SlicePlace,
    onProgress: (fraction: number) => void,
  ): Promise<CutProfile> {
    return this.#inspect(this.#cuts, spec, parameters, (plan, signal) =>
      profileCut(plan, from, to, { signal, onProgress }),
    );
  }

  async cancelCut(): Promise<void> {
    this.#cuts.cancel();
  }

  async verify(text: string): Promise<CertificateCheck> {
    return checkCertificate(text);
  }

  async warm(specs: readonly Spec[]): Promise<void> {
    for (const spec of specs) {
      this.#warming = this.#warming.then(() => this.#warmOne(spec));
    }
    await this.#warming;
  }

  async loseContext(): Promise<void> {
    this.#engine.loseContext();
  }

  #inspect<Result>(
    lane: LatestOnly,
    spec: Spec,
    parameters: Parameters,
    task: (plan: LandscapePlan, signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    return lane.run(async (signal) => task(await this.#plans.plan(spec, parameters, signal), signal));
  }

  async #train(
    spec: Spec,
    control: TrainingControl,
    signal: AbortSignal,
    onProgress: (progress: TrainingProgress) => void,
  ): Promise<TrainingOutcome> {
    if (spec.weights.kind === "given") return describeGivenWeights(spec);
    const plan = planTraining(makeProblem(spec), spec.weights);
    const session = this.#engine.startTraining(plan);
    try {
      return await runTraining({ plan, session, control, signal, onProgress });
    } finally {
      session.dispose();
    }
  }

  /** Waits for what was asked for; a network that cannot be compiled ahead will say so when it is needed. */
  async #warmOne(spec: Spec): Promise<void> {
    await Promise.all([this.#trainings.idle(), this.#evaluations.idle()]);
    try {
      await this.#engine.warm({ layout: layoutNetwork(spec.network), loss: spec.loss });
    } catch (error) {
      console.warn("Compiling ahead failed.", error);
    }
  }
}

/** Weights that are given need no training: its outcome is they. */
function describeGivenWeights(spec: Spec): TrainingOutcome {
  if (spec.weights.kind !== "given") throw new TypeError("The spec asks for trained weights.");
  const problem = makeProblem(spec);
  const parameters = flattenWeights(problem.layout, spec.weights.layers);
  const loss = evaluateLoss(problem, parameters);
  return { status: "finished", parameters, step: 0, message: "", trajectory: [{ step: 0, parameters, loss }] };
}

/** One task of a kind at a time: a newer one cancels the older and begins when that has let go. */
class LatestOnly {
  #abort = new AbortController();
  #last: Promise<unknown> = Promise.resolve();

  run<Result>(task: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    this.cancel();
    const abort = new AbortController();
    this.#abort = abort;
    const result = this.#last.then(() => {
      abort.signal.throwIfAborted();
      return task(abort.signal);
    });
    this.#last = result.catch(() => {});
    return result;
  }

  cancel(): void {
    this.#abort.abort();
  }

  /** Resolves when no task is under way or waiting. */
  async idle(): Promise<void> {
    for (let last: Promise<unknown> | undefined; last !== this.#last; ) {
      last = this.#last;
      await last;
    }
  }
}

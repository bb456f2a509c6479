import type { CertificateFinding } from "../convexity/certificate/search";
import type { CreaseSet } from "../convexity/creases/find-creases";
import type { ChordPath, ChordProfile } from "../convexity/lines/chord-profile";
import type { CutProfile } from "../convexity/lines/cut-profile";
import type { PointAnalysis } from "../convexity/points/analysis";
import type { FullHessian, HessianSummary } from "../convexity/points/full-hessian";
import type { Landscape } from "../convexity/points/landscape";
import type { SettledFinding, Settlement } from "../convexity/verdict/settle";
import type { Verdict } from "../convexity/verdict/verdict";
import type { Parameters } from "../model/network/layout";
import type { NetworkReport } from "../model/report/network";
import type { BackendInfo } from "../slice/backend-info";
import type { PlacedPlane } from "../slice/plane/plane";
import type { PlaneMeasure } from "../slice/plane/plane-measure";
import type { SlicePlace } from "../slice/slice-place";
import type { Spec } from "../spec/schema";
import type { ModeComparison } from "./compare-modes";
import type { ConnectOptions, ConnectProgress, ModeConnection } from "./connect-modes";
import type { RaceCommand, RaceOutcome, RaceProgress, RaceSpec } from "./race";

/** One report from a training in progress. */
export interface TrainingProgress {
  readonly step: number;
  readonly steps: number;
  /**
   * Full-data losses since the report before, rising in step: after each step with full batches; with mini-batches, whose own
   * losses jump about, after some steps, the last of them `step`.
   */
  readonly losses: readonly { readonly step: number; readonly loss: number }[];
  /** θ after `step` steps, finite. */
  readonly parameters: Parameters;
  /** Estimated from the steps so far; null while they are too few for an estimate. */
  readonly secondsLeft: number | null;
}

/** How a training ended. `parameters` are finite whatever happened. */
export interface TrainingOutcome {
  readonly status: "finished" | "stopped" | "diverged";
  readonly parameters: Parameters;
  readonly step: number;
  /** One sentence when it diverged, else empty. */
  readonly message: string;
  /** θ at recorded steps, the start and the end among them, rising. */
  readonly trajectory: readonly { readonly step: number; readonly parameters: Parameters; readonly loss: number }[];
}

/** A landscape on its way: first what the weights alone settle, then coarse grids, then finer ones. `landscape.grid` says how fine. */
export interface LandscapeProgress {
  /** 0 to 1 over all stages. */
  readonly fraction: number;
  /** A coarser landscape that is ready to be shown, or null when there is only news of progress. */
  readonly landscape: Landscape | null;
  /** Where in weight space that landscape lies. */
  readonly plane?: PlacedPlane;
  /** How far the search for a proof has come, 0 to 1; absent where there is no news of it. */
  readonly search?: number;
  /** What the weights alone settle, once: it needs no grid, and stands whatever becomes of the grid. */
  readonly settlement?: Settlement;
  /** What is complete while a long search for a proof goes on: of the last landscape that was reported. */
  readonly details?: LandscapeDetails;
}

/** What is found of a slice beyond its points. */
export type LandscapeDetails = Pick<LandscapeOutcome, "creases" | "fullHessian" | "measure">;

export interface LandscapeOutcome {
  readonly landscape: Landscape;
  /** Where in weight space it lies; absent where it was read from a file. */
  readonly plane?: PlacedPlane;
  /** The shares of its training's variance that x and y explain, 0 to 1, where the plane was made from the training's way. */
  readonly explained?: readonly [number, number];
  readonly verdict: Verdict;
  /** A proof that the whole loss is not convex, or null. */
  readonly finding: SettledFinding | null;
  /** Where units switch within the slice. */
  readonly creases: CreaseSet;
  /** The whole Hessian where the spec asks for it, or null. */
  readonly fullHessian: FullHessian | null;
  /** What the slice's coordinates are in weight space; null where an older file does not say. */
  readonly measure: PlaneMeasure | null;
  /** Milliseconds. */
  readonly timings: Readonly<Record<string, number>>;
}

/** What checking a certificate came to, in one line. */
export interface CertificateCheck {
  readonly proved: boolean;
  /** `proved: …`, `not proved: …`, or what is wrong with the file. */
  readonly message: string;
}

/**
 * How far an evaluation goes: the slice alone, or also its creases, the whole Hessian and a search for a certificate. A `sketch` is a
 * slice in float64 on the processor, for a grid of few points: it needs no compilation.
 */
export type EvaluationExtent = "sketch" | "slice" | "everything";

/**
 * Where all numbers come from: one interface, met by a worker and by the page itself. One training and one landscape may be
 * under way at a time: a newer call of the same kind cancels the older, whose promise rejects with an AbortError.
 */
export interface ComputeService {
  /** What computes. `reason` is a sentence when WebGL2 is absent or renders only 16-bit floats. */
  describe(): Promise<BackendInfo & { readonly reason: string }>;
  /**
   * Trains as `spec.weights` says; given weights are the outcome as they are. Resolves when finished, stopped or diverged. The same
   * spec gives the same weights twice on one machine.
   */
  train(spec: Spec, onProgress: (progress: TrainingProgress) => void): Promise<TrainingOutcome>;
  /** Takes effect before the next step. */
  controlTraining(command: "pause" | "resume" | "stop"): Promise<void>;
  /**
   * Trains with several optimizers in step, from the first weights of `spec` (given ones are the start) and with its order of samples.
   * A runner's weights after some steps are those of `train` with its optimizer. A newer race cancels an older.
   */
  race(spec: Spec, race: RaceSpec, onProgress: (progress: RaceProgress) => void): Promise<RaceOutcome>;
  /** Takes effect before the next steps. */
  controlRace(command: RaceCommand): Promise<void>;
  /**
   * Evaluates the slice of `spec` around θ; `extent` is "everything" where it is left out. What the weights alone settle is reported
   * before the promise settles, also where it rejects because the grid, or the plane itself, cannot be computed.
   */
  evaluate(
    spec: Spec,
    parameters: Parameters,
    onProgress: (progress: LandscapeProgress) => void,
    extent?: EvaluationExtent,
  ): Promise<LandscapeOutcome>;
  cancelEvaluation(): Promise<void>;
  /** Walks a chord of the slice of `spec` around θ, or one of the whole space. A newer inspection of any kind cancels an older. */
  profileChord(spec: Spec, parameters: Parameters, path: ChordPath): Promise<ChordProfile>;
  /** Looks for a certificate on this one chord of the slice; null where none is found. An inspection too. */
  proveChord(spec: Spec, parameters: Parameters, from: SlicePlace, to: SlicePlace): Promise<CertificateFinding | null>;
  /** The whole Hessian at a point of the slice. `onProgress` is told the fraction done. An inspection too. */
  analyzeHessianAt(
    spec: Spec,
    parameters: Parameters,
    x: number,
    y: number,
    onProgress: (fraction: number) => void,
  ): Promise<HessianSummary>;
  cancelInspection(): Promise<void>;
  /** What each unit does over the data at θ, and the gradient by layer, in float64. A newer report cancels an older. */
  reportNetwork(spec: Spec, parameters: Parameters): Promise<NetworkReport>;
  /** The losses of the spec's data at each of these weights, in float64. A newer call cancels an older, whose promise rejects. */
  evaluateLosses(spec: Spec, weights: readonly Parameters[]): Promise<Float64Array>;
  /** Two solutions of `spec`'s network side by side, on its data and loss. A newer comparison or connection cancels an older. */
  compareModes(
    spec: Spec,
    from: Parameters,
    to: Parameters,
    onProgress: (fraction: number) => void,
  ): Promise<ModeComparison>;
  /** Trains a curve between two solutions of `spec`'s network, and measures it beside the straight line. A comparison's kind too. */
  connectModes(
    spec: Spec,
    from: Parameters,
    to: Parameters,
    options: ConnectOptions,
    onProgress: (progress: ConnectProgress) => void,
  ): Promise<ModeConnection>;
  cancelModes(): Promise<void>;
  /** The whole Hessian at θ, whatever the spec's plane. A newer measurement cancels an older, and never an inspection. */
  measureHessian(spec: Spec, parameters: Parameters, onProgress: (fraction: number) => void): Promise<HessianSummary>;
  cancelMeasurement(): Promise<void>;
  /** The loss at a point of the slice of `spec` around θ with its derivatives, in float64. It cancels nothing. */
  analyzePoint(spec: Spec, parameters: Parameters, x: number, y: number): Promise<PointAnalysis>;
  /** The loss along a line of the slice. `onProgress` is told the fraction done. A newer call cancels an older one. */
  profileCut(
    spec: Spec,
    parameters: Parameters,
    from: SlicePlace,
    to: SlicePlace,
    onProgress: (fraction: number) => void,
  ): Promise<CutProfile>;
  cancelCut(): Promise<void>;
  /** Checks a certificate's text with the verifier alone. Never rejects for what the text holds. */
  verify(text: string): Promise<CertificateCheck>;
  /** Compiles ahead what other experiments will need. Never fails, yields to real work. */
  warm(specs: readonly Spec[]): Promise<void>;
  /** Drops the graphics context as a driver would, for tests of the recovery. */
  loseContext(): Promise<void>;
}

import type { Remote } from "comlink";
import type { CutProfile } from "../convexity/lines/cut-profile";
import type { HessianSummary } from "../convexity/points/full-hessian";
import type { Parameters } from "../model/network/layout";
import type { SlicePlace } from "../slice/slice-place";
import type { Spec } from "../spec/schema";
import type { ModeComparison } from "./compare-modes";
import type { ConnectOptions, ConnectProgress, ModeConnection } from "./connect-modes";
import type { RaceOutcome, RaceProgress, RaceSpec } from "./race";
import type {
  ComputeService,
  EvaluationExtent,
  LandscapeOutcome,
  LandscapeProgress,
  TrainingOutcome,
  TrainingProgress,
} from "./service";

/** A callback of the page as the worker sees it: a call is a message, whose promise resolves when the page has taken it. */
export type RemoteCallback<Value> = Remote<(value: Value) => void>;

/** What the worker offers before and beside the service. */
export interface WorkerEntry
  extends Pick<
    ComputeService,
    | "describe"
    | "controlTraining"
    | "controlRace"
    | "cancelEvaluation"
    | "profileChord"
    | "proveChord"
    | "cancelInspection"
    | "reportNetwork"
    | "evaluateLosses"
    | "cancelModes"
    | "cancelMeasurement"
    | "analyzePoint"
    | "cancelCut"
    | "warm"
    | "loseContext"
  > {
  /** Answers as soon as the script runs. */
  isRunning(): Promise<true>;
  /** Starts the service on WebGL. @returns why it cannot, or an empty string */
  startWebgl(): Promise<string>;
  /** Starts the float64 service. @param reason  a sentence on why not WebGL */
  startReference(reason: string): Promise<void>;
  train(spec: Spec, onProgress: RemoteCallback<TrainingProgress>): Promise<TrainingOutcome>;
  race(spec: Spec, race: RaceSpec, onProgress: RemoteCallback<RaceProgress>): Promise<RaceOutcome>;
  evaluate(
    spec: Spec,
    parameters: Parameters,
    onProgress: RemoteCallback<LandscapeProgress>,
    extent?: EvaluationExtent,
  ): Promise<LandscapeOutcome>;
  analyzeHessianAt(
    spec: Spec,
    parameters: Parameters,
    x: number,
    y: number,
    onProgress: RemoteCallback<number>,
  ): Promise<HessianSummary>;
  compareModes(
    spec: Spec,
    from: Parameters,
    to: Parameters,
    onProgress: RemoteCallback<number>,
  ): Promise<ModeComparison>;
  connectModes(
    spec: Spec,
    from: Parameters,
    to: Parameters,
    options: ConnectOptions,
    onProgress: RemoteCallback<ConnectProgress>,
  ): Promise<ModeConnection>;
  measureHessian(spec: Spec, parameters: Parameters, onProgress: RemoteCallback<number>): Promise<HessianSummary>;
  profileCut(
    spec: Spec,
    parameters: Parameters,
    from: SlicePlace,
    to: SlicePlace,
    onProgress: RemoteCallback<number>,
  ): Promise<CutProfile>;
}

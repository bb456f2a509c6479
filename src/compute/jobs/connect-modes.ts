import { evaluatePathLosses, placeCurve, planeOfCurve } from "../../convexity/lines/path-losses";
import { type PathProfile, profileCurve } from "../../convexity/lines/path-profile";
import { LIMITS, type Limit } from "../../experiment/limits";
import type { Parameters } from "../../model/network/layout";
import { makeProblem, type Problem } from "../../model/problem";
import { type Curve, type CurveKind, startCurve } from "../../model/training/curve";
import { averageOverCurve, CurveTraining } from "../../model/training/curve-training";
import { createPacer, type Pacer } from "../../numeric/pacer";
import type { ComputeEngine } from "../engine/engine";
import { findQuickEvaluator } from "../engine/quick-evaluator";
import type { ModesRequest } from "./compare-modes";
import type { TaskContext } from "./task-context";

/** The settings of the training of a curve between two solutions. */
export interface ConnectOptions {
  readonly kind: CurveKind;
  readonly steps: number;
  /** The learning rate of Adam. */
  readonly learningRate: number;
  /** The seed of the places along the curve. */
  readonly seed: number;
}

/** The limits of these settings. */
export const CONNECT_LIMITS = {
  steps: { min: 0, max: 10_000 },
  learningRate: LIMITS.learningRate,
  seed: LIMITS.seed,
} as const satisfies Record<string, Limit>;

export const DEFAULT_CONNECT_OPTIONS: ConnectOptions = { kind: "bezier", steps: 400, learningRate: 0.03, seed: 0 };

export interface ConnectionRequest extends ModesRequest {
  readonly options: ConnectOptions;
}

/** One report from the training of a curve. */
export interface ConnectProgress {
  readonly step: number;
  readonly steps: number;
  /** The least mean loss along the curve so far; at step 0 the mean loss along the straight line. */
  readonly mean: number;
}

/** A curve between two solutions, and how it compares with the straight line between them. */
export interface ModeConnection {
  readonly curve: Curve;
  readonly lineProfile: PathProfile;
  readonly curveProfile: PathProfile;
  /** The step with the bend of the curve; 0 where no step has a lower mean loss than the straight line. */
  readonly step: number;
  /** One sentence when the training ended early, else empty. */
  readonly message: string;
}

/** Number of steps between two measurements of the mean loss along the curve. */
const STEPS_BETWEEN_MEASUREMENTS = 20;

/**
 * Trains a curve between two solutions of one network, with fixed ends, to the least mean loss along it, and measures it and the straight
 * line. The mean loss is measured every 20 steps, first for the straight line, and the bend with the least mean loss is kept, so the
 * curve is never worse than the line. A low path that is found exists; if none is found, there may still be one.
 *
 * @throws RangeError with one sentence where the ends are the same or an option is outside its limits
 * @throws DOMException named AbortError when the signal is aborted
 * @see Garipov et al. 2018, "Loss Surfaces, Mode Connectivity, and Fast Ensembling of DNNs", arXiv 1802.10026
 */
export async function connectModes(
  { spec, from, to, options }: ConnectionRequest,
  { signal, report }: Pick<TaskContext<ConnectProgress>, "signal" | "report">,
  engine?: Pick<ComputeEngine, "float64">,
): Promise<ModeConnection> {
  checkOptions(options);
  if (from.every((entry, p) => entry === to[p])) {
    throw new RangeError("connection: the two solutions are the same, so there is nothing to connect");
  }
  const problem = makeProblem(spec);
  const pacer = createPacer(signal);
  const measure = async (curve: Curve): Promise<number> => {
    const quick = { evaluator: engine && findQuickEvaluator(engine), signal };
    return averageOverCurve(await evaluatePathLosses(planeOfCurve(problem, curve), placeCurve(curve), quick));
  };
  const { curve, step, message } = await trainBend(problem, from, to, options, report, pacer, measure);
  const profiles = await profileCurve(problem, curve, { evaluator: engine?.float64, signal });
  return { curve, lineProfile: profiles.line, curveProfile: profiles.curve, step, message };
}

function checkOptions(options: ConnectOptions): void {
  for (const name of ["steps", "learningRate", "seed"] as const) {
    const { min, max } = CONNECT_LIMITS[name];
    const value = options[name];
    if (!(value >= min)) throw new RangeError(`connection.${name}: ${value} is below ${min}`);
    if (!(value <= max)) throw new RangeError(`connection.${name}: ${value} is above ${max}`);
    if (name !== "learningRate" && !Number.isInteger(value)) {
      throw new RangeError(`connection.${name}: ${value} is not a whole number`);
    }
  }
}

interface TrainedBend {
  readonly curve: Curve;
  readonly step: number;
  readonly message: string;
}

async function trainBend(
  problem: Problem,
  from: Parameters,
  to: Parameters,
  { kind, steps, learningRate, seed }: ConnectOptions,
  onProgress: (progress: ConnectProgress) => void,
  pacer: Pacer,
  measureMean: (curve: Curve) => Promise<number>,
): Promise<TrainedBend> {
  const training = new CurveTraining(problem, startCurve(kind, from, to), learningRate, seed);
  let best: TrainedBend = { curve: training.curve, step: 0, message: "" };
  let mean = await measureMean(training.curve);
  onProgress({ step: 0, steps, mean });
  for (let step = 1; step <= steps; step++) {
    if (pacer.isDue()) await pacer.rest();
    if (!training.takeStep()) {
      const message = `The loss along the curve was not finite at step ${step}, so its training ended there.`;
      return { ...best, message };
    }
    if (step % STEPS_BETWEEN_MEASUREMENTS !== 0 && step !== steps) continue;
    const now = await measureMean(training.curve);
    if (now < mean || (Number.isNaN(mean) && !Number.isNaN(now))) {
      best = { curve: training.curve, step, message: "" };
      mean = now;
    }
    onProgress({ step, steps, mean });
  }
  return best;
}

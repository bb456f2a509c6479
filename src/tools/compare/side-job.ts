import type { LandscapeOutcome } from "../../compute/jobs/landscape-outcome";
import type { TrainingOutcome } from "../../compute/jobs/training/training-outcome";
import type { ComputeService } from "../../compute/service/tasks";
import type { Landscape } from "../../convexity/points/landscape";
import type { Spec } from "../../experiment/spec";
import { settlePlane } from "../../slice/settle-plane";
import { hasEnded, startingTraining } from "../../studio/state/run-reducer";
import type { TrainingState } from "../../studio/state/training-state";
import { extendCurve } from "../../studio/views/plots/loss-curve-data";

/** The progress of one side's computation. */
export interface SideProgress {
  readonly phase: "training" | "computing";
  /** 0 to 1 over training and landscape. */
  readonly fraction: number;
  /** A coarser slice that can be shown, or null. */
  readonly landscape: Landscape | null;
}

/** The result of one side's computation. */
export interface SideResult {
  readonly training: TrainingState;
  readonly outcome: LandscapeOutcome;
}

export interface SideJob {
  readonly service: ComputeService;
  readonly spec: Spec;
  /** The training, where it is already done. */
  readonly trained: TrainingState | null;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: SideProgress) => void;
}

/** The training counts as this share of a side's progress. */
const TRAINING_SHARE = 0.5;

/**
 * Trains one experiment, unless it is trained already, and evaluates its slice.
 *
 * @throws DOMException named AbortError when the signal is aborted
 * @throws Error with one sentence when the plane cannot be made
 */
export async function computeSide({ service, spec, trained, signal, onProgress }: SideJob): Promise<SideResult> {
  const training = trained ?? (await train({ service, spec, signal, onProgress }));
  const { parameters } = training;
  if (!parameters) throw new Error("The training gave no weights.");
  const settled = settlePlane(spec, training.trajectory).spec;
  const request = { spec: settled, parameters };
  const outcome = await service.run("evaluate", request, {
    signal,
    onProgress: ({ fraction, landscape }) => {
      onProgress({ phase: "computing", fraction: TRAINING_SHARE + (1 - TRAINING_SHARE) * fraction, landscape });
    },
  });
  return { training, outcome };
}

async function train({ service, spec, signal, onProgress }: Omit<SideJob, "trained">): Promise<TrainingState> {
  const start = startingTraining(spec);
  if (hasEnded(start)) return start;
  let { curve } = start;
  const outcome = await service.run("train", spec, {
    signal,
    onProgress: ({ step, steps, losses }) => {
      curve = extendCurve(curve, losses);
      onProgress({ phase: "training", fraction: (TRAINING_SHARE * step) / Math.max(1, steps), landscape: null });
    },
  });
  return describeTraining({ ...start, curve }, outcome);
}

/** A training that has ended, in the form of the page's own. */
function describeTraining(start: TrainingState, outcome: TrainingOutcome): TrainingState {
  const { status, step, parameters, trajectory, message } = outcome;
  return { ...start, phase: status, step, parameters, trajectory, secondsLeft: 0, message };
}

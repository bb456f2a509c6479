import type { LandscapeOutcome } from "../../compute/jobs/landscape-outcome";
import type { TrainingOutcome } from "../../compute/jobs/training/training-outcome";
import type { ComputeService } from "../../compute/service/tasks";
import type { Landscape } from "../../convexity/points/landscape";
import type { Spec } from "../../experiment/spec";
import { settlePlane } from "../../slice/plan-landscape";
import { hasEnded, startingTraining } from "../../studio/state/run-reducer";
import type { TrainingState } from "../../studio/state/training-state";
import { extendCurve } from "../../studio/views/plots/loss-curve-data";

/** News of one side on its way. */
export interface SideProgress {
  readonly phase: "training" | "computing";
  /** 0 to 1 over training and landscape. */
  readonly fraction: number;
  /** A coarser slice that is ready to be shown, or null when there is only news of progress. */
  readonly landscape: Landscape | null;
}

/** All that is known of one side in the end. */
export interface SideResult {
  readonly training: TrainingState;
  readonly outcome: LandscapeOutcome;
}

export interface SideJob {
  readonly service: ComputeService;
  readonly spec: Spec;
  /** The training, if it was done before. */
  readonly trained: TrainingState | null;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: SideProgress) => void;
}

/** The share of a side's progress that its training stands for. */
const TRAINING_SHARE = 0.5;

/**
 * Trains one experiment, unless that was done, and evaluates its slice.
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

/** A training that has ended, as the page keeps its own. */
function describeTraining(start: TrainingState, outcome: TrainingOutcome): TrainingState {
  const { status, step, parameters, trajectory, message } = outcome;
  return { ...start, phase: status, step, parameters, trajectory, secondsLeft: 0, message };
}

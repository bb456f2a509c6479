import type { TrainingPlan } from "../../../model/training/session";
import type { ComputeEngine } from "../../engine/engine";
import type { TaskContext } from "../task-context";
import { driveTrainings } from "./drive-trainings";
import { planRace } from "./plan-race";
import type { RaceOutcome, RaceProgress, RaceRequest } from "./race";
import type { RaceCommand } from "./step-control";

/** Each runner's trajectory is thinned to between 20 and 200 points, so that all trajectories together hold about 4 million numbers. */
const RECORDED_POINTS = { most: 200, least: 20 } as const;
const RECORDED_NUMBERS = 4_000_000;

/**
 * Trains with several optimizers in step, from the initial weights of `spec` (or from its given weights) and with its order of samples.
 * @throws DOMException named AbortError when the signal is aborted
 */
export async function runRace(
  engine: Pick<ComputeEngine, "startTraining">,
  { spec, race }: RaceRequest,
  { report, ...context }: TaskContext<RaceProgress, RaceCommand>,
): Promise<RaceOutcome> {
  const { steps, isPaused, stepsPerSecond } = race;
  const plans = planRace(spec, race);
  const request = { plans, steps, isPaused, stepsPerSecond, stride: chooseStride(plans, steps) };
  return driveTrainings(engine, request, {
    ...context,
    report: ({ step, runners }) => report({ step, steps, runners }),
  });
}

function chooseStride(plans: readonly TrainingPlan[], steps: number): number {
  const { most, least } = RECORDED_POINTS;
  const numbers = plans.reduce((sum, { layout }) => sum + layout.parameterCount, 0);
  const points = Math.min(most, Math.max(least, Math.floor(RECORDED_NUMBERS / numbers)));
  return Math.max(1, Math.ceil(steps / (points - 1)));
}

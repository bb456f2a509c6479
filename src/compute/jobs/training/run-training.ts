import type { Spec } from "../../../experiment/spec";
import { evaluateLoss } from "../../../model/network/evaluate";
import { flattenWeights } from "../../../model/network/layout";
import { makeTrainingProblem } from "../../../model/problem";
import { planTraining, type TrainingPlan } from "../../../model/training/session";
import type { ComputeEngine } from "../../engine/engine";
import type { TaskContext } from "../task-context";
import { driveTrainings } from "./drive-trainings";
import type { TrainingCommand } from "./step-control";
import type { TrainingOutcome, TrainingProgress } from "./training-outcome";

/** At most this many weight vectors of a training are recorded. */
export const RECORDED_POINTS = 200;

/**
 * Trains as `spec.weights` says. Given weights need no training: the outcome holds them unchanged.
 * @throws DOMException named AbortError when the signal is aborted
 */
export async function runTraining(
  engine: Pick<ComputeEngine, "startTraining">,
  spec: Spec,
  context: TaskContext<TrainingProgress, TrainingCommand>,
): Promise<TrainingOutcome> {
  const { weights } = spec;
  if (weights.kind === "given") return describeGivenWeights(spec, weights.layers);
  return runPlannedTraining(engine, planTraining(makeTrainingProblem(spec), weights), context);
}

export async function runPlannedTraining(
  engine: Pick<ComputeEngine, "startTraining">,
  plan: TrainingPlan,
  { report, ...context }: TaskContext<TrainingProgress, TrainingCommand>,
): Promise<TrainingOutcome> {
  const { steps } = plan.weights;
  const trajectory: TrainingOutcome["trajectory"][number][] = [];
  // The initial weights are reported before anything is compiled, so that they can be shown during the compilation.
  report({ step: 0, steps, losses: [], parameters: plan.initial, secondsLeft: null });
  const stride = Math.max(1, Math.ceil(steps / (RECORDED_POINTS - 1)));
  const request = { plans: [plan], steps, stride, isPaused: false, stepsPerSecond: null };
  const outcome = await driveTrainings(engine, request, {
    ...context,
    report({ step, runners: [runner], secondsLeft }) {
      const { losses, points, now } = runner!;
      trajectory.push(...points);
      report({ step, steps, losses, parameters: now.parameters, secondsLeft });
    },
  });
  const { status, now, message } = outcome.runners[0]!;
  if (trajectory.at(-1)?.step !== now.step) trajectory.push(now);
  const end = status === "diverged" ? status : outcome.status;
  return { status: end, parameters: now.parameters, step: now.step, message, trajectory };
}

function describeGivenWeights(spec: Spec, layers: Parameters<typeof flattenWeights>[1]): TrainingOutcome {
  const problem = makeTrainingProblem(spec);
  const parameters = flattenWeights(problem.layout, layers);
  const value = evaluateLoss(problem, parameters);
  return { status: "finished", parameters, step: 0, message: "", trajectory: [{ step: 0, parameters, loss: value }] };
}

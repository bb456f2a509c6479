import { describe, expect, it } from "vitest";
import { createReferenceEngine } from "../../../../../src/compute/engine/reference-engine";
import { Commands } from "../../../../../src/compute/jobs/task-context";
import { runPlannedTraining } from "../../../../../src/compute/jobs/training/run-training";
import type { TrainingCommand } from "../../../../../src/compute/jobs/training/step-control";
import type { TrainingOutcome, TrainingProgress } from "../../../../../src/compute/jobs/training/training-outcome";
import { OPTIMIZERS } from "../../../../../src/experiment/spec";
import { evaluateLoss } from "../../../../../src/model/network/evaluate";
import type { TrainingPlan } from "../../../../../src/model/training/session";
import { makeContext } from "../../../../support/task-context";
import { makeTrainingPlan } from "../../../../support/training-plans";

interface Course {
  readonly outcome: Promise<TrainingOutcome>;
  readonly commands: Commands<TrainingCommand>;
  readonly abort: AbortController;
  readonly reports: readonly TrainingProgress[];
}

function follow(
  plan: TrainingPlan,
  onProgress: (report: TrainingProgress, course: Omit<Course, "outcome">) => void = () => {},
): Course {
  const reports: TrainingProgress[] = [];
  const course = { commands: new Commands<TrainingCommand>(), abort: new AbortController(), reports };
  const report = (progress: TrainingProgress): void => {
    reports.push(progress);
    onProgress(progress, course);
  };
  const context = makeContext({ signal: course.abort.signal, commands: course.commands, report });
  return { ...course, outcome: runPlannedTraining(createReferenceEngine(), plan, context) };
}

/** Takes about a second, long enough for commands during the training. */
const LONG = { weights: { steps: 20_000 } } as const;

describe("the course of a training", () => {
  it.each(OPTIMIZERS)("%s lowers the loss", async (optimizer) => {
    const plan = makeTrainingPlan({ loss: "bce", weights: { optimizer, learningRate: 0.03, steps: 150 } });
    const { trajectory, status } = await follow(plan).outcome;
    expect(status).toBe("finished");
    expect(trajectory.at(-1)!.loss).toBeLessThan(0.9 * trajectory[0]!.loss);
  });

  it("reports the initial weights before it computes anything", async () => {
    const plan = makeTrainingPlan({ weights: { steps: 3 } });
    const course = follow(plan);
    await course.outcome;
    expect(course.reports[0]).toMatchObject({ step: 0, steps: 3, losses: [], secondsLeft: null });
    expect(course.reports[0]!.parameters).toEqual(plan.initial);
  });

  it("reports the full-data loss after every step, once, with full batches", async () => {
    const plan = makeTrainingPlan({ weights: { steps: 150 } });
    const course = follow(plan);
    const { trajectory, parameters } = await course.outcome;
    const losses = course.reports.flatMap((report) => report.losses);
    expect(losses.map(({ step }) => step)).toEqual(Array.from({ length: 151 }, (_, step) => step));
    for (const point of trajectory) {
      const expected = evaluateLoss(plan, point.parameters);
      expect(point.loss).toBeCloseTo(expected, 12);
      expect(losses[point.step]!.loss).toBe(point.loss);
    }
    expect(trajectory.map(({ step }) => step)).toEqual(losses.map(({ step }) => step));
    expect(parameters).toEqual(trajectory.at(-1)!.parameters);
    expect(course.reports.at(-1)).toMatchObject({ step: 150, steps: 150, secondsLeft: 0 });
  });

  it("reports the full-data loss at some steps with mini-batches, and the same weights twice", async () => {
    const plan = makeTrainingPlan({ weights: { steps: 150, batchSize: 7, optimizer: "adam", learningRate: 0.01 } });
    const course = follow(plan);
    const { trajectory, parameters } = await course.outcome;
    for (const point of trajectory) {
      expect(point.loss).toBe(evaluateLoss(plan, point.parameters));
    }
    expect((await follow(plan).outcome).parameters).toEqual(parameters);
  });

  it("records at most 200 points, evenly, the start and the end among them", async () => {
    const { trajectory } = await follow(makeTrainingPlan({ weights: { steps: 1_001 } })).outcome;
    const steps = trajectory.map(({ step }) => step);
    expect(steps).toHaveLength(168);
    expect([...steps.slice(0, 3), ...steps.slice(-3)]).toEqual([0, 6, 12, 990, 996, 1001]);
  });

  it("ends at once where no steps are requested", async () => {
    const plan = makeTrainingPlan({ weights: { steps: 0 } });
    const outcome = await follow(plan).outcome;
    expect(outcome).toMatchObject({ status: "finished", step: 0, parameters: plan.initial });
    expect(outcome.trajectory).toHaveLength(1);
  });

  it("names the step at which the loss diverged, and keeps the weights before it", async () => {
    const plan = makeTrainingPlan({
      network: { layers: [2, 1] },
      weights: { learningRate: 30, steps: 500 },
    });
    const { status, message, step, parameters, trajectory } = await follow(plan).outcome;
    expect(status).toBe("diverged");
    expect(message).toBe(
      `A weight went beyond ±1000000000000000000 at step ${step + 1}; the weights from step ${step} are kept. A smaller learning rate than 30 may help.`,
    );
    expect(Number.isFinite(evaluateLoss(plan, parameters))).toBe(true);
    expect(trajectory.at(-1)).toMatchObject({ step, parameters });
    const after = await follow({ ...plan, weights: { ...plan.weights, steps: step } }).outcome;
    expect(after).toMatchObject({ status: "finished", parameters });
  });

  it("keeps the initial weights where the loss is infinite from the start", async () => {
    const plan = makeTrainingPlan();
    const data = { ...plan.data, y: plan.data.y.map(() => 1e200) };
    const outcome = await follow({ ...plan, data }).outcome;
    expect(outcome).toMatchObject({ status: "diverged", step: 0, parameters: plan.initial });
    expect(outcome.message).toContain("at the initial weights");
  });
});

describe("commands during a training", () => {
  it("pauses, resumes and ends with the weights of an undisturbed run", async () => {
    const plan = makeTrainingPlan({ weights: { steps: 3_000 } });
    let pausedAt = -1;
    const course = follow(plan, (report, { commands }) => {
      if (pausedAt >= 0 || report.step === 0) return;
      pausedAt = report.step;
      commands.send("pause");
    });
    while (pausedAt < 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await new Promise((resolve) => setTimeout(resolve, 50));
    const heldAt = course.reports.at(-1)!.step;
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(course.reports.at(-1)!.step).toBe(heldAt);
    expect(heldAt).toBeLessThan(3_000);
    course.commands.send("resume");
    const { parameters, status } = await course.outcome;
    expect(status).toBe("finished");
    expect(parameters).toEqual((await follow(plan).outcome).parameters);
  });

  it("stops with the weights so far, also while paused", async () => {
    const course = follow(makeTrainingPlan(LONG), (report, { commands }) => {
      if (report.step > 0) commands.send("pause");
    });
    setTimeout(() => course.commands.send("stop"), 200);
    const { status, step, trajectory } = await course.outcome;
    expect(status).toBe("stopped");
    expect(step).toBeGreaterThan(0);
    expect(step).toBeLessThan(20_000);
    expect(trajectory.at(-1)!.step).toBe(step);
  });

  it("rejects with an AbortError when it is cancelled, also while paused", async () => {
    const running = follow(makeTrainingPlan(LONG), (_report, { abort }) => abort.abort());
    await expect(running.outcome).rejects.toMatchObject({ name: "AbortError" });
    const paused = follow(makeTrainingPlan(LONG), (_report, { commands }) => commands.send("pause"));
    setTimeout(() => paused.abort.abort(), 50);
    await expect(paused.outcome).rejects.toMatchObject({ name: "AbortError" });
  });
});

import * as tf from "@tensorflow/tfjs-core";
import { ACTIVATIONS, type Activation } from "../../src/experiment/spec";
import { createWebglBackend, type WebglBackend } from "../../src/gpu/backend";
import { WebglEvaluator } from "../../src/gpu/landscape-evaluator";
import type { LandscapePlan } from "../../src/slice/landscape-plan";
import { ReferenceEvaluator } from "../../src/slice/reference-evaluator";
import { makeRandomPlan } from "../support/random-plans";
import { evaluateBatched, evaluateOneByOne } from "./baselines";
import type { BenchValue } from "./bench-value";
import { timeTrainingSteps } from "./training-steps";

/** The default network of the page, on a grid small enough for the slow baselines. */
function makeBenchPlan(
  side: number,
  activation: Activation = "relu",
  hidden: readonly number[] = [8, 8],
): LandscapePlan {
  return makeRandomPlan({ activation, loss: "mse", hidden, inputs: 2, samples: 128, columns: side, rows: side }, 1);
}

/** The median time of three runs, in milliseconds, after a first run that compiles. */
async function time(run: () => Promise<unknown>): Promise<number> {
  await run();
  const times: number[] = [];
  for (let i = 0; i < 3; i++) {
    const began = performance.now();
    await run();
    times.push(performance.now() - began);
  }
  return median(times);
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}

/** The median of bound / true error over the points of one random network. */
async function measureLooseness(evaluator: WebglEvaluator, activation: Activation) {
  const plan = makeBenchPlan(33, activation);
  const [gpu, exact] = [await evaluator.evaluate(plan), await new ReferenceEvaluator().evaluate(plan)];
  const ratios = (values: "loss" | "xx", errors: "lossError" | "curvatureError") =>
    Array.from(gpu[values], (value, i) => gpu[errors][i]! / Math.abs(value - exact[values][i]!)).filter(
      Number.isFinite,
    );
  return { loss: median(ratios("loss", "lossError")), curvature: median(ratios("xx", "curvatureError")) };
}

async function measureKernel(evaluator: WebglEvaluator): Promise<BenchValue[]> {
  const plan = makeBenchPlan(65);
  const points = 65 * 65;
  const fused = await time(() => evaluator.evaluate(plan, { curvature: false }));
  const both = await time(() => evaluator.evaluate(plan));
  const single = (await time(() => evaluateOneByOne(plan, 32))) * (points / 32);
  const batched = (await time(() => evaluateBatched(plan, 256))) * (points / 256);
  const reference = await time(() => new ReferenceEvaluator().evaluate(plan));
  const wide = makeBenchPlan(33, "relu", [32, 32]);
  const wideFused = await time(() => evaluator.evaluate(wide));
  const wideReference = await time(() => new ReferenceEvaluator().evaluate(wide));
  const ratio = (name: string, value: number, note: string): BenchValue => ({ name, value, unit: "×", note });
  const network = "2-8-8-1, 128 samples, 65 × 65 points";
  return [
    ratio("fused kernel over one tfjs call a point", single / fused, `loss and bound; ${network}`),
    ratio("fused kernel over batched tfjs matMul", batched / fused, `loss and bound; ${network}`),
    ratio("loss and exact curvature over loss alone", both / fused, `time; ${network}`),
    ratio("GPU over float64 reference", reference / both, `loss, curvature and bounds; ${network}`),
    ratio("GPU over float64 reference, wide", wideReference / wideFused, "the same; 2-32-32-1, 33 × 33 points"),
    {
      name: "grid points a second",
      value: points / (both / 1000),
      unit: "1/s",
      note: `loss, curvature and bounds; ${network}`,
    },
  ];
}

async function measureTraining(backend: WebglBackend): Promise<BenchValue[]> {
  const { tfjs, fused, float64 } = await timeTrainingSteps(backend);
  const note = "time of 200 steps, Adam; 2-8-8-1, 128 samples, full batches";
  return [
    { name: "training steps over the same by tfjs ops", value: tfjs / fused, unit: "×", note },
    { name: "training steps in float64 over the same by tfjs ops", value: tfjs / float64, unit: "×", note },
  ];
}

window.measureValues = async () => {
  const backend = await createWebglBackend();
  const evaluator = new WebglEvaluator(backend);
  const figures = [...(await measureKernel(evaluator)), ...(await measureTraining(backend))];
  for (const activation of ACTIVATIONS) {
    const { loss, curvature } = await measureLooseness(evaluator, activation);
    const note = "median over 33 × 33 points of the stated bound over the true error";
    figures.push({ name: `looseness of the loss bound, ${activation}`, value: loss, unit: "×", note });
    figures.push({ name: `looseness of the curvature bound, ${activation}`, value: curvature, unit: "×", note });
  }
  figures.push({
    name: "tensors left behind",
    value: tf.memory().numTensors,
    unit: "",
    note: "after all of the above",
  });
  return { renderer: backend.info.renderer, figures };
};

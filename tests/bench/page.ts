import * as tf from "@tensorflow/tfjs-core";
import { createWebglBackend } from "../../src/gpu/backend";
import { countLiveObjects } from "../support/live-objects";
import type { Measured } from "./measured";
import { measureBaselines } from "./page/baselines-family";
import { makeEvaluators } from "./page/evaluators";
import { measureKernels } from "./page/kernels-family";
import { measureLooseness } from "./page/looseness-family";
import { measureScaling } from "./page/scaling-family";
import { measureTraining } from "./page/training-family";
import { measureUndecided } from "./page/undecided-family";
import { makeBenchPlan } from "./plans";
import type { PageFamily } from "./rows";

/** What the graphics backend holds. */
export interface HeldResources {
  readonly tensors: number;
  /** Textures, framebuffers, buffers and fences. */
  readonly objects: number;
}

/** The bench's page as the command line uses it. */
export interface BenchPage {
  readonly renderer: string;
  measure(family: PageFamily): Promise<Readonly<Record<string, Measured>>>;
  /** Evaluates a small plan many times. */
  evaluateOften(engine: "WebGL" | "processor", count: number): Promise<void>;
  countResources(): HeldResources;
}

declare global {
  interface Window {
    /** Set as soon as the benchmark page is ready. */
    bench?: BenchPage;
  }
}

const objects = countLiveObjects();
const backend = await createWebglBackend();
const evaluators = makeEvaluators(backend);

const MEASURES: Readonly<Record<PageFamily, () => Promise<Readonly<Record<string, Measured>>>>> = {
  baselines: () => measureBaselines(evaluators),
  kernels: () => measureKernels(evaluators),
  scaling: () => measureScaling(evaluators),
  undecided: () => measureUndecided(evaluators, backend.info),
  training: () => measureTraining(backend),
  looseness: () => measureLooseness(evaluators),
};

window.bench = {
  renderer: backend.info.renderer,
  measure: (family) => MEASURES[family](),
  async evaluateOften(engine, count) {
    const plan = makeBenchPlan({ side: 5, samples: 16 });
    for (let i = 0; i < count; i++) await evaluators[engine](plan);
  },
  countResources: () => ({
    tensors: tf.memory().numTensors,
    objects: objects.live(),
  }),
};

import type { WebglBackend } from "../../src/gpu/backend";
import { WebglTrainingSession } from "../../src/gpu/training";
import { ReferenceTrainingSession } from "../../src/model/training/reference-session";
import type { TrainingSession } from "../../src/model/training/session";
import { trainWithTfjs } from "../support/tfjs-training";
import { makeTrainingPlan } from "../support/training-plans";

const nothingRecorded = () => false;

/** Milliseconds of the same steps of a training on each road, side by side: the medians of `rounds` rounds, and the first steps, which compile. */
export interface TrainingTimes {
  readonly tfjs: number;
  readonly fused: number;
  readonly float64: number;
  readonly firstTfjs: number;
  readonly firstFused: number;
}

/** Times full batches of the moons with Adam: by tfjs's ops, by the few draws of WebglTrainingSession, in float64. */
export async function timeTrainingSteps(
  backend: WebglBackend,
  { hidden = [8, 8], samples = 128, steps = 200, rounds = 3 } = {},
): Promise<TrainingTimes> {
  const plan = makeTrainingPlan({
    samples,
    network: { layers: [2, ...hidden, 1], activation: "relu" },
    weights: { optimizer: "adam", learningRate: 0.02 },
  });
  const take = async (session: TrainingSession, count: number) => {
    await session.advance(count, nothingRecorded);
    session.dispose();
  };
  const roads = {
    tfjs: (count: number) => trainWithTfjs(plan, count),
    fused: (count: number) => take(new WebglTrainingSession(backend, plan), count),
    float64: (count: number) => take(new ReferenceTrainingSession(plan), count),
  };
  const [firstTfjs, firstFused] = [await time(() => roads.tfjs(1)), await time(() => roads.fused(1))];
  const times = { tfjs: [] as number[], fused: [] as number[], float64: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    for (const road of ["tfjs", "fused", "float64"] as const) times[road].push(await time(() => roads[road](steps)));
  }
  return {
    tfjs: median(times.tfjs),
    fused: median(times.fused),
    float64: median(times.float64),
    firstTfjs,
    firstFused,
  };
}

async function time(run: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await run();
  return performance.now() - began;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

import { DEFAULT_SPEC } from "../../experiment/defaults";
import type { Spec } from "../../experiment/spec";
import { flattenWeights, layoutNetwork } from "../../model/network/layout";
import { makeProblem } from "../../model/problem";
import { planTraining, type TrainingPlan } from "../../model/training/session";
import { giveWay, type WorkSignal } from "../../numeric/pacer";
import type { LandscapePlan } from "../../slice/landscape-plan";
import { planLandscape, withAnyPlane } from "../../slice/plan-landscape";
import type { ComputeEngine } from "./engine";
import type { EngineComparison } from "./engine-choice";

/** Milliseconds of one point of a landscape and of one step of a training; 0 where nothing is trained. */
export interface EngineSpeed {
  readonly point: number;
  readonly step: number;
}

/** A batch is doubled until it takes as many milliseconds: then the work counts and not its start. */
const LONG_ENOUGH_MS = 40;
const FIRST_BATCH = { points: 8, steps: 1 } as const;
const MOST_STEPS = 64;
/** Batches of the last size; their median counts. Where one takes as many milliseconds, it is enough. */
const BATCHES = 3;
const ENOUGH_ALONE_MS = 1000;

/** The page's first experiment over a grid that takes some tens of milliseconds. */
const COMPARED: Spec = { ...DEFAULT_SPEC, grid: { ...DEFAULT_SPEC.grid, columns: 65, rows: 65 } };

/**
 * Times the two engines on a landscape and on a training of the same size.
 * @throws DOMException named AbortError when the signal is aborted
 */
export async function compareEngines(
  webgl: ComputeEngine,
  processor: ComputeEngine,
  signal: WorkSignal,
): Promise<EngineComparison> {
  const ours = await measureSpeed(processor, COMPARED, signal);
  const theirs = await measureSpeed(webgl, COMPARED, signal);
  const ratio = Math.sqrt((theirs.point / ours.point) * (theirs.step / ours.step));
  const faster = ratio >= 1 ? "processor" : "webgl";
  return { faster, ratio: Math.max(ratio, 1 / ratio), device: webgl.info.renderer };
}

/** Seconds of some landscapes and trainings of a spec at this speed. */
export function estimateSeconds(
  { point, step }: EngineSpeed,
  { grid, weights }: Spec,
  landscapes: number,
  trainings: number,
): number {
  const steps = weights.kind === "trained" ? weights.steps : 0;
  return (landscapes * grid.columns * grid.rows * point + trainings * steps * step) / 1000;
}

/**
 * The speed of an engine on an experiment, without what it compiles. The weights are the initial ones: their values change little.
 * @throws DOMException named AbortError when the signal is aborted
 */
export async function measureSpeed(engine: ComputeEngine, spec: Spec, signal: WorkSignal): Promise<EngineSpeed> {
  const { weights } = spec;
  const problem = makeProblem(spec);
  if (weights.kind === "given") {
    const center = flattenWeights(layoutNetwork(spec.network), weights.layers);
    return { point: await timePoints(engine, planLandscape(withAnyPlane(spec), center), signal), step: 0 };
  }
  const training = planTraining(problem, weights);
  const landscape = planLandscape(withAnyPlane(spec), training.initial);
  return {
    point: await timePoints(engine, landscape, signal),
    step: weights.steps > 0 ? await timeSteps(engine, training, signal) : 0,
  };
}

async function timePoints(engine: ComputeEngine, plan: LandscapePlan, signal: WorkSignal): Promise<number> {
  const total = plan.grid.columns * plan.grid.rows;
  await engine.warm(plan);
  return timeUnits(
    async (count) => {
      // Spread over the grid, because points far from the centre may cost more.
      const points = Uint32Array.from({ length: count }, (_, i) => Math.floor((i * total) / count));
      await engine.retryAfterLoss(() => engine.cascade.begin(plan).fill(points, { signal }));
    },
    Math.min(FIRST_BATCH.points, total),
    total,
    signal,
  );
}

async function timeSteps(engine: ComputeEngine, plan: TrainingPlan, signal: WorkSignal): Promise<number> {
  const session = engine.startTraining(plan);
  try {
    await session.advance(1, () => false);
    return await timeUnits(
      async (count) => {
        await session.advance(count, () => false);
      },
      FIRST_BATCH.steps,
      MOST_STEPS,
      signal,
    );
  } finally {
    session.dispose();
  }
}

/** Milliseconds of one unit of work, from batches that are doubled until they are long enough. */
async function timeUnits(
  run: (count: number) => Promise<void>,
  first: number,
  most: number,
  signal: WorkSignal,
): Promise<number> {
  const time = async (count: number): Promise<number> => {
    await giveWay(signal);
    const began = performance.now();
    await run(count);
    return performance.now() - began;
  };
  for (let count = first; ; count = Math.min(2 * count, most)) {
    const times = [await time(count)];
    const isLast = count >= most;
    if (times[0]! < LONG_ENOUGH_MS && !isLast) continue;
    while (times.length < BATCHES && times[0]! < ENOUGH_ALONE_MS) times.push(await time(count));
    const middle = times.sort((a, b) => a - b)[times.length >> 1]!;
    // A small batch may have been long only because the machine did something else.
    if (middle >= LONG_ENOUGH_MS / 2 || isLast) return middle / count;
  }
}

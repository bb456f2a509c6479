import { classifyLandscape } from "../convexity/classify";
import type { Landscape } from "../convexity/landscape";
import { makeGrid } from "../landscape/grid";
import type { LandscapePlan } from "../landscape/landscape";
import type { Parameters } from "../model/layout";
import type { Spec } from "../spec/schema";
import type { ComputeEngine } from "./engine";
import { stageGrids } from "./evaluation-stages";
import { planLandscape } from "./experiment";
import type { LandscapeOutcome, LandscapeProgress } from "./service";
import { settleVerdict } from "./settle-verdict";

/** News of progress between grids comes at most so often. */
const REPORT_MS = 40;

export interface Evaluation {
  readonly engine: ComputeEngine;
  readonly spec: Spec;
  readonly parameters: Parameters;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: LandscapeProgress) => void;
}

/**
 * Evaluates the slice of a spec, coarse grids first, classifies its points and decides what that proves.
 * @throws DOMException named AbortError when the signal is aborted
 * @throws RangeError with one sentence when the plane cannot be made
 */
export async function evaluateLandscape({
  engine,
  spec,
  parameters,
  signal,
  onProgress,
}: Evaluation): Promise<LandscapeOutcome> {
  const began = performance.now();
  const plan = planLandscape(spec, parameters);
  const grids = stageGrids(spec.grid).map(makeGrid);
  const points = grids.map(({ columns, rows }) => columns * rows);
  const total = points.reduce((sum, count) => sum + count, 0);
  const timings: Record<string, number> = { plan: performance.now() - began };
  const report = throttle(REPORT_MS, (fraction: number) => onProgress({ fraction, landscape: null }));
  let done = 0;
  let landscape: Landscape | undefined;
  for (const [stage, grid] of grids.entries()) {
    const isLast = stage === grids.length - 1;
    const share = points[stage]!;
    const evaluated = await evaluateGrid(engine, { ...plan, grid }, signal, (fraction) => {
      report((done + fraction * share) / total);
    });
    landscape = evaluated.landscape;
    done += share;
    if (isLast) Object.assign(timings, evaluated.timings);
    else timings.coarse = (timings.coarse ?? 0) + evaluated.timings.evaluate + evaluated.timings.classify;
    onProgress({ fraction: done / total, landscape });
  }
  if (!landscape) throw new RangeError("There is no grid to evaluate.");
  const settling = performance.now();
  const { verdict, finding } = await settleVerdict(plan, spec.network, landscape, [], signal);
  timings.certificate = performance.now() - settling;
  timings.total = performance.now() - began;
  return { landscape, verdict, finding, timings };
}

async function evaluateGrid(
  engine: ComputeEngine,
  plan: LandscapePlan,
  signal: AbortSignal,
  onProgress: (fraction: number) => void,
): Promise<{ landscape: Landscape; timings: { evaluate: number; classify: number } }> {
  const began = performance.now();
  const fields = await engine.retryAfterLoss(async () => {
    signal.throwIfAborted();
    return engine.evaluator.evaluate(plan, { signal, onProgress });
  });
  signal.throwIfAborted();
  const evaluated = performance.now();
  const landscape = classifyLandscape(fields, plan.grid, engine.info);
  return { landscape, timings: { evaluate: evaluated - began, classify: performance.now() - evaluated } };
}

/** Drops calls that come too soon after one that went through. */
function throttle<Value>(milliseconds: number, call: (value: Value) => void): (value: Value) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (value) => {
    const now = performance.now();
    if (now - last < milliseconds) return;
    last = now;
    call(value);
  };
}

import { classifyLandscape } from "../convexity/classify";
import { type CreaseSet, findCreases, NO_CREASES } from "../convexity/creases";
import { evaluateFullHessian, type FullHessian, findHessianChords } from "../convexity/full-hessian";
import type { Landscape } from "../convexity/landscape";
import { makeGrid } from "../landscape/grid";
import type { LandscapePlan } from "../landscape/landscape";
import { measurePlane } from "../landscape/plane-measure";
import type { Parameters } from "../model/layout";
import type { Spec } from "../spec/schema";
import type { ComputeEngine } from "./engine";
import { stageGrids } from "./evaluation-stages";
import { planLandscape } from "./experiment";
import type { PlaneMemory } from "./plane-memory";
import type { EvaluationExtent, LandscapeOutcome, LandscapeProgress } from "./service";
import { judgeSlice, settleFromSlice, settleFromWeights } from "./settle-verdict";

/** News of progress between grids comes at most so often. */
const REPORT_MS = 40;

export interface Evaluation {
  readonly engine: ComputeEngine;
  readonly planes: PlaneMemory;
  readonly spec: Spec;
  readonly parameters: Parameters;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: LandscapeProgress) => void;
  readonly extent: EvaluationExtent;
}

/** The share of an evaluation's progress that its grids stand for; what is left is the creases', the whole Hessian's and the search's. */
const GRID_SHARES = { slice: 1, none: 0.8, center: 0.6, map: 0.2 } as const;
/** The share of the rest that the creases stand for. */
const CREASE_SHARE = 0.2;

/**
 * Evaluates the slice of a spec, coarse grids first, classifies its points and, unless the slice is all that is asked for, finds its
 * creases and the whole Hessian and decides what all that proves.
 * @throws DOMException named AbortError when the signal is aborted
 * @throws RangeError with one sentence when the plane cannot be made
 */
export async function evaluateLandscape({
  engine,
  planes,
  spec,
  parameters,
  signal,
  onProgress,
  extent,
}: Evaluation): Promise<LandscapeOutcome> {
  const began = performance.now();
  const plan = planLandscape(spec, parameters, await planes.find(spec, parameters, signal));
  const measure = measurePlane(plan);
  const grids = stageGrids(spec.grid).map(makeGrid);
  const points = grids.map(({ columns, rows }) => columns * rows);
  const total = points.reduce((sum, count) => sum + count, 0);
  const timings: Record<string, number> = { plan: performance.now() - began };
  const report = throttle(REPORT_MS, (fraction: number) => onProgress({ fraction, landscape: null }));
  const gridShare = GRID_SHARES[extent === "everything" ? describeHessian(spec) : "slice"];
  let done = 0;
  let landscape: Landscape | undefined;
  const { center, dx, dy } = plan;
  const placed = { center, dx, dy };
  for (const [stage, grid] of grids.entries()) {
    const isLast = stage === grids.length - 1;
    const share = points[stage]!;
    const evaluated = await evaluateGrid(engine, { ...plan, grid }, signal, (fraction) => {
      report((gridShare * (done + fraction * share)) / total);
    });
    landscape = evaluated.landscape;
    done += share;
    if (isLast) Object.assign(timings, evaluated.timings);
    else timings.coarse = (timings.coarse ?? 0) + evaluated.timings.evaluate + evaluated.timings.classify;
    onProgress({ fraction: (gridShare * done) / total, landscape, plane: placed });
  }
  if (!landscape) throw new RangeError("There is no grid to evaluate.");
  if (extent !== "everything") {
    timings.total = performance.now() - began;
    const verdict = judgeSlice(plan, landscape);
    return {
      landscape,
      plane: placed,
      measure,
      verdict,
      finding: null,
      creases: NO_CREASES,
      fullHessian: null,
      timings,
    };
  }
  const { creases, fullHessian } = await lookCloser(plan, spec, signal, timings, (fraction) => {
    report(gridShare + (1 - gridShare) * fraction);
  });
  const settling = performance.now();
  const chords = findHessianChords(plan, fullHessian);
  const first = await settleFromWeights(plan, spec.network, { signal });
  const { verdict, finding } = await settleFromSlice(plan, spec.network, first, landscape, chords, { signal });
  timings.certificate = performance.now() - settling;
  timings.total = performance.now() - began;
  onProgress({ fraction: 1, landscape: null });
  return { landscape, plane: placed, measure, verdict, finding, creases, fullHessian, timings };
}

/** What the values and curvatures of a slice do not show. */
async function lookCloser(
  plan: LandscapePlan,
  spec: Spec,
  signal: AbortSignal,
  timings: Record<string, number>,
  onProgress: (fraction: number) => void,
): Promise<{ creases: CreaseSet; fullHessian: FullHessian | null }> {
  const began = performance.now();
  const creases = await findCreases(plan, { signal, onProgress: (fraction) => onProgress(CREASE_SHARE * fraction) });
  const found = performance.now();
  timings.creases = found - began;
  const fullHessian = await evaluateFullHessian(plan, spec.fullHessian, {
    signal,
    onProgress: (fraction) => onProgress(CREASE_SHARE + (1 - CREASE_SHARE) * fraction),
  });
  timings.fullHessian = performance.now() - found;
  return { creases, fullHessian };
}

function describeHessian({ fullHessian }: Spec): "none" | "center" | "map" {
  return typeof fullHessian === "string" ? fullHessian : "map";
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
  const landscape = classifyLandscape(fields, plan.grid, fields.backend);
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

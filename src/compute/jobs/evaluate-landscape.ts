import { type CreaseSet, findCreases, NO_CREASES } from "../../convexity/creases/find-creases";
import { classifyLandscape } from "../../convexity/points/classify";
import { evaluateFullHessian, type FullHessian, findHessianChords } from "../../convexity/points/full-hessian";
import type { Landscape } from "../../convexity/points/landscape";
import { judgeSlice, type Settlement, settleFromSlice, settleFromWeights } from "../../convexity/verdict/settle";
import type { Spec } from "../../experiment/spec";
import type { Parameters } from "../../model/network/layout";
import type { WorkSignal } from "../../numeric/pacer";
import { makeGrid } from "../../slice/grid";
import type { LandscapePlan } from "../../slice/landscape-plan";
import { planLandscape, withAnyPlane } from "../../slice/plan-landscape";
import type { PlanMemory } from "../../slice/plan-memory";
import type { PlacedPlane } from "../../slice/plane/plane";
import { measurePlane } from "../../slice/plane/plane-measure";
import type { ComputeEngine } from "../engine/engine";
import { createReferenceEngine } from "../engine/reference-engine";
import { stageGrids } from "./evaluation-stages";
import type { EvaluationExtent, LandscapeOutcome, LandscapeProgress } from "./landscape-outcome";
import type { TaskContext } from "./task-context";
import type { WeightsRequest } from "./weights-request";

/** News of progress between grids comes at most so often. */
const REPORT_MS = 40;
/** Most searches for a proof end within this time and have the processor to themselves; a longer one goes on beside the grid. */
const HEAD_START_MS = 500;

export interface EvaluationRequest extends WeightsRequest {
  /** "everything" where it is left out. */
  readonly extent?: EvaluationExtent | undefined;
}

interface Evaluation extends WeightsRequest {
  readonly engine: ComputeEngine;
  readonly plans: PlanMemory;
  readonly signal: WorkSignal;
  readonly onProgress: (progress: LandscapeProgress) => void;
  readonly extent: EvaluationExtent;
}

/** Sketches are evaluated in float64, whatever the engine. */
const SKETCHING = createReferenceEngine();

/** The share of an evaluation's progress that its grids stand for; what is left is the creases', the whole Hessian's and the search's. */
const GRID_SHARES = { slice: 1, none: 0.8, center: 0.6, map: 0.2 } as const;
/** The share of the rest that the search among chords stands for; of what is before it, the share of the creases. */
const SEARCH_SHARE = 0.1;
const CREASE_SHARE = 0.2;

/**
 * Evaluates the slice of a spec, coarse grids first, and classifies its points. Unless the slice is all that is asked for, it begins with
 * what the weights alone settle, and goes on to the slice's creases, the whole Hessian and what all that proves.
 * @throws DOMException named AbortError when the signal is aborted
 * @throws RangeError with one sentence when the plane cannot be made
 */
export async function evaluateLandscape(
  engine: ComputeEngine,
  plans: PlanMemory,
  { spec, parameters, extent = "everything" }: EvaluationRequest,
  { signal, report: send }: TaskContext<LandscapeProgress>,
): Promise<LandscapeOutcome> {
  const onProgress = neverBack(send);
  const evaluator = extent === "sketch" ? SKETCHING : engine;
  const evaluation: Evaluation = { engine: evaluator, plans, spec, parameters, signal, onProgress, extent };
  const began = performance.now();
  const plan = await planSlice(evaluation);
  const measure = measurePlane(plan);
  const timings: Record<string, number> = { plan: performance.now() - began };
  if (extent !== "everything") {
    const landscape = await evaluateGrids(evaluation, plan, timings, GRID_SHARES.slice);
    timings.total = performance.now() - began;
    const verdict = judgeSlice(plan, landscape);
    return {
      landscape,
      plane: copyPlane(plan),
      measure,
      verdict,
      finding: null,
      creases: NO_CREASES,
      fullHessian: null,
      timings,
    };
  }
  const search = startSearch(evaluation, plan);
  await waitAtMost(search.settled, HEAD_START_MS);
  const gridShare = GRID_SHARES[extentOfHessian(spec)];
  const lookShare = 1 - SEARCH_SHARE * (1 - gridShare);
  const report = throttle(REPORT_MS, onProgress);
  const evaluateSlice = async () => {
    const landscape = await evaluateGrids(evaluation, plan, timings, gridShare);
    const closer = await lookCloser(plan, spec, signal, timings, (fraction) => {
      report({ fraction: gridShare + (lookShare - gridShare) * fraction, landscape: null });
    });
    return { landscape, ...closer };
  };
  const { landscape, creases, fullHessian } = await evaluateSlice().catch(async (error: unknown) => {
    // The proof needs no slice: it is waited for, and stands where the slice failed.
    await search.settled;
    throw error;
  });
  // A proof may take its time: all else is shown before it.
  if (search.leavesOpen())
    onProgress({ fraction: lookShare, landscape: null, details: { creases, fullHessian, measure } });
  const first = await search.result;
  const settling = performance.now();
  const chords = findHessianChords(plan, fullHessian);
  const { verdict, finding } = await settleFromSlice(plan, spec.network, first, landscape, chords, {
    signal,
    onProgress: (search) => report({ fraction: lookShare + (1 - lookShare) * search, landscape: null, search }),
  });
  timings.certificate = search.took() + performance.now() - settling;
  timings.total = performance.now() - began;
  onProgress({ fraction: 1, landscape: null });
  return { landscape, plane: copyPlane(plan), measure, verdict, finding, creases, fullHessian, timings };
}

/** The plane itself is kept in the memory of planes: an outcome's arrays must not be. */
function copyPlane({ center, dx, dy }: LandscapePlan): PlacedPlane {
  return { center: center.slice() as Parameters, dx: dx.slice() as Parameters, dy: dy.slice() as Parameters };
}

/** Where the plane cannot be made, what holds of the whole loss is reported all the same. */
async function planSlice(evaluation: Evaluation): Promise<LandscapePlan> {
  const { plans, spec, parameters, signal, extent } = evaluation;
  try {
    return await plans.plan(spec, parameters, signal);
  } catch (error) {
    if (!(error instanceof RangeError) || extent !== "everything" || parameters.length < 2) throw error;
    // A theorem about this other plane would say nothing of the one that was asked for.
    const plan = planLandscape(withAnyPlane(spec), parameters);
    await startSearch(evaluation, plan, ({ verdict }) => verdict.scope === "loss").settled;
    throw error;
  }
}

interface Search {
  readonly result: Promise<Settlement>;
  /** Resolves when the search has ended, however it did. */
  readonly settled: Promise<void>;
  /** Whether nothing is settled of the whole loss, or not yet. */
  leavesOpen(): boolean;
  /** Milliseconds, once it has settled. */
  took(): number;
}

/** Starts to settle what the weights alone can, beside whatever else goes on: both give way to events. */
function startSearch(
  { spec, signal, onProgress }: Evaluation,
  plan: LandscapePlan,
  isWanted: (settlement: Settlement) => boolean = () => true,
): Search {
  const began = performance.now();
  let took = 0;
  let isOpen = true;
  const report = throttle(REPORT_MS, onProgress);
  const result = settleFromWeights(plan, spec.network, {
    signal,
    onProgress: (search) => report({ fraction: 0, landscape: null, search }),
  }).then((settlement) => {
    took = performance.now() - began;
    const { verdict, finding } = settlement;
    isOpen = finding === null && !(verdict.kind === "convex-by-theorem" && verdict.scope === "loss");
    if (isWanted(settlement)) onProgress({ fraction: 0, landscape: null, settlement });
    return settlement;
  });
  const settled = result.then(
    () => {},
    () => {},
  );
  return { result, settled, leavesOpen: () => isOpen, took: () => took };
}

/** The grids of a slice, coarse ones first, each reported. @returns the last and finest */
async function evaluateGrids(
  { engine, spec, signal, onProgress, extent }: Evaluation,
  plan: LandscapePlan,
  timings: Record<string, number>,
  share: number,
): Promise<Landscape> {
  const { center, dx, dy } = plan;
  const grids = stageGrids(spec.grid).map(makeGrid);
  const points = grids.map(({ columns, rows }) => columns * rows);
  const total = points.reduce((sum, count) => sum + count, 0);
  const report = throttle(REPORT_MS, onProgress);
  let done = 0;
  let landscape: Landscape | undefined;
  for (const [stage, grid] of grids.entries()) {
    const count = points[stage]!;
    const evaluated = await evaluateGrid(engine, { ...plan, grid }, signal, (fraction) => {
      report({ fraction: (share * (done + fraction * count)) / total, landscape: null });
    });
    landscape = evaluated.landscape;
    done += count;
    if (stage === grids.length - 1) Object.assign(timings, evaluated.timings);
    else timings.coarse = (timings.coarse ?? 0) + evaluated.timings.evaluate + evaluated.timings.classify;
    // A slice that is all that was asked for comes with the response, which need not be copied.
    const isShown = stage < grids.length - 1 || extent === "everything";
    onProgress({ fraction: (share * done) / total, landscape: isShown ? landscape : null, plane: { center, dx, dy } });
  }
  if (!landscape) throw new RangeError("There is no grid to evaluate.");
  return landscape;
}

/** Two things go on side by side, and news of one must not take back what the other has reported. */
function neverBack(onProgress: Evaluation["onProgress"]): Evaluation["onProgress"] {
  let reached = 0;
  return (progress) => {
    reached = Math.max(reached, progress.fraction);
    onProgress({ ...progress, fraction: reached });
  };
}

/** Resolves with the promise or after this time. No timer is left behind, which would hold up the end of a command. */
function waitAtMost(promise: Promise<void>, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    void promise.finally(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** What the values and curvatures of a slice do not show. */
async function lookCloser(
  plan: LandscapePlan,
  spec: Spec,
  signal: WorkSignal,
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

function extentOfHessian({ fullHessian }: Spec): "none" | "center" | "map" {
  return typeof fullHessian === "string" ? fullHessian : "map";
}

async function evaluateGrid(
  engine: ComputeEngine,
  plan: LandscapePlan,
  signal: WorkSignal,
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

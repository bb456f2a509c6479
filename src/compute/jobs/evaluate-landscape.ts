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

/** Least time between two reports of progress between grids, in milliseconds. */
const REPORT_MS = 40;
/** The search for a proof runs alone for this time, in milliseconds, in which most searches end; then the grid is computed at the same time. */
const HEAD_START_MS = 500;

export interface EvaluationRequest extends WeightsRequest {
  /** "everything" by default. */
  readonly extent?: EvaluationExtent | undefined;
}

interface Evaluation extends WeightsRequest {
  readonly engine: ComputeEngine;
  readonly plans: PlanMemory;
  readonly signal: WorkSignal;
  readonly onProgress: (progress: LandscapeProgress) => void;
  readonly extent: EvaluationExtent;
}

/** Sketches are evaluated in float64 with every engine. */
const SKETCHING = createReferenceEngine();

/** The share of the grids in an evaluation's progress; the rest is for the creases, the whole Hessian and the search. */
const GRID_SHARES = { slice: 1, none: 0.8, center: 0.6, map: 0.2 } as const;
/** The share of the search among chords in this rest. */
const SEARCH_SHARE = 0.1;
/** The share of the creases in the part before that search; the whole Hessian has the other part. */
const CREASE_SHARE = 0.2;

/**
 * Evaluates the slice of a spec, coarse grids first, and classifies its points. Unless only the slice is requested, it first searches for
 * a proof from the weights alone, and afterwards computes the slice's creases, the whole Hessian, and a proof from all of these.
 * @throws DOMException named AbortError when the signal is aborted
 * @throws RangeError with one sentence when the plane cannot be made
 */
export async function evaluateLandscape(
  engine: ComputeEngine,
  plans: PlanMemory,
  { spec, parameters, extent = "everything" }: EvaluationRequest,
  { signal, report: send }: TaskContext<LandscapeProgress>,
): Promise<LandscapeOutcome> {
  const onProgress = keepRising(send);
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
    const closer = await findDetails(plan, spec, signal, timings, (fraction) => {
      report({ fraction: gridShare + (lookShare - gridShare) * fraction, landscape: null });
    });
    return { landscape, ...closer };
  };
  const { landscape, creases, fullHessian } = await evaluateSlice().catch(async (error: unknown) => {
    // The proof needs no slice, so its search is awaited also where the slice failed.
    await search.settled;
    throw error;
  });
  // The search may take long, so everything else is reported before it.
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

/** A copy of the plane, because the plan memory keeps the plane, and an outcome's arrays may be transferred. */
function copyPlane({ center, dx, dy }: LandscapePlan): PlacedPlane {
  return { center: center.slice() as Parameters, dx: dx.slice() as Parameters, dy: dy.slice() as Parameters };
}

/** Plans the slice. Where the plane cannot be made, the verdict on the whole loss is still reported. */
async function planSlice(evaluation: Evaluation): Promise<LandscapePlan> {
  const { plans, spec, parameters, signal, extent } = evaluation;
  try {
    return await plans.plan(spec, parameters, signal);
  } catch (error) {
    if (!(error instanceof RangeError) || extent !== "everything" || parameters.length < 2) throw error;
    // A theorem about this other plane would not hold for the requested one.
    const plan = planLandscape(withAnyPlane(spec), parameters);
    await startSearch(evaluation, plan, ({ verdict }) => verdict.scope === "loss").settled;
    throw error;
  }
}

interface Search {
  readonly result: Promise<Settlement>;
  /** Resolves when the search has ended, also where it failed. */
  readonly settled: Promise<void>;
  /** Whether there is no verdict on the whole loss, or not yet. */
  leavesOpen(): boolean;
  /** Duration of the search in milliseconds, after it has ended. */
  took(): number;
}

/** Starts the search from the weights alone. It runs at the same time as the grids; both let events run. */
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
    // If only the slice is requested, the last grid comes with the response, which is not copied.
    const isShown = stage < grids.length - 1 || extent === "everything";
    onProgress({ fraction: (share * done) / total, landscape: isShown ? landscape : null, plane: { center, dx, dy } });
  }
  if (!landscape) throw new RangeError("There is no grid to evaluate.");
  return landscape;
}

/** Two computations report at the same time, so this keeps the reported fraction from falling. */
function keepRising(onProgress: Evaluation["onProgress"]): Evaluation["onProgress"] {
  let reached = 0;
  return (progress) => {
    reached = Math.max(reached, progress.fraction);
    onProgress({ ...progress, fraction: reached });
  };
}

/** Resolves with the promise or after this time. The timer is cleared, because it would delay the end of a command. */
function waitAtMost(promise: Promise<void>, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    void promise.finally(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Computes the creases and the whole Hessian, which the values and curvatures of a slice do not show. */
async function findDetails(
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

/** Drops calls that come too soon after the last call that was not dropped. */
function throttle<Value>(milliseconds: number, call: (value: Value) => void): (value: Value) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (value) => {
    const now = performance.now();
    if (now - last < milliseconds) return;
    last = now;
    call(value);
  };
}

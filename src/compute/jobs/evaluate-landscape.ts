import { NO_CREASES } from "../../convexity/creases/crease-set";
import { classifyLandscape } from "../../convexity/points/classify";
import {
  evaluateCenterHessian,
  type FullHessian,
  findHessianChords,
  mapHessian,
} from "../../convexity/points/full-hessian";
import type { Landscape } from "../../convexity/points/landscape";
import { judgeSlice, type Settlement, settleFromSlice, settleFromWeights } from "../../convexity/verdict/settle";
import type { Spec } from "../../experiment/spec";
import type { Parameters } from "../../model/network/layout";
import type { WorkSignal } from "../../numeric/pacer";
import { listPoints } from "../../slice/grid";
import { readPoints } from "../../slice/landscape-fields";
import type { LandscapePlan } from "../../slice/landscape-plan";
import { planLandscape, withAnyPlane } from "../../slice/plan-landscape";
import type { PlanMemory } from "../../slice/plan-memory";
import type { PlacedPlane } from "../../slice/plane/plane";
import { measurePlane } from "../../slice/plane/plane-measure";
import type { ComputeEngine } from "../engine/engine";
import { planStages } from "./evaluation-stages";
import type { EvaluationExtent, LandscapeOutcome, LandscapeProgress } from "./landscape-outcome";
import type { TaskContext } from "./task-context";
import type { WeightsRequest } from "./weights-request";

/** Least time between two reports of progress between grids, in milliseconds. */
const REPORT_MS = 40;
/**
 * The search for a proof runs alone for at most these times, in milliseconds, before the first coarse grid and before the finer ones; then
 * both go on at the same time. Most searches end within the first.
 */
const HEAD_START_MS = { coarse: 60, fine: 500 } as const;

export interface EvaluationRequest extends WeightsRequest {
  /** "everything" by default. */
  readonly extent?: EvaluationExtent | undefined;
}

interface Evaluation extends WeightsRequest {
  readonly engine: ComputeEngine;
  readonly plans: PlanMemory;
  readonly signal: WorkSignal;
  readonly report: ReportPart;
  readonly extent: EvaluationExtent;
}

/** The parts of an evaluation's progress. */
type Part = "grid" | "creases" | "center" | "map" | "search";

/** The share of each part, by what is asked of the whole Hessian. */
const SHARES: Readonly<Record<"slice" | "none" | "center" | "map", Readonly<Record<Part, number>>>> = {
  slice: { grid: 1, creases: 0, center: 0, map: 0, search: 0 },
  none: { grid: 0.8, creases: 0.15, center: 0, map: 0, search: 0.05 },
  center: { grid: 0.65, creases: 0.15, center: 0.15, map: 0, search: 0.05 },
  map: { grid: 0.2, creases: 0.1, center: 0.05, map: 0.6, search: 0.05 },
};

/** Reports how much of one part is done, with anything else that is new. */
type ReportPart = (part: Part, fraction: number, news?: Partial<LandscapeProgress>) => void;

/**
 * Evaluates the slice of a spec, coarse grids first, and classifies its points. Unless only the slice is requested, it first searches for
 * a proof from the weights alone, and after the slice computes the whole Hessian, a proof from both, and the creases.
 * @throws DOMException named AbortError when the signal is aborted
 * @throws RangeError with one sentence when the plane cannot be made
 */
export async function evaluateLandscape(
  engine: ComputeEngine,
  plans: PlanMemory,
  { spec, parameters, extent = "everything" }: EvaluationRequest,
  { signal, report: send }: TaskContext<LandscapeProgress>,
): Promise<LandscapeOutcome> {
  const report = addParts(SHARES[extent === "everything" ? extentOfHessian(spec) : "slice"], send);
  const evaluation: Evaluation = { engine, plans, spec, parameters, signal, report, extent };
  const began = performance.now();
  const plan = await planSlice(evaluation);
  const timings: Record<string, number> = { plan: performance.now() - began };
  const found =
    extent === "everything"
      ? await evaluateEverything(evaluation, plan, timings)
      : await evaluateSliceAlone(evaluation, plan, timings);
  timings.total = performance.now() - began;
  return { ...found, plane: copyPlane(plan), measure: measurePlane(plan), timings };
}

type Findings = Omit<LandscapeOutcome, "plane" | "measure" | "timings">;

async function evaluateSliceAlone(
  evaluation: Evaluation,
  plan: LandscapePlan,
  timings: Record<string, number>,
): Promise<Findings> {
  const landscape = await evaluateGrids(evaluation, plan, timings, () => Promise.resolve());
  return { landscape, verdict: judgeSlice(plan, landscape), finding: null, creases: NO_CREASES, fullHessian: null };
}

/** The verdict before the surface, and the surface before its creases: nothing waits for what it does not need. */
async function evaluateEverything(
  evaluation: Evaluation,
  plan: LandscapePlan,
  timings: Record<string, number>,
): Promise<Findings> {
  const { spec, signal, report } = evaluation;
  const search = startSearch(evaluation, plan);
  const time = async <Result>(name: "creases" | "fullHessian", compute: () => Promise<Result>): Promise<Result> => {
    const began = performance.now();
    const result = await compute();
    timings[name] = (timings[name] ?? 0) + performance.now() - began;
    return result;
  };
  const progressOf = (part: Part) => ({ signal, onProgress: (fraction: number) => report(part, fraction) });
  const traceCreases = () =>
    time("creases", async () => {
      // Loaded here: no surface waits for the creases' code.
      const { findCreases } = await import("../../convexity/creases/find-creases");
      return findCreases(plan, progressOf("creases"));
    });
  try {
    const landscape = await evaluateGrids(evaluation, plan, timings, (stage) =>
      waitAtMost(search.settled, stage === 0 ? HEAD_START_MS.coarse : HEAD_START_MS.fine),
    );
    // Only an open verdict needs the whole Hessian, so everyone else sees the creases first.
    const isOpen = search.leavesOpen();
    const settledCreases = isOpen ? null : await traceCreases();
    const center = await time("fullHessian", () => evaluateCenterHessian(plan, spec.fullHessian, progressOf("center")));
    const judgement = startJudgement(evaluation, plan, search, landscape, center, timings);
    if (isOpen) await waitAtMost(judgement.settled, HEAD_START_MS.fine);
    const creases = settledCreases ?? (await traceCreases());
    const map = await time("fullHessian", () => mapHessian(plan, spec.fullHessian, progressOf("map")));
    const fullHessian = center && { ...center, map };
    // The search may take long, so everything else is reported before it.
    if (!judgement.hasEnded()) {
      report("search", 0, { details: { creases, fullHessian, measure: measurePlane(plan) } });
    }
    const { verdict, finding } = await judgement.result;
    report("search", 1);
    return { landscape, verdict, finding, creases, fullHessian };
  } catch (error) {
    // The proof needs no slice, so its search is awaited also where the slice failed.
    await search.settled;
    throw error;
  }
}

interface Judgement {
  readonly result: Promise<Settlement>;
  readonly settled: Promise<void>;
  hasEnded(): boolean;
}

/** Starts the search for a proof from the slice and the whole Hessian; a proof is reported at once. */
function startJudgement(
  { spec, signal, report }: Evaluation,
  plan: LandscapePlan,
  search: Search,
  landscape: Landscape,
  center: FullHessian | null,
  timings: Record<string, number>,
): Judgement {
  let isRunning = true;
  const judge = async (): Promise<Settlement> => {
    const first = await search.result;
    const began = performance.now();
    const reportSearch = throttle(REPORT_MS, (done: number) => report("search", done, { search: done }));
    const chords = findHessianChords(plan, center);
    const options = { signal, onProgress: reportSearch };
    const settlement = await settleFromSlice(plan, spec.network, first, landscape, chords, options);
    timings.certificate = search.took() + performance.now() - began;
    isRunning = false;
    if (settlement.finding && !first.finding) report("search", 1, { settlement });
    return settlement;
  };
  const result = judge();
  return { result, settled: whenSettled(result), hasEnded: () => !isRunning };
}

/** A copy of the plane, because the plan memory keeps the plane, and an outcome's arrays may be transferred. */
function copyPlane({ center, dx, dy, exchange }: LandscapePlan): PlacedPlane {
  const copy = (vector: Parameters) => vector.slice() as Parameters;
  return { center: copy(center), dx: copy(dx), dy: copy(dy), exchange };
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
  { spec, signal, report }: Evaluation,
  plan: LandscapePlan,
  isWanted: (settlement: Settlement) => boolean = () => true,
): Search {
  const began = performance.now();
  let took = 0;
  let isOpen = true;
  const onProgress = throttle(REPORT_MS, (search: number) => report("search", 0, { search }));
  const result = settleFromWeights(plan, spec.network, { signal, onProgress }).then((settlement) => {
    took = performance.now() - began;
    const { verdict, finding } = settlement;
    isOpen = finding === null && !(verdict.kind === "convex-by-theorem" && verdict.scope === "loss");
    if (isWanted(settlement)) report("search", 0, { settlement });
    return settlement;
  });
  return { result, settled: whenSettled(result), leavesOpen: () => isOpen, took: () => took };
}

/** Resolves when the promise has ended, also where it failed. */
function whenSettled(promise: Promise<unknown>): Promise<void> {
  return promise.then(
    () => {},
    () => {},
  );
}

/**
 * The grids of a slice, coarse ones first, each reported. A point that a finer grid shares with a coarse one is computed once.
 * @param beforeStage  awaited before each grid, with its number
 * @returns the last and finest
 */
async function evaluateGrids(
  { engine, spec, signal, report, extent }: Evaluation,
  plan: LandscapePlan,
  timings: Record<string, number>,
  beforeStage: (stage: number) => Promise<void>,
): Promise<Landscape> {
  const { center, dx, dy, exchange } = plan;
  const placed: PlacedPlane = { center, dx, dy, exchange };
  const stages = planStages(spec.grid);
  const cascade = extent === "sketch" ? engine.float64 : engine.cascade;
  const fill = cascade.begin(plan);
  const total = stages.reduce((sum, { grid }) => sum + grid.columns * grid.rows, 0);
  let done = 0;
  for (const [stage, { grid, shared }] of stages.entries()) {
    await beforeStage(stage);
    const count = grid.columns * grid.rows;
    const onProgress = throttle(REPORT_MS, (fraction: number) => report("grid", (done + fraction * count) / total));
    const began = performance.now();
    // A grid without common points is a landscape of its own.
    const own = shared ? fill : cascade.begin({ ...plan, grid });
    const points = shared ?? listPoints(grid);
    await engine.retryAfterLoss(async () => {
      signal.throwIfAborted();
      await own.fill(points, { signal, onProgress });
    });
    signal.throwIfAborted();
    const evaluated = performance.now();
    const isLast = stage === stages.length - 1;
    const fields = isLast || !shared ? own.fields : readPoints(own.fields, points);
    const landscape = classifyLandscape(fields, grid, own.describe(points));
    done += count;
    const [evaluate, classify] = [evaluated - began, performance.now() - evaluated];
    if (isLast) Object.assign(timings, { evaluate, classify });
    else timings.coarse = (timings.coarse ?? 0) + evaluate + classify;
    // If only the slice is requested, the last grid comes with the response, which is not copied.
    const isShown = !isLast || extent === "everything";
    report("grid", done / total, isShown ? { landscape, plane: placed } : {});
    if (isLast) return landscape;
  }
  throw new RangeError("There is no grid to evaluate.");
}

/** Adds up the parts of the progress. They are computed at the same time, and no part falls, so the sum never falls. */
function addParts(shares: Readonly<Record<Part, number>>, send: (progress: LandscapeProgress) => void): ReportPart {
  const done: Record<Part, number> = { grid: 0, creases: 0, center: 0, map: 0, search: 0 };
  return (part, fraction, news = {}) => {
    done[part] = Math.max(done[part], fraction);
    const sum = (Object.keys(done) as Part[]).reduce((total, name) => total + shares[name] * done[name], 0);
    send({ fraction: Math.min(1, sum), landscape: null, ...news });
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

function extentOfHessian({ fullHessian }: Spec): "none" | "center" | "map" {
  return typeof fullHessian === "string" ? fullHessian : "map";
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

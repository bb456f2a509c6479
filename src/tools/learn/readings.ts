import type { LandscapeOutcome } from "../../compute/jobs/landscape-outcome";
import type { Landscape } from "../../convexity/points/landscape";
import { POINT_CLASSES, type PointClass } from "../../convexity/points/point-class";
import { FLOAT64 } from "../../numeric/rounding";
import type { SlicePlace } from "../../slice/slice-place";
import { nearestIndex } from "../../studio/sentences/place-text";
import { isOutdated } from "../../studio/state/belonging";
import type { StudioState } from "../../studio/state/state";
import { formatExact, formatFraction } from "../../words/numbers";

/** The result for the experiment on the page, once it is complete; else null. */
export function settledOutcome(state: StudioState): LandscapeOutcome | null {
  const { phase, outcome } = state.run.landscape;
  return phase === "ready" && !isOutdated(state) ? outcome : null;
}

/** The computation that is still running, in a few words. */
export function describeWork({ run }: StudioState): string {
  const { training, landscape } = run;
  if (training.phase === "failed") return training.message;
  if (landscape.phase === "failed") return landscape.message;
  if (landscape.phase === "cancelled") return "the slice was cancelled.";
  if (training.phase === "paused") return "the training is paused.";
  if (training.phase === "running" || training.phase === "waiting") {
    return `training, step ${formatExact(training.step)} of ${formatExact(training.steps)}.`;
  }
  return "computing the slice.";
}

/** The share of the slice that is shown to be not convex, by curvature or by chords. */
export function shareNotConvex({ landscape: { summary } }: LandscapeOutcome): number {
  return summary["nonconvex-curvature"] + summary["nonconvex-chord"];
}

/** "31 % of this slice is not convex" */
export function sayShare(outcome: LandscapeOutcome): string {
  const share = shareNotConvex(outcome);
  return share === 0
    ? "no point of this slice is shown to be not convex"
    : `${formatFraction(share)} of this slice is not convex`;
}

/** "the loss is not convex, proved" */
export function sayVerdict({ verdict }: LandscapeOutcome): string {
  if (verdict.kind === "undecided") return "undecided";
  const what = verdict.scope === "loss" ? "the loss" : "this slice";
  return verdict.kind === "not-convex" ? `${what} is not convex, proved` : `${what} is convex, by theorem`;
}

/** How far the loss in the middle between two grid points lies above their chord, and a bound on the error of that number. */
export function gapInSlice(
  { grid, loss, lossError }: Landscape,
  from: SlicePlace,
  to: SlicePlace,
): { readonly gap: number; readonly error: number } {
  const index = ([x, y]: SlicePlace): number => nearestIndex(grid.y, y) * grid.columns + nearestIndex(grid.x, x);
  const middle = index([(from[0] + to[0]) / 2, (from[1] + to[1]) / 2]);
  const [first, last] = [index(from), index(to)];
  const ends = (loss[first]! + loss[last]!) / 2;
  const rounding = 4 * FLOAT64.unit * (Math.abs(loss[middle]!) + Math.abs(ends)) + FLOAT64.underflow;
  return {
    gap: loss[middle]! - ends,
    error: lossError[middle]! + (lossError[first]! + lossError[last]!) / 2 + rounding,
  };
}

/** The values of a landscape at the grid point nearest to a place. */
export interface NearestPoint {
  readonly loss: number;
  readonly curvatureMin: number;
  readonly curvatureMax: number;
  readonly pointClass: PointClass;
}

export function readNearest(landscape: Landscape, x: number, y: number): NearestPoint {
  const { grid, loss, curvatureMin, curvatureMax, classes } = landscape;
  const index = nearestIndex(grid.y, y) * grid.columns + nearestIndex(grid.x, x);
  return {
    loss: loss[index]!,
    curvatureMin: curvatureMin[index]!,
    curvatureMax: curvatureMax[index]!,
    pointClass: POINT_CLASSES[classes[index]!]!,
  };
}

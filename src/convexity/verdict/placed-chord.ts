import { evaluateLoss } from "../../model/network/evaluate";
import type { Parameters } from "../../model/network/layout";
import { averageParameters } from "../../model/network/permutation";
import { measureLength } from "../../numeric/measure-length";
import type { Grid } from "../../slice/grid";
import type { LandscapePlan } from "../../slice/landscape-plan";
import { createProjector } from "../../slice/plane/projection";
import type { SlicePlace } from "../../slice/slice-place";
import type { CertificateFinding } from "../certificate/search";

/** A chord in the plane of a slice. */
export interface PlacedChord {
  /** Slice coordinates. */
  readonly from: SlicePlace;
  readonly to: SlicePlace;
  /** The losses at the first end, the middle and the other end, in float64. */
  readonly losses: readonly [from: number, middle: number, to: number];
}

/** A point farther from the plane than this part of its distance from the centre is outside: a projection errs by far less. */
const ROUNDING = 1e-9;
/** Decimals of a coordinate that are kept: the projection's rounding is beyond them. */
const DECIMALS = 1e11;

/** The chord of a proof, where it compares two points and both lie in the plane of the slice; else null. */
export function placeProof(
  plan: LandscapePlan,
  { unrounded }: Pick<CertificateFinding, "unrounded">,
): PlacedChord | null {
  const [first, last] = unrounded;
  if (unrounded.length !== 2 || !first || !last) return null;
  const project = makeProjector(plan);
  const [from, to] = [project?.(first), project?.(last)];
  if (!from || !to) return null;
  const middle = averageParameters(plan.layout, [first, last]);
  const [a, m, b] = [first, middle, last].map((theta) => evaluateLoss(plan, theta)) as [number, number, number];
  return { from, to, losses: [a, m, b] };
}

/** Gives the slice coordinates of weights in the plane, and null for all others; null where the two directions are parallel. */
function makeProjector(plan: LandscapePlan): ((theta: Parameters) => SlicePlace | null) | null {
  try {
    const project = createProjector(plan, plan.center);
    return (theta) => {
      const { x, y, distance } = project(theta);
      const away = measureLength(theta.map((entry, p) => entry - plan.center[p]!));
      return distance > ROUNDING * away ? null : [round(x), round(y)];
    };
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** + 0 turns a negative zero into zero. */
function round(coordinate: number): number {
  return Math.round(coordinate * DECIMALS) / DECIMALS + 0;
}

/** Whether a chord lies within the grid, so that it can be drawn on the surface; false where there is none. */
export function isInside(chord: PlacedChord | null, { x, y }: Pick<Grid, "x" | "y">): chord is PlacedChord {
  const holds = ([u, v]: SlicePlace) => u >= x[0]! && u <= x.at(-1)! && v >= y[0]! && v <= y.at(-1)!;
  return chord !== null && holds(chord.from) && holds(chord.to);
}

import type { CreaseSet } from "../../convexity/creases/crease-set";
import type { FullHessian } from "../../convexity/points/full-hessian";
import type { Landscape } from "../../convexity/points/landscape";
import type { SettledFinding, Settlement } from "../../convexity/verdict/settle";
import type { Verdict } from "../../convexity/verdict/verdict";
import type { PlacedPlane } from "../../slice/plane/plane";
import type { PlaneMeasure } from "../../slice/plane/plane-measure";

/** One report of a landscape: first the verdict from the weights alone, then coarse grids, then finer ones. `landscape.grid` is the grid. */
export interface LandscapeProgress {
  /** 0 to 1 over all stages. */
  readonly fraction: number;
  /** A coarser landscape that is ready to be shown; null in a report of progress only. */
  readonly landscape: Landscape | null;
  /** The plane of that landscape in weight space. */
  readonly plane?: PlacedPlane;
  /** The progress of the search for a proof, 0 to 1; absent where it has not changed. */
  readonly search?: number;
  /** The verdict from the weights alone, reported once. It needs no grid and holds also where the grid fails. */
  readonly settlement?: Settlement;
  /** The details of the last reported landscape, reported while a long search for a proof continues. */
  readonly details?: LandscapeDetails;
}

/** The results about a slice in addition to its points. */
export type LandscapeDetails = Pick<LandscapeOutcome, "creases" | "fullHessian" | "measure">;

export interface LandscapeOutcome {
  readonly landscape: Landscape;
  /** The plane in weight space; absent where the outcome was read from a file. */
  readonly plane?: PlacedPlane;
  /** The shares of the trajectory's variance that x and y explain, 0 to 1, where the plane was made from the trajectory. */
  readonly explained?: readonly [number, number];
  readonly verdict: Verdict;
  /** A proof that the whole loss is not convex, or null. */
  readonly finding: SettledFinding | null;
  /** The lines on which units switch within the slice. */
  readonly creases: CreaseSet;
  /** The whole Hessian where the spec requests it, else null. */
  readonly fullHessian: FullHessian | null;
  /** Lengths and angle of the slice's directions in weight space; null for an older file without them. */
  readonly measure: PlaneMeasure | null;
  /** Durations in milliseconds. */
  readonly timings: Readonly<Record<string, number>>;
}

/**
 * The extent of an evaluation: only the slice, or also its creases, the whole Hessian and a search for a certificate. A `sketch` is a
 * slice in float64 on the processor, for a grid of few points; it needs no compilation.
 */
export type EvaluationExtent = "sketch" | "slice" | "everything";

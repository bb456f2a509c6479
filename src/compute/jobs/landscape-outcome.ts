import type { CreaseSet } from "../../convexity/creases/find-creases";
import type { FullHessian } from "../../convexity/points/full-hessian";
import type { Landscape } from "../../convexity/points/landscape";
import type { SettledFinding, Settlement } from "../../convexity/verdict/settle";
import type { Verdict } from "../../convexity/verdict/verdict";
import type { PlacedPlane } from "../../slice/plane/plane";
import type { PlaneMeasure } from "../../slice/plane/plane-measure";

/** A landscape on its way: first what the weights alone settle, then coarse grids, then finer ones. `landscape.grid` says how fine. */
export interface LandscapeProgress {
  /** 0 to 1 over all stages. */
  readonly fraction: number;
  /** A coarser landscape that is ready to be shown, or null when there is only news of progress. */
  readonly landscape: Landscape | null;
  /** Where in weight space that landscape lies. */
  readonly plane?: PlacedPlane;
  /** How far the search for a proof has come, 0 to 1; absent where there is no news of it. */
  readonly search?: number;
  /** What the weights alone settle, once: it needs no grid, and stands whatever becomes of the grid. */
  readonly settlement?: Settlement;
  /** What is complete while a long search for a proof goes on: of the last landscape that was reported. */
  readonly details?: LandscapeDetails;
}

/** What is found of a slice beyond its points. */
export type LandscapeDetails = Pick<LandscapeOutcome, "creases" | "fullHessian" | "measure">;

export interface LandscapeOutcome {
  readonly landscape: Landscape;
  /** Where in weight space it lies; absent where it was read from a file. */
  readonly plane?: PlacedPlane;
  /** The shares of its training's variance that x and y explain, 0 to 1, where the plane was made from the training's way. */
  readonly explained?: readonly [number, number];
  readonly verdict: Verdict;
  /** A proof that the whole loss is not convex, or null. */
  readonly finding: SettledFinding | null;
  /** Where units switch within the slice. */
  readonly creases: CreaseSet;
  /** The whole Hessian where the spec asks for it, or null. */
  readonly fullHessian: FullHessian | null;
  /** What the slice's coordinates are in weight space; null where an older file does not say. */
  readonly measure: PlaneMeasure | null;
  /** Milliseconds. */
  readonly timings: Readonly<Record<string, number>>;
}

/**
 * How far an evaluation goes: the slice alone, or also its creases, the whole Hessian and a search for a certificate. A `sketch` is a
 * slice in float64 on the processor, for a grid of few points: it needs no compilation.
 */
export type EvaluationExtent = "sketch" | "slice" | "everything";

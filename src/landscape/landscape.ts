import type { Parameters } from "../model/network/layout";
import type { Problem } from "../model/problem";
import type { ProgressOptions } from "../numeric/progress-options";

/** The points of a slice: θ + x·dx + y·dy. Point (row, column) has index row · columns + column in every field. */
export interface Grid {
  readonly columns: number;
  readonly rows: number;
  /** Slice coordinates, rising, [columns]; both range ends are points. */
  readonly x: Float64Array;
  /** [rows] */
  readonly y: Float64Array;
}

/** Everything the loss over a slice depends on; the same value for the float64 and the GPU evaluator. */
export interface LandscapePlan extends Problem {
  /** The centre of the slice. */
  readonly center: Parameters;
  readonly dx: Parameters;
  readonly dy: Parameters;
  readonly grid: Grid;
}

/**
 * The loss over a grid with its exact second derivatives in slice coordinates and bounds on the evaluation's error.
 * Each array is [rows · columns]. An error bound is +∞ where nothing is known.
 */
export interface LandscapeFields {
  readonly loss: Float64Array;
  /** |computed − true loss| is at most this. */
  readonly lossError: Float64Array;
  readonly xx: Float64Array;
  readonly xy: Float64Array;
  readonly yy: Float64Array;
  /** The error of each of xx, xy, yy is at most this. */
  readonly curvatureError: Float64Array;
}

/** Fields, and what computed them: an evaluator may have to leave points to the processor. */
export interface EvaluatedFields extends LandscapeFields {
  readonly backend: BackendInfo;
}

/** What evaluates: named so that a result says where its numbers come from. */
export interface BackendInfo {
  readonly kind: "webgl" | "reference";
  /**
   * The graphics driver's own name for itself, or the JavaScript engine. Of a landscape from both, also how many points are float64's;
   * `kind` is then "webgl".
   */
  readonly renderer: string;
  /** 16 where the device cannot render to 32-bit floats: then no verdict is given. */
  readonly floatBits: 16 | 32 | 64;
}

/** Evaluates the loss and its curvature over a slice. */
export interface LandscapeEvaluator {
  /** What computes where nothing goes wrong. */
  readonly backend: BackendInfo;
  /** @throws DOMException named AbortError when the signal is aborted */
  evaluate(plan: LandscapePlan, options?: ProgressOptions): Promise<EvaluatedFields>;
}

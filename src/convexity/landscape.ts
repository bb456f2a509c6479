import type { BackendInfo, Grid, LandscapeFields } from "../landscape/landscape";

/** The contract's classes of a grid point; a class is stored as its index in this list. */
export const POINT_CLASSES = ["nonconvex-curvature", "nonconvex-chord", "convex", "undecided", "not-finite"] as const;
export type PointClass = (typeof POINT_CLASSES)[number];

/** A slice of the loss as everything downstream sees it: values, curvature, error bounds and what they prove. */
export interface Landscape extends LandscapeFields {
  readonly grid: Grid;
  /** Eigenvalues of [[xx, xy], [xy, yy]] at each point, [rows · columns]. */
  readonly curvatureMin: Float64Array;
  readonly curvatureMax: Float64Array;
  /** Index into POINT_CLASSES at each point. */
  readonly classes: Uint8Array;
  /** The fraction of points of each class; they add up to 1. */
  readonly summary: Readonly<Record<PointClass, number>>;
  readonly backend: BackendInfo;
}

import type { BackendInfo } from "../../slice/backend-info";
import type { Grid } from "../../slice/grid";
import type { LandscapeFields } from "../../slice/landscape-fields";
import type { PointClass } from "./point-class";

/** A computed slice of the loss: values, curvature, error bounds and the classes that they prove. */
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

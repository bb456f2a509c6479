import type { LandscapeDifference } from "../../convexity/points/difference";
import type { Landscape } from "../../convexity/points/landscape";
import type { View } from "../../experiment/view";
import type { Grid } from "../../slice/grid";
import type { Coloring, HeightMap } from "../picture/picture-options";
import { type CurvatureScale, fitCurvatureScale } from "../scales/curvature-scale";
import { fitDifferenceScale } from "../scales/difference-scale";
import { fitCommonLossScale, fitLossScale, type LossScale } from "../scales/loss-scale";
import { nameLossAxis } from "./frame-layout";
import { packDifferenceField, packSurfaceField, type SurfaceField } from "./surface-field";

/** The surface to draw, as data: a slice, or a difference of two. */
export interface SurfaceDrawing {
  readonly grid: Grid;
  readonly field: SurfaceField;
  readonly scale: LossScale;
  readonly coloring: Coloring;
  /** The name of the vertical axis. */
  readonly lossName: string;
}

/** Scales that several pictures share: the same loss has the same height, the same number the same colour. */
export interface CommonScales {
  readonly loss: LossScale;
  readonly curvature: CurvatureScale;
}

/** @param landscapes  at least one */
export function fitCommonScales(landscapes: readonly Landscape[], height: HeightMap): CommonScales {
  const curvatures = new Float64Array(landscapes.reduce((sum, { curvatureMin }) => sum + curvatureMin.length, 0));
  let end = 0;
  for (const { curvatureMin } of landscapes) {
    curvatures.set(curvatureMin, end);
    end += curvatureMin.length;
  }
  return { loss: fitCommonLossScale(landscapes, height), curvature: fitCurvatureScale(curvatures) };
}

/** @param scales  shared with other pictures; null: the landscape's own */
export function drawLandscape(landscape: Landscape, view: View, scales: CommonScales | null): SurfaceDrawing {
  const scale = scales?.loss ?? fitLossScale(landscape, view.height);
  const isCurvature = view.coloring === "curvature";
  const curvature = isCurvature ? (scales?.curvature ?? fitCurvatureScale(landscape.curvatureMin)) : null;
  const field = packSurfaceField(landscape, scale, curvature);
  return { grid: landscape.grid, field, scale, coloring: view.coloring, lossName: nameLossAxis(scale) };
}

/** The surface of loss B minus loss A. */
export function drawDifference(difference: LandscapeDifference, view: View): SurfaceDrawing {
  const scale = fitDifferenceScale(difference, view.height);
  const field = packDifferenceField(difference, scale);
  const map = scale.map === "linear" || scale.flat ? "" : ` (${scale.map})`;
  return { grid: difference.grid, field, scale, coloring: "difference", lossName: `B − A${map}` };
}

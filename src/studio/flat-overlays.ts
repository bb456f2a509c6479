import type { Landscape } from "../convexity/points/landscape";
import type { Projection } from "../scene/frame-painter";
import { layOverlays } from "../scene/lay-overlays";
import { fitLossScale } from "../scene/loss-scale";
import { paintOverlays } from "../scene/overlay-painter";
import type { SceneOverlays } from "../scene/scene-overlays";
import { boxOfGrid } from "../scene/surface-box";
import { packSurfaceField } from "../scene/surface-field";
import type { ThemeTokens } from "../scene/theme";
import type { View } from "../spec/view";

/** Where the map lies in its container: a square, CSS pixels. */
export interface MapFrame {
  readonly left: number;
  readonly top: number;
  readonly side: number;
}

/** Paints paths, pins, the cross and the cut over the map, as over the surface seen from straight above. */
export function paintFlatOverlays(
  context: CanvasRenderingContext2D,
  landscape: Landscape,
  overlays: SceneOverlays,
  { left, top, side }: MapFrame,
  view: View,
  theme: ThemeTokens,
): void {
  const { grid } = landscape;
  const box = boxOfGrid(grid);
  const scale = fitLossScale(landscape, view.height);
  const shape = { grid, box, field: packSurfaceField(landscape, scale, null) };
  // Each point of the grid is a square of the map, so the outermost points lie half a square inside.
  const place = (part: number, count: number) => (part * (count - 1) + 0.5) / count;
  const projection: Projection = {
    camera: [0, 1, 0],
    width: context.canvas.clientWidth || left * 2 + side,
    height: context.canvas.clientHeight || top * 2 + side,
    project: ([x, , z]) => ({
      x: left + place((x / box.halfWidth + 1) / 2, grid.columns) * side,
      y: top + (1 - place((1 - z / box.halfDepth) / 2, grid.rows)) * side,
    }),
  };
  paintOverlays(context, layOverlays(shape, scale, overlays), projection, theme, null);
}

import type { PictureSize } from "../../drawing/picture/picture-size";
import type { SurfaceShape } from "../../drawing/surface/surface-marks";
import type { Projection } from "../frame/frame-painter";
import { scaleText } from "../frame/text-scale";
import { ALL_FREE, type FreeArea, sizeOfArea } from "../stage/free-area";

/** Margin around the map for the names of the axes, in CSS pixels. */
export const MAP_MARGIN = 24;

/** Where the map lies in its container: a square, CSS pixels. */
export interface MapFrame {
  readonly left: number;
  readonly top: number;
  readonly side: number;
}

/** @param free  the part of the container that nothing covers */
export function frameMap(size: PictureSize, free: FreeArea = ALL_FREE): MapFrame {
  const { width, height } = sizeOfArea(size, free);
  const side = Math.max(0, Math.min(width, height) - 2 * MAP_MARGIN);
  return { left: free.left + (width - side) / 2, top: free.top + (height - side) / 2, side };
}

/** Projects the scene from above onto the map, so that lines and labels over the surface can be painted over the map. */
export function projectOntoMap({ grid, box }: SurfaceShape, size: PictureSize, map: MapFrame): Projection {
  const { left, top, side } = map;
  // Each point of the grid is a square of the map, so the outermost points lie half a square inside.
  const place = (part: number, count: number) => (part * (count - 1) + 0.5) / count;
  return {
    camera: [0, 1, 0],
    origin: { x: 0, y: 0 },
    ...size,
    textScale: scaleText(size, ALL_FREE),
    project: ([x, , z]) => ({
      x: left + place((x / box.halfWidth + 1) / 2, grid.columns) * side,
      y: top + (1 - place((1 - z / box.halfDepth) / 2, grid.rows)) * side,
    }),
  };
}

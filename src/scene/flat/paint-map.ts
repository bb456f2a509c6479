import type { Landscape } from "../../convexity/points/landscape";
import { POINT_CLASSES } from "../../convexity/points/point-class";
import { COLOR_COUNT, packColorMap } from "../../drawing/colors/color-map";
import { NONCONVEX_MARK } from "../../drawing/colors/mark-style";
import { parseHex } from "../../drawing/colors/oklab";
import { THEMES, type ThemeTokens } from "../../drawing/colors/theme";
import { drawLandscape, type SurfaceDrawing } from "../../drawing/surface/surface-drawing";
import { HOLE_LEVEL, MARK_BYTES } from "../../drawing/surface/surface-field";
import type { View } from "../../experiment/view";

type Bytes = readonly [red: number, green: number, blue: number];

/** A colour laid over another, with its opacity. */
interface Layer {
  readonly color: Bytes;
  readonly opacity: number;
}

/** The approximate width of the painted map in pixels. Cells are whole pixels, so that hatching is fine on coarse grids too. */
const MAP_SIDE = 640;
/** From one hatch line, or one dot, to the next, in pixels of the map. */
const HATCH = 9;

/** A level at the ceiling itself, but for rounding, is not cut off. */
const ABOVE = 1e-6;
const CURVATURE = POINT_CLASSES.indexOf("nonconvex-curvature");
const CHORD = POINT_CLASSES.indexOf("nonconvex-chord");
const UNDECIDED = POINT_CLASSES.indexOf("undecided");

/**
 * One square a grid point, y upwards, in the colours of the surface; hatched in one of two directions where it is not convex,
 * dotted where that is undecided.
 *
 * @param marks  the theme whose marks are laid over the colours; null for none
 * @param side  pixels of the longer side, about; at least one pixel a point is painted
 */
export function paintMap(
  { field, coloring }: SurfaceDrawing,
  colorMap: View["colorMap"],
  marks: ThemeTokens | null,
  side: number = MAP_SIDE,
): ImageData {
  const { columns, rows, levels } = field;
  const cell = Math.max(1, Math.floor(side / Math.max(columns, rows)));
  const image = new ImageData(columns * cell, rows * cell);
  const colors = packColorMap({ coloring, colorMap });
  const mark = marks && openMarks(marks);
  const ceiling = [...readBytes((marks ?? THEMES.light).cut), 255];
  for (let y = 0; y < image.height; y++) {
    for (let x = 0; x < image.width; x++) {
      const index = (rows - 1 - Math.floor(y / cell)) * columns + Math.floor(x / cell);
      if (levels[2 * index] === HOLE_LEVEL) continue;
      const position = Math.min(1, Math.max(0, levels[2 * index + 1]!));
      const color = 4 * Math.round(position * (COLOR_COUNT - 1));
      const pixel = 4 * (y * image.width + x);
      image.data.set(colors.subarray(color, color + 4), pixel);
      if (coloring === "loss" && levels[2 * index]! > 1 + ABOVE) image.data.set(ceiling, pixel);
      for (const { color: over, opacity } of mark?.(field.marks[MARK_BYTES * index]!, x, y) ?? []) {
        for (const [channel, value] of over.entries()) {
          image.data[pixel + channel] = (1 - opacity) * image.data[pixel + channel]! + opacity * value;
        }
      }
    }
  }
  return image;
}

/** A landscape from above, one pixel a point, without marks. */
export function paintThumbnail(landscape: Landscape, view: View): ImageData {
  return paintMap(drawLandscape(landscape, view, null), view.colorMap, null, 1);
}

/** @returns what a class lays over a pixel */
function openMarks({
  nonconvex,
  hatch,
  undecided,
}: ThemeTokens): (pointClass: number, x: number, y: number) => readonly Layer[] {
  const [vermilion, dark, dot] = [nonconvex, hatch, undecided].map(readBytes) as [Bytes, Bytes, Bytes];
  const tint = { color: vermilion, opacity: NONCONVEX_MARK.tint };
  const core = [tint, { color: vermilion, opacity: NONCONVEX_MARK.core }];
  const edge = [tint, { color: dark, opacity: NONCONVEX_MARK.edge }];
  const hatchAt = (place: number) => (place % HATCH === 0 ? core : place % HATCH === 1 ? edge : [tint]);
  const stipple = [{ color: dot, opacity: 0.75 }];
  return (pointClass, x, y) => {
    if (pointClass === CURVATURE) return hatchAt(x + y);
    if (pointClass === CHORD) return hatchAt(x - y + HATCH * MAP_SIDE);
    return pointClass === UNDECIDED && x % HATCH < 2 && y % HATCH < 2 ? stipple : [];
  };
}

function readBytes(color: string): Bytes {
  const [red, green, blue] = parseHex(color).map((part) => Math.round(255 * part));
  return [red!, green!, blue!];
}

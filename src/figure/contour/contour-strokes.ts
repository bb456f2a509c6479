import { formatHex, parseHex, type Srgb } from "../../drawing/colors/oklab";
import type { Coloring } from "../../drawing/picture/picture-options";
import { distanceBetween, type Line, type Point } from "../layout/geometry";
import type { PlotMap } from "../layout/plot-map";
import { type ContourLine, colorAt, type FigureLayers } from "./figure-layers";

/** A contour and its strokes. */
export interface ContourStroke {
  readonly line: ContourLine;
  readonly lines: readonly Line[];
  readonly color: string;
}

/** Least distance between two fine contours, in text sizes; closer parts are left out. The surface's shader fades them there. */
const LEAST_SPACING = 0.24;
/** Least length of a part that remains of such a line, in text sizes; shorter parts are left out. */
const LEAST_LENGTH = 1;
/** Contours are darker than the colour below them by this factor, as in contours.glsl. */
const DARKENING = 0.32;
/** The colour that is darkened for contours over the colours of λmin, which differ along a line. */
const OTHER_BACKGROUND = "#b4bac0";

export function layOutStrokes(
  layers: FigureLayers,
  coloring: Coloring,
  map: PlotMap,
  textSize: number,
): ContourStroke[] {
  return layers.contours.map((line) => {
    const isClear = (place: Point) => {
      const spacing = line.contour.spacing / Math.max(1e-12, map.slopeAt(layers.levels, place));
      return spacing >= LEAST_SPACING * textSize;
    };
    const clear = map.lines(line.lines).flatMap((run) => keepClear(run, isClear));
    return {
      line,
      lines: clear.filter((run) => measureLength(run) >= LEAST_LENGTH * textSize),
      color: darken(coloring === "loss" ? colorAt(layers, line.contour.level) : OTHER_BACKGROUND),
    };
  });
}

function darken(color: string): string {
  return formatHex(parseHex(color).map((channel) => channel * DARKENING) as unknown as Srgb);
}

function keepClear(line: Line, isClear: (place: Point) => boolean): Line[] {
  const runs: Point[][] = [];
  let open: Point[] | null = null;
  for (const point of line) {
    if (!isClear(point)) {
      open = null;
      continue;
    }
    if (!open) {
      open = [];
      runs.push(open);
    }
    open.push(point);
  }
  return runs.filter((run) => run.length > 1);
}

export function measureLength(line: Line): number {
  return line.reduce((sum, point, index) => (index === 0 ? 0 : sum + distanceBetween(line[index - 1]!, point)), 0);
}

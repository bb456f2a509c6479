import { formatHex, parseHex, type Srgb } from "../../drawing/colors/oklab";
import type { Coloring } from "../../drawing/picture/picture-options";
import { blendPoints, distanceBetween, type Line, type Point } from "../layout/geometry";
import type { PlotMap } from "../layout/plot-map";
import { type ContourLine, colorAt, type FigureLayers } from "./figure-layers";

/** A contour and its strokes. */
export interface ContourStroke {
  readonly line: ContourLine;
  readonly lines: readonly Line[];
  /** Parts inside the hatching, where they are faint. */
  readonly faint: readonly Line[];
  readonly color: string;
}

/** Least distance between two fine contours, in text sizes; closer parts are left out. The surface's shader fades them there. */
const LEAST_SPACING = 0.24;
/** Least length of a part that remains of such a line, in text sizes; shorter parts are left out. */
const LEAST_LENGTH = 1;
/** Length of the pieces in which contours are divided at the hatching, in text sizes. */
const HATCH_STEP = 0.25;
/** Contours are darker than the colour below them by this factor, as in contours.glsl. */
const DARKENING = 0.4;
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
    const long = clear.filter((run) => measureLength(run) >= LEAST_LENGTH * textSize);
    const { inside, outside } = splitByHatch(long, layers, map, HATCH_STEP * textSize);
    return {
      line,
      lines: outside,
      faint: inside,
      color: darken(coloring === "loss" ? colorAt(layers, line.contour.level) : OTHER_BACKGROUND),
    };
  });
}

/** Divides lines where they enter or leave what is not convex, to a step's precision. */
function splitByHatch(
  lines: readonly Line[],
  { regions }: FigureLayers,
  map: PlotMap,
  step: number,
): { readonly inside: readonly Line[]; readonly outside: readonly Line[] } {
  if (!regions) return { inside: [], outside: lines };
  const parts = { inside: [] as Point[][], outside: [] as Point[][] };
  for (const line of lines) {
    let open: Point[] = [];
    let wasInside: boolean | null = null;
    for (let index = 1; index < line.length; index++) {
      const [from, to] = [line[index - 1]!, line[index]!];
      const count = Math.max(1, Math.ceil(distanceBetween(from, to) / step));
      for (let part = 0; part < count; part++) {
        const isInside = regions.isNonconvexAt(map.toGrid(blendPoints(from, to, (part + 0.5) / count)));
        if (isInside !== wasInside) {
          open = [blendPoints(from, to, part / count)];
          parts[isInside ? "inside" : "outside"].push(open);
        }
        wasInside = isInside;
        open.push(blendPoints(from, to, (part + 1) / count));
      }
    }
  }
  const simplify = (runs: Point[][]) => runs.map((run) => map.simplify(run));
  return { inside: simplify(parts.inside), outside: simplify(parts.outside) };
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

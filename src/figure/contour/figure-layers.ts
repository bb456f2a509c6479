import type { Landscape } from "../../convexity/points/landscape";
import { sampleColorMap } from "../../drawing/colors/color-map";
import { type Contour, placeContours } from "../../drawing/scales/contour-levels";
import { fitCurvatureScale } from "../../drawing/scales/curvature-scale";
import { fitLossScale, type LossScale } from "../../drawing/scales/loss-scale";
import type { View } from "../../experiment/view";
import type { Line, Point, Ring } from "../layout/geometry";
import { type ClassRegions, findClassRegions } from "./class-regions";
import { openRings, traceAbove, type ValueGrid } from "./traced-levels";
import { outlineWholeCells } from "./whole-cells";

/** The settings of a view that apply to a flat figure. */
export type FigureLook = Pick<
  View,
  "height" | "coloring" | "colorMap" | "contours" | "marks" | "creases" | "equalScales"
>;

/** One colour of the fill. It covers all positions of at least `from`; the bands above it are drawn over it. */
export interface Band {
  /** Positions in the colours, 0 to 1. */
  readonly from: number;
  readonly to: number;
  readonly color: string;
  readonly rings: readonly Ring[];
}

export interface ContourLine {
  readonly contour: Contour;
  readonly lines: readonly Line[];
}

/** The shapes of a landscape, in columns and rows. They do not depend on the figure's size. */
export interface FigureLayers {
  readonly landscape: Landscape;
  readonly scale: LossScale;
  /** Levels of the loss, clamped to −1…2; holes have an arbitrary value. */
  readonly levels: ValueGrid;
  /** Positions in the colour map, 0 to 1: the levels, or the positions of λmin where λmin sets the colour. */
  readonly positions: ValueGrid;
  /** Rising; the first covers the whole slice. */
  readonly bands: readonly Band[];
  readonly contours: readonly ContourLine[];
  /** Where the loss is above the range of the heights; with λmin as the colour, the heights are not drawn. */
  readonly ceiling: readonly Ring[];
  readonly regions: ClassRegions | null;
  /** Where the slice is drawn; null for everywhere. */
  readonly whole: readonly Ring[] | null;
}

/** Number of bands without contours: more than the eye can tell apart in this range of lightness. */
const SMOOTH_BANDS = 64;
/** Number of bands of λmin. The contours show the loss, so these bands are narrow enough to look smooth. */
const CURVATURE_BANDS = 48;

/** A level at the ceiling itself, but for rounding, is not cut off. */
const ABOVE = 1e-9;

export function layOutLayers(landscape: Landscape, look: FigureLook): FigureLayers {
  const { grid } = landscape;
  const scale = fitLossScale(landscape, look.height);
  const clamp = (level: number) => Math.min(2, Math.max(-1, level));
  // The value in a hole is never visible: the hole and the cells beside it are not drawn.
  const levels = mapGrid(landscape, landscape.loss, 1, (loss) => clamp(scale.levelOf(loss)));
  const placed = look.contours ? placeContours(scale).filter(({ level }) => level > 0 && level < 1) : [];
  const positions = look.coloring === "loss" ? levels : placeCurvature(landscape);
  const contours = placed.map((contour) => ({ contour, rings: traceAbove(levels, contour.level) }));
  return {
    landscape,
    scale,
    levels,
    positions,
    bands: layOutBands(look, scale.flat, positions, contours),
    contours: contours.map(({ contour, rings }) => ({ contour, lines: openRings(rings, grid.columns, grid.rows) })),
    ceiling: look.coloring === "loss" && !scale.flat ? traceAbove(levels, 1 + ABOVE) : [],
    regions: look.marks ? findClassRegions(landscape) : null,
    whole: outlineWholeCells(grid.columns, grid.rows, landscape.loss),
  };
}

function mapGrid(
  { grid }: Landscape,
  values: Float64Array,
  otherwise: number,
  map: (value: number) => number,
): ValueGrid {
  return {
    columns: grid.columns,
    rows: grid.rows,
    values: values.map((value) => (Number.isFinite(value) ? map(value) : otherwise)),
  };
}

function placeCurvature(landscape: Landscape): ValueGrid {
  const { positionOf } = fitCurvatureScale(landscape.curvatureMin);
  return mapGrid(landscape, landscape.curvatureMin, positionOf(0), positionOf);
}

function layOutBands(
  look: FigureLook,
  isFlat: boolean,
  positions: ValueGrid,
  contours: readonly { readonly contour: Contour; readonly rings: readonly Ring[] }[],
): Band[] {
  const whole: Ring = [
    [0, 0],
    [positions.columns - 1, 0],
    [positions.columns - 1, positions.rows - 1],
    [0, positions.rows - 1],
  ];
  const makeBands = (starts: readonly number[], trace: (start: number, index: number) => readonly Ring[]) =>
    [0, ...starts].map((from, index): Band => {
      const to = starts[index] ?? 1;
      const color = sampleColorMap(look, (from + to) / 2);
      return { from, to, color, rings: index === 0 ? [whole] : trace(from, index - 1) };
    });
  const evenStarts = (count: number) => Array.from({ length: count - 1 }, (_, index) => (index + 1) / count);
  if (look.coloring === "curvature") {
    return makeBands(evenStarts(CURVATURE_BANDS), (start) => traceAbove(positions, start));
  }
  if (contours.length > 0) {
    return makeBands(
      contours.map(({ contour }) => contour.level),
      (_, index) => contours[index]!.rings,
    );
  }
  return makeBands(isFlat ? [] : evenStarts(SMOOTH_BANDS), (start) => traceAbove(positions, start));
}

/** The colour of the fill just below a position. */
export function colorAt({ bands }: FigureLayers, position: number): string {
  const band = bands.findLast(({ from }) => from < position) ?? bands[0]!;
  return band.color;
}

/** The colour of the fill at a column and row, rounded to the nearest. */
export function backgroundAt(layers: FigureLayers, [column, row]: Point): string {
  const { columns, values } = layers.positions;
  return colorAt(layers, values[Math.round(row) * columns + Math.round(column)]!);
}

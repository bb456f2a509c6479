import type { Grid } from "../../slice/grid";
import type { ValueGrid } from "../contour/traced-levels";
import { type Line, type Point, type Rectangle, type Ring, simplifyLine, simplifyRing } from "./geometry";

/** Largest error of a simplified line, in units of the figure: not visible on screen or in print. */
const TOLERANCE = 0.05;

/** Maps a slice to the figure, whose y points down. */
export class PlotMap {
  readonly plot: Rectangle;
  readonly #grid: Grid;

  constructor(plot: Rectangle, grid: Grid) {
    this.plot = plot;
    this.#grid = grid;
  }

  /** @param place  column and row, 0 to columns − 1 and rows − 1 */
  fromGrid = ([column, row]: Point): Point => {
    const { left, right, top, bottom } = this.plot;
    const { columns, rows } = this.#grid;
    return [left + (column / (columns - 1)) * (right - left), bottom - (row / (rows - 1)) * (bottom - top)];
  };

  /** @param place  slice coordinates */
  fromSlice = ([x, y]: Point): Point => {
    const { x: across, y: along, columns, rows } = this.#grid;
    const part = (value: number, low: number, high: number) => (value - low) / (high - low);
    return this.fromGrid([
      part(x, across[0]!, across[columns - 1]!) * (columns - 1),
      part(y, along[0]!, along[rows - 1]!) * (rows - 1),
    ]);
  };

  /** Column and row of a point of the figure, not rounded. */
  toGrid = ([x, y]: Point): Point => {
    const { left, right, top, bottom } = this.plot;
    const { columns, rows } = this.#grid;
    return [((x - left) / (right - left)) * (columns - 1), ((bottom - y) / (bottom - top)) * (rows - 1)];
  };

  rings(rings: readonly Ring[]): Ring[] {
    return rings.map((ring) => simplifyRing(ring.map(this.fromGrid), TOLERANCE)).filter((ring) => ring.length > 2);
  }

  lines(lines: readonly Line[]): Line[] {
    return lines.map((line) => this.simplify(line.map(this.fromGrid)));
  }

  /** A line of the figure without the points that make no visible difference. */
  simplify(line: Line): Line {
    return simplifyLine(line, TOLERANCE);
  }

  /** Slope of a field at a point of the figure, per unit of the figure. */
  slopeAt({ columns, rows, values }: ValueGrid, place: Point): number {
    const { left, right, top, bottom } = this.plot;
    const [u, v] = this.toGrid(place);
    const column = Math.min(columns - 2, Math.max(0, Math.floor(u)));
    const row = Math.min(rows - 2, Math.max(0, Math.floor(v)));
    const [p, q] = [u - column, v - row];
    const at = (dc: number, dr: number) => values[(row + dr) * columns + column + dc]!;
    const across = (1 - q) * (at(1, 0) - at(0, 0)) + q * (at(1, 1) - at(0, 1));
    const along = (1 - p) * (at(0, 1) - at(0, 0)) + p * (at(1, 1) - at(1, 0));
    return Math.hypot((across * (columns - 1)) / (right - left), (along * (rows - 1)) / (bottom - top));
  }
}

/** The grid point nearest to a point of the figure; null outside the plot. */
export function findGridPoint(
  { plot }: { readonly plot: Rectangle },
  grid: Grid,
  place: Point,
): { readonly row: number; readonly column: number } | null {
  const [x, y] = place;
  if (x < plot.left || x > plot.right || y < plot.top || y > plot.bottom) return null;
  const [column, row] = new PlotMap(plot, grid).toGrid(place);
  return { row: Math.round(row), column: Math.round(column) };
}

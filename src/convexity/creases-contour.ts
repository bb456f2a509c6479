import type { Grid } from "../landscape/landscape";

type Point = [number, number];

/** Edge ids: 2·(row·columns + column) goes right from that point, one more goes up. */
const NONE = -1;

/**
 * Traces where a field on a grid is 0 as polylines: a crossing on each edge whose ends differ in sign, by linear interpolation, joined
 * cell by cell. A cell with four crossings is joined by the sign of its mean.
 *
 *     d ──top── c       edges of a cell, corners a (row, column),
 *     │         │       b (row, column + 1), c, d (row + 1, column)
 *    left     right
 *     │         │
 *     a ─bottom─ b
 */
export class ZeroTracer {
  readonly #grid: Grid;
  /** The one or two edges that each crossed edge is joined to. */
  readonly #joined: Int32Array;
  #crossed: number[] = [];

  constructor(grid: Grid) {
    this.#grid = grid;
    this.#joined = new Int32Array(4 * grid.columns * grid.rows).fill(NONE);
  }

  /** @param field  [rows · columns] */
  trace(field: Float64Array): Point[][] {
    this.#joinCells(field);
    const lines: Point[][] = [];
    // Open lines begin at an edge with one neighbour; what then remains is closed.
    for (const edge of this.#crossed) {
      if (this.#isEnd(edge)) lines.push(this.#follow(edge, field));
    }
    for (const edge of this.#crossed) {
      if (this.#joined[2 * edge] !== NONE) lines.push(this.#follow(edge, field));
    }
    this.#crossed = [];
    return lines;
  }

  #joinCells(field: Float64Array): void {
    const { columns, rows } = this.#grid;
    for (let row = 0; row + 1 < rows; row++) {
      for (let column = 0; column + 1 < columns; column++) this.#joinCell(field, row * columns + column);
    }
  }

  #joinCell(field: Float64Array, corner: number): void {
    const { columns } = this.#grid;
    const [a, b] = [field[corner]!, field[corner + 1]!];
    const [d, c] = [field[corner + columns]!, field[corner + columns + 1]!];
    const [upA, upB, upC, upD] = [a > 0, b > 0, c > 0, d > 0];
    if (upA === upB && upB === upC && upC === upD) return;
    const [bottom, left] = [2 * corner, 2 * corner + 1];
    const [top, right] = [2 * (corner + columns), 2 * (corner + 1) + 1];
    if (upA === upC && upB === upD) {
      const middleLikeA = a + b + c + d > 0 === upA;
      this.#join(bottom, middleLikeA ? right : left);
      this.#join(top, middleLikeA ? left : right);
      return;
    }
    const ends = [];
    if (upA !== upB) ends.push(bottom);
    if (upB !== upC) ends.push(right);
    if (upC !== upD) ends.push(top);
    if (upD !== upA) ends.push(left);
    this.#join(ends[0]!, ends[1]!);
  }

  #join(one: number, other: number): void {
    for (const [edge, next] of [
      [one, other],
      [other, one],
    ] as const) {
      if (this.#joined[2 * edge] === NONE) {
        this.#joined[2 * edge] = next;
        this.#crossed.push(edge);
      } else {
        this.#joined[2 * edge + 1] = next;
      }
    }
  }

  #isEnd(edge: number): boolean {
    return this.#joined[2 * edge] !== NONE && this.#joined[2 * edge + 1] === NONE;
  }

  /** Walks a line from an edge and takes it off the list. */
  #follow(start: number, field: Float64Array): Point[] {
    const isClosed = !this.#isEnd(start);
    const points: Point[] = [];
    let edge = start;
    while (edge !== NONE) {
      points.push(this.#crossing(edge, field));
      const next = [this.#joined[2 * edge]!, this.#joined[2 * edge + 1]!].find(
        (other) => other !== NONE && this.#joined[2 * other] !== NONE && other !== edge,
      );
      this.#joined[2 * edge] = NONE;
      this.#joined[2 * edge + 1] = NONE;
      edge = next !== undefined && this.#joined[2 * next] !== NONE ? next : NONE;
    }
    if (isClosed && points.length > 2) points.push([...points[0]!]);
    return points;
  }

  #crossing(edge: number, field: Float64Array): Point {
    const { columns, x, y } = this.#grid;
    const corner = edge >> 1;
    const [row, column] = [Math.floor(corner / columns), corner % columns];
    const goesUp = (edge & 1) === 1;
    const [from, to] = [field[corner]!, field[goesUp ? corner + columns : corner + 1]!];
    const share = Math.min(1, Math.max(0, from / (from - to)));
    return goesUp
      ? [x[column]!, y[row]! + share * (y[row + 1]! - y[row]!)]
      : [x[column]! + share * (x[column + 1]! - x[column]!), y[row]!];
  }
}

import type { Point, Ring } from "../layout/geometry";

/**
 * The outline of the cells whose four corners are finite, in columns and rows, for the even-odd rule; null where all cells are such.
 */
export function outlineWholeCells(columns: number, rows: number, loss: Float64Array): Ring[] | null {
  if (loss.every(Number.isFinite)) return null;
  const isFiniteAt = (column: number, row: number) => Number.isFinite(loss[row * columns + column]!);
  const isWhole = (column: number, row: number) =>
    column >= 0 &&
    row >= 0 &&
    column < columns - 1 &&
    row < rows - 1 &&
    isFiniteAt(column, row) &&
    isFiniteAt(column + 1, row) &&
    isFiniteAt(column, row + 1) &&
    isFiniteAt(column + 1, row + 1);
  const edges = new EdgeList(columns);
  for (let row = 0; row < rows - 1; row++) {
    for (let column = 0; column < columns - 1; column++) {
      if (!isWhole(column, row)) continue;
      if (!isWhole(column, row - 1)) edges.add([column, row], [column + 1, row]);
      if (!isWhole(column + 1, row)) edges.add([column + 1, row], [column + 1, row + 1]);
      if (!isWhole(column, row + 1)) edges.add([column + 1, row + 1], [column, row + 1]);
      if (!isWhole(column - 1, row)) edges.add([column, row + 1], [column, row]);
    }
  }
  return edges.chain();
}

/** Directed edges between neighbouring points; the end of each is the start of the next one of its ring. */
class EdgeList {
  readonly #from = new Map<number, Point[]>();

  constructor(readonly columns: number) {}

  add(from: Point, to: Point): void {
    const key = this.#key(from);
    const known = this.#from.get(key);
    if (known) known.push(to);
    else this.#from.set(key, [to]);
  }

  /** Joins all edges into rings; edges on one straight line become one. */
  chain(): Ring[] {
    const rings: Ring[] = [];
    for (const [key, ends] of this.#from) {
      while (ends.length > 0) {
        const start: Point = [key % this.columns, Math.floor(key / this.columns)];
        const ring: Point[] = [start];
        for (let next = ends.pop(); next && this.#key(next) !== key; next = this.#from.get(this.#key(next))?.pop()) {
          ring.push(next);
        }
        rings.push(dropStraight(ring));
      }
    }
    return rings;
  }

  #key([column, row]: Point): number {
    return row * this.columns + column;
  }
}

function dropStraight(ring: Ring): Ring {
  return ring.filter(([x, y], index) => {
    const before = ring[(index + ring.length - 1) % ring.length]!;
    const after = ring[(index + 1) % ring.length]!;
    return !((before[0] === x && after[0] === x) || (before[1] === y && after[1] === y));
  });
}

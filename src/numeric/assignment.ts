/**
 * The one-to-one assignment of rows to columns with the least sum of entries, in O(n³): shortest augmenting paths with potentials.
 *
 * @param cost  [n · n], row by row, finite
 * @returns the column of each row, [n]
 * @see Kuhn 1955, "The Hungarian method for the assignment problem"; Jonker & Volgenant 1987
 */
export function assignRows(cost: Float64Array, n: number): Int32Array {
  // Rows and columns are counted from 1; column 0 represents the row that has no column yet.
  const rowPotential = new Float64Array(n + 1);
  const columnPotential = new Float64Array(n + 1);
  const rowOf = new Int32Array(n + 1);
  for (let row = 1; row <= n; row++) {
    rowOf[0] = row;
    const end = findPath(cost, n, rowOf, rowPotential, columnPotential);
    turnPath(rowOf, end);
  }
  const columnOf = new Int32Array(n);
  for (let column = 1; column <= n; column++) columnOf[rowOf[column]! - 1] = column - 1;
  return columnOf;
}

/** A free column at the end of an alternating path, and the previous column of each column on the path. */
interface Path {
  readonly column: number;
  readonly before: Int32Array;
}

/** Grows a tree of tight edges from column 0 to the nearest free column, and updates the potentials. */
function findPath(
  cost: Float64Array,
  n: number,
  rowOf: Int32Array,
  rowPotential: Float64Array,
  columnPotential: Float64Array,
): Path {
  const least = new Float64Array(n + 1).fill(Number.POSITIVE_INFINITY);
  const before = new Int32Array(n + 1);
  const reached = new Uint8Array(n + 1);
  let column = 0;
  while (rowOf[column] !== 0) {
    reached[column] = 1;
    const row = rowOf[column]!;
    let next = 0;
    let step = Number.POSITIVE_INFINITY;
    for (let j = 1; j <= n; j++) {
      if (reached[j] === 1) continue;
      const slack = cost[(row - 1) * n + j - 1]! - rowPotential[row]! - columnPotential[j]!;
      if (slack < least[j]!) {
        least[j] = slack;
        before[j] = column;
      }
      if (least[j]! < step) {
        step = least[j]!;
        next = j;
      }
    }
    for (let j = 0; j <= n; j++) {
      if (reached[j] === 1) {
        rowPotential[rowOf[j]!]! += step;
        columnPotential[j]! -= step;
      } else least[j]! -= step;
    }
    column = next;
  }
  return { column, before };
}

/** Gives each row on the path the next column. */
function turnPath(rowOf: Int32Array, { column, before }: Path): void {
  for (let j = column; j !== 0; j = before[j]!) rowOf[j] = rowOf[before[j]!]!;
}

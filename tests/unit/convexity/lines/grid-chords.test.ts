import { describe, expect, it } from "vitest";
import {
  CHORD_DIRECTIONS,
  CHORD_STRIDES,
  chordGap,
  findBestChords,
  findSteepestChord,
  hasConcaveChord,
} from "../../../../src/convexity/lines/grid-chords";
import { FLOAT64 } from "../../../../src/numeric/rounding";

interface Surface {
  readonly grid: { columns: number; rows: number };
  readonly fields: { loss: Float64Array; lossError: Float64Array };
}

function makeSurface(
  columns: number,
  rows: number,
  loss: (column: number, row: number) => number,
  error: (column: number, row: number) => number = () => 0,
): Surface {
  const fill = (value: (column: number, row: number) => number) =>
    Float64Array.from({ length: columns * rows }, (_, i) => value(i % columns, Math.floor(i / columns)));
  return { grid: { columns, rows }, fields: { loss: fill(loss), lossError: fill(error) } };
}

/** Where a chord is found, as "column,row". */
function concavePoints({ grid, fields }: Surface): string[] {
  const found: string[] = [];
  for (let row = 0; row < grid.rows; row++) {
    for (let column = 0; column < grid.columns; column++) {
      if (hasConcaveChord(fields, grid, row, column)) found.push(`${column},${row}`);
    }
  }
  return found;
}

describe("which chords are tried", () => {
  it("eight directions at five strides, no two the same", () => {
    const offsets = CHORD_STRIDES.flatMap((stride) =>
      CHORD_DIRECTIONS.map(([c, r]) => [stride * c, stride * r] as const),
    );
    const keys = new Set(offsets.map(([c, r]) => (c > 0 || (c === 0 && r > 0) ? `${c},${r}` : `${-c},${-r}`)));
    expect(keys.size).toBe(CHORD_STRIDES.length * CHORD_DIRECTIONS.length - countParallelRepeats());
    for (const [c, r] of CHORD_DIRECTIONS) expect(Math.max(Math.abs(c), Math.abs(r))).toBeGreaterThan(0);
  });

  it("each is found by a spike whose ends alone it reaches", () => {
    for (const stride of CHORD_STRIDES) {
      for (const [stepColumns, stepRows] of CHORD_DIRECTIONS) {
        const [columns, rows] = [stepColumns * stride, stepRows * stride];
        const [middleColumn, middleRow] = [33, 33];
        const isEnd = (column: number, row: number) =>
          (column === middleColumn + columns && row === middleRow + rows) ||
          (column === middleColumn - columns && row === middleRow - rows);
        const surface = makeSurface(67, 67, (column, row) => (isEnd(column, row) ? -1 : 0));
        const chord = findSteepestChord(surface.fields, surface.grid, middleRow, middleColumn);
        expect(chord).toMatchObject({ row: middleRow, column: middleColumn, rows, columns });
        expect(chord?.certifiedGap).toBeCloseTo(1, 12);
      }
    }
  });

  it("none leaves the grid", () => {
    const { grid, fields } = makeSurface(5, 4, () => 0);
    for (let row = 0; row < 4; row++) {
      for (let column = 0; column < 5; column++) {
        for (const [columns, rows] of [
          [1, 0],
          [0, 1],
          [2, 1],
          [1, -2],
          [-1, 1],
        ] as const) {
          const inside =
            [row + rows, row - rows].every((r) => r >= 0 && r < 4) &&
            [column + columns, column - columns].every((c) => c >= 0 && c < 5);
          const gap = chordGap(fields, grid, row, column, rows, columns);
          // On a flat surface only the allowance for underflow remains.
          expect(gap).toBe(inside ? -FLOAT64.underflow : Number.NEGATIVE_INFINITY);
        }
      }
    }
  });
});

/** Offsets that two directions and strides share: none, because no direction is a multiple of another. */
function countParallelRepeats(): number {
  return CHORD_DIRECTIONS.filter(([c, r], i) => CHORD_DIRECTIONS.some(([c2, r2], j) => j < i && c * r2 === c2 * r))
    .length;
}

describe("what chords prove", () => {
  it("a concave function in one direction: at every point with room for a chord, and at no other", () => {
    const surface = makeSurface(9, 3, (column) => -((column - 4) ** 2));
    const expected = [0, 1, 2].flatMap((row) => [1, 2, 3, 4, 5, 6, 7].map((column) => `${column},${row}`));
    expect(concavePoints(surface)).toEqual(expected);
    const chord = findSteepestChord(surface.fields, surface.grid, 1, 4);
    // −c² over the widest chord: 4² minus rounding.
    expect(chord).toMatchObject({ columns: 4, rows: 0 });
    expect(chord?.certifiedGap).toBeCloseTo(16, 12);
  });

  it("nothing of a convex function, of a plane, of a constant", () => {
    expect(concavePoints(makeSurface(40, 40, (c, r) => (c - 19) ** 2 + 3 * (r - 7) ** 2 + c * r))).toEqual([]);
    expect(concavePoints(makeSurface(40, 40, (c, r) => 0.125 * c - 0.75 * r + 0.25))).toEqual([]);
    expect(concavePoints(makeSurface(40, 40, () => 0.1))).toEqual([]);
  });

  it("a concave crease far from the middle, by the wider strides alone", () => {
    const surface = makeSurface(41, 1, (column) => -Math.max(0, column - 30));
    const found = concavePoints(surface).map((key) => Number(key.split(",")[0]));
    // A chord of half length 16 about c crosses 30 where |c − 30| < 16, if it stays on the grid; 8 about 32 and so on.
    for (let column = 0; column < 41; column++) {
      const reaches = CHORD_STRIDES.flatMap((stride) => [stride, 2 * stride]).some(
        (half) => column - half >= 0 && column + half <= 40 && Math.abs(column - 30) < half,
      );
      expect(found.includes(column), `column ${column}`).toBe(reaches);
    }
  });

  it("nothing where the dip is smaller than the bounds, something where it is larger", () => {
    const dip = 1e-3;
    const withError = (middle: number, end: number) =>
      makeSurface(
        3,
        1,
        (column) => (column === 1 ? 5 + dip : 5),
        (column) => (column === 1 ? middle : end),
      );
    expect(concavePoints(withError(0, 0))).toEqual(["1,0"]);
    expect(concavePoints(withError(0.4 * dip, 0.5 * dip))).toEqual(["1,0"]);
    expect(concavePoints(withError(0.6 * dip, 0.5 * dip))).toEqual([]);
    expect(concavePoints(withError(0, 1.01 * dip))).toEqual([]);
    expect(concavePoints(withError(Number.POSITIVE_INFINITY, 0))).toEqual([]);
  });

  it("nothing by the rounding of the difference itself", () => {
    // A line whose float64 values bend by an ulp here and there.
    expect(concavePoints(makeSurface(65, 1, (column) => 0.1 + column * 0.3))).toEqual([]);
    expect(concavePoints(makeSurface(65, 1, (column) => 1e17 + column * 3))).toEqual([]);
  });

  it("nothing beside what is not a number or not finite", () => {
    for (const hole of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      const surface = makeSurface(3, 1, (column) => (column === 0 ? hole : column === 1 ? 1 : 0));
      expect(concavePoints(surface), `${hole}`).toEqual([]);
    }
    const middle = makeSurface(3, 1, (column) => (column === 1 ? Number.NaN : 0));
    expect(concavePoints(middle)).toEqual([]);
    // Other chords of the same point still count.
    const cross = makeSurface(3, 3, (column, row) => (column === 0 ? Number.NaN : row === 1 ? 1 : 0));
    expect(concavePoints(cross)).toContain("1,1");
  });
});

describe("the best chords", () => {
  it("are the steepest of each point, largest first", () => {
    const { grid, fields } = makeSurface(21, 1, (column) =>
      column === 5 ? 3 : column === 12 ? 7 : column === 17 ? 5 : 0,
    );
    const best = findBestChords(fields, grid, 2);
    expect(best.map(({ column }) => column)).toEqual([12, 17]);
    expect(best[0]!.certifiedGap).toBeCloseTo(7, 12);
    expect(findBestChords(fields, grid, 10).map(({ column }) => column)).toEqual([12, 17, 5]);
    expect(findBestChords(makeSurface(9, 9, (c) => c * c).fields, { columns: 9, rows: 9 }, 5)).toEqual([]);
  });
});

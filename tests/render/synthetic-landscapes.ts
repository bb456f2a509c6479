import type { Landscape } from "../../src/convexity/points/landscape";
import { POINT_CLASSES, type PointClass } from "../../src/convexity/points/point-class";
import type { Grid } from "../../src/slice/grid";

/** A slice whose loss is known in closed form, so that its picture can be predicted. */
export interface SyntheticSlice {
  readonly loss: (x: number, y: number) => number;
  readonly xRange?: readonly [number, number];
  readonly yRange?: readonly [number, number];
}

export const SYNTHETIC_SLICES = {
  bowl: { loss: (x, y) => x * x + 0.6 * y * y + 0.2 },
  saddle: { loss: (x, y) => x * x - y * y + 2 },
  /** Linear pieces with a concave crease along x = 0.2: the curvature is 0, and only chords show the non-convexity. */
  crease: { loss: (x, y) => 1.5 - Math.abs(x - 0.2) + 0.3 * y },
  /** A convex bowl that is infinite in one corner and has no value in a disc. */
  holes: {
    loss: (x, y) => {
      if (x > 0.5 && y > 0.5) return Number.POSITIVE_INFINITY;
      return Math.hypot(x + 0.4, y + 0.3) < 0.22 ? Number.NaN : x * x + y * y;
    },
  },
  constant: { loss: () => 0.75 },
  decades: { loss: (x, y) => 10 ** (-30 + 15 * (x + 1) + 2 * Math.sin(4 * y)) },
  negative: { loss: (x, y) => x * x + y * y - 1, xRange: [-1, 1], yRange: [-0.6, 0.6] },
  corner: { loss: (x, y) => 0.4 * (x * x + y * y) + Math.exp(40 * (x + y - 1.6)) },
  /** Similar to a trained network's slice: ravines, ridges, a steep rise. */
  network: {
    loss: (x, y) => {
      const a = Math.tanh(2.2 * x + 0.6 * y + 0.4);
      const b = Math.tanh(-1.1 * x + 2.6 * y - 0.3);
      const c = Math.tanh(1.6 * x - 1.9 * y + 0.1);
      return 0.08 + (a * b + 0.6 * c - 0.35) ** 2 + 0.35 * (x * x + y * y) + 0.2 * (b - 0.5 * a * c) ** 2;
    },
  },
  /** Pieces of planes with creases of both signs. */
  pieces: {
    loss: (x, y) => {
      const first = Math.max(0, 1.2 * x + 0.5 * y + 0.3);
      const second = Math.max(0, -0.4 * x + 1.1 * y - 0.1);
      return Math.abs(1 - first + 0.8 * second) + 0.3 * Math.abs(0.5 - first - second) + 0.1;
    },
  },
} satisfies Record<string, SyntheticSlice>;

export type SyntheticName = keyof typeof SYNTHETIC_SLICES;

function spread(count: number, [low, high]: readonly [number, number]): Float64Array {
  return Float64Array.from({ length: count }, (_, index) => low + ((high - low) * index) / (count - 1));
}

const SLACK = 1e-7;
const STRIDES = [1, 2, 4, 8, 16];
const DIRECTIONS = [
  [1, 0],
  [0, 1],
  [1, 1],
  [1, -1],
] as const;

function breaksChord(loss: Float64Array, grid: Grid, row: number, column: number): boolean {
  const read = (r: number, c: number) =>
    r < 0 || c < 0 || r >= grid.rows || c >= grid.columns ? Number.NaN : loss[r * grid.columns + c]!;
  const here = read(row, column);
  return STRIDES.some((stride) =>
    DIRECTIONS.some(([dc, dr]) => {
      const ends = read(row + dr * stride, column + dc * stride) + read(row - dr * stride, column - dc * stride);
      return ends - 2 * here < -SLACK * Math.max(1, Math.abs(here));
    }),
  );
}

/** Second derivatives by central differences of the closed form, with a step for functions of scale 1. */
function differentiate(f: SyntheticSlice["loss"], x: number, y: number): readonly [number, number, number] {
  const h = 1e-4;
  const here = f(x, y);
  const xx = (f(x + h, y) - 2 * here + f(x - h, y)) / h ** 2;
  const yy = (f(x, y + h) - 2 * here + f(x, y - h)) / h ** 2;
  const xy = (f(x + h, y + h) - f(x + h, y - h) - f(x - h, y + h) + f(x - h, y - h)) / (4 * h ** 2);
  return [xx, xy, yy];
}

function chooseClass(loss: number, curvature: number, chord: () => boolean): PointClass {
  if (!Number.isFinite(loss)) return "not-finite";
  const tolerance = 1e-6 * Math.max(1, Math.abs(loss));
  if (curvature < -tolerance) return "nonconvex-curvature";
  if (chord()) return "nonconvex-chord";
  return curvature > tolerance ? "convex" : "undecided";
}

/** @returns a landscape as the service returns it, evaluated in float64 */
export function evaluateSynthetic(slice: SyntheticSlice, columns: number, rows = columns): Landscape {
  const grid: Grid = {
    columns,
    rows,
    x: spread(columns, slice.xRange ?? [-1, 1]),
    y: spread(rows, slice.yRange ?? [-1, 1]),
  };
  const count = columns * rows;
  const make = () => new Float64Array(count);
  const [loss, xx, xy, yy, curvatureMin, curvatureMax] = [make(), make(), make(), make(), make(), make()];
  const place = (index: number) => [grid.x[index % columns]!, grid.y[Math.floor(index / columns)]!] as const;
  for (let index = 0; index < count; index++) {
    const [x, y] = place(index);
    loss[index] = slice.loss(x, y);
    const jet = differentiate(slice.loss, x, y);
    [xx[index], xy[index], yy[index]] = jet;
    const mean = (jet[0] + jet[2]) / 2;
    const radius = Math.hypot((jet[0] - jet[2]) / 2, jet[1]);
    curvatureMin[index] = mean - radius;
    curvatureMax[index] = mean + radius;
  }
  const counts: Record<PointClass, number> = {
    "nonconvex-curvature": 0,
    "nonconvex-chord": 0,
    convex: 0,
    undecided: 0,
    "not-finite": 0,
  };
  const classes = new Uint8Array(count);
  for (let index = 0; index < count; index++) {
    const row = Math.floor(index / columns);
    const chosen = chooseClass(loss[index]!, curvatureMin[index]!, () =>
      breaksChord(loss, grid, row, index - row * columns),
    );
    classes[index] = POINT_CLASSES.indexOf(chosen);
    counts[chosen] += 1 / count;
  }
  return {
    grid,
    loss,
    lossError: make(),
    xx,
    xy,
    yy,
    curvatureError: make(),
    curvatureMin,
    curvatureMax,
    classes,
    summary: counts,
    backend: { kind: "reference", renderer: "closed form", floatBits: 64 },
  };
}

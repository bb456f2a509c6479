import type { GridSpec } from "../../experiment/spec";
import { type Grid, makeGrid } from "../../slice/grid";

/** One of the grids that are shown one after another, from coarse to fine. */
export interface EvaluationStage {
  readonly grid: Grid;
  /** For each of its points, the index of the same point in the last grid; null where the two grids cannot share their points. */
  readonly shared: Uint32Array | null;
}

/** Sides of the coarse grids that are shown first. */
const COARSE_SIDES = [33, 65, 129] as const;
/** Each grid has at most this share of the points of the next, so that every picture is clearly finer than the one before. */
const LARGEST_SHARE = 0.26;
/** A side may have this many times as many points as wanted, or as few, if it then shares its points with the last grid. */
const TOLERANCE = 1.6;

/** The points of one side of a coarse grid: every stride-th of the last grid, or, where no stride fits, points of their own. */
interface Side {
  readonly count: number;
  readonly stride: number | null;
}

/**
 * The grids of an evaluation, all over the same ranges; the last is the requested one. A coarse grid consists of points of the last one, with
 * the same coordinates to the bit, wherever a number near the wanted one divides the steps of the last grid.
 */
export function planStages(spec: GridSpec): EvaluationStage[] {
  const last = makeGrid(spec);
  const stages: EvaluationStage[] = [];
  for (const side of COARSE_SIDES) {
    const [columns, rows] = [thinSide(spec.columns, side), thinSide(spec.rows, side)];
    const points = columns.count * rows.count;
    const before = stages.at(-1)?.grid;
    const isWorthwhile = points <= LARGEST_SHARE * countPoints(last);
    const isNews = !before || countPoints(before) <= LARGEST_SHARE * points;
    if (isWorthwhile && isNews) stages.push(makeStage(spec, last, columns, rows));
  }
  return [...stages, makeStage(spec, last, { count: spec.columns, stride: 1 }, { count: spec.rows, stride: 1 })];
}

function makeStage(spec: GridSpec, last: Grid, columns: Side, rows: Side): EvaluationStage {
  const { stride: across } = columns;
  const { stride: up } = rows;
  if (across === null || up === null) {
    return { grid: makeGrid({ ...spec, columns: columns.count, rows: rows.count }), shared: null };
  }
  const grid: Grid = {
    columns: columns.count,
    rows: rows.count,
    x: last.x.filter((_, i) => i % across === 0),
    y: last.y.filter((_, i) => i % up === 0),
  };
  const shared = Uint32Array.from({ length: countPoints(grid) }, (_, point) => {
    const [row, column] = [Math.floor(point / grid.columns), point % grid.columns];
    return row * up * last.columns + column * across;
  });
  return { grid, shared };
}

function countPoints({ columns, rows }: Pick<Grid, "columns" | "rows">): number {
  return columns * rows;
}

/** About `side` of `count` points. */
function thinSide(count: number, side: number): Side {
  const steps = count - 1;
  if (steps <= side - 1) return { count, stride: 1 };
  const distance = (points: number) => Math.max(points / side, side / points);
  let best: Side = { count: Math.max(2, Math.round(steps / Math.round(steps / (side - 1))) + 1), stride: null };
  for (let stride = 1; stride <= steps; stride++) {
    const points = steps / stride + 1;
    if (!Number.isInteger(points) || distance(points) > TOLERANCE) continue;
    if (best.stride === null || distance(points) < distance(best.count)) best = { count: points, stride };
  }
  return best;
}

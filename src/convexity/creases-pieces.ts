import type { Grid } from "../landscape/landscape";
import { type CreaseLine, type FirstLayerLines, pointOnLine } from "./creases-lines";
import { type CreaseProbe, jumpAcross } from "./creases-probe";

type Point = [number, number];

/** A stretch of a crease over which the jump keeps its sign. */
export interface CreasePiece {
  readonly points: readonly Point[];
  /** The mean of D⁺(v) + D⁺(−v) along the piece, v the unit normal in slice coordinates. */
  readonly jump: number;
}

/** A line that may be a crease, before the loss's slope along it is known everywhere. */
export interface CreaseCandidate {
  readonly sample: number;
  readonly layer: number;
  readonly unit: number;
  /** The largest jump at a few of its points. */
  readonly strength: number;
  /** An exact line of the first layer, or a traced polyline. */
  readonly course: CreaseLine | readonly Point[];
}

/** Halvings that place a change of sign. */
const HALVINGS = 30;
/** A vertex may be left out of a traced line where that moves it by no more than this share of a grid cell. */
const FLATNESS = 0.02;

/** The jump where a unit of the probe's network switches for a sample; NaN where it is not finite. */
export function jumpAt(
  probe: CreaseProbe,
  { sample, layer, unit }: Pick<CreaseCandidate, "sample" | "layer" | "unit">,
  [x, y]: Point,
): number {
  probe.run(sample, x, y);
  return jumpAcross(probe.readSwitch(layer, unit));
}

/**
 * Cuts an exact line where the sign of its jump changes. The jump is smooth between crossings with the sample's other first-layer lines,
 * but for kinks of deeper layers; it is looked at in the middle of each such stretch and of even steps, and a change is placed by halving.
 * A change and back within one step is not seen.
 *
 * @param least  a jump no larger than this is none
 * @param looks  into how many even steps the line is cut; crossings are added where there are no more than twice as many
 */
export function cutLine(
  probe: CreaseProbe,
  lines: FirstLayerLines,
  candidate: CreaseCandidate,
  least: number,
  looks: number,
): CreasePiece[] {
  const line = candidate.course as CreaseLine;
  const jump = (t: number) => jumpAt(probe, candidate, pointOnLine(line, t));
  const nodes = stepsAlong(line, lines.findCrossings(line), looks);
  const steps = nodes.slice(1).map((to, n) => lookBetween(jump, nodes[n]!, to));
  const runs = groupBySign(steps, least);
  const ends = runs.map((run, r) => {
    const next = runs[r + 1];
    if (!next) return line.to;
    const sign = signOf(run[0]!.jump, least);
    return placeChange((t) => signOf(jump(t), least), sign, middleOf(run.at(-1)!), middleOf(next[0]!));
  });
  return runs.flatMap((run, r) => {
    if (signOf(run[0]!.jump, least) === 0) return [];
    const [from, to] = [r > 0 ? ends[r - 1]! : line.from, ends[r]!];
    return [{ points: [pointOnLine(line, from), pointOnLine(line, to)], jump: averageJump(jump, steps, from, to) }];
  });
}

/** A stretch of an exact line and the jump in its middle. */
interface LineStep {
  readonly from: number;
  readonly to: number;
  readonly jump: number;
}

function lookBetween(jump: (t: number) => number, from: number, to: number): LineStep {
  return { from, to, jump: jump(middleOf({ from, to })) };
}

function middleOf({ from, to }: Pick<LineStep, "from" | "to">): number {
  return from + (to - from) / 2;
}

/** The mean jump between two points; a step that reaches out of them is looked at again. */
function averageJump(jump: (t: number) => number, steps: readonly LineStep[], from: number, to: number): number {
  const within = steps.filter((step) => step.to > from && step.from < to);
  return within.reduce((sum, step) => {
    const [low, high] = [Math.max(step.from, from), Math.min(step.to, to)];
    const { jump: found } = low === step.from && high === step.to ? step : lookBetween(jump, low, high);
    return sum + found * ((high - low) / (to - from));
  }, 0);
}

function groupBySign(steps: readonly LineStep[], least: number): LineStep[][] {
  const runs: LineStep[][] = [];
  for (const step of steps) {
    const run = runs.at(-1);
    if (run && signOf(run[0]!.jump, least) === signOf(step.jump, least)) run.push(step);
    else runs.push([step]);
  }
  return runs;
}

/** The ends of the steps: crossings and even steps, rising, both ends of the line included. */
function stepsAlong({ from, to }: CreaseLine, crossings: readonly number[], looks: number): number[] {
  const even = Array.from({ length: looks }, (_, step) => from + ((to - from) * step) / looks);
  const nodes = crossings.length > 2 * looks ? [...even, to] : [...even, to, ...crossings];
  return nodes.sort((a, b) => a - b).filter((t, i) => i === 0 || t > nodes[i - 1]!);
}

/** 0 where the jump is too small, or not finite, to have a sign. */
export function signOf(jump: number, least: number): number {
  return Math.abs(jump) > least ? Math.sign(jump) : 0;
}

/** Where between two points, whose signs differ, the first one's sign ends. */
function placeChange(sign: (t: number) => number, before: number, from: number, to: number): number {
  let [low, high] = [from, to];
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = low + (high - low) / 2;
    if (sign(middle) === before) low = middle;
    else high = middle;
  }
  return low + (high - low) / 2;
}

/**
 * Moves a traced line's vertices onto the zero of what switches, by one Newton step within a cell, and cuts it half-way between vertices
 * of different sign.
 *
 * @param looks  at how many of its vertices, evenly chosen, at most; the others stay where they are, with the jump of the one before
 */
export function cutPolyline(
  probe: CreaseProbe,
  grid: Grid,
  candidate: CreaseCandidate,
  least: number,
  looks: number,
): CreasePiece[] {
  const points = candidate.course as readonly Point[];
  const cell = cellSize(grid);
  const stride = Math.ceil(points.length / looks);
  const vertices: Vertex[] = [];
  for (const [i, point] of points.entries()) {
    const isLookedAt = i % stride === 0;
    vertices.push(isLookedAt ? settleVertex(probe, candidate, point, grid) : { point, jump: vertices[i - 1]!.jump });
  }
  const pieces: CreasePiece[] = [];
  let [piece, sum, count, sign]: [Point[], number, number, number] = [[], 0, 0, 0];
  const close = () => {
    if (sign !== 0 && piece.length > 1) pieces.push({ points: thinPolyline(piece, cell), jump: sum / count });
  };
  vertices.forEach(({ point, jump }, i) => {
    const now = signOf(jump, least);
    if (i > 0 && now !== sign) {
      const before = vertices[i - 1]!.point;
      const middle: Point = [(before[0] + point[0]) / 2, (before[1] + point[1]) / 2];
      piece.push(middle);
      close();
      [piece, sum, count] = [[middle], 0, 0];
    }
    sign = now;
    piece.push(point);
    sum += jump;
    count++;
  });
  close();
  return pieces;
}

function cellSize({ x, y }: Grid): Point {
  return [x[1]! - x[0]!, y[1]! - y[0]!];
}

/** A traced line's vertex and the jump there. */
interface Vertex {
  readonly point: Point;
  readonly jump: number;
}

function isInside({ x, y }: Grid, point: Point): boolean {
  return point[0] >= x[0]! && point[0] <= x.at(-1)! && point[1] >= y[0]! && point[1] <= y.at(-1)!;
}

function settleVertex(probe: CreaseProbe, candidate: CreaseCandidate, point: Point, grid: Grid): Vertex {
  const { sample, layer, unit } = candidate;
  probe.run(sample, ...point);
  const found = probe.readSwitch(layer, unit);
  const slope = found.x * found.x + found.y * found.y;
  const moved: Point = [point[0] - (found.value * found.x) / slope, point[1] - (found.value * found.y) / slope];
  const cell = cellSize(grid);
  const isNear = Math.abs(moved[0] - point[0]) <= cell[0] / 2 && Math.abs(moved[1] - point[1]) <= cell[1] / 2;
  if (!isNear || !isInside(grid, moved)) return { point, jump: jumpAcross(found) };
  probe.run(sample, ...moved);
  const settled = probe.readSwitch(layer, unit);
  const isBetter = Math.abs(settled.value) <= Math.abs(found.value);
  return isBetter ? { point: moved, jump: jumpAcross(settled) } : { point, jump: jumpAcross(found) };
}

/** Leaves out vertices as long as all that are left out lie on the line between their neighbours, to within a small share of a cell. */
function thinPolyline(points: readonly Point[], cell: Point): Point[] {
  const kept: Point[] = [points[0]!];
  let last = 0;
  for (let i = 1; i + 1 < points.length; i++) {
    const [from, to] = [points[last]!, points[i + 1]!];
    const skipped = points.slice(last + 1, i + 1);
    if (skipped.every((point) => distanceFromChord(point, from, to, cell) <= FLATNESS)) continue;
    kept.push(points[i]!);
    last = i;
  }
  kept.push(points.at(-1)!);
  return kept;
}

/** In cells. */
function distanceFromChord(point: Point, from: Point, to: Point, cell: Point): number {
  const [ax, ay] = [(point[0] - from[0]) / cell[0], (point[1] - from[1]) / cell[1]];
  const [bx, by] = [(to[0] - from[0]) / cell[0], (to[1] - from[1]) / cell[1]];
  const length = Math.hypot(bx, by);
  return length > 0 ? Math.abs(ax * by - ay * bx) / length : Math.hypot(ax, ay);
}

import type { Grid } from "../../slice/grid";
import type { TracedLine } from "./pieces";
import type { SwitchSweep } from "./straight-path";

type Point = [number, number];

/** Where a unit switches on an edge of a grid's cells, and the one or two cells beside it: row · columns + column of the lower corner. */
interface EdgeCrossing {
  readonly point: Point;
  readonly cells: readonly number[];
}

/** A part of a line through a cell, from one crossing to another. */
interface Join {
  readonly ends: readonly [number, number];
  readonly cell: number;
}

interface Box {
  readonly from: Point;
  readonly to: Point;
}

const NONE = -1;
const SEVERAL = -2;
/** Most levels at which a cell is divided into quarters where its crossings can be joined in several ways. */
const MOST_DEPTH = 4;

/** Where the units of one sample switch on the lines of a grid. */
export class GridCrossings {
  readonly #grid: Grid;
  readonly #sweep: SwitchSweep;
  readonly #sample: number;
  readonly #byUnit = new Map<number, { layer: number; unit: number; crossings: EdgeCrossing[] }>();
  /** The one unit that switches in a cell, by its key. */
  readonly #owners: Int32Array;

  constructor(grid: Grid, sweep: SwitchSweep, sample: number) {
    this.#grid = grid;
    this.#sweep = sweep;
    this.#sample = sample;
    this.#owners = new Int32Array(grid.columns * grid.rows).fill(NONE);
  }

  /** Finds the switches along one line of the grid; lines are numbered by rows, then columns. */
  addLine(line: number): void {
    const { columns, rows, x, y } = this.#grid;
    const isRow = line < rows;
    const index = isRow ? line : line - rows;
    const [along, at] = isRow ? [x, y[index]!] : [y, x[index]!];
    const [from, to] = [along[0]!, along.at(-1)!];
    const place = (where: number): Point => (isRow ? [where, at] : [at, where]);
    const beside = [index - 1, index].filter((k) => k >= 0 && k < (isRow ? rows : columns) - 1);
    this.#sweep.aim(place(from), place(to));
    for (const { layer, unit, place: share } of this.#sweep.find(this.#sample)) {
      const where = from + share * (to - from);
      const step = findStep(along, where);
      const cells = beside.map((k) => (isRow ? k * columns + step : step * columns + k));
      this.#add(layer, unit, { point: place(where), cells });
    }
  }

  #add(layer: number, unit: number, crossing: EdgeCrossing): void {
    const key = (layer << 16) | unit;
    const own = this.#byUnit.get(key);
    if (own) own.crossings.push(crossing);
    else this.#byUnit.set(key, { layer, unit, crossings: [crossing] });
    for (const cell of crossing.cells) {
      const owner = this.#owners[cell]!;
      this.#owners[cell] = owner === NONE || owner === key ? key : SEVERAL;
    }
  }

  /** Joins the crossings of the units of some layers to lines. */
  joinLines(layers: readonly number[]): { layer: number; unit: number; line: TracedLine }[] {
    return [...this.#byUnit.values()].flatMap(({ layer, unit, crossings }) =>
      layers.includes(layer) ? this.#joinUnit(layer, unit, crossings).map((line) => ({ layer, unit, line })) : [],
    );
  }

  #joinUnit(layer: number, unit: number, crossings: readonly EdgeCrossing[]): TracedLine[] {
    const { columns, x, y } = this.#grid;
    const cells = new Map<number, number[]>();
    crossings.forEach((crossing, i) => {
      for (const cell of crossing.cells) {
        const members = cells.get(cell);
        if (members) members.push(i);
        else cells.set(cell, [i]);
      }
    });
    const points = crossings.map(({ point }) => point);
    const joins: Join[] = [];
    for (const [cell, members] of cells) {
      const [row, column] = [Math.floor(cell / columns), cell % columns];
      const box: Box = { from: [x[column]!, y[row]!], to: [x[column + 1]!, y[row + 1]!] };
      const across = (from: Point, to: Point) => this.#crossWithin(layer, unit, from, to);
      for (const ends of joinBox(box, members, points, across, 0)) joins.push({ ends, cell });
    }
    return followJoins(points.length, joins).map((line) => ({
      points: line.map(({ node }) => points[node]!),
      isShared: line.map(({ cell }) => cell !== NONE && this.#owners[cell] === SEVERAL),
    }));
  }

  /** Where the unit switches on a straight line within a cell. */
  #crossWithin(layer: number, unit: number, from: Point, to: Point): Point[] {
    this.#sweep.aim(from, to);
    const own = this.#sweep.find(this.#sample).filter((found) => found.layer === layer && found.unit === unit);
    return own.map(({ place }) => [from[0] + place * (to[0] - from[0]), from[1] + place * (to[1] - from[1])]);
  }
}

/**
 * Joins the crossings on a box's border. Two crossings on different sides are joined; else the box is divided into quarters. At the deepest
 * level, neighbours around the border are joined, in the order with the shorter total length. A crossing that is left over ends its line.
 *
 * @param points  new points are appended
 */
function joinBox(
  box: Box,
  members: readonly number[],
  points: Point[],
  across: (from: Point, to: Point) => Point[],
  depth: number,
): (readonly [number, number])[] {
  if (members.length < 2) return [];
  const turns = members.map((i) => turnAround(box, points[i]!));
  const isPlain = members.length === 2 && Math.floor(turns[0]!) !== Math.floor(turns[1]!);
  if (isPlain) return [[members[0]!, members[1]!]];
  if (depth === MOST_DEPTH) return pairNeighbours(members, turns, points);
  const { from, to } = box;
  const middle: Point = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
  const add = (point: Point) => points.push(point) - 1;
  const onVertical = across([middle[0], from[1]], [middle[0], to[1]]).map(add);
  const onHorizontal = across([from[0], middle[1]], [to[0], middle[1]]).map(add);
  return [0, 1, 2, 3].flatMap((quarter) => {
    const [isRight, isUpper] = [quarter % 2 === 1, quarter > 1];
    const isBeside = (i: number, axis: 0 | 1, isAfter: boolean) => points[i]![axis] >= middle[axis] === isAfter;
    const own = [
      ...members.filter((i) => isBeside(i, 0, isRight) && isBeside(i, 1, isUpper)),
      ...onVertical.filter((i) => isBeside(i, 1, isUpper)),
      ...onHorizontal.filter((i) => isBeside(i, 0, isRight)),
    ];
    const part: Box = {
      from: [isRight ? middle[0] : from[0], isUpper ? middle[1] : from[1]],
      to: [isRight ? to[0] : middle[0], isUpper ? to[1] : middle[1]],
    };
    return joinBox(part, own, points, across, depth + 1);
  });
}

/** Position of a point on a box's border, 0 to 4, anticlockwise from the lower left; each side has length 1. */
function turnAround({ from, to }: Box, [x, y]: Point): number {
  const [u, v] = [(x - from[0]) / (to[0] - from[0]), (y - from[1]) / (to[1] - from[1])];
  const nearest = Math.min(Math.abs(v), Math.abs(1 - u), Math.abs(1 - v), Math.abs(u));
  if (nearest === Math.abs(v)) return u;
  if (nearest === Math.abs(1 - u)) return 1 + v;
  return nearest === Math.abs(1 - v) ? 3 - u : 4 - v;
}

function pairNeighbours(
  members: readonly number[],
  turns: readonly number[],
  points: readonly Point[],
): (readonly [number, number])[] {
  const around = members
    .map((i, n) => ({ i, turn: turns[n]! }))
    .sort((a, b) => a.turn - b.turn)
    .map(({ i }) => i);
  const length = ([one, other]: readonly [number, number]) => {
    const [a, b] = [points[one]!, points[other]!];
    return Math.hypot(a[0] - b[0], a[1] - b[1]);
  };
  let best: (readonly [number, number])[] = [];
  let shortest = Number.POSITIVE_INFINITY;
  for (const order of listOrders(around)) {
    const pairs = Array.from({ length: order.length >> 1 }, (_, n) => [order[2 * n]!, order[2 * n + 1]!] as const);
    const total = pairs.reduce((sum, pair) => sum + length(pair), 0);
    if (total < shortest) [best, shortest] = [pairs, total];
  }
  return best;
}

/** The orders in which neighbours around a border can be paired; of an odd number one is left out. */
function listOrders(around: readonly number[]): number[][] {
  const turned = (start: number) => [...around.slice(start), ...around.slice(0, start)];
  if (around.length % 2 === 0) return [turned(0), turned(1)];
  return around.map((_, left) => turned(left).slice(1));
}

/** A crossing of a line, and the cell that leads to it from the one before. */
interface LineNode {
  readonly node: number;
  readonly cell: number;
}

/** Follows the joins: open lines first, then closed ones. */
function followJoins(nodes: number, joins: readonly Join[]): LineNode[][] {
  const byNode: number[][] = Array.from({ length: nodes }, () => []);
  joins.forEach(({ ends }, j) => {
    for (const end of ends) byNode[end]!.push(j);
  });
  const isDone = new Uint8Array(joins.length);
  const follow = (start: number) => {
    const line: LineNode[] = [{ node: start, cell: NONE }];
    for (let node = start; ; ) {
      const next = byNode[node]!.find((j) => isDone[j] === 0);
      if (next === undefined) return line;
      isDone[next] = 1;
      const { ends, cell } = joins[next]!;
      node = ends[0] === node ? ends[1] : ends[0];
      line.push({ node, cell });
    }
  };
  const lines: LineNode[][] = [];
  byNode.forEach((own, node) => {
    if (own.length === 1 && isDone[own[0]!] === 0) lines.push(follow(node));
  });
  joins.forEach(({ ends }, j) => {
    if (isDone[j] === 0) lines.push(follow(ends[0]));
  });
  return lines;
}

/** The index of the largest of increasing places that is not above `at`. */
function findStep(places: Float64Array, at: number): number {
  let [low, high] = [0, places.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (places[middle]! <= at) low = middle;
    else high = middle;
  }
  return low;
}

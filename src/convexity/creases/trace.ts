import type { Grid } from "../../slice/grid";
import { joinBox, type Nodes, type Point } from "./join-box";
import type { TracedLine } from "./pieces";
import type { SwitchSweep } from "./straight-path";

/** Where one unit switches on the edges of a grid's cells. */
interface UnitCrossings extends Nodes {
  readonly layer: number;
  readonly unit: number;
  /** The one or two cells beside each crossing, NONE for the missing one: row · columns + column of the lower corner. */
  readonly cells: number[];
  /** The line of the grid that each crossing is on. */
  readonly lines: number[];
}

const NONE = -1;
const SEVERAL = -2;

/** Where the units of one sample switch on the lines of a grid. */
export class GridCrossings {
  readonly #grid: Grid;
  readonly #sweep: SwitchSweep;
  /** The layers whose units are traced, and for each layer its units; those of other layers are empty. */
  readonly #traced: readonly (readonly UnitCrossings[])[];
  /** The one unit that switches in a cell, by its key. */
  readonly #owners: Int32Array;
  /** For the unit that is being joined: the first and the last crossing of each cell, and the next one of the same cell. */
  readonly #firstOf: Int32Array;
  readonly #lastOf: Int32Array;
  readonly #nextOf: number[] = [];
  #sample = 0;

  /** @param layers  those whose units are traced */
  constructor(grid: Grid, sweep: SwitchSweep, layers: readonly number[], units: readonly number[]) {
    this.#grid = grid;
    this.#sweep = sweep;
    this.#traced = units.map((count, layer) =>
      Array.from({ length: layers.includes(layer) ? count : 0 }, (_, unit) => ({
        layer,
        unit,
        x: [],
        y: [],
        cells: [],
        lines: [],
      })),
    );
    const cells = grid.columns * grid.rows;
    this.#owners = new Int32Array(cells);
    this.#firstOf = new Int32Array(cells).fill(NONE);
    this.#lastOf = new Int32Array(cells);
  }

  /** Forgets the sample before. */
  begin(sample: number): void {
    this.#sample = sample;
    this.#owners.fill(NONE);
    for (const units of this.#traced) {
      for (const { x, y, cells, lines } of units) x.length = y.length = cells.length = lines.length = 0;
    }
  }

  /** Finds the switches along one line of the grid; lines are numbered by rows, then columns. */
  addLine(line: number): void {
    const { rows, x, y } = this.#grid;
    const isRow = line < rows;
    const index = isRow ? line : line - rows;
    const along = isRow ? x : y;
    const at = isRow ? y[index]! : x[index]!;
    const from = along[0]!;
    const to = along[along.length - 1]!;
    if (isRow) this.#sweep.aim(from, at, to, at);
    else this.#sweep.aim(at, from, at, to);
    const found = this.#sweep.find(this.#sample);
    let step = 0;
    for (let n = 0; n < found.count; n++) {
      const where = from + found.placeOf(n) * (to - from);
      // The switches are sorted, so the steps only rise.
      while (step < along.length - 2 && along[step + 1]! <= where) step++;
      this.#add(line, isRow, index, step, where, found.layerOf(n), found.unitOf(n));
    }
  }

  /** Adds a switch on a line of the grid, in a step along that line. */
  #add(line: number, isRow: boolean, index: number, step: number, where: number, layer: number, unit: number): void {
    const { columns, rows, x, y } = this.#grid;
    const cell = isRow ? index * columns + step : step * columns + index;
    // A line at the border of the grid has cells on one side alone.
    const before = index > 0 ? cell - (isRow ? columns : 1) : NONE;
    const after = index < (isRow ? rows : columns) - 1 ? cell : NONE;
    const key = (layer << 16) | unit;
    if (before !== NONE) this.#own(before, key);
    if (after !== NONE) this.#own(after, key);
    const crossings = this.#traced[layer]![unit];
    if (crossings === undefined) return;
    crossings.x.push(isRow ? where : x[index]!);
    crossings.y.push(isRow ? y[index]! : where);
    crossings.cells.push(before, after);
    crossings.lines.push(line);
  }

  #own(cell: number, key: number): void {
    const owner = this.#owners[cell]!;
    this.#owners[cell] = owner === NONE || owner === key ? key : SEVERAL;
  }

  /** Joins the crossings of each traced unit to lines. */
  joinLines(): { layer: number; unit: number; line: TracedLine }[] {
    const lines: { layer: number; unit: number; line: TracedLine }[] = [];
    for (const units of this.#traced) {
      for (const crossings of units) {
        if (crossings.x.length < 2) continue;
        const { layer, unit } = crossings;
        for (const line of this.#joinUnit(crossings)) lines.push({ layer, unit, line });
      }
    }
    return lines;
  }

  #joinUnit(crossings: UnitCrossings): TracedLine[] {
    const joins = new Joins();
    for (const cell of this.#listCells(crossings.cells)) this.#joinCell(crossings, cell, joins);
    return joins.follow(crossings.x.length).map((line) => this.#placeLine(crossings, line));
  }

  #placeLine(crossings: UnitCrossings, { nodes, cells }: LineNodes): TracedLine {
    const x = new Float64Array(nodes.length);
    const y = new Float64Array(nodes.length);
    const isShared = new Uint8Array(nodes.length);
    for (let n = 0; n < nodes.length; n++) {
      x[n] = crossings.x[nodes[n]!]!;
      y[n] = crossings.y[nodes[n]!]!;
      if (cells[n] !== NONE && this.#owners[cells[n]!] === SEVERAL) isShared[n] = 1;
    }
    return { x, y, isShared };
  }

  /** The cells with crossings, in the order of their first ones; chains the crossings of each. */
  #listCells(cells: readonly number[]): number[] {
    const listed: number[] = [];
    for (let i = 0; i < cells.length; i++) {
      const cell = cells[i]!;
      this.#nextOf[i] = NONE;
      if (cell === NONE) continue;
      if (this.#firstOf[cell] === NONE) {
        this.#firstOf[cell] = i;
        listed.push(cell);
      } else this.#nextOf[this.#lastOf[cell]!] = i;
      this.#lastOf[cell] = i;
    }
    return listed;
  }

  /** Joins the crossings of one cell, and forgets its chain. */
  #joinCell(crossings: UnitCrossings, cell: number, joins: Joins): void {
    const { columns, x, y } = this.#grid;
    const first = this.#firstOf[cell]!;
    const second = this.#nextOf[first]!;
    this.#firstOf[cell] = NONE;
    if (second === NONE) return;
    // Each crossing has two places in the chain, one for each cell beside it.
    const isPair = this.#nextOf[second] === NONE;
    if (isPair && crossings.lines[first >> 1] !== crossings.lines[second >> 1]) {
      joins.add(first >> 1, second >> 1, cell);
      return;
    }
    const column = cell % columns;
    const row = (cell - column) / columns;
    const box = { from: [x[column]!, y[row]!], to: [x[column + 1]!, y[row + 1]!] } as const;
    const members: number[] = [];
    for (let i = first; i !== NONE; i = this.#nextOf[i]!) members.push(i >> 1);
    const { layer, unit } = crossings;
    const pairs = joinBox(box, members, crossings, (from, to) => this.#crossWithin(layer, unit, from, to), 0);
    for (const [one, other] of pairs) joins.add(one, other, cell);
  }

  /** Where the unit switches on a straight line within a cell. */
  #crossWithin(layer: number, unit: number, from: Point, to: Point): Point[] {
    this.#sweep.aim(from[0], from[1], to[0], to[1]);
    const found = this.#sweep.find(this.#sample);
    const points: Point[] = [];
    for (let n = 0; n < found.count; n++) {
      if (found.layerOf(n) !== layer || found.unitOf(n) !== unit) continue;
      const place = found.placeOf(n);
      points.push([from[0] + place * (to[0] - from[0]), from[1] + place * (to[1] - from[1])]);
    }
    return points;
  }
}

/** Pairs of crossings, each joined through a cell. A crossing is joined at most twice, because it has two sides. */
class Joins {
  readonly #ends: number[] = [];
  readonly #cells: number[] = [];

  add(one: number, other: number, cell: number): void {
    this.#ends.push(one, other);
    this.#cells.push(cell);
  }

  /**
   * Follows the joins from crossing to crossing: open lines first, then closed ones.
   * @param count  the number of crossings
   */
  follow(count: number): LineNodes[] {
    const joinsOf = new Int32Array(2 * count).fill(NONE);
    for (let i = 0; i < this.#ends.length; i++) {
      const at = 2 * this.#ends[i]!;
      joinsOf[joinsOf[at] === NONE ? at : at + 1] = i >> 1;
    }
    const isDone = new Uint8Array(this.#cells.length);
    const lines: LineNodes[] = [];
    for (let node = 0; node < count; node++) {
      const own = joinsOf[2 * node]!;
      const isEnd = own !== NONE && joinsOf[2 * node + 1] === NONE;
      if (isEnd && isDone[own] === 0) lines.push(this.#followFrom(node, joinsOf, isDone));
    }
    for (let join = 0; join < isDone.length; join++) {
      if (isDone[join] === 0) lines.push(this.#followFrom(this.#ends[2 * join]!, joinsOf, isDone));
    }
    return lines;
  }

  #followFrom(start: number, joinsOf: Int32Array, isDone: Uint8Array): LineNodes {
    const line: LineNodes = { nodes: [start], cells: [NONE] };
    for (let node = start; ; ) {
      const one = joinsOf[2 * node]!;
      const other = joinsOf[2 * node + 1]!;
      const next = one !== NONE && isDone[one] === 0 ? one : other;
      if (next === NONE || isDone[next] === 1) return line;
      isDone[next] = 1;
      node = this.#ends[2 * next] === node ? this.#ends[2 * next + 1]! : this.#ends[2 * next]!;
      line.nodes.push(node);
      line.cells.push(this.#cells[next]!);
    }
  }
}

/** The crossings of a line, and the cell that leads to each from the one before. */
interface LineNodes {
  readonly nodes: number[];
  readonly cells: number[];
}

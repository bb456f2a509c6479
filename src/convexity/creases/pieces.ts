import { hypotenuse } from "../../numeric/hypotenuse";
import type { Grid } from "../../slice/grid";
import type { CreaseLine } from "./first-layer-lines";
import { findDips } from "./line-dips";
import { LinePlaces } from "./line-places";
import type { CreaseProbe } from "./probe";
import type { SwitchSweep } from "./straight-path";

type Point = [number, number];

/** A part of a crease on which the jump has one sign. */
export interface CreasePiece {
  readonly points: readonly Point[];
  /** The mean of D⁺(v) + D⁺(−v) along the piece, v the unit normal in slice coordinates. */
  readonly jump: number;
}

/** A line that may be a crease, before the jump along it is known everywhere. */
export interface CreaseCandidate {
  readonly sample: number;
  readonly layer: number;
  readonly unit: number;
  /** The largest |jump| at a few of its points. */
  readonly strength: number;
  /** An exact line of the first layer, or a traced polyline. */
  readonly course: CreaseLine | TracedLine;
}

/** A polyline whose points are on the edges of a grid's cells, [points] each. */
export interface TracedLine {
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** For each point: 1 where another unit of the sample switches in the cell between the previous point and this one. */
  readonly isShared: Uint8Array;
}

/** Number of bisections that locate a sign change: to 2⁻³⁰ of a cell or of an exact line. */
const HALVINGS = 30;
const FINEST = 2 ** -HALVINGS;
/** How far the secant is bent towards the middle, as a share of the whole stretch. */
const ITP_BEND = 0.2;
/** Least number of places in each stretch of an exact line without other switches, on the whole line, and in each run of one sign. */
const LEAST_PLACES = { stretch: 4, line: 12, run: 8 } as const;
/** Distance from its ends, as a share of its length, of the outermost places of a stretch. */
const NEAR = 2 ** -32;
/** If a polyline turns by more than this, in radians and measured in grid cells, the stretches beside the vertex are examined more closely. */
const SHARP = 0.2;
/** Most subdivisions of a part of a traced line between two vertices where it is not straight. */
const MOST_DEPTH = 3;
/** Where nothing else switches along a line, the jump is computed at one vertex in this many. */
const STRIDE = 4;
/** A vertex may be removed from a traced line if this moves the line by at most this share of a grid cell. */
const FLATNESS = 0.02;
/** Newton steps onto a traced line. Near the line the second step is exact up to rounding, unless the line bends in between. */
const NEWTON_STEPS = 3;
/** Largest distance of a settled point from its line, relative to its distance from the starting point. */
const SETTLED = 2 ** -20;

/**
 * Cuts lines where the sign of the jump changes. Between the switches of the sample's other units the jump is smooth; it is computed on both
 * sides of each and at places between, and a sign change is located by bisection. Its arrays are used for one line after another.
 */
export class CreaseCutter {
  readonly #probe: CreaseProbe;
  readonly #sweep: SwitchSweep;
  readonly #cellX: number;
  readonly #cellY: number;
  readonly #places = new LinePlaces();
  #run = new LinePlaces();
  #closer = new LinePlaces();
  #sample = 0;
  #layer = 0;
  #unit = 0;
  /** Whether the line is a polyline, whose points must be settled onto the true line. */
  #isTraced = false;
  /** Jumps up to this magnitude count as 0, and places closer than `#finest` as one. */
  #least = 0;
  #finest = 0;
  /** The place that was computed last. */
  #x = 0;
  #y = 0;
  #jump = 0;

  constructor(probe: CreaseProbe, sweep: SwitchSweep, { x, y }: Grid) {
    this.#probe = probe;
    this.#sweep = sweep;
    this.#cellX = x[2]! - x[1]!;
    this.#cellY = y[2]! - y[1]!;
  }

  /** @param least  jumps up to this magnitude count as 0 */
  cut(candidate: CreaseCandidate, least: number): CreasePiece[] {
    const { sample, layer, unit, course } = candidate;
    [this.#sample, this.#layer, this.#unit, this.#least] = [sample, layer, unit, least];
    this.#places.clear();
    return "from" in course ? this.#cutLine(course) : this.#cutTrace(course);
  }

  #jumpAt(x: number, y: number): number {
    return this.#probe.findJump(this.#sample, x, y, this.#layer, this.#unit);
  }

  /** The places of a straight path at which other units of the same sample switch, between 0 and 1. */
  #findNodes(fromX: number, fromY: number, toX: number, toY: number): number[] {
    this.#sweep.aim(fromX, fromY, toX, toY);
    const found = this.#sweep.find(this.#sample);
    const nodes = [0];
    for (let n = 0; n < found.count; n++) {
      if (found.layerOf(n) !== this.#layer || found.unitOf(n) !== this.#unit) nodes.push(found.placeOf(n));
    }
    nodes.push(1);
    return nodes;
  }

  #cutLine(line: CreaseLine): CreasePiece[] {
    const start = pointAt(line, 0);
    const end = pointAt(line, 1);
    const nodes = this.#findNodes(start[0], start[1], end[0], end[1]);
    for (let n = 1; n < nodes.length; n++) {
      if (nodes[n]! > nodes[n - 1]!) this.#sampleStretch(start, end, nodes[n - 1]!, nodes[n]!);
    }
    this.#isTraced = false;
    this.#finest = FINEST * hypotenuse(end[0] - start[0], end[1] - start[1]);
    const pieces: CreasePiece[] = [];
    this.#groupBySign(({ x, y, count }, jump, isFirst, isLast) => {
      const from: Point = isFirst ? start : [x[0]!, y[0]!];
      const to: Point = isLast ? end : [x[count - 1]!, y[count - 1]!];
      pieces.push({ points: [from, to], jump });
    });
    return pieces;
  }

  /** The jumps at a few places of a stretch of an exact line on which nothing else switches. */
  #sampleStretch(start: Point, end: Point, low: number, high: number): void {
    const count = Math.max(LEAST_PLACES.stretch, Math.ceil(LEAST_PLACES.line * (high - low))) + 1;
    const alongX = end[0] - start[0];
    const alongY = end[1] - start[1];
    const shares = new Float64Array(count);
    const jumps = new Float64Array(count);
    for (let n = 0; n < count; n++) {
      const share = low + Math.min(1 - NEAR, Math.max(NEAR, n / (count - 1))) * (high - low);
      shares[n] = share;
      jumps[n] = this.#jumpAt(start[0] + share * alongX, start[1] + share * alongY);
    }
    const dips = findDips(
      (share) => this.#jumpAt(start[0] + share * alongX, start[1] + share * alongY),
      shares,
      jumps,
      count,
    ).sort((a, b) => a.place - b.place);
    let dip = 0;
    for (let n = 0; n < count; n++) {
      for (; dip < dips.length && dips[dip]!.place < shares[n]!; dip++) {
        const { place, value } = dips[dip]!;
        this.#places.add(start[0] + place * alongX, start[1] + place * alongY, value);
      }
      this.#places.add(start[0] + shares[n]! * alongX, start[1] + shares[n]! * alongY, jumps[n]!);
    }
  }

  #cutTrace({ x, y, isShared }: TracedLine): CreasePiece[] {
    this.#isTraced = true;
    this.#finest = FINEST * hypotenuse(this.#cellX, this.#cellY);
    let first = 0;
    let isTurning = false;
    for (let n = 1; n <= x.length; n++) {
      const turned = isTurning;
      isTurning = n < x.length && this.#turns(x, y, n);
      // Between these two vertices the jump or the line's direction may leap.
      const isClose = n === x.length || isShared[n] === 1 || turned || isTurning;
      if (!isClose) continue;
      this.#sampleVertices(x, y, first, n - 1);
      if (n < x.length) this.#bendBetween(x[n - 1]!, y[n - 1]!, x[n]!, y[n]!, 0);
      first = n;
    }
    const pieces: CreasePiece[] = [];
    this.#groupBySign((run, jump) => pieces.push({ points: this.#thin(run), jump }));
    return pieces;
  }

  /** Whether a polyline turns sharply at a vertex, so that a smooth line may be away from the straight segments beside it. */
  #turns(x: Float64Array, y: Float64Array, n: number): boolean {
    if (n < 1 || n + 1 >= x.length) return false;
    const ax = (x[n]! - x[n - 1]!) / this.#cellX;
    const ay = (y[n]! - y[n - 1]!) / this.#cellY;
    const bx = (x[n + 1]! - x[n]!) / this.#cellX;
    const by = (y[n + 1]! - y[n]!) / this.#cellY;
    return Math.abs(Math.atan2(ax * by - ay * bx, ax * bx + ay * by)) > SHARP;
  }

  /**
   * Adds the vertices from `first` to `last`. The jump is computed at every fourth, and at those between where its sign changes or where its
   * curvature could hide two sign changes; the others are interpolated.
   */
  #sampleVertices(x: Float64Array, y: Float64Array, first: number, last: number): void {
    const steps = Math.ceil((last - first) / STRIDE);
    const found = new Float64Array(steps + 1);
    for (let n = 0; n <= steps; n++) {
      const at = Math.min(last, first + n * STRIDE);
      found[n] = this.#jumpAt(x[at]!, y[at]!);
    }
    this.#places.add(x[first]!, y[first]!, found[0]!);
    for (let n = 1; n <= steps; n++) {
      const a = found[n - 1]!;
      const b = found[n]!;
      const bend = Math.max(bendAt(found, n - 1), bendAt(found, n));
      const mayHide = Math.min(Math.abs(a), Math.abs(b)) <= bend / 4;
      const isPlain = this.#signOf(a) === this.#signOf(b) && !mayHide;
      const from = first + (n - 1) * STRIDE;
      const to = Math.min(last, first + n * STRIDE);
      for (let i = from + 1; i < to; i++) {
        const jump = isPlain ? a + ((i - from) / (to - from)) * (b - a) : this.#jumpAt(x[i]!, y[i]!);
        this.#places.add(x[i]!, y[i]!, jump);
      }
      this.#places.add(x[to]!, y[to]!, b);
    }
  }

  /**
   * Adds places of a traced line strictly between two of its points: where the straight line between them crosses another unit's switch, at
   * which the traced line may bend, and beside the middle of each stretch between such places. Where the traced line leaves the straight
   * line, the parts are examined in the same way.
   */
  #bendBetween(fromX: number, fromY: number, toX: number, toY: number, depth: number): void {
    const nodes = this.#findNodes(fromX, fromY, toX, toY);
    const points = new Float64Array(4 * nodes.length - 6);
    let isFar = false;
    for (let n = 1, at = 0; at < points.length; n++, at += 2) {
      // The middles of the stretches, and the nodes between these.
      const half = n >> 1;
      const share = n % 2 === 1 ? (nodes[half]! + nodes[half + 1]!) / 2 : nodes[half]!;
      this.#settleBetween(fromX, fromY, toX, toY, share);
      points[at] = this.#x;
      points[at + 1] = this.#y;
      if (this.#distanceFromChord(this.#x, this.#y, fromX, fromY, toX, toY) > FLATNESS) isFar = true;
    }
    const isSplit = isFar && depth < MOST_DEPTH;
    if (isSplit) this.#bendBetween(fromX, fromY, points[0]!, points[1]!, depth + 1);
    for (let at = 0; at < points.length; at += 2) {
      const x = points[at]!;
      const y = points[at + 1]!;
      this.#places.add(x, y, this.#jumpAt(x, y));
      if (isSplit) this.#bendBetween(x, y, points[at + 2] ?? toX, points[at + 3] ?? toY, depth + 1);
    }
  }

  /** 0 where the jump is too small, or not finite, to have a sign. */
  #signOf(jump: number): number {
    return Math.abs(jump) > this.#least ? Math.sign(jump) : 0;
  }

  /** Reports the runs of places whose jumps have one sign and are not 0. */
  #groupBySign(report: (run: LinePlaces, jump: number, isFirst: boolean, isLast: boolean) => void): void {
    const { x, y, jump, count } = this.#places;
    const run = this.#run;
    run.clear();
    let first = 0;
    for (let n = 1; n <= count; n++) {
      const sign = this.#signOf(jump[first]!);
      const isLast = n === count;
      if (!isLast && this.#signOf(jump[n]!) === sign) continue;
      for (let i = first; i < n; i++) this.#run.add(x[i]!, y[i]!, jump[i]!);
      const change = isLast ? null : this.#placeChange(n - 1, n, sign);
      if (change) this.#run.add(change.lowX, change.lowY, change.lowJump);
      if (sign !== 0) {
        this.#refineRun();
        if (!this.#run.isPoint()) report(this.#run, this.#run.averageJump(), first === 0, isLast);
      }
      this.#run.clear();
      if (change) this.#run.add(change.highX, change.highY, change.highJump);
      first = n;
    }
  }

  /** Adds the middles to a run with few places, because its mean would be inaccurate. */
  #refineRun(): void {
    while (this.#run.count >= 2 && this.#run.count < LEAST_PLACES.run) {
      const { x, y, jump, count } = this.#run;
      const closer = this.#closer;
      closer.clear();
      closer.add(x[0]!, y[0]!, jump[0]!);
      for (let n = 1; n < count; n++) {
        this.#findBetween(x[n - 1]!, y[n - 1]!, x[n]!, y[n]!, 0.5);
        closer.add(this.#x, this.#y, this.#jump);
        closer.add(x[n]!, y[n]!, jump[n]!);
      }
      [this.#run, this.#closer] = [closer, this.#run];
    }
  }

  /** Finds the place of the line that divides the stretch between two others, and the jump there. */
  #findBetween(fromX: number, fromY: number, toX: number, toY: number, share: number): void {
    if (this.#isTraced) this.#settleBetween(fromX, fromY, toX, toY, share);
    else {
      this.#x = fromX + share * (toX - fromX);
      this.#y = fromY + share * (toY - fromY);
    }
    this.#jump = this.#jumpAt(this.#x, this.#y);
  }

  /**
   * Locates where the sign of the first of two places ends, as two places close to each other. The secant is bent towards the middle, so that
   * a smooth jump takes few steps, and one that leaps at another unit's switch hardly more than bisection.
   *
   * @see Oliveira & Takahashi 2020, "An Enhancement of the Bisection Method Average Performance Preserving Minmax Optimality", ITP method
   */
  #placeChange(one: number, other: number, sign: number): SignChange {
    const { x, y, jump } = this.#places;
    let lowX = x[one]!;
    let lowY = y[one]!;
    let lowJump = jump[one]!;
    let highX = x[other]!;
    let highY = y[other]!;
    let highJump = jump[other]!;
    const whole = hypotenuse(highX - lowX, highY - lowY);
    const margin = sign === 0 ? 0 : this.#least;
    for (let step = 0; step <= HALVINGS; step++) {
      const width = hypotenuse(highX - lowX, highY - lowY);
      if (width <= this.#finest) break;
      const aboveLow = sign * lowJump - margin;
      const secant = aboveLow / (aboveLow - (sign * highJump - margin));
      const aim = secant > 0 && secant < 1 ? secant : 0.5;
      const bend = (ITP_BEND * width) / whole;
      const bent = Math.abs(0.5 - aim) <= bend ? 0.5 : aim + Math.sign(0.5 - aim) * bend;
      // After this step, bisection can still come as close as it would have from the beginning.
      const reach = Math.max(0, (this.#finest * 2 ** (HALVINGS - step)) / width - 0.5);
      const share = Math.min(0.5 + reach, Math.max(0.5 - reach, bent));
      this.#findBetween(lowX, lowY, highX, highY, share);
      if (this.#signOf(this.#jump) === sign) {
        lowX = this.#x;
        lowY = this.#y;
        lowJump = this.#jump;
      } else {
        highX = this.#x;
        highY = this.#y;
        highJump = this.#jump;
      }
    }
    return { lowX, lowY, lowJump, highX, highY, highJump };
  }

  /**
   * Finds the point of a traced line beside a place between two of its points: by Newton steps, or by bisection across the line if these
   * fail.
   */
  #settleBetween(fromX: number, fromY: number, toX: number, toY: number, share: number): void {
    const alongX = toX - fromX;
    const alongY = toY - fromY;
    const startX = fromX + share * alongX;
    const startY = fromY + share * alongY;
    this.#x = startX;
    this.#y = startY;
    const length = hypotenuse(alongX, alongY);
    if (length === 0) return;
    const probe = this.#probe;
    for (let step = 0; step < NEWTON_STEPS; step++) {
      probe.findSwitch(this.#sample, this.#x, this.#y, this.#layer, this.#unit);
      const { value, slopeX, slopeY } = probe;
      const slope = slopeX * slopeX + slopeY * slopeY;
      const moveX = (value * slopeX) / slope;
      const moveY = (value * slopeY) / slope;
      if (!(hypotenuse(this.#x - moveX - startX, this.#y - moveY - startY) <= length / 2)) break;
      this.#x -= moveX;
      this.#y -= moveY;
      if (hypotenuse(moveX, moveY) <= SETTLED * length) return;
    }
    this.#bisectAcross(startX, startY, -alongY / 2, alongX / 2);
  }

  /** Locates a sign change on the line from start − across to start + across; where there is none, the place is the start. */
  #bisectAcross(startX: number, startY: number, acrossX: number, acrossY: number): void {
    this.#x = startX;
    this.#y = startY;
    const isUpFirst = this.#isUp(startX - acrossX, startY - acrossY);
    if (this.#isUp(startX + acrossX, startY + acrossY) === isUpFirst) return;
    let low = -1;
    let high = 1;
    for (let halving = 0; halving < HALVINGS; halving++) {
      const middle = (low + high) / 2;
      if (this.#isUp(startX + middle * acrossX, startY + middle * acrossY) === isUpFirst) low = middle;
      else high = middle;
    }
    this.#x += ((low + high) / 2) * acrossX;
    this.#y += ((low + high) / 2) * acrossY;
  }

  #isUp(x: number, y: number): boolean {
    this.#probe.findSwitch(this.#sample, x, y, this.#layer, this.#unit);
    return this.#probe.value > 0;
  }

  /** The points of a run without those that are on the line between their neighbours, within FLATNESS of a cell. */
  #thin({ x, y, count }: LinePlaces): Point[] {
    const kept: Point[] = [[x[0]!, y[0]!]];
    let last = 0;
    for (let n = 1; n + 1 < count; n++) {
      if (this.#isFlat(x, y, last, n + 1)) continue;
      kept.push([x[n]!, y[n]!]);
      last = n;
    }
    kept.push([x[count - 1]!, y[count - 1]!]);
    return kept;
  }

  /** Whether all points between two are on the line through these, within FLATNESS of a cell. */
  #isFlat(x: Float64Array, y: Float64Array, from: number, to: number): boolean {
    const bx = (x[to]! - x[from]!) / this.#cellX;
    const by = (y[to]! - y[from]!) / this.#cellY;
    const length = hypotenuse(bx, by);
    for (let n = from + 1; n < to; n++) {
      const ax = (x[n]! - x[from]!) / this.#cellX;
      const ay = (y[n]! - y[from]!) / this.#cellY;
      const distance = length > 0 ? Math.abs(ax * by - ay * bx) / length : hypotenuse(ax, ay);
      if (!(distance <= FLATNESS)) return false;
    }
    return true;
  }

  /** The distance of a point from a chord, in grid cells. */
  #distanceFromChord(x: number, y: number, fromX: number, fromY: number, toX: number, toY: number): number {
    const ax = (x - fromX) / this.#cellX;
    const ay = (y - fromY) / this.#cellY;
    const bx = (toX - fromX) / this.#cellX;
    const by = (toY - fromY) / this.#cellY;
    const length = hypotenuse(bx, by);
    return length > 0 ? Math.abs(ax * by - ay * bx) / length : hypotenuse(ax, ay);
  }
}

/** Two places beside a sign change: the last with the sign before, and the first with another. */
interface SignChange {
  readonly lowX: number;
  readonly lowY: number;
  readonly lowJump: number;
  readonly highX: number;
  readonly highY: number;
  readonly highJump: number;
}

/** The second difference of a list at an entry; beyond its ends the list goes on with its last value. */
function bendAt(values: Float64Array, n: number): number {
  const at = values[n]!;
  return Math.abs((values[n - 1] ?? at) - 2 * at + (values[n + 1] ?? at));
}

/** The point of an exact line at a share of its length. */
function pointAt({ point, direction, from, to }: CreaseLine, share: number): Point {
  const t = from + share * (to - from);
  return [point[0] + t * direction[0], point[1] + t * direction[1]];
}

import type { Grid } from "../../slice/grid";
import { type CreaseLine, pointOnLine } from "./first-layer-lines";
import { type CreaseProbe, jumpAcross } from "./probe";
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

/** A polyline whose points are on the edges of a grid's cells. */
export interface TracedLine {
  readonly points: readonly Point[];
  /** For each point: whether another unit of the sample switches in the cell between the previous point and this one. */
  readonly isShared: readonly boolean[];
}

/** A point of a line where a unit switches, and the jump there. */
interface LinePlace {
  readonly point: Point;
  readonly jump: number;
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
/** Number of refinements of a place at which a smooth jump may approach 0 without a sign change at the places already computed. */
const DIP_STEPS = 4;
/** Where nothing else switches along a line, the jump is computed at one vertex in this many. */
const STRIDE = 4;
/** A vertex may be removed from a traced line if this moves the line by at most this share of a grid cell. */
const FLATNESS = 0.02;
/** Newton steps onto a traced line. Near the line the second step is exact up to rounding, unless the line bends in between. */
const NEWTON_STEPS = 3;
/** Largest distance of a settled point from its line, relative to its distance from the starting point. */
const SETTLED = 2 ** -20;

/** The jump where a unit of the probe's network switches for a sample; NaN where it is not finite. */
export function jumpAt(
  probe: CreaseProbe,
  { sample, layer, unit }: Pick<CreaseCandidate, "sample" | "layer" | "unit">,
  [x, y]: Point,
): number {
  probe.run(sample, x, y, { layer, unit });
  return jumpAcross(probe.readSwitch(layer, unit));
}

/** 0 where the jump is too small, or not finite, to have a sign. */
function signOf(jump: number, least: number): number {
  return Math.abs(jump) > least ? Math.sign(jump) : 0;
}

/** The places of a straight path at which other units of the same sample switch. */
function findOtherSwitches(
  sweep: SwitchSweep,
  { sample, layer, unit }: CreaseCandidate,
  from: Point,
  to: Point,
): number[] {
  sweep.aim(from, to);
  const others = sweep.find(sample).filter((found) => found.layer !== layer || found.unit !== unit);
  return others.map(({ place }) => place);
}

/**
 * Cuts an exact line where the sign of its jump changes. Between the switches of the sample's other units the jump is smooth; it is computed
 * at a few places in each such stretch, and sign changes are located by bisection.
 *
 * @param least  jumps up to this magnitude count as 0
 */
export function cutLine(
  probe: CreaseProbe,
  sweep: SwitchSweep,
  candidate: CreaseCandidate,
  least: number,
): CreasePiece[] {
  const line = candidate.course as CreaseLine;
  const { from, to } = line;
  const [start, end] = [pointOnLine(line, from), pointOnLine(line, to)];
  const nodes = [0, ...findOtherSwitches(sweep, candidate, start, end), 1];
  const places: LinePlace[] = [];
  const at = (share: number) => pointOnLine(line, from + share * (to - from));
  for (let n = 1; n < nodes.length; n++) {
    const [low, high] = [nodes[n - 1]!, nodes[n]!];
    if (!(high > low)) continue;
    const count = Math.max(LEAST_PLACES.stretch, Math.ceil(LEAST_PLACES.line * (high - low)));
    const shares = Array.from({ length: count + 1 }, (_, i) => Math.min(1 - NEAR, Math.max(NEAR, i / count)));
    const jump = (share: number) => jumpAt(probe, candidate, at(share));
    const inside = shares.map((share) => low + share * (high - low));
    for (const found of sampleDips(jump, inside)) places.push({ point: at(found.place), jump: found.jump });
  }
  const divide = (one: Point, other: Point, share: number): Point => [
    one[0] + share * (other[0] - one[0]),
    one[1] + share * (other[1] - one[1]),
  ];
  const between = findBetween(divide, (point) => jumpAt(probe, candidate, point));
  const finest = FINEST * Math.hypot(end[0] - start[0], end[1] - start[1]);
  const pieces = groupBySign(places, least, between, finest);
  return pieces.map(({ points, jump, isFirst, isLast }) => {
    return { points: [isFirst ? start : points[0]!, isLast ? end : points.at(-1)!], jump };
  });
}

/**
 * The values of a smooth function at increasing places, and also at places between them where it may approach 0 and return: where the
 * parabola through three places has its least |value|, refined a few times.
 */
function sampleDips(value: (place: number) => number, places: readonly number[]): Sampled[] {
  const samples = places.map((place) => ({ place, jump: value(place) }));
  const dips = samples.slice(2).flatMap((c, n) => {
    let [a, b, end]: [Sampled, Sampled, Sampled] = [samples[n]!, samples[n + 1]!, c];
    const found: Sampled[] = [];
    for (let step = 0; step < DIP_STEPS; step++) {
      const place = findDip(a, b, end);
      if (place === null) break;
      const dip = { place, jump: value(place) };
      found.push(dip);
      [a, b, end] = place < b.place ? [a, dip, b] : [b, dip, end];
    }
    return found;
  });
  return [...samples, ...dips].sort((a, b) => a.place - b.place);
}

interface Sampled {
  readonly place: number;
  readonly jump: number;
}

/** The place where the parabola through three values of one sign has its least |value|, if it is between them and this value is below half the least of the three. */
function findDip(...[a, b, c]: [Sampled, Sampled, Sampled]): number | null {
  if (Math.sign(a.jump) !== Math.sign(b.jump) || Math.sign(b.jump) !== Math.sign(c.jump)) return null;
  const [left, right] = [(b.jump - a.jump) / (b.place - a.place), (c.jump - b.jump) / (c.place - b.place)];
  const bend = (right - left) / (c.place - a.place);
  if (!(Math.sign(b.jump) * bend > 0)) return null;
  const place = (a.place + b.place) / 2 - left / (2 * bend);
  if (!(place > a.place && place < c.place) || place === b.place) return null;
  const least = b.jump + (left + bend * (place - a.place)) * (place - b.place);
  const smallest = Math.min(Math.abs(a.jump), Math.abs(b.jump), Math.abs(c.jump));
  return Math.sign(b.jump) * least < smallest / 2 ? place : null;
}

/**
 * Cuts a traced line where the sign of its jump changes. Its vertices are on the line; where another unit of the sample switches between two
 * of them, the jump is computed on both sides, and a sign change is located by bisection.
 */
export function cutTrace(
  probe: CreaseProbe,
  sweep: SwitchSweep,
  grid: Grid,
  candidate: CreaseCandidate,
  least: number,
): CreasePiece[] {
  const { points, isShared } = candidate.course as TracedLine;
  const places: LinePlace[] = [];
  const look = (point: Point) => places.push({ point, jump: jumpAt(probe, candidate, point) });
  const cell = cellSize(grid);
  const isTurning = points.map((_, i) => turns(points, i, cell));
  const isClose = isShared.map((shared, i) => shared || isTurning[i - 1] === true || isTurning[i]!);
  for (const [first, last] of listSmoothRuns(isClose)) {
    if (first > 0) {
      for (const point of bendBetween(probe, sweep, cell, candidate, points[first - 1]!, points[first]!)) look(point);
    }
    const jump = (i: number) => jumpAt(probe, candidate, points[i]!);
    places.push(
      ...sampleJumps(jump, first, last, least).map((found, k) => ({ point: points[first + k]!, jump: found })),
    );
  }
  const settle = (one: Point, other: Point, share: number) => settleBetween(probe, candidate, one, other, share);
  const between = findBetween(settle, (point) => jumpAt(probe, candidate, point));
  const pieces = groupBySign(places, least, between, FINEST * Math.hypot(...cell));
  return pieces.map(({ points: found, jump }) => ({ points: thinPolyline(found, cell), jump }));
}

/**
 * Points of a traced line strictly between two of its points: where the straight line between them crosses another unit's switch, at which
 * the traced line may bend, and beside the middle of each stretch between such places. Where the traced line leaves the straight line, the
 * parts are examined in the same way.
 */
function bendBetween(
  probe: CreaseProbe,
  sweep: SwitchSweep,
  cell: Point,
  candidate: CreaseCandidate,
  from: Point,
  to: Point,
  depth = 0,
): Point[] {
  const switches = findOtherSwitches(sweep, candidate, from, to);
  const nodes = [0, ...switches, 1];
  const shares = nodes.flatMap((node, n) => (n > 0 ? [(nodes[n - 1]! + node) / 2, node] : [])).slice(0, -1);
  const points = shares.map((share) => settleBetween(probe, candidate, from, to, share));
  const isFar = points.some((point) => distanceFromChord(point, from, to, cell) > FLATNESS);
  if (!isFar || depth === MOST_DEPTH) return points;
  const ends = [...points, to];
  return ends.flatMap((end, n) => {
    const start = n > 0 ? ends[n - 1]! : from;
    const inner = bendBetween(probe, sweep, cell, candidate, start, end, depth + 1);
    return n < points.length ? [...inner, end] : inner;
  });
}

/** Runs of consecutive vertices; a run ends before a vertex that must be examined more closely from the previous one. */
function listSmoothRuns(isClose: readonly boolean[]): (readonly [number, number])[] {
  const starts = isClose.flatMap((close, i) => (i === 0 || close ? [i] : []));
  return starts.map((start, n) => [start, (starts[n + 1] ?? isClose.length) - 1] as const);
}

/** Whether a polyline turns sharply at a vertex, so that a smooth line may be away from the straight segments beside it. */
function turns(points: readonly Point[], i: number, cell: Point): boolean {
  const [before, at, after] = [points[i - 1], points[i]!, points[i + 1]];
  if (!before || !after) return false;
  const [ax, ay] = [(at[0] - before[0]) / cell[0], (at[1] - before[1]) / cell[1]];
  const [bx, by] = [(after[0] - at[0]) / cell[0], (after[1] - at[1]) / cell[1]];
  return Math.abs(Math.atan2(ax * by - ay * bx, ax * bx + ay * by)) > SHARP;
}

/**
 * The jumps at the vertices from `first` to `last`. They are computed at every fourth vertex, and at those between where the sign changes or
 * where the curvature could hide two sign changes; the others are interpolated.
 */
function sampleJumps(jump: (i: number) => number, first: number, last: number, least: number): number[] {
  const count: number[] = [];
  for (let i = first; i < last; i += STRIDE) count.push(i);
  count.push(last);
  const found = count.map(jump);
  const jumps: number[] = [found[0]!];
  for (let n = 1; n < count.length; n++) {
    const [a, b] = [found[n - 1]!, found[n]!];
    const bend = (k: number) => Math.abs((found[k - 1] ?? found[k]!) - 2 * found[k]! + (found[k + 1] ?? found[k]!));
    const mayHide = Math.min(Math.abs(a), Math.abs(b)) <= Math.max(bend(n - 1), bend(n)) / 4;
    const isPlain = signOf(a, least) === signOf(b, least) && !mayHide;
    const steps = count[n]! - count[n - 1]!;
    for (let k = 1; k < steps; k++) jumps.push(isPlain ? a + (k / steps) * (b - a) : jump(count[n - 1]! + k));
    jumps.push(b);
  }
  return jumps;
}

interface SignRun {
  readonly points: readonly Point[];
  readonly jump: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

/** Finds the place of the line that divides the stretch between two others. */
type FindBetween = (one: LinePlace, other: LinePlace, share: number) => LinePlace;

function findBetween(
  between: (one: Point, other: Point, share: number) => Point,
  jump: (point: Point) => number,
): FindBetween {
  return (one, other, share) => {
    const point = between(one.point, other.point, share);
    return { point, jump: jump(point) };
  };
}

/**
 * The runs of places whose jumps have one sign and are not 0.
 * @param finest  two places closer than this count as one
 */
function groupBySign(places: readonly LinePlace[], least: number, between: FindBetween, finest: number): SignRun[] {
  const runs: SignRun[] = [];
  let first = 0;
  let start: LinePlace | null = null;
  for (let i = 1; i <= places.length; i++) {
    const sign = signOf(places[first]!.jump, least);
    if (i < places.length && signOf(places[i]!.jump, least) === sign) continue;
    const [end, next] =
      i < places.length ? placeChange(places[i - 1]!, places[i]!, sign, least, between, finest) : [null, null];
    if (sign !== 0) {
      const found = [...(start ? [start] : []), ...places.slice(first, i), ...(end ? [end] : [])];
      const members = refineRun(found, between);
      const points = members.map(({ point }) => point);
      if (points.some(([x, y]) => x !== points[0]![0] || y !== points[0]![1]))
        runs.push({ points, jump: averageJump(members), isFirst: !start, isLast: !end });
    }
    [first, start] = [i, next];
  }
  return runs;
}

/** Adds the middles to a run with few places, because its mean would be inaccurate. */
function refineRun(places: readonly LinePlace[], between: FindBetween): readonly LinePlace[] {
  if (places.length < 2 || places.length >= LEAST_PLACES.run) return places;
  const closer = places.flatMap((place, i) => (i > 0 ? [between(places[i - 1]!, place, 0.5), place] : [place]));
  return refineRun(closer, between);
}

/** The mean jump along a line: the jump of each place is weighted with half the distance to each neighbour. */
function averageJump(places: readonly LinePlace[]): number {
  let [sum, total] = [0, 0];
  for (let i = 1; i < places.length; i++) {
    const [a, b] = [places[i - 1]!, places[i]!];
    const length = Math.hypot(b.point[0] - a.point[0], b.point[1] - a.point[1]);
    sum += (length * (a.jump + b.jump)) / 2;
    total += length;
  }
  return total > 0 ? sum / total : places[0]!.jump;
}

/**
 * Locates where the sign of the first of two places ends, as two places close to each other. The secant is bent towards the middle, so that
 * a smooth jump takes few steps, and one that leaps at another unit's switch hardly more than bisection.
 *
 * @see Oliveira & Takahashi 2020, "An Enhancement of the Bisection Method Average Performance Preserving Minmax Optimality", ITP method
 */
function placeChange(
  one: LinePlace,
  other: LinePlace,
  sign: number,
  least: number,
  between: FindBetween,
  finest: number,
): readonly [LinePlace, LinePlace] {
  const whole = distance(one.point, other.point);
  const above = ({ jump }: LinePlace): number => sign * jump - (sign === 0 ? 0 : least);
  let [low, high] = [one, other];
  for (let step = 0; step <= HALVINGS; step++) {
    const width = distance(low.point, high.point);
    if (width <= finest) break;
    const secant = above(low) / (above(low) - above(high));
    const aim = secant > 0 && secant < 1 ? secant : 0.5;
    const bend = (ITP_BEND * width) / whole;
    const bent = Math.abs(0.5 - aim) <= bend ? 0.5 : aim + Math.sign(0.5 - aim) * bend;
    // After this step, bisection can still come as close as it would have from the beginning.
    const reach = Math.max(0, (finest * 2 ** (HALVINGS - step)) / width - 0.5);
    const share = Math.min(0.5 + reach, Math.max(0.5 - reach, bent));
    const found = between(low, high, share);
    if (signOf(found.jump, least) === sign) low = found;
    else high = found;
  }
  return [low, high];
}

function distance(one: Point, other: Point): number {
  return Math.hypot(one[0] - other[0], one[1] - other[1]);
}

function cellSize({ x, y }: Grid): Point {
  return [x[2]! - x[1]!, y[2]! - y[1]!];
}

/** The point of a traced line beside a place between two of its points: by Newton steps, or by bisection across the line if these fail. */
function settleBetween(
  probe: CreaseProbe,
  { sample, layer, unit }: CreaseCandidate,
  one: Point,
  other: Point,
  share: number,
): Point {
  const along: Point = [other[0] - one[0], other[1] - one[1]];
  const start: Point = [one[0] + share * along[0], one[1] + share * along[1]];
  const length = Math.hypot(...along);
  if (length === 0) return start;
  const read = (x: number, y: number) => {
    probe.runForward(sample, x, y, layer);
    return probe.readSwitch(layer, unit);
  };
  let point = start;
  for (let step = 0; step < NEWTON_STEPS; step++) {
    const { value, x, y } = read(...point);
    const slope = x * x + y * y;
    const [moveX, moveY] = [(value * x) / slope, (value * y) / slope];
    if (!(Math.hypot(point[0] - moveX - start[0], point[1] - moveY - start[1]) <= length / 2)) break;
    point = [point[0] - moveX, point[1] - moveY];
    if (Math.hypot(moveX, moveY) <= SETTLED * length) return point;
  }
  return bisectAcross((x, y) => read(x, y).value, start, [-along[1] / 2, along[0] / 2]) ?? start;
}

/** Locates a sign change on the line from start − across to start + across; null where there is none. */
function bisectAcross(value: (x: number, y: number) => number, start: Point, across: Point): Point | null {
  const at = (t: number): Point => [start[0] + t * across[0], start[1] + t * across[1]];
  const isUp = (t: number) => value(...at(t)) > 0;
  const isUpFirst = isUp(-1);
  if (isUp(1) === isUpFirst) return null;
  let [low, high] = [-1, 1];
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (low + high) / 2;
    if (isUp(middle) === isUpFirst) low = middle;
    else high = middle;
  }
  return at((low + high) / 2);
}

/** Removes vertices as long as all removed ones are on the line between their neighbours, within FLATNESS of a cell. */
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

/** The distance of a point from a chord, in grid cells. */
function distanceFromChord(point: Point, from: Point, to: Point, cell: Point): number {
  const [ax, ay] = [(point[0] - from[0]) / cell[0], (point[1] - from[1]) / cell[1]];
  const [bx, by] = [(to[0] - from[0]) / cell[0], (to[1] - from[1]) / cell[1]];
  const length = Math.hypot(bx, by);
  return length > 0 ? Math.abs(ax * by - ay * bx) / length : Math.hypot(ax, ay);
}

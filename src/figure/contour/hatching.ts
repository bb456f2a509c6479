import {
  blendPoints,
  keepOutside,
  type Line,
  type Point,
  type Ring,
  type TurnedBox,
  turnInto,
} from "../layout/geometry";

/** The crossings of a line of constant v and a region's outline, by rising u: pairs of an entry and an exit. */
type Crossings = ReadonlyMap<number, readonly number[]>;

function findCrossings(rings: readonly Ring[], pitch: number, turn: (point: Point) => Point): Crossings {
  const crossings = new Map<number, number[]>();
  for (const ring of rings) {
    const turned = ring.map(turn);
    turned.forEach((from, index) => {
      const to = turned[(index + 1) % turned.length]!;
      const [low, high] = from[1] < to[1] ? [from, to] : [to, from];
      // The interval is half open, so that a line through a corner counts once.
      const last = Math.ceil(high[1] / pitch) - 1;
      for (let k = Math.ceil(low[1] / pitch); k <= last; k++) {
        const part = (k * pitch - low[1]) / (high[1] - low[1]);
        const places = crossings.get(k) ?? [];
        places.push(low[0] + part * (high[0] - low[0]));
        crossings.set(k, places);
      }
    });
  }
  for (const places of crossings.values()) places.sort((a, b) => a - b);
  return crossings;
}

/**
 * Parallel lines across a region, as plain lines: a converter might lose a pattern or a clip path.
 *
 * @param rings  the region, by the even-odd rule
 * @param pitch  distance between neighbouring lines
 * @param direction  1 for lines rising to the right "/" where y points down, −1 for falling ones "\"
 * @param boxes  boxes that are left free for text
 */
export function hatchRegion(
  rings: readonly Ring[],
  pitch: number,
  direction: 1 | -1,
  boxes: readonly TurnedBox[] = [],
): Line[] {
  const half = Math.SQRT1_2;
  const turn = ([x, y]: Point): Point => [(x - direction * y) * half, (direction * x + y) * half];
  const back = (u: number, v: number): Point => [(u + direction * v) * half, (v - direction * u) * half];
  const lines: Line[] = [];
  for (const [k, places] of findCrossings(rings, pitch, turn)) {
    for (let index = 0; index + 1 < places.length; index += 2) {
      const [from, to] = [back(places[index]!, k * pitch), back(places[index + 1]!, k * pitch)];
      for (const [start, end] of keepOutside(from, to, boxes)) {
        lines.push([blendPoints(from, to, start), blendPoints(from, to, end)]);
      }
    }
  }
  return lines;
}

/** Points in staggered rows over a region, `pitch` apart. */
export function stippleRegion(rings: readonly Ring[], pitch: number, boxes: readonly TurnedBox[] = []): Point[] {
  const dots: Point[] = [];
  for (const [k, places] of findCrossings(rings, pitch, (point) => point)) {
    const shift = k % 2 === 0 ? 0 : pitch / 2;
    for (let index = 0; index + 1 < places.length; index += 2) {
      const last = Math.floor((places[index + 1]! - shift) / pitch);
      for (let column = Math.ceil((places[index]! - shift) / pitch); column <= last; column++) {
        const dot: Point = [column * pitch + shift, k * pitch];
        if (!boxes.some((box) => isInBox(box, dot))) dots.push(dot);
      }
    }
  }
  return dots;
}

function isInBox(box: TurnedBox, point: Point): boolean {
  const [x, y] = turnInto(box, point);
  return Math.abs(x) < box.halfWidth && Math.abs(y) < box.halfHeight;
}

/** A point of a flat picture or of a grid; each function says which. */
export type Point = readonly [x: number, y: number];
export type Line = readonly Point[];
/** A closed line: its last point is joined to its first, which is not repeated. A region is a set of rings with the even-odd rule. */
export type Ring = readonly Point[];

export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A rectangle, rotated about its middle. */
export interface TurnedBox {
  readonly x: number;
  readonly y: number;
  readonly halfWidth: number;
  readonly halfHeight: number;
  /** Direction of the box's width, radians. */
  readonly angle: number;
}

export function distanceBetween(a: Point, b: Point): number {
  return Math.hypot(b[0] - a[0], b[1] - a[1]);
}

export function blendPoints(a: Point, b: Point, part: number): Point {
  return [a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])];
}

/**
 * The part of a segment within a rectangle, as fractions of its length; null where the whole segment is outside.
 * @see Liang and Barsky 1984, "A New Concept and Method for Line Clipping"
 */
function clipSegment(from: Point, to: Point, box: Rectangle): readonly [start: number, end: number] | null {
  let [start, end] = [0, 1];
  for (const [place, reach, low, high] of [
    [from[0], to[0] - from[0], box.left, box.right],
    [from[1], to[1] - from[1], box.top, box.bottom],
  ] as const) {
    if (reach === 0) {
      if (place < low || place > high) return null;
      continue;
    }
    const shares = [(low - place) / reach, (high - place) / reach];
    start = Math.max(start, Math.min(...shares));
    end = Math.min(end, Math.max(...shares));
  }
  return start < end ? [start, end] : null;
}

/** The parts of a line within a rectangle. */
export function clipLine(line: Line, box: Rectangle): Line[] {
  return keepParts(line, (from, to) => {
    const inside = clipSegment(from, to, box);
    return inside ? [inside] : [];
  });
}

/** The parts of a line outside boxes, which are left free for text. */
export function cutOutBoxes(line: Line, boxes: readonly TurnedBox[]): Line[] {
  if (boxes.length === 0) return [line];
  return keepParts(line, (from, to) => keepOutside(from, to, boxes));
}

/** The parts of a segment outside boxes, as fractions of its length. */
export function keepOutside(from: Point, to: Point, boxes: readonly TurnedBox[]): (readonly [number, number])[] {
  let kept: (readonly [number, number])[] = [[0, 1]];
  for (const box of boxes) {
    const hidden = clipSegment(turnInto(box, from), turnInto(box, to), {
      left: -box.halfWidth,
      right: box.halfWidth,
      top: -box.halfHeight,
      bottom: box.halfHeight,
    });
    if (!hidden) continue;
    kept = kept.flatMap(([start, end]) =>
      ([[start, Math.min(end, hidden[0])] as const, [Math.max(start, hidden[1]), end] as const] as const).filter(
        ([low, high]) => low < high,
      ),
    );
  }
  return kept;
}

/** A point in the box's own coordinates: the middle is 0, the width is along x. */
export function turnInto({ x, y, angle }: TurnedBox, [px, py]: Point): Point {
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  return [(px - x) * cosine + (py - y) * sine, (py - y) * cosine - (px - x) * sine];
}

/** Joins the kept parts of a line's segments into lines. */
function keepParts(line: Line, keep: (from: Point, to: Point) => readonly (readonly [number, number])[]): Line[] {
  const stretches: Point[][] = [];
  let open: Point[] | null = null;
  for (let index = 1; index < line.length; index++) {
    const [from, to] = [line[index - 1]!, line[index]!];
    for (const [start, end] of keep(from, to)) {
      const first = start === 0 ? from : blendPoints(from, to, start);
      const last = end === 1 ? to : blendPoints(from, to, end);
      if (open && start === 0) open.push(last);
      else {
        open = [first, last];
        stretches.push(open);
      }
    }
    // A part that ends before its segment ends is not joined to the next.
    if (open?.[open.length - 1] !== to) open = null;
  }
  return stretches;
}

/**
 * Leaves out points that are closer than the tolerance to the simplified line.
 * @see Douglas and Peucker 1973, "Algorithms for the Reduction of the Number of Points Required to Represent a Digitized Line"
 */
export function simplifyLine(line: Line, tolerance: number): Line {
  if (line.length < 3) return line;
  const kept = new Uint8Array(line.length);
  kept[0] = kept[line.length - 1] = 1;
  const open: [number, number][] = [[0, line.length - 1]];
  for (let span = open.pop(); span; span = open.pop()) {
    const [first, last] = span;
    let [worst, most] = [-1, tolerance];
    for (let index = first + 1; index < last; index++) {
      const away = distanceToSegment(line[index]!, line[first]!, line[last]!);
      if (away > most) [worst, most] = [index, away];
    }
    if (worst < 0) continue;
    kept[worst] = 1;
    open.push([first, worst], [worst, last]);
  }
  return line.filter((_, index) => kept[index] === 1);
}

/** A ring simplified as two lines, between its first point and the one furthest from it. */
export function simplifyRing(ring: Ring, tolerance: number): Ring {
  if (ring.length < 4) return ring;
  const distances = ring.map((point) => distanceBetween(point, ring[0]!));
  const far = distances.indexOf(Math.max(...distances));
  if (far <= 0) return ring;
  const out = simplifyLine(ring.slice(0, far + 1), tolerance);
  const back = simplifyLine([...ring.slice(far), ring[0]!], tolerance);
  return [...out.slice(0, -1), ...back.slice(0, -1)];
}

function distanceToSegment(point: Point, from: Point, to: Point): number {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const square = dx * dx + dy * dy;
  const along = square > 0 ? ((point[0] - from[0]) * dx + (point[1] - from[1]) * dy) / square : 0;
  const part = Math.min(1, Math.max(0, along));
  return Math.hypot(point[0] - from[0] - part * dx, point[1] - from[1] - part * dy);
}

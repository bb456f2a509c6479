import {
  blendPoints,
  distanceBetween,
  type Line,
  type Point,
  type Rectangle,
  type TurnedBox,
} from "../layout/geometry";

/** A contour to be labelled with its loss. */
export interface LabelAsk {
  readonly text: string;
  /** Width of the text, in units of the figure. */
  readonly width: number;
  readonly lines: readonly Line[];
}

export interface LabelRoom {
  readonly plot: Rectangle;
  readonly textSize: number;
  /** Discs that a label must not cover. */
  readonly taken: readonly { readonly at: Point; readonly radius: number }[];
  /** Cost of a place apart from bends and neighbours: 0 is good, 1 is only just better than no label. */
  readonly costAt: (place: Point) => number;
}

export interface PlacedLabel {
  readonly ask: LabelAsk;
  /** The rectangle of the text, which other lines leave free. */
  readonly box: TurnedBox;
}

/** The number of places tried on one line. */
const TRIALS = 48;
/** Largest bend of a line under its label, as a part of the label's width; a line with a larger bend gets no label there. */
const MOST_BEND = 0.05;
/** Space at the ends and sides of a label, and between it and the frame, in text sizes. */
const END_ROOM = 0.3;
const HALF_HEIGHT = 0.62;
const FRAME_ROOM = 0.35;
/** Least distance between two labels of one contour, in text sizes. */
const APART = 18;

/** Finds places for each contour's label where its line is nearly straight and nothing else is: none, one, or two far apart. */
export function placeLabels(asks: readonly LabelAsk[], room: LabelRoom): PlacedLabel[] {
  const placed: PlacedLabel[] = [];
  for (const ask of asks) {
    const own: PlacedLabel[] = [];
    for (let round = 0; round < 2; round++) {
      const boxes = listBoxes(ask, room).filter(
        ({ box }) =>
          own.every((label) => distanceBetween([label.box.x, label.box.y], [box.x, box.y]) > APART * room.textSize) &&
          placed.every((label) => !touch(label.box, box)),
      );
      const best = boxes.reduce<Candidate | null>((a, b) => (a && a.cost <= b.cost ? a : b), null);
      if (!best) break;
      own.push({ ask, box: best.box });
      placed.push(own[own.length - 1]!);
    }
  }
  return placed;
}

interface Candidate {
  readonly box: TurnedBox;
  readonly cost: number;
}

function listBoxes(ask: LabelAsk, room: LabelRoom): Candidate[] {
  return ask.lines.flatMap((line) => {
    const along = measureAlong(line);
    const length = along[along.length - 1]!;
    const reach = ask.width + 2 * END_ROOM * room.textSize;
    if (length < 1.5 * reach) return [];
    return Array.from({ length: TRIALS }, (_, trial) => {
      const middle = reach / 2 + ((length - reach) * (trial + 0.5)) / TRIALS;
      return judge(line, along, middle, reach, room);
    }).filter((candidate) => candidate !== null);
  });
}

function judge(line: Line, along: readonly number[], middle: number, reach: number, room: LabelRoom): Candidate | null {
  const [from, at, to] = [middle - reach / 2, middle, middle + reach / 2].map((place) => walk(line, along, place)) as [
    Point,
    Point,
    Point,
  ];
  const chord = blendPoints(from, to, 0.5);
  const bend = Math.max(1 - distanceBetween(from, to) / reach, distanceBetween(chord, at) / reach);
  if (bend > MOST_BEND) return null;
  const angle = uprightAngle(from, to);
  const [x, y] = blendPoints(chord, at, 0.5);
  const box = { x, y, angle, halfWidth: reach / 2, halfHeight: HALF_HEIGHT * room.textSize };
  if (!isInside(box, room) || room.taken.some(({ at: place, radius }) => isNear(box, place, radius))) return null;
  const { plot } = room;
  const aside = Math.hypot(
    (2 * x - plot.left - plot.right) / (plot.right - plot.left),
    (2 * y - plot.top - plot.bottom) / (plot.bottom - plot.top),
  );
  const cost = 8 * bend + 0.25 * (Math.abs(angle) / (Math.PI / 2)) + 0.2 * aside + room.costAt([x, y]);
  return { box, cost };
}

/** The angle of text from one point to another; the text is never upside down. */
function uprightAngle(from: Point, to: Point): number {
  const angle = Math.atan2(to[1] - from[1], to[0] - from[0]);
  if (angle > Math.PI / 2) return angle - Math.PI;
  return angle <= -Math.PI / 2 ? angle + Math.PI : angle;
}

function measureAlong(line: Line): number[] {
  let length = 0;
  return line.map((point, index) => {
    if (index > 0) length += distanceBetween(line[index - 1]!, point);
    return length;
  });
}

function walk(line: Line, along: readonly number[], place: number): Point {
  let [low, high] = [0, along.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (along[middle]! <= place) low = middle;
    else high = middle;
  }
  const step = along[high]! - along[low]!;
  return blendPoints(line[low]!, line[high]!, step > 0 ? (place - along[low]!) / step : 0);
}

function isInside({ x, y, angle, halfWidth, halfHeight }: TurnedBox, { plot, textSize }: LabelRoom): boolean {
  const reachX = Math.abs(Math.cos(angle)) * halfWidth + Math.abs(Math.sin(angle)) * halfHeight + FRAME_ROOM * textSize;
  const reachY = Math.abs(Math.sin(angle)) * halfWidth + Math.abs(Math.cos(angle)) * halfHeight + FRAME_ROOM * textSize;
  return x - reachX >= plot.left && x + reachX <= plot.right && y - reachY >= plot.top && y + reachY <= plot.bottom;
}

/** Approximates a box by a row of discs, which is accurate enough for text. */
function listDiscs({ x, y, angle, halfWidth, halfHeight }: TurnedBox): Point[] {
  const count = Math.max(1, Math.ceil(halfWidth / halfHeight));
  return Array.from({ length: 2 * count + 1 }, (_, index): Point => {
    const away = ((index - count) / count) * Math.max(0, halfWidth - halfHeight);
    return [x + away * Math.cos(angle), y + away * Math.sin(angle)];
  });
}

function isNear(box: TurnedBox, place: Point, radius: number): boolean {
  return listDiscs(box).some((disc) => distanceBetween(disc, place) < radius + box.halfHeight);
}

function touch(a: TurnedBox, b: TurnedBox): boolean {
  return listDiscs(a).some((disc) => isNear(b, disc, a.halfHeight));
}

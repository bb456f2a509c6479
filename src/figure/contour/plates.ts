import { measureText } from "../../drawing/typeface/typeface";
import type { FigureStyle } from "../layout/figure-style";
import type { Point, Rectangle } from "../layout/geometry";
import { writeElement, writeText } from "../layout/svg-text";

/** A label beside a point. */
export interface PlateAsk {
  readonly text: string;
  readonly at: Point;
  /** Radius of the point's mark. */
  readonly radius: number;
  /** Colour of the plate's edge. */
  readonly color: string;
}

const HEIGHT = 1.5;
const PADDING = 0.4;
const GAP = 0.35;

/**
 * Writes labels on plates beside their points: right of the point, left of it, above or below. Each plate covers as few of the given
 * points as possible, and no other plate.
 */
export function drawPlates(
  asks: readonly PlateAsk[],
  avoid: readonly Point[],
  plot: Rectangle,
  style: FigureStyle,
): string {
  const taken: Rectangle[] = [];
  return asks
    .map((ask) => {
      const box = choosePlace(ask, avoid, taken, plot, style);
      taken.push(box);
      return drawPlate(ask, box, style);
    })
    .join("");
}

function choosePlace(
  { text, at, radius }: PlateAsk,
  avoid: readonly Point[],
  taken: readonly Rectangle[],
  plot: Rectangle,
  { textSize: em }: FigureStyle,
): Rectangle {
  const [width, height] = [measureText(text, em) + 2 * PADDING * em, HEIGHT * em];
  const away = radius + GAP * em;
  const [x, y] = at;
  const corners: readonly Point[] = [
    [x + away, y - height / 2],
    [x - away - width, y - height / 2],
    [x - width / 2, y - away - height],
    [x - width / 2, y + away],
    [x + away * 0.7, y - away * 0.7 - height],
    [x + away * 0.7, y + away * 0.7],
    [x - away * 0.7 - width, y - away * 0.7 - height],
    [x - away * 0.7 - width, y + away * 0.7],
  ];
  const boxes = corners.map(([left, top]) => ({ left, top, right: left + width, bottom: top + height }));
  const cost = (box: Rectangle) =>
    avoid.filter((point) => isNear(point, box, 0.3 * em)).length +
    100 * taken.filter((other) => overlap(other, box)).length +
    (isWithin(box, plot) ? 0 : 1000);
  return boxes.reduce((best, box) => (cost(box) < cost(best) ? box : best));
}

function drawPlate({ text, color }: PlateAsk, box: Rectangle, { theme, textSize: em, lineWidth }: FigureStyle): string {
  const { left, top, right, bottom } = box;
  const plate = { x: left, y: top, width: right - left, height: bottom - top, rx: 0.25 * em };
  return (
    writeElement("rect", { ...plate, fill: theme.panel, stroke: color, "stroke-width": 0.8 * lineWidth }) +
    writeText(text, [left + PADDING * em, top + 1.08 * em], { "font-size": em, fill: theme.ink })
  );
}

function isNear([x, y]: Point, box: Rectangle, reach: number): boolean {
  return x > box.left - reach && x < box.right + reach && y > box.top - reach && y < box.bottom + reach;
}

function overlap(a: Rectangle, b: Rectangle): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

function isWithin(box: Rectangle, plot: Rectangle): boolean {
  return box.left >= plot.left && box.right <= plot.right && box.top >= plot.top && box.bottom <= plot.bottom;
}

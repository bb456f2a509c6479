import { html, type SVGTemplateResult, svg, type TemplateResult } from "lit";
import { placeLinearTicks } from "../../../scene/ticks";
import { formatTicks } from "../../../words/numbers";

const WIDTH = 336;
/** Room for the numbers on the left and under the plot. */
const INSET = { left: 40, right: 14, top: 16, bottom: 20 } as const;
/** About this many values of each axis are named. */
const TICKS = { x: 6, y: 3 } as const;

type Range = readonly [from: number, to: number];

type Point = readonly [x: number, y: number];
type Tick = readonly [place: number, text: string];

/** From the values of a plot to its pixels. */
export interface PlotFrame {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  readonly xRange: Range;
  readonly yRange: Range;
}

export interface LessonPlot {
  readonly xRange: Range;
  readonly yRange: Range;
  /** In pixels; the width is that of the drawer. */
  readonly height?: number;
  /** What stands at the top of each axis: its name. */
  readonly labels: { readonly x: string; readonly y: string };
  /** Named values of an axis that is not even, each with its place; else they are found. */
  readonly ticks?: { readonly x: readonly Tick[]; readonly y: readonly Tick[] };
  /** The plot in words, for those who cannot see it. */
  readonly said: string;
  readonly draw: (frame: PlotFrame) => readonly SVGTemplateResult[];
}

/** A small plot with axes; what it shows is drawn by the lesson. */
export function renderLessonPlot({
  xRange,
  yRange,
  height = 152,
  labels,
  ticks,
  said,
  draw,
}: LessonPlot): TemplateResult {
  const [right, bottom] = [WIDTH - INSET.right, height - INSET.bottom];
  const frame: PlotFrame = {
    xRange,
    yRange,
    x: (value) => INSET.left + ((value - xRange[0]) / (xRange[1] - xRange[0])) * (right - INSET.left),
    y: (value) => bottom - ((value - yRange[0]) / (yRange[1] - yRange[0])) * (bottom - INSET.top),
  };
  const xTicks = ticks?.x ?? findTicks(xRange, TICKS.x);
  const yTicks = ticks?.y ?? findTicks(yRange, TICKS.y);
  return html`<svg class="lesson-plot" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label=${said}>
    ${yTicks.map(
      ([
        tick,
        text,
      ]) => svg`<line class=${tick === 0 ? "axis" : "rule"} x1=${INSET.left} x2=${right} y1=${frame.y(tick)} y2=${frame.y(tick)} />
        <text x=${INSET.left - 6} y=${frame.y(tick) + 4} text-anchor="end">${text}</text>`,
    )}
    ${xTicks.map(
      ([tick, text]) => svg`<line class="rule" x1=${frame.x(tick)} x2=${frame.x(tick)} y1=${bottom} y2=${bottom + 3} />
        <text x=${frame.x(tick)} y=${height - 4} text-anchor="middle">${text}</text>`,
    )}
    ${draw(frame)}
    <text class="name" x=${INSET.left} y="10">${labels.y}</text>
    <text class="name" x=${right} y=${bottom - 4} text-anchor="end">${labels.x}</text>
  </svg>`;
}

function findTicks([from, to]: Range, count: number): readonly Tick[] {
  const values = placeLinearTicks(from, to, count).major;
  const texts = formatTicks(values);
  return values.map((value, i) => [value, texts[i] ?? ""] as const);
}

/** A curve through so many points is smooth at this width. */
const CURVE_POINTS = 168;

/** A function over the plot's whole range. What leaves the plot is cut off at its edge. */
export function drawCurve(
  frame: PlotFrame,
  value: (x: number) => number,
  name: string,
  points = CURVE_POINTS,
): SVGTemplateResult {
  const [from, to] = frame.xRange;
  const places = Array.from({ length: points + 1 }, (_, i) => from + ((to - from) * i) / points);
  return drawPath(
    frame,
    places.map((x) => [x, value(x)] as const),
    name,
  );
}

/** A line through points; what lies above or below the plot is left out. */
export function drawPath(frame: PlotFrame, points: readonly Point[], name: string): SVGTemplateResult {
  const [low, high] = frame.yRange;
  let path = "";
  const to = (pen: "M" | "L", [x, y]: Point): void => {
    path += `${pen}${frame.x(x).toFixed(2)} ${frame.y(y).toFixed(2)}`;
  };
  points.slice(1).forEach((next, i) => {
    const part = cutSegment(points[i]!, next, low, high);
    if (!part) return;
    if (path === "" || part[0] !== points[i]) to("M", part[0]);
    to("L", part[1]);
  });
  return svg`<path class=${name} d=${path} />`;
}

/** The part of a segment between two heights; its own ends where they lie between them; null where nothing does. */
function cutSegment(from: Point, to: Point, low: number, high: number): readonly [Point, Point] | null {
  const at = (y: number): Point => [from[0] + ((y - from[1]) / (to[1] - from[1])) * (to[0] - from[0]), y];
  const clamp = (point: Point): Point => (point[1] > high ? at(high) : point[1] < low ? at(low) : point);
  if (Math.max(from[1], to[1]) < low || Math.min(from[1], to[1]) > high) return null;
  return Number.isFinite(from[1]) && Number.isFinite(to[1]) ? [clamp(from), clamp(to)] : null;
}

export function drawDot(
  frame: PlotFrame,
  [x, y]: readonly [x: number, y: number],
  name: string,
  radius = 4,
): SVGTemplateResult {
  return svg`<circle class=${name} cx=${frame.x(x)} cy=${frame.y(y)} r=${radius} />`;
}

/** A line across the plot at one value of x. */
export function drawUpright(frame: PlotFrame, x: number, name: string): SVGTemplateResult {
  const [low, high] = frame.yRange;
  return svg`<line class=${name} x1=${frame.x(x)} x2=${frame.x(x)} y1=${frame.y(low)} y2=${frame.y(high)} />`;
}

/** Words within the plot. */
export function drawWords(
  frame: PlotFrame,
  [x, y]: readonly [x: number, y: number],
  words: string,
  anchor: "start" | "middle" | "end" = "middle",
): SVGTemplateResult {
  return svg`<text class="name" x=${frame.x(x)} y=${frame.y(y)} text-anchor=${anchor}>${words}</text>`;
}

/** A chord between two points of a curve, and how far the curve's middle stands off it: vermilion where it stands above. */
export function drawChord(
  frame: PlotFrame,
  value: (x: number) => number,
  from: number,
  to: number,
): readonly SVGTemplateResult[] {
  const middle = (from + to) / 2;
  const chord = (value(from) + value(to)) / 2;
  const gap = value(middle) - chord;
  const ends = [from, to].map((x) => [x, value(x)] as const);
  return [
    drawPath(frame, ends, "chord"),
    ...ends.map((end) => drawDot(frame, end, "end", 3.5)),
    drawPath(
      frame,
      [
        [middle, value(middle)],
        [middle, chord],
      ],
      gap > 0 ? "gap above" : "gap",
    ),
  ];
}

/** How far a function's middle stands above its chord: above 0 it is not convex. */
export function measureGap(value: (x: number) => number, from: number, to: number): number {
  return value((from + to) / 2) - (value(from) + value(to)) / 2;
}

import { type SVGTemplateResult, svg, type TemplateResult } from "lit";
import {
  drawDot,
  drawLine,
  drawRules,
  type NamedTick,
  nameTicks,
  openFrame,
  type PlotFrame,
  type PlotPoint,
  type PlotRange,
  renderPlot,
} from "../../../studio/views/plots/small-plot";

const WIDTH = 336;
/** Space for the numbers on the left of the plot and below it. */
const INSET = { left: 40, right: 14, top: 16, bottom: 20 } as const;
/** About this many values of each axis have a tick. */
const TICKS = { x: 6, y: 3 } as const;

export interface LessonPlot {
  readonly xRange: PlotRange;
  readonly yRange: PlotRange;
  /** In pixels; the width is that of the drawer. */
  readonly height?: number;
  /** The names of the axes. */
  readonly labels: { readonly x: string; readonly y: string };
  /** The ticks of an axis that is not linear; else they are computed. */
  readonly ticks?: { readonly x: readonly NamedTick[]; readonly y: readonly NamedTick[] };
  /** The plot in words, for those who cannot see it. */
  readonly said: string;
  readonly draw: (frame: PlotFrame) => readonly SVGTemplateResult[];
}

/** A small plot with axes; the lesson draws its content. */
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
  const frame = openFrame({ left: INSET.left, right, top: INSET.top, bottom }, xRange, yRange);
  const xTicks = ticks?.x ?? nameTicks(xRange, TICKS.x);
  const yTicks = ticks?.y ?? nameTicks(yRange, TICKS.y);
  return renderPlot({
    name: "lesson-plot",
    width: WIDTH,
    height,
    said,
    content: [
      drawRules(frame, yTicks),
      xTicks.map(
        ([
          tick,
          text,
        ]) => svg`<line class="rule" x1=${frame.x(tick)} x2=${frame.x(tick)} y1=${bottom} y2=${bottom + 3} />
        <text x=${frame.x(tick)} y=${height - 4} text-anchor="middle">${text}</text>`,
      ),
      draw(frame),
      svg`<text class="name" x=${INSET.left} y="10">${labels.y}</text>
        <text class="name" x=${right} y=${bottom - 4} text-anchor="end">${labels.x}</text>`,
    ],
  });
}

/** At this width a curve with 168 intervals looks smooth. */
const CURVE_POINTS = 168;

/** A function over the plot's whole range, cut off at the upper and lower edge of the plot. */
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

/** Ends a line; the next point begins a new one. */
const GAP: PlotPoint = [Number.NaN, Number.NaN];

/** A line through points, without its parts above or below the plot. */
export function drawPath(frame: PlotFrame, points: readonly PlotPoint[], name: string): SVGTemplateResult {
  const [low, high] = frame.yRange;
  const drawn: PlotPoint[] = [];
  points.slice(1).forEach((next, i) => {
    const part = cutSegment(points[i]!, next, low, high);
    if (!part) return;
    if (part[0] !== drawn.at(-1)) drawn.push(GAP, part[0]);
    drawn.push(part[1]);
  });
  return drawLine(frame, drawn, name);
}

/** The part of a segment between two heights, with its own ends where they lie between these; null where no part does. */
function cutSegment(from: PlotPoint, to: PlotPoint, low: number, high: number): readonly [PlotPoint, PlotPoint] | null {
  const at = (y: number): PlotPoint => [from[0] + ((y - from[1]) / (to[1] - from[1])) * (to[0] - from[0]), y];
  const clamp = (point: PlotPoint): PlotPoint => (point[1] > high ? at(high) : point[1] < low ? at(low) : point);
  if (Math.max(from[1], to[1]) < low || Math.min(from[1], to[1]) > high) return null;
  return Number.isFinite(from[1]) && Number.isFinite(to[1]) ? [clamp(from), clamp(to)] : null;
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

/** A chord between two points of a curve, and the gap between both in the middle: vermilion where the curve is above. */
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
    ...ends.map((end) => drawDot(frame, end, "end")),
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

/** The value of a function in the middle, less that of its chord: above 0, the function is not convex. */
export function measureGap(value: (x: number) => number, from: number, to: number): number {
  return value((from + to) / 2) - (value(from) + value(to)) / 2;
}

import { ticks as placeTicks } from "d3-array";
import { area, line } from "d3-shape";
import { html, nothing, type SVGTemplateResult, svg, type TemplateResult } from "lit";
import { formatTicks } from "../../../words/numbers";

export type PlotRange = readonly [from: number, to: number];
export type PlotPoint = readonly [x: number, y: number];
/** A value of an axis and its label. */
export type NamedTick = readonly [value: number, text: string];

/** The area of the values, in pixels of the plot. */
export interface PlotBox {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Converts the values of a plot to pixels. */
export interface PlotFrame {
  readonly box: PlotBox;
  readonly xRange: PlotRange;
  readonly yRange: PlotRange;
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

export function openFrame(box: PlotBox, xRange: PlotRange, yRange: PlotRange): PlotFrame {
  const place = ([from, to]: PlotRange, start: number, end: number) => {
    return (value: number): number => start + ((value - from) / (to - from)) * (end - start);
  };
  return { box, xRange, yRange, x: place(xRange, box.left, box.right), y: place(yRange, box.bottom, box.top) };
}

/** Margin at both ends of a fitted range, as a part of the span of its values. */
const ROOM = 0.08;

/** The range of the finite values with a small margin at both ends; null where fewer than two are finite. */
export function fitRange(values: Iterable<number>): PlotRange | null {
  let [low, high, count] = [Infinity, -Infinity, 0];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    [low, high, count] = [Math.min(low, value), Math.max(high, value), count + 1];
  }
  if (count < 2) return null;
  const room = (high - low || Math.abs(high) || 1) * ROOM;
  return [low - room, high + room];
}

/** About `count` round values of a range. */
export function nameTicks([from, to]: PlotRange, count: number): readonly NamedTick[] {
  const values = placeTicks(from, to, count);
  const texts = formatTicks(values);
  return values.map((value, i) => [value, texts[i]!] as const);
}

export interface SmallPlot {
  /** The CSS class of the plot. */
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** A description for screen readers; null where a table beside the plot says the same. */
  readonly said: string | null;
  readonly onPointer?: (event: PointerEvent) => void;
  readonly content: unknown;
}

/** A plot that fills the width of its container. */
export function renderPlot({ name, width, height, said, onPointer, content }: SmallPlot): TemplateResult {
  return html`<svg
    class="small-plot ${name}"
    viewBox="0 0 ${width} ${height}"
    role=${said === null ? nothing : "img"}
    aria-label=${said ?? nothing}
    aria-hidden=${said === null ? "true" : nothing}
    @pointerdown=${onPointer}
    @pointermove=${onPointer}
    @pointerleave=${onPointer}
  >
    ${content}
  </svg>`;
}

/** Horizontal lines, each with its label on the left. */
export function drawRules({ box, y }: PlotFrame, ticks: readonly NamedTick[]): readonly SVGTemplateResult[] {
  return ticks.map(
    ([
      value,
      text,
    ]) => svg`<line class=${value === 0 ? "zero" : "rule"} x1=${box.left} x2=${box.right} y1=${y(value)} y2=${y(value)} />
      <text x=${box.left - 6} y=${y(value) + 4} text-anchor="end">${text}</text>`,
  );
}

/** A vertical line over the whole height. */
export function drawUpright({ box, x }: PlotFrame, value: number, name: string): SVGTemplateResult {
  return svg`<line class=${name} x1=${x(value)} x2=${x(value)} y1=${box.bottom} y2=${box.top} />`;
}

/** The labels under the plot. @param baseline  pixels from the top of the plot */
export function drawFoot(
  { x, xRange }: PlotFrame,
  baseline: number,
  labels: readonly NamedTick[],
): readonly SVGTemplateResult[] {
  const anchor = (value: number) => (value === xRange[0] ? "start" : value === xRange[1] ? "end" : "middle");
  return labels.map(
    ([value, text]) => svg`<text x=${x(value)} y=${baseline} text-anchor=${anchor(value)}>${text}</text>`,
  );
}

/** Decimals of a pixel coordinate. */
const DIGITS = 2;

/** A line through points. A point that is not finite leaves a gap. */
export function drawLine({ x, y }: PlotFrame, points: Iterable<PlotPoint>, name: string): SVGTemplateResult {
  const trace = line<PlotPoint>(
    (point) => x(point[0]),
    (point) => y(point[1]),
  )
    .defined((point) => point.every(Number.isFinite))
    .digits(DIGITS);
  return svg`<path class=${name} d=${trace(points) ?? ""} />`;
}

/** The area between two heights at each place, cut off at the edges of the plot. */
export function drawBand(
  { box, x, y }: PlotFrame,
  points: Iterable<readonly [x: number, low: number, high: number]>,
  name: string,
): SVGTemplateResult {
  const within = (height: number): number => Math.min(box.bottom, Math.max(box.top, height));
  const trace = area<readonly [number, number, number]>()
    .x((point) => x(point[0]))
    .y0((point) => within(y(point[1])))
    .y1((point) => within(y(point[2])))
    .defined((point) => !point.some(Number.isNaN))
    .digits(DIGITS);
  return svg`<path class=${name} d=${trace(points) ?? ""} />`;
}

export function drawDot({ x, y }: PlotFrame, point: PlotPoint, name: string, radius = 3.5): SVGTemplateResult {
  return svg`<circle class=${name} cx=${x(point[0])} cy=${y(point[1])} r=${radius} />`;
}

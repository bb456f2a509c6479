import { findRoundest } from "../../drawing/scales/ticks";
import { measureText } from "../../drawing/typeface/typeface";
import type { PlaneMeasure } from "../../slice/plane/plane-measure";
import { formatNumber } from "../../words/numbers";
import type { FigureStyle } from "../layout/figure-style";
import type { PlotLayout } from "../layout/plot-layout";
import { writeElement, writePath, writePoint, writeText } from "../layout/svg-text";

const TICK = 0.45;
const FINE_TICK = 0.25;

/** The frame with its ticks, their numbers and the names of both axes. */
export function drawAxes(layout: PlotLayout, style: FigureStyle): string {
  const { plot, x, y, xName, yName } = layout;
  const { theme, textSize: em, lineWidth } = style;
  const { left, right, top, bottom } = plot;
  const stroke = { fill: "none", stroke: theme.ink, "stroke-width": lineWidth };
  const down = (at: number, length: number) => `M${writePoint([at, bottom])}v${length.toFixed(2)}`;
  const out = (at: number, length: number) => `M${writePoint([left, at])}h${(-length).toFixed(2)}`;
  const ticks = [
    ...x.ticks.map(({ at }) => down(at, TICK * em)),
    ...x.fine.map((at) => down(at, FINE_TICK * em)),
    ...y.ticks.map(({ at }) => out(at, TICK * em)),
    ...y.fine.map((at) => out(at, FINE_TICK * em)),
  ];
  const numbers = { "font-size": em, fill: theme.ink };
  const base = bottom + (TICK + 0.3 + 0.8) * em;
  const parts = [
    writeElement("rect", { x: left, y: top, width: right - left, height: bottom - top, ...stroke }),
    writePath(ticks.join(""), stroke),
    ...x.ticks.map(({ at, text }) => writeText(text, [at, base], { ...numbers, "text-anchor": "middle" })),
    ...y.ticks.map(({ at, text }) =>
      writeText(text, [left - (TICK + 0.3) * em, at + 0.35 * em], { ...numbers, "text-anchor": "end" }),
    ),
  ];
  const name = { ...numbers, "text-anchor": "middle" };
  const [across, along] = [(left + right) / 2, (top + bottom) / 2];
  for (const [row, line] of xName.lines.entries()) {
    parts.push(writeText(line, [across, xName.base + row * xName.lineHeight], name));
  }
  for (const [row, line] of yName.lines.entries()) {
    parts.push(writeText(line, [yName.base + row * yName.lineHeight, along], name, -90));
  }
  return parts.join("");
}

/** A length in weight space beside the slice's own coordinates. */
export interface LengthScale {
  readonly text: string;
  /** Its length on the axis, in units of x. */
  readonly span: number;
}

/** Relative difference of lengths and angles that is not visible in a drawing. */
const SAME = 1e-3;

/** A round length in weight space for the scale bar, and whether the scale is the same in all directions or holds along x only. */
export function chooseLengthScale(
  [low, high]: readonly [number, number],
  { xNorm, yNorm, cosine }: PlaneMeasure,
  equalScales: boolean,
): LengthScale {
  const reach = (high - low) * xNorm;
  const length = findRoundest(0.14 * reach, 0.3 * reach, 0.2 * reach);
  const isEveryWay = equalScales && Math.abs(xNorm - yNorm) <= SAME * xNorm && Math.abs(cosine) <= SAME;
  return { text: `‖Δθ‖ = ${formatNumber(length)}${isEveryWay ? "" : " along x"}`, span: length / xNorm };
}

/** Width of the length scale in the title's row, for a plot of the given width. */
export function measureLengthScale(
  { text, span }: LengthScale,
  [low, high]: readonly [number, number],
  plotWidth: number,
  { textSize: em }: FigureStyle,
): number {
  return measureText(text, em) + 0.5 * em + (span / (high - low)) * plotWidth;
}

export function drawLengthScale(
  scale: LengthScale | null,
  layout: PlotLayout,
  [low, high]: readonly [number, number],
  { theme, textSize: em, lineWidth }: FigureStyle,
): string {
  if (!scale) return "";
  const { plot, besideTitleBase: base } = layout;
  const width = (scale.span / (high - low)) * (plot.right - plot.left);
  const [start, end, middle] = [plot.right - width, plot.right, base - 0.35 * em];
  const cap = 0.3 * em;
  const d =
    `M${writePoint([start, middle - cap])}v${(2 * cap).toFixed(2)}M${writePoint([start, middle])}H${end.toFixed(2)}` +
    `M${writePoint([end, middle - cap])}v${(2 * cap).toFixed(2)}`;
  return (
    writePath(d, { fill: "none", stroke: theme.ink, "stroke-width": 1.2 * lineWidth }) +
    writeText(scale.text, [start - 0.5 * em, base], { "font-size": em, fill: theme.ink, "text-anchor": "end" })
  );
}

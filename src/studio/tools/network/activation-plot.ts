import { html, nothing, type SVGTemplateResult, svg, type TemplateResult } from "lit";
import type { Histogram } from "../../../model/unit-report";
import { placeLinearTicks } from "../../../scene/ticks";
import type { Activation } from "../../../spec/schema";
import { formatFraction, formatNumber, formatTicks } from "../../../words/numbers";
import {
  type CurvePiece,
  DERIVATIVE_NAMES,
  DERIVATIVES,
  type Derivative,
  findExtremes,
  type PlotReach,
  type PlottedCurve,
  traceActivation,
  traceQuestion,
} from "./activation-curves";

const WIDTH = 352;
const HEIGHT = 208;
const INSET = { left: 44, right: 8, top: 12, bottom: 20 } as const;
/** The pre-activations stand in so much of the foot of the plot. */
const HISTOGRAM_HEIGHT = 28;

export interface ActivationPlot {
  readonly curve: PlottedCurve;
  readonly leakySlope: number;
  readonly reach: PlotReach;
  readonly shown: readonly Derivative[];
  /** The pre-activations of a unit, named; null where there are none. */
  readonly samples: { readonly name: string; readonly histogram: Histogram } | null;
}

/** The traces that a plot shows, each as what it is of. */
function traceAll({
  curve,
  leakySlope,
  reach,
  shown,
}: ActivationPlot): (readonly [Derivative, readonly CurvePiece[]])[] {
  if (curve === "question") return [["second", [traceQuestion()]]];
  return DERIVATIVES.filter((derivative) => shown.includes(derivative)).map(
    (derivative) => [derivative, traceActivation(curve as Activation, leakySlope, derivative, reach)] as const,
  );
}

/** An activation with its derivatives, and under it where the pre-activations of a unit really lie. */
export function renderActivationPlot(plot: ActivationPlot): TemplateResult {
  const traces = traceAll(plot);
  const values = traces.flatMap(([, pieces]) => pieces.flatMap((piece) => piece.values));
  const [low, high] = fitHeight(values);
  const { reach } = plot;
  const foot = HEIGHT - INSET.bottom;
  const base = foot - (plot.samples ? HISTOGRAM_HEIGHT : 0);
  const x = (z: number): number => INSET.left + ((z + reach) / (2 * reach)) * (WIDTH - INSET.left - INSET.right);
  const y = (value: number): number => base - ((value - low) / (high - low)) * (base - INSET.top);
  const ticks = placeLinearTicks(low, high, 4).major;
  const texts = formatTicks(ticks);
  const places = reach === 6 ? [-6, -3, 0, 3, 6] : [-100, -50, 0, 50, 100];
  return html`<svg class="activation" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${describePlot(plot)}>
      ${ticks.map(
        (
          tick,
          i,
        ) => svg`<line class=${tick === 0 ? "zero" : "rule"} x1=${INSET.left} x2=${WIDTH - INSET.right} y1=${y(tick)} y2=${y(tick)} />
          <text x=${INSET.left - 6} y=${y(tick) + 4} text-anchor="end">${texts[i]}</text>`,
      )}
      ${places.map(
        (z) => svg`<line class=${z === 0 ? "zero" : "rule"} x1=${x(z)} x2=${x(z)} y1=${INSET.top} y2=${foot} />
          <text x=${x(z)} y=${HEIGHT - 5} text-anchor=${z === reach ? "end" : "middle"}>${formatNumber(z)}</text>`,
      )}
      ${plot.samples ? drawHistogram(plot.samples.histogram, x, foot, reach) : nothing}
      ${traces.map(([derivative, pieces]) =>
        pieces.map((piece) => svg`<path class="curve ${derivative}" d=${drawPath(piece, x, y)} />`),
      )}
      ${plot.curve === "question" ? markExtremes(traces[0]![1][0]!, x, y) : nothing}
    </svg>
    ${plot.samples ? html`<p class="quiet">${describeSamples(plot.samples, reach)}</p>` : nothing}`;
}

/** All values with a little room; a level line stands in the middle. */
function fitHeight(values: readonly number[]): readonly [number, number] {
  if (values.length === 0) return [-1, 1];
  const low = Math.min(...values);
  const high = Math.max(...values);
  const room = (high - low) * 0.06 || Math.abs(high) || 1;
  return [low - room, high + room];
}

function drawPath({ z, values }: CurvePiece, x: (z: number) => number, y: (value: number) => number): string {
  return z.map((place, i) => `${i === 0 ? "M" : "L"}${x(place).toFixed(2)} ${y(values[i]!).toFixed(2)}`).join("");
}

function markExtremes(piece: CurvePiece, x: (z: number) => number, y: (value: number) => number): SVGTemplateResult {
  const { most, least } = findExtremes(piece);
  const mark = (
    { z, value }: { z: number; value: number },
    side: 1 | -1,
  ) => svg`<circle cx=${x(z)} cy=${y(value)} r="3" />
    <text x=${x(z) + side * 8} y=${y(value) + 4} text-anchor=${side < 0 ? "end" : "start"}>
      ${formatNumber(value, 9)} at ${formatNumber(z)}</text>`;
  return svg`<g class="extremes">${mark(most, -1)}${mark(least, 1)}</g>`;
}

function drawHistogram(
  { from, to, counts }: Histogram,
  x: (z: number) => number,
  foot: number,
  reach: PlotReach,
): readonly SVGTemplateResult[] {
  const tallest = Math.max(...counts, 1);
  const width = (to - from) / counts.length;
  return counts.flatMap((count, i) => {
    const left = Math.max(-reach, from + i * width);
    const right = Math.min(reach, from + (i + 1) * width);
    if (count === 0 || left >= right) return [];
    const height = (count / tallest) * (HISTOGRAM_HEIGHT - 4);
    const drawn = Math.max(1, x(right) - x(left) - 0.5);
    return [svg`<rect class="bin" x=${x(left)} y=${foot - height} width=${drawn} height=${height} />`];
  });
}

/** How much of what is counted lies in the range; a bin on its edge counts with the part inside. */
function shareInside({ from, to, counts }: Histogram, reach: PlotReach): number {
  const width = (to - from) / counts.length;
  let [inside, all] = [0, 0];
  for (const [i, count] of counts.entries()) {
    const left = from + i * width;
    const overlap = Math.min(reach, left + width) - Math.max(-reach, left);
    inside += count * Math.min(1, Math.max(0, overlap / width));
    all += count;
  }
  return all === 0 ? 0 : inside / all;
}

function describeSamples({ name, histogram }: NonNullable<ActivationPlot["samples"]>, reach: PlotReach): string {
  const share = shareInside(histogram, reach);
  const outside = share < 1 ? `, about ${formatFraction(1 - share)} of them outside this range` : "";
  return `The bars count the pre-activations z of ${name.toLowerCase()} over all samples${outside}.`;
}

function describePlot(plot: ActivationPlot): string {
  const what = traceAll(plot)
    .map(([derivative]) => DERIVATIVE_NAMES[derivative])
    .join(", ");
  return `${what} over z from ${formatNumber(-plot.reach)} to ${plot.reach}`;
}

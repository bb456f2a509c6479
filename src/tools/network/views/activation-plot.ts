import { html, type SVGTemplateResult, svg, type TemplateResult } from "lit";
import type { Activation } from "../../../experiment/spec";
import type { Histogram } from "../../../model/report/unit";
import {
  drawDot,
  drawFoot,
  drawLine,
  drawRules,
  drawUpright,
  fitRange,
  nameTicks,
  openFrame,
  type PlotFrame,
  renderPlot,
} from "../../../studio/views/plots/small-plot";
import { formatFraction, formatNumber } from "../../../words/numbers";
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
} from "../activation-curves";

const WIDTH = 352;
const HEIGHT = 208;
const INSET = { left: 44, right: 8, top: 12, bottom: 20 } as const;
/** The height of the histogram of pre-activations at the foot of the plot. */
const HISTOGRAM_HEIGHT = 28;
/** About this many ticks of the vertical axis have numbers. */
const TICKS = 4;
/** The ticks of z. */
const PLACES: Readonly<Record<PlotReach, readonly number[]>> = { 6: [-6, -3, 0, 3, 6], 100: [-100, -50, 0, 50, 100] };

export interface ActivationPlot {
  readonly curve: PlottedCurve;
  readonly leakySlope: number;
  readonly reach: PlotReach;
  readonly shown: readonly Derivative[];
  /** The name of a unit and the histogram of its pre-activations; null where there are none. */
  readonly samples: { readonly name: string; readonly histogram: Histogram } | null;
}

/** The curves of a plot, each with its derivative. */
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

/** An activation with its derivatives, above the histogram of the pre-activations of a unit. */
export function renderActivationPlot(plot: ActivationPlot): TemplateResult {
  const traces = traceAll(plot);
  const yRange = fitRange(traces.flatMap(([, pieces]) => pieces.flatMap(({ values }) => values))) ?? [-1, 1];
  const { reach } = plot;
  const foot = HEIGHT - INSET.bottom;
  const box = { left: INSET.left, right: WIDTH - INSET.right, top: INSET.top, bottom: foot };
  const whole = openFrame(box, [-reach, reach], yRange);
  const frame = openFrame({ ...box, bottom: plot.samples ? foot - HISTOGRAM_HEIGHT : foot }, [-reach, reach], yRange);
  const places = PLACES[reach];
  const picture = renderPlot({
    name: "activation",
    width: WIDTH,
    height: HEIGHT,
    said: describePlot(plot),
    content: [
      drawRules(frame, nameTicks(yRange, TICKS)),
      places.map((z) => drawUpright(whole, z, z === 0 ? "zero" : "rule")),
      drawFoot(
        whole,
        HEIGHT - 5,
        places.map((z) => [z, formatNumber(z)] as const),
      ),
      plot.samples ? drawHistogram(plot.samples.histogram, whole, reach) : [],
      traces.map(([derivative, pieces]) =>
        pieces.map(({ z, values }) => {
          const points = z.map((place, i) => [place, values[i]!] as const);
          return drawLine(frame, points, `curve ${derivative}`);
        }),
      ),
      plot.curve === "question" ? markExtremes(frame, traces[0]![1][0]!) : [],
    ],
  });
  return html`${picture}${plot.samples ? html`<p class="quiet">${describeSamples(plot.samples, reach)}</p>` : ""}`;
}

function markExtremes(frame: PlotFrame, piece: CurvePiece): SVGTemplateResult {
  const { most, least } = findExtremes(piece);
  const mark = ({ z, value }: { z: number; value: number }, side: 1 | -1) => svg`${drawDot(frame, [z, value], "", 3)}
    <text x=${frame.x(z) + side * 8} y=${frame.y(value) + 4} text-anchor=${side < 0 ? "end" : "start"}>
      ${formatNumber(value, 9)} at ${formatNumber(z)}</text>`;
  return svg`<g class="extremes">${mark(most, -1)}${mark(least, 1)}</g>`;
}

function drawHistogram(
  { from, to, counts }: Histogram,
  { x, box }: PlotFrame,
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
    return [svg`<rect class="bin" x=${x(left)} y=${box.bottom - height} width=${drawn} height=${height} />`];
  });
}

/** The share of the samples within the range; a bin at the edge counts with the part inside. */
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

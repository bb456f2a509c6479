import { type SVGTemplateResult, svg, type TemplateResult } from "lit";
import { drawDot, drawUpright, type PlotFrame } from "../../../studio/views/plots/small-plot";
import { formatNumber } from "../../../words/numbers";
import { drawPath, renderLessonPlot } from "./lesson-plot";

type Range = readonly [least: number, most: number];

/** The least and greatest curvature at one θ, per unit of weight, in a slice and of the whole Hessian. Null where not known. */
export interface Curvatures {
  readonly slice: Range | null;
  readonly whole: Range | null;
}

/** The axis is linear up to about this value and logarithmic above it, so that small and large curvatures are both visible. */
const SMALL = 0.002;
const AXIS = [-10, 40] as const;
const NAMED = [-10, -1, -0.1, -0.01, 0, 0.01, 0.1, 1, 10] as const;
/** Heights of the two rows. */
const ROWS = { slice: 2, whole: 0.8 } as const;

/** Both ranges on one axis; their ends below 0 are vermilion. */
export function renderCurvatures({ slice, whole }: Curvatures): TemplateResult {
  const say = (name: string, range: Range | null): string =>
    range ? `of the ${name} ${formatNumber(range[0])} to ${formatNumber(range[1])}` : `of the ${name} not known yet`;
  return renderLessonPlot({
    xRange: [stretch(AXIS[0]), stretch(AXIS[1])],
    yRange: [0, 3],
    height: 104,
    labels: { x: "", y: "Curvature in the middle, per unit of weight" },
    ticks: {
      x: NAMED.map((value) => [stretch(value), formatNumber(value)] as const),
      y: [
        [ROWS.slice, "slice"],
        [ROWS.whole, "whole"],
      ],
    },
    said: `Curvatures in the middle, ${say("slice", slice)}, ${say("whole Hessian", whole)}`,
    draw: (frame) => [
      drawUpright(frame, 0, "zero"),
      ...drawRange(frame, ROWS.slice, "chord", slice),
      ...drawRange(frame, ROWS.whole, "curve", whole),
    ],
  });
}

function stretch(value: number): number {
  return Math.asinh(value / SMALL);
}

function drawRange(frame: PlotFrame, y: number, name: string, range: Range | null): readonly SVGTemplateResult[] {
  if (!range?.every(Number.isFinite)) return [];
  const ends = range.map((value) => [stretch(value), y] as const);
  return [
    drawPath(frame, ends, name),
    ...ends.map((end, i) => drawDot(frame, end, range[i]! < 0 ? "gap above" : "end", 4)),
    ...ends.map(
      (end, i) =>
        svg`<text class="value" x=${frame.x(end[0])} y=${frame.y(y) - 8} text-anchor=${i === 0 ? "end" : "start"}>${formatNumber(range[i]!)}</text>`,
    ),
  ];
}

import { html, nothing, type SVGTemplateResult, svg, type TemplateResult } from "lit";
import type { CreaseCrossing } from "../../convexity/creases/crossings";
import type { CutProfile } from "../../convexity/lines/cut-profile";
import { POINT_CLASSES } from "../../convexity/points/point-class";
import {
  drawBand,
  drawFoot,
  drawLine,
  drawRules,
  fitRange,
  nameTicks,
  openFrame,
  type PlotFrame,
  type PlotPoint,
  renderPlot,
} from "../../studio/views/plots/small-plot";
import { formatNumber } from "../../words/numbers";
import { listStretches, type Stretch } from "./cut-text";

const WIDTH = 360;
const LEFT = 52;
const RIGHT = WIDTH - 8;
/** The two panels, and the strip of creases between them. */
const LOSS = { left: LEFT, right: RIGHT, top: 16, bottom: 120 } as const;
const CREASES = { top: 124, bottom: 152 } as const;
const CURVATURE = { left: LEFT, right: RIGHT, top: 172, bottom: 256 } as const;
const HEIGHT = CURVATURE.bottom + 18;
const TICKS = 3;
/** Within this many pixels beyond an end of the line, the pointer reads that end. */
const REACH = 6;
/** The horizontal range: 0 is A, 1 is B. */
const WHOLE = [0, 1] as const;

/** The loss along a cut, the creases that the cut crosses, and the curvature with its error band. */
export function renderCutPlot(cut: CutProfile, onPlace: (index: number | null) => void): TemplateResult {
  const range = fitRange(cut.losses);
  if (!range) return html`<p class="quiet">The loss is not finite along this line.</p>`;
  const loss = openFrame(LOSS, WHOLE, range);
  const last = cut.losses.length - 1;
  const point = (event: PointerEvent): void => {
    const box = (event.currentTarget as SVGSVGElement).getBoundingClientRect();
    const part = (((event.clientX - box.left) / box.width) * WIDTH - LEFT) / (RIGHT - LEFT);
    const nearest = Math.min(1, Math.max(0, part));
    const isBeside = Math.abs(part - nearest) * (RIGHT - LEFT) > REACH;
    onPlace(event.type === "pointerleave" || isBeside ? null : Math.round(nearest * last));
  };
  const stretches = listStretches(cut.classes).filter(({ pointClass }) => pointClass.startsWith("nonconvex"));
  return renderPlot({
    name: "cut-plot",
    width: WIDTH,
    height: HEIGHT,
    said: "The loss and its curvature from A to B",
    onPointer: point,
    content: [
      svg`<defs>${hatch("cut-rising", 45)}${hatch("cut-falling", -45)}</defs>`,
      stretches.map((stretch) => drawStretch(loss, stretch, last)),
      drawRules(loss, nameTicks(range, TICKS)),
      drawCurvature(cut),
      drawLine(loss, spread(cut.losses), "profile"),
      drawCreases(loss, cut.creases.crossings),
      svg`<text x=${LEFT} y=${LOSS.top - 5}>loss</text>
        <text x=${LEFT} y=${CURVATURE.top - 5}>curvature along the line</text>`,
      drawFoot(loss, HEIGHT - 4, [
        [0, "A"],
        [0.5, `${formatNumber(cut.length)} long`],
        [1, "B"],
      ]),
    ],
  });
}

/** Values at equal distances from A to B. */
function spread(values: Float64Array): readonly PlotPoint[] {
  return Array.from(values, (value, i) => [i / (values.length - 1), value] as const);
}

/** The curvature with its error band. The range always contains 0, and an infinite bound fills the panel. */
function drawCurvature({ curvatures, curvatureErrors }: CutProfile): SVGTemplateResult | typeof nothing {
  if (curvatures.filter(Number.isFinite).length < 2) return nothing;
  const range = fitRange([...curvatures, 0])!;
  const frame = openFrame(CURVATURE, WHOLE, range);
  const band = spread(curvatures).map(([place, curvature], i) => {
    const middle = Number.isFinite(curvature) ? curvature : 0;
    const error = curvatureErrors[i] ?? 0;
    return [place, middle - error, middle + error] as const;
  });
  return svg`${drawRules(frame, nameTicks(range, TICKS))}
    ${drawBand(frame, band, "band")} ${drawLine(frame, spread(curvatures), "profile")}`;
}

/** A stretch reaches half a place beyond its first and its last place. */
function drawStretch({ x }: PlotFrame, { from, to, pointClass }: Stretch, last: number): SVGTemplateResult {
  const [start, end] = [x(Math.max(0, from - 0.5) / last), x(Math.min(last, to + 0.5) / last)];
  const pattern = pointClass === POINT_CLASSES[0] ? "cut-rising" : "cut-falling";
  return svg`<rect class="stretch" x=${start} width=${end - start} y=${LOSS.top}
    height=${LOSS.bottom - LOSS.top} fill="url(#${pattern})" />`;
}

/** The jumps of the slope as bars, scaled to the largest jump: up at a convex crease, down at a concave one. */
function drawCreases({ x }: PlotFrame, crossings: readonly CreaseCrossing[]): SVGTemplateResult | typeof nothing {
  if (crossings.length === 0) return nothing;
  const most = crossings.reduce((largest, { jump }) => Math.max(largest, Math.abs(jump)), 0);
  const [middle, half] = [(CREASES.top + CREASES.bottom) / 2, (CREASES.bottom - CREASES.top) / 2];
  const bars = crossings.map(({ place, jump, exact }) => {
    const reach = Math.sign(jump) * Math.max(1.5, (Math.abs(jump) / most) * half);
    return svg`<line class="crossing ${jump < 0 ? "concave" : "convex"} ${exact ? "" : "traced"}" x1=${x(place)}
      x2=${x(place)} y1=${middle} y2=${middle - reach} />`;
  });
  return svg`<line class="rule" x1=${LEFT} x2=${RIGHT} y1=${middle} y2=${middle} />
    <text x=${LEFT - 6} y=${middle + 4} text-anchor="end">jumps</text>${bars}`;
}

/** The same hatches as on the surface: one direction for curvature, the other for chords. */
function hatch(id: string, angle: number): SVGTemplateResult {
  return svg`<pattern id=${id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(${angle})">
    <rect class="fill" width="6" height="6" /><line class="stroke" x1="3" x2="3" y1="0" y2="6" />
  </pattern>`;
}

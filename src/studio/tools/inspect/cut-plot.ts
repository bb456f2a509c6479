import { html, nothing, type SVGTemplateResult, svg, type TemplateResult } from "lit";
import type { CreaseCrossing } from "../../../convexity/creases-crossings";
import type { CutProfile } from "../../../convexity/cut";
import { POINT_CLASSES } from "../../../convexity/landscape";
import { placeLinearTicks } from "../../../scene/ticks";
import { formatNumber, formatTicks } from "../../../words/numbers";
import { listStretches, type Stretch } from "./cut-text";

const WIDTH = 360;
const LEFT = 52;
const RIGHT = 8;
const INNER = WIDTH - LEFT - RIGHT;
/** Top and height of the two panels and of the strip of creases between them. */
const LOSS = { top: 16, height: 104 } as const;
const CREASES = { top: 124, height: 28 } as const;
const BEND = { top: 172, height: 84 } as const;
const HEIGHT = BEND.top + BEND.height + 18;
const TICKS = 3;
/** How far beside the ends of the line the pointer still reads them. */
const REACH = 6;

/** A panel's values on its height. */
interface Scale {
  readonly low: number;
  readonly high: number;
  readonly y: (value: number) => number;
}

/** The loss along a cut, the creases it crosses, and its curvature with the band of its error. */
export function renderCutPlot(cut: CutProfile, onPlace: (index: number | null) => void): TemplateResult {
  const { losses, curvatures } = cut;
  const loss = fitPanel(losses, LOSS, null);
  const bend = fitPanel(curvatures, BEND, 0);
  if (!loss) return html`<p class="quiet">The loss is not finite along this line.</p>`;
  const last = losses.length - 1;
  const point = (event: PointerEvent): void => {
    const box = (event.currentTarget as SVGSVGElement).getBoundingClientRect();
    const part = (((event.clientX - box.left) / box.width) * WIDTH - LEFT) / INNER;
    const nearest = Math.min(1, Math.max(0, part));
    onPlace(Math.abs(part - nearest) * INNER <= REACH ? Math.round(nearest * last) : null);
  };
  const stretches = listStretches(cut.classes).filter(({ pointClass }) => pointClass.startsWith("nonconvex"));
  return html`<svg
    class="cut-plot"
    viewBox="0 0 ${WIDTH} ${HEIGHT}"
    role="img"
    aria-label="The loss and its curvature from A to B"
    @pointermove=${point}
    @pointerleave=${() => onPlace(null)}
  >
    <defs>${hatch("cut-rising", 45)}${hatch("cut-falling", -45)}</defs>
    ${stretches.map((stretch) => drawStretch(stretch, last))}
    ${drawTicks(loss)}
    ${bend ? svg`${drawTicks(bend)}<line class="zero" x1=${LEFT} x2=${WIDTH - RIGHT} y1=${bend.y(0)} y2=${bend.y(0)} />` : nothing}
    ${bend ? svg`<path class="band" d=${traceBand(cut, bend)} />` : nothing}
    ${bend ? svg`<path class="profile" d=${tracePath(curvatures, bend)} />` : nothing}
    <path class="profile" d=${tracePath(losses, loss)} />
    ${drawCreases(cut.creases.crossings)}
    <text x=${LEFT} y=${LOSS.top - 5}>loss</text>
    <text x=${LEFT} y=${BEND.top - 5}>curvature along the line</text>
    <text x=${LEFT} y=${HEIGHT - 4}>A</text>
    <text x=${LEFT + INNER / 2} y=${HEIGHT - 4} text-anchor="middle">${formatNumber(cut.length)} long</text>
    <text x=${WIDTH - RIGHT} y=${HEIGHT - 4} text-anchor="end">B</text>
  </svg>`;
}

function xOf(part: number): number {
  return LEFT + part * INNER;
}

/** @param held  a value that is always in sight */
function fitPanel(
  values: Float64Array,
  { top, height }: { readonly top: number; readonly height: number },
  held: number | null,
): Scale | null {
  const finite = values.filter(Number.isFinite);
  if (finite.length < 2) return null;
  const least = finite.reduce((a, b) => Math.min(a, b), held ?? Infinity);
  const most = finite.reduce((a, b) => Math.max(a, b), held ?? -Infinity);
  const room = (most - least || Math.abs(most) || 1) * 0.06;
  const [low, high] = [least - room, most + room];
  const y = (value: number) => {
    const part = (value - low) / (high - low);
    // An infinite bound fills its panel and no more.
    return top + (1 - Math.min(1, Math.max(0, Number.isNaN(part) ? 0 : part))) * height;
  };
  return { low, high, y };
}

function drawTicks({ low, high, y }: Scale): SVGTemplateResult[] {
  const ticks = placeLinearTicks(low, high, TICKS).major;
  const texts = formatTicks(ticks);
  return ticks.map(
    (tick, i) => svg`<line class="rule" x1=${LEFT} x2=${WIDTH - RIGHT} y1=${y(tick)} y2=${y(tick)} />
      <text x=${LEFT - 6} y=${y(tick) + 4} text-anchor="end">${texts[i]}</text>`,
  );
}

/** A value that is not finite leaves a hole. */
function tracePath(values: Float64Array, { y }: Scale): string {
  let path = "";
  let pen = "M";
  values.forEach((value, i) => {
    if (Number.isFinite(value)) path += `${pen}${xOf(i / (values.length - 1)).toFixed(1)} ${y(value).toFixed(1)}`;
    pen = Number.isFinite(value) ? "L" : "M";
  });
  return path;
}

/** From above along one bound and back along the other. */
function traceBand({ curvatures, curvatureErrors }: CutProfile, { y }: Scale): string {
  const last = curvatures.length - 1;
  const side = (sign: 1 | -1) =>
    Array.from(curvatures, (curvature, i) => {
      const value = Number.isFinite(curvature) ? curvature : 0;
      return `${xOf(i / last).toFixed(1)} ${y(value + sign * (curvatureErrors[i] ?? 0)).toFixed(1)}`;
    });
  return `M${side(1).join("L")}L${side(-1).reverse().join("L")}Z`;
}

/** Half a place before its first to half a place behind its last. */
function drawStretch({ from, to, pointClass }: Stretch, last: number): SVGTemplateResult {
  const [start, end] = [Math.max(0, from - 0.5) / last, Math.min(last, to + 0.5) / last];
  const pattern = pointClass === POINT_CLASSES[0] ? "cut-rising" : "cut-falling";
  return svg`<rect class="stretch" x=${xOf(start)} width=${(end - start) * INNER} y=${LOSS.top}
    height=${LOSS.height} fill="url(#${pattern})" />`;
}

/** Where the slope jumps, and how far against the largest jump: up where the crease is convex, down where it is concave. */
function drawCreases(crossings: readonly CreaseCrossing[]): SVGTemplateResult | typeof nothing {
  if (crossings.length === 0) return nothing;
  const most = crossings.reduce((largest, { jump }) => Math.max(largest, Math.abs(jump)), 0);
  const middle = CREASES.top + CREASES.height / 2;
  const bars = crossings.map(({ place, jump, exact }) => {
    const reach = Math.sign(jump) * Math.max(1.5, (Math.abs(jump) / most) * (CREASES.height / 2));
    return svg`<line class="crossing ${jump < 0 ? "concave" : "convex"} ${exact ? "" : "traced"}" x1=${xOf(place)}
      x2=${xOf(place)} y1=${middle} y2=${middle - reach} />`;
  });
  return svg`<line class="rule" x1=${LEFT} x2=${WIDTH - RIGHT} y1=${middle} y2=${middle} />
    <text x=${LEFT - 6} y=${middle + 4} text-anchor="end">jumps</text>${bars}`;
}

/** The hatches of the surface: curvature one way, chords the other. */
function hatch(id: string, angle: number): SVGTemplateResult {
  return svg`<pattern id=${id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(${angle})">
    <rect class="fill" width="6" height="6" /><line class="stroke" x1="3" x2="3" y1="0" y2="6" />
  </pattern>`;
}

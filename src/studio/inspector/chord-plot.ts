import { html, nothing, type SVGTemplateResult, svg, type TemplateResult } from "lit";
import type { ChordProfile } from "../../compute/chord-profile";
import { placeLinearTicks } from "../../scene/ticks";
import { formatNumber, formatTicks } from "../../words/numbers";

const WIDTH = 296;
const HEIGHT = 132;
/** Room for the numbers on the left and what stands under the plot. */
const INSET = { left: 44, right: 12, top: 12, bottom: 20 } as const;
/** About this many heights are named. */
const TICKS = 3;

export interface ChordPlot {
  readonly profile: ChordProfile;
  /** What stands under the two ends and the middle. */
  readonly labels: readonly [from: string, middle: string, to: string];
}

/** The loss from one end of a chord to the other, the straight line between its ends, and what its middle stands above that. */
export function renderChordPlot({ profile, labels }: ChordPlot): TemplateResult {
  const { places, losses } = profile;
  const finite = losses.filter(Number.isFinite);
  if (finite.length < 2) return html`<p class="quiet">The loss is not finite along this chord.</p>`;
  const [first, last] = [losses[0]!, losses.at(-1)!];
  const chordMiddle = (first + last) / 2;
  const low = Math.min(...finite, chordMiddle);
  const high = Math.max(...finite);
  const room = (high - low || Math.abs(high) || 1) * 0.08;
  const top = high + room;
  const bottom = low - room;
  const x = (place: number): number => INSET.left + place * (WIDTH - INSET.left - INSET.right);
  const y = (loss: number): number => HEIGHT - INSET.bottom - ((loss - bottom) / (top - bottom)) * drawnHeight();
  const ticks = placeLinearTicks(bottom, top, TICKS).major;
  const texts = formatTicks(ticks);
  const middle = losses[(losses.length - 1) / 2]!;
  const proves = profile.gap > profile.gapError;
  const said = `The loss from ${formatNumber(first)} over ${formatNumber(middle)} in the middle to ${formatNumber(last)}`;
  return html`<svg class="chord-plot" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${said}>
    ${ticks.map(
      (tick, i) => svg`<line class="rule" x1=${INSET.left} x2=${WIDTH - INSET.right} y1=${y(tick)} y2=${y(tick)} />
        <text x=${INSET.left - 6} y=${y(tick) + 4} text-anchor="end">${texts[i]}</text>`,
    )}
    ${([0, 0.5, 1] as const).map(
      (place, i) => svg`<text x=${x(place)} y=${HEIGHT - 4} text-anchor=${["start", "middle", "end"][i]!}>
        ${labels[i]}</text>`,
    )}
    <path class="profile" d=${drawPath(places, losses, x, y)} />
    ${Number.isFinite(chordMiddle) ? drawChord(x, y, first, last) : nothing}
    ${Number.isFinite(middle) && Number.isFinite(chordMiddle) ? drawGap(x(0.5), y(middle), y(chordMiddle), proves) : nothing}
  </svg>`;
}

function drawnHeight(): number {
  return HEIGHT - INSET.top - INSET.bottom;
}

/** A value that is not finite leaves a hole. */
function drawPath(
  places: Float64Array,
  losses: Float64Array,
  x: (place: number) => number,
  y: (loss: number) => number,
): string {
  let path = "";
  let pen = "M";
  for (const [i, loss] of losses.entries()) {
    if (!Number.isFinite(loss)) {
      pen = "M";
      continue;
    }
    path += `${pen}${x(places[i]!).toFixed(2)} ${y(loss).toFixed(2)}`;
    pen = "L";
  }
  return path;
}

function drawChord(
  x: (place: number) => number,
  y: (loss: number) => number,
  first: number,
  last: number,
): SVGTemplateResult {
  return svg`<line class="chord" x1=${x(0)} y1=${y(first)} x2=${x(1)} y2=${y(last)} />
    <circle class="end" cx=${x(0)} cy=${y(first)} r="3.5" />
    <circle class="end" cx=${x(1)} cy=${y(last)} r="3.5" />`;
}

/** The gap is a bar from the chord to the loss, vermilion where it proves that the loss is not convex. */
function drawGap(x: number, loss: number, chord: number, proves: boolean): SVGTemplateResult {
  return svg`<line class=${proves ? "gap proves" : "gap"} x1=${x} x2=${x} y1=${loss} y2=${chord} />
    <circle class=${proves ? "gap proves" : "gap"} cx=${x} cy=${loss} r="3.5" />`;
}

import { html, nothing, type SVGTemplateResult, svg, type TemplateResult } from "lit";
import type { PathProfile } from "../../../compute/path-profile";
import { placeLinearTicks } from "../../../scene/ticks";
import { formatNumber, formatTicks } from "../../../words/numbers";

const WIDTH = 344;
const HEIGHT = 148;
/** Room for the numbers on the left and what stands under the plot. */
const INSET = { left: 44, right: 12, top: 12, bottom: 20 } as const;
/** About this many heights are named. */
const TICKS = 3;

/** One way's loss: `name` is also the class of its line. */
export interface PlottedPath {
  readonly name: "line" | "curve";
  readonly profile: PathProfile;
}

/** The loss from A to B along one way or two, over t. */
export function renderPathPlot(paths: readonly PlottedPath[]): TemplateResult {
  const losses = paths.flatMap(({ profile }) => [...profile.losses]).filter(Number.isFinite);
  if (losses.length < 2) return html`<p class="quiet">The loss is not finite along the way.</p>`;
  const [low, high] = [Math.min(...losses), Math.max(...losses)];
  const room = (high - low || Math.abs(high) || 1) * 0.08;
  const [bottom, top] = [low - room, high + room];
  const x = (place: number): number => INSET.left + place * (WIDTH - INSET.left - INSET.right);
  const y = (loss: number): number =>
    HEIGHT - INSET.bottom - ((loss - bottom) / (top - bottom)) * (HEIGHT - INSET.top - INSET.bottom);
  const ticks = placeLinearTicks(bottom, top, TICKS).major;
  const texts = formatTicks(ticks);
  return html`<svg class="path-plot" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${describePlot(paths)}>
    ${ticks.map(
      (tick, i) => svg`<line class="rule" x1=${INSET.left} x2=${WIDTH - INSET.right} y1=${y(tick)} y2=${y(tick)} />
        <text x=${INSET.left - 6} y=${y(tick) + 4} text-anchor="end">${texts[i]}</text>`,
    )}
    <text x=${x(0)} y=${HEIGHT - 4}>A</text>
    <text x=${x(0.5)} y=${HEIGHT - 4} text-anchor="middle">t = ½</text>
    <text x=${x(1)} y=${HEIGHT - 4} text-anchor="end">B</text>
    ${paths.map(({ name, profile }) => drawProfile(name, profile, x, y))}
    ${paths.map(({ name, profile }) => drawEnds(name, profile, x, y))}
  </svg>`;
}

function describePlot(paths: readonly PlottedPath[]): string {
  const parts = paths.map(({ name, profile }) => {
    const way = name === "line" ? "the straight line" : "the curve";
    return `along ${way} up to ${formatNumber(profile.highest.value)}`;
  });
  const { losses } = paths[0]!.profile;
  return `The loss from ${formatNumber(losses[0]!)} to ${formatNumber(losses.at(-1)!)}, ${parts.join(" and ")}`;
}

/** A value that is not finite leaves a hole. */
function drawProfile(
  name: string,
  { places, losses }: PathProfile,
  x: (place: number) => number,
  y: (loss: number) => number,
): SVGTemplateResult {
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
  return svg`<path class=${name} d=${path} />`;
}

function drawEnds(
  name: string,
  { losses }: PathProfile,
  x: (place: number) => number,
  y: (loss: number) => number,
): SVGTemplateResult | typeof nothing {
  if (name !== "line") return nothing;
  const ends = [
    [0, losses[0]!],
    [1, losses.at(-1)!],
  ] as const;
  return svg`${ends
    .filter(([, loss]) => Number.isFinite(loss))
    .map(([place, loss]) => svg`<circle class="end" cx=${x(place)} cy=${y(loss)} r="3.5" />`)}`;
}

import { html, type SVGTemplateResult, svg, type TemplateResult } from "lit";
import type { ChordProfile } from "../../../convexity/lines/chord-profile";
import type { ChordNames } from "../../../drawing/overlays/scene-chord";
import { formatNumber } from "../../../words/numbers";
import {
  drawDot,
  drawFoot,
  drawLine,
  drawRules,
  fitRange,
  nameTicks,
  openFrame,
  type PlotFrame,
  type PlotPoint,
  renderPlot,
} from "./small-plot";

const [WIDTH, HEIGHT] = [296, 132];
const BOX = { left: 44, right: WIDTH - 12, top: 12, bottom: HEIGHT - 20 } as const;
/** The approximate number of labelled heights. */
const TICKS = 3;

export interface ChordPlot {
  readonly profile: ChordProfile;
  readonly names: Omit<ChordNames, "short">;
}

/** The loss along a chord, the straight line between the losses of its ends, and the gap between the two in the middle. */
export function renderChordPlot({ profile, names }: ChordPlot): TemplateResult {
  const { places, losses } = profile;
  const [first, middle, last] = [losses[0]!, losses[(losses.length - 1) / 2]!, losses.at(-1)!];
  const range = losses.filter(Number.isFinite).length < 2 ? null : fitRange([...losses, (first + last) / 2]);
  if (!range) return html`<p class="quiet">The loss is not finite along this chord.</p>`;
  const frame = openFrame(BOX, [0, 1], range);
  const points = Array.from(losses, (loss, i) => [places[i]!, loss] as const);
  return renderPlot({
    name: "chord-plot",
    width: WIDTH,
    height: HEIGHT,
    said: `The loss is ${formatNumber(first)} at one end, ${formatNumber(middle)} in the middle and ${formatNumber(last)} at the other end`,
    content: [
      drawRules(frame, nameTicks(range, TICKS)),
      drawFoot(
        frame,
        HEIGHT - 4,
        [names.from, names.middle, names.to].map((label, i) => [i / 2, label] as const),
      ),
      drawLine(frame, points, "profile"),
      drawChord(frame, first, last),
      drawGap(frame, middle, (first + last) / 2, profile.gap > profile.gapError),
    ],
  });
}

function drawChord(frame: PlotFrame, first: number, last: number): readonly SVGTemplateResult[] {
  if (!Number.isFinite(first + last)) return [];
  const ends: readonly PlotPoint[] = [
    [0, first],
    [1, last],
  ];
  return [drawLine(frame, ends, "chord"), ...ends.map((end) => drawDot(frame, end, "end"))];
}

/** The gap as a bar from the chord to the loss; vermilion where it proves that the loss is not convex. */
function drawGap(frame: PlotFrame, loss: number, chord: number, proves: boolean): readonly SVGTemplateResult[] {
  if (!Number.isFinite(loss) || !Number.isFinite(chord)) return [];
  const [x, name] = [frame.x(0.5), proves ? "gap proves" : "gap"];
  return [
    svg`<line class=${name} x1=${x} x2=${x} y1=${frame.y(loss)} y2=${frame.y(chord)} />`,
    drawDot(frame, [0.5, loss], name),
  ];
}

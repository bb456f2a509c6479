import { html, nothing, type SVGTemplateResult, type TemplateResult } from "lit";
import type { PathProfile } from "../../../convexity/lines/path-profile";
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
} from "../../../studio/views/plots/small-plot";
import { formatNumber } from "../../../words/numbers";

const [WIDTH, HEIGHT] = [344, 148];
const BOX = { left: 44, right: WIDTH - 12, top: 12, bottom: HEIGHT - 20 } as const;
/** About this many losses have a tick. */
const TICKS = 3;

/** The loss along one path. `name` is also the CSS class of its line. */
export interface PlottedPath {
  readonly name: "line" | "curve";
  readonly profile: PathProfile;
}

/** The loss from A to B along one path or two, over t. */
export function renderPathPlot(paths: readonly PlottedPath[]): TemplateResult {
  const range = fitRange(paths.flatMap(({ profile }) => [...profile.losses]));
  if (!range) return html`<p class="quiet">The loss is not finite along the path.</p>`;
  const frame = openFrame(BOX, [0, 1], range);
  return renderPlot({
    name: "path-plot",
    width: WIDTH,
    height: HEIGHT,
    said: describePlot(paths),
    content: [
      drawRules(frame, nameTicks(range, TICKS)),
      drawFoot(frame, HEIGHT - 4, [
        [0, "A"],
        [0.5, "t = ½"],
        [1, "B"],
      ]),
      paths.map(({ name, profile }) => drawLine(frame, listPoints(profile), name)),
      paths.map((path) => drawEnds(frame, path)),
    ],
  });
}

function describePlot(paths: readonly PlottedPath[]): string {
  const parts = paths.map(({ name, profile }) => {
    const path = name === "line" ? "the straight line" : "the curve";
    return `along ${path} up to ${formatNumber(profile.highest.value)}`;
  });
  const { losses } = paths[0]!.profile;
  return `The loss from ${formatNumber(losses[0]!)} to ${formatNumber(losses.at(-1)!)}, ${parts.join(" and ")}`;
}

function listPoints({ places, losses }: PathProfile): readonly PlotPoint[] {
  return Array.from(losses, (loss, i) => [places[i]!, loss] as const);
}

function drawEnds(frame: PlotFrame, { name, profile }: PlottedPath): readonly SVGTemplateResult[] | typeof nothing {
  if (name !== "line") return nothing;
  const ends: readonly PlotPoint[] = [
    [0, profile.losses[0]!],
    [1, profile.losses.at(-1)!],
  ];
  return ends.filter(([, loss]) => Number.isFinite(loss)).map((end) => drawDot(frame, end, "end"));
}

import { toneColor } from "../../drawing/colors/theme";
import { ARM_REACH } from "../../drawing/overlays/lay-overlays";
import { fadeByDistance, farthestOf } from "../../drawing/overlays/lay-path";
import { describeChordGap, type SceneChord } from "../../drawing/overlays/scene-chord";
import {
  listPaths,
  listPins,
  type SceneCross,
  type SceneCut,
  type SceneOverlays,
  type ScenePath,
} from "../../drawing/overlays/scene-overlays";
import type { FigureStyle } from "../layout/figure-style";
import { blendPoints, clipLine, distanceBetween, type Line, type Point, type Rectangle } from "../layout/geometry";
import type { PlotMap } from "../layout/plot-map";
import { type Attributes, writeElement, writeLine, writePath } from "../layout/svg-text";
import type { PlateAsk } from "./plates";

/** An overlay of the slice: its drawing, its labels, and the points that no label should cover. */
export interface Overlay {
  readonly drawing: string;
  readonly plates: readonly PlateAsk[];
  readonly places: readonly Point[];
}

const INK = "#1b1f23";
const WHITE = "#ffffff";
/** Radius of a marked point and of the start of a path, in text sizes. */
const DISC = 0.34;
const START = 0.2;
const PATH_WIDTH = 2.2;
/** The number of different opacities of a path. */
const OPACITY_STEPS = 8;
/** The number of points of a line that labels should not cover. */
const STEPS = 24;
const NOTHING: Overlay = { drawing: "", plates: [], places: [] };

/** Draws paths from a small disc to a large one; faint where the weights are far from the plane. */
export function overlayPaths(overlays: SceneOverlays, map: PlotMap, style: FigureStyle): Overlay {
  const drawn = listPaths(overlays).map((path) => overlayPath(path, map, style));
  return {
    drawing: drawn.map(({ drawing }) => drawing).join(""),
    plates: [],
    places: drawn.flatMap(({ places }) => places),
  };
}

function overlayPath(path: ScenePath, map: PlotMap, style: FigureStyle): Overlay {
  const color = toneColor(style.theme, path.tone);
  const known = path.points.filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
  const points = known.map(({ x, y }) => map.fromSlice([x, y]));
  const farthest = farthestOf(path);
  const opacities = known.map(({ distance }) => roundOpacity(fadeByDistance(distance, farthest)));
  const strokes = splitByOpacity(points, opacities).map(({ line, opacity }) =>
    strokeLines(clipLine(line, map.plot), PATH_WIDTH, style, { stroke: color, "stroke-opacity": opacity }),
  );
  const casing = { stroke: style.theme.casing, "stroke-linecap": "round" };
  const head = path.points[path.head ?? path.points.length - 1];
  const ends = [
    ...points.slice(0, 1).map((at) => ({ at, radius: START })),
    ...(head ? [{ at: map.fromSlice([head.x, head.y]), radius: DISC }] : []),
  ].filter(({ at }) => isWithin(at, map.plot));
  return {
    drawing: [
      strokeLines(clipLine(map.simplify(points), map.plot), PATH_WIDTH + 2, style, casing),
      ...strokes,
      ...ends.map(({ at, radius }) => drawDisc(at, radius, color, color, style)),
    ].join(""),
    plates: [],
    places: points.filter((at) => isWithin(at, map.plot)),
  };
}

function roundOpacity(opacity: number): number {
  return Math.round(opacity * OPACITY_STEPS) / OPACITY_STEPS;
}

/** Groups consecutive steps of the same opacity. A step has the opacity of its first point. */
function splitByOpacity(points: readonly Point[], opacities: readonly number[]) {
  const runs: { readonly line: Point[]; readonly opacity: number }[] = [];
  for (let index = 1; index < points.length; index++) {
    const last = runs[runs.length - 1];
    const opacity = opacities[index - 1]!;
    if (last && last.opacity === opacity) last.line.push(points[index]!);
    else runs.push({ line: [points[index - 1]!, points[index]!], opacity });
  }
  return runs;
}

export function overlayPins(overlays: SceneOverlays, map: PlotMap, style: FigureStyle): Overlay {
  const { theme, textSize } = style;
  const placed = listPins(overlays)
    .map((pin) => ({ pin, at: map.fromSlice([pin.x, pin.y]) }))
    .filter(({ at }) => isWithin(at, map.plot))
    .map(({ pin, at }) => ({
      at,
      text: pin.label,
      color: pin.tone === undefined ? theme.ink : toneColor(theme, pin.tone),
    }));
  return {
    drawing: placed.map(({ at, color }) => drawDisc(at, DISC, color, color, style)).join(""),
    plates: placed.map(({ at, text, color }) => ({ text, at, color, radius: DISC * textSize })),
    places: placed.map(({ at }) => at),
  };
}

/** Draws the curvature of the loss at a point: vermilion with bars where it bends down, blue up, grey undecided. */
export function overlayCross(cross: SceneCross | null, map: PlotMap, style: FigureStyle): Overlay {
  if (!cross) return NOTHING;
  const { theme, textSize: em } = style;
  const middle = map.fromSlice([cross.x, cross.y]);
  const reach = (ARM_REACH / 2) * Math.max(map.plot.right - map.plot.left, map.plot.bottom - map.plot.top);
  const arms = cross.arms.map(({ dx, dy, curvature }) => {
    const end = map.fromSlice([cross.x + dx, cross.y + dy]);
    const length = distanceBetween(middle, end);
    if (!(length > 0)) return "";
    const at = (side: number) => blendPoints(middle, end, (side * reach) / length);
    const lines = clipLine([at(-1), middle, at(1)], map.plot);
    const color = curvature < 0 ? theme.nonconvex : curvature > 0 ? theme.proof : theme.muted;
    const bars = { stroke: theme.hatch, "stroke-dasharray": `${(0.17 * em).toFixed(2)} ${(0.25 * em).toFixed(2)}` };
    return drawCased(lines, color, 2.6, style) + (curvature < 0 ? strokeLines(lines, 2.6, style, bars) : "");
  });
  return { drawing: arms.join(""), plates: [], places: isWithin(middle, map.plot) ? [middle] : [] };
}

export function overlayCut(cut: SceneCut | null, map: PlotMap, style: FigureStyle): Overlay {
  if (!cut) return NOTHING;
  const { theme, textSize } = style;
  const [from, to] = [cut.from, cut.to].map(({ x, y }) => map.fromSlice([x, y])) as [Point, Point];
  const ends = [
    { at: from, text: "A" },
    { at: to, text: "B" },
  ].filter(({ at }) => isWithin(at, map.plot));
  return {
    drawing:
      drawCased(clipLine([from, to], map.plot), theme.ink, 1.6, style) +
      ends.map(({ at }) => drawDisc(at, START, theme.ink, theme.ink, style)).join(""),
    plates: ends.map(({ at, text }) => ({ at, text, color: theme.ink, radius: START * textSize })),
    places: listPlaces(from, to).filter((at) => isWithin(at, map.plot)),
  };
}

/** Draws the chord seen from above, and how far the loss at its middle is above the mean of its ends. */
export function overlayChord(chord: SceneChord | null, map: PlotMap, style: FigureStyle): Overlay {
  if (!chord) return NOTHING;
  const { theme, textSize: em } = style;
  const [from, to] = [chord.from, chord.to].map(({ x, y }) => map.fromSlice([x, y])) as [Point, Point];
  const middle = blendPoints(from, to, 0.5);
  const length = Math.max(1e-9, distanceBetween(from, to));
  const [nx, ny] = [(-(to[1] - from[1]) / length) * 0.55 * em, ((to[0] - from[0]) / length) * 0.55 * em];
  const bar: Line = [
    [middle[0] - nx, middle[1] - ny],
    [middle[0] + nx, middle[1] + ny],
  ];
  const fill = chord.proved ? theme.proof : theme.casing;
  const text = describeChordGap(chord);
  return {
    drawing:
      drawCased([[from, to], ...clipLine(bar, map.plot)], theme.proof, 2.2, style) +
      [from, to].map((end) => drawDisc(end, DISC, fill, theme.proof, style)).join(""),
    plates: [{ text, at: middle, radius: 0.3 * em, color: theme.proof }],
    places: listPlaces(from, to),
  };
}

/** Draws the point (0, 0), the network's weights; nothing where it is outside the slice. */
export function overlayCenter(map: PlotMap, { textSize: em, lineWidth }: FigureStyle): Overlay {
  const at = map.fromSlice([0, 0]);
  if (!isWithin(at, map.plot)) return NOTHING;
  const ring = { cx: at[0], cy: at[1], r: 0.4 * em };
  const drawing =
    writeElement("circle", { ...ring, fill: WHITE, stroke: WHITE, "stroke-width": 3.4 * lineWidth }) +
    writeElement("circle", { ...ring, fill: "none", stroke: INK, "stroke-width": 1.5 * lineWidth }) +
    writeElement("circle", { cx: at[0], cy: at[1], r: 0.16 * em, fill: INK });
  return { drawing, plates: [], places: [at] };
}

function listPlaces(from: Point, to: Point): Point[] {
  return Array.from({ length: STEPS + 1 }, (_, step) => blendPoints(from, to, step / STEPS));
}

function strokeLines(lines: readonly Line[], width: number, { lineWidth }: FigureStyle, rest: Attributes): string {
  const round = { fill: "none", "stroke-linejoin": "round" } as const;
  return writePath(lines.map(writeLine).join(""), { ...round, "stroke-width": width * lineWidth, ...rest });
}

function drawCased(lines: readonly Line[], color: string, width: number, style: FigureStyle): string {
  const casing = { stroke: style.theme.casing, "stroke-linecap": "round" };
  return strokeLines(lines, width + 2, style, casing) + strokeLines(lines, width, style, { stroke: color });
}

/** @param radius  in text sizes */
function drawDisc(at: Point, radius: number, fill: string, stroke: string, style: FigureStyle): string {
  const { textSize: em, lineWidth, theme } = style;
  const disc = { cx: at[0], cy: at[1], r: radius * em };
  return (
    writeElement("circle", { ...disc, fill: theme.casing, stroke: theme.casing, "stroke-width": 3.6 * lineWidth }) +
    writeElement("circle", { ...disc, fill, stroke, "stroke-width": 1.5 * lineWidth })
  );
}

function isWithin([x, y]: Point, { left, right, top, bottom }: Rectangle): boolean {
  return x >= left && x <= right && y >= top && y <= bottom;
}

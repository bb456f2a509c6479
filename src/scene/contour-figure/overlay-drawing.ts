import { formatNumber } from "../number-text";
import { measureChordGap, type SceneChord } from "../scene-chord";
import type { FigureStyle } from "./figure-style";
import { blendPoints, clipLine, type Line, type Point, type Rectangle } from "./geometry";
import type { PlateAsk } from "./plates";
import type { PlotMap } from "./plot-map";
import { writeElement, writeLine, writePath } from "./svg-text";

/** A way through the slice. */
export interface FigurePath {
  readonly label: string;
  /** #rrggbb */
  readonly color: string;
  /** Slice coordinates; they may leave the slice. */
  readonly points: readonly { readonly x: number; readonly y: number }[];
  /** Index of the point that stands out. */
  readonly head: number;
}

/** A place of the slice with a name. */
export interface FigurePin {
  readonly x: number;
  readonly y: number;
  readonly label: string;
  /** #rrggbb */
  readonly color: string;
}

/** What stands on the slice: its drawing, the names it asks for, and the places that no name should cover. */
export interface Overlay {
  readonly drawing: string;
  readonly plates: readonly PlateAsk[];
  readonly places: readonly Point[];
}

/** Light round every line that crosses the colours. */
const CASING = "#ffffff";
const INK = "#1b1f23";
/** Radius of a marked point, in text sizes. */
const DISC = 0.34;
/** Points of a chord that are kept free of names. */
const CHORD_STEPS = 24;

export function overlayPaths(paths: readonly FigurePath[], map: PlotMap, style: FigureStyle): Overlay {
  const drawn = paths.map((path) => {
    const points = path.points.map(({ x, y }) => map.fromSlice([x, y]));
    const d = clipLine(points, map.plot).map(writeLine).join("");
    const head = points[path.head];
    const disc = head && isWithin(head, map.plot) ? drawDisc(head, path.color, path.color, style) : "";
    return { drawing: drawCased(d, path.color, style) + disc, places: points.filter((at) => isWithin(at, map.plot)) };
  });
  return {
    drawing: drawn.map(({ drawing }) => drawing).join(""),
    plates: [],
    places: drawn.flatMap(({ places }) => places),
  };
}

export function overlayPins(pins: readonly FigurePin[], map: PlotMap, style: FigureStyle): Overlay {
  const placed = pins
    .map((pin) => ({ pin, at: map.fromSlice([pin.x, pin.y]) }))
    .filter(({ at }) => isWithin(at, map.plot));
  return {
    drawing: placed.map(({ pin, at }) => drawDisc(at, CASING, pin.color, style)).join(""),
    plates: placed.map(({ pin, at }) => ({ text: pin.label, at, radius: DISC * style.textSize, color: pin.color })),
    places: placed.map(({ at }) => at),
  };
}

/** The chord from above, with how far the loss at its middle stands above the mean of its ends. */
export function overlayChord(chord: SceneChord, map: PlotMap, style: FigureStyle): Overlay {
  const { theme, textSize: em } = style;
  const [from, to] = [chord.from, chord.to].map(({ x, y }) => map.fromSlice([x, y])) as [Point, Point];
  const middle = blendPoints(from, to, 0.5);
  const length = Math.max(1e-9, Math.hypot(to[0] - from[0], to[1] - from[1]));
  const [nx, ny] = [(-(to[1] - from[1]) / length) * 0.55 * em, ((to[0] - from[0]) / length) * 0.55 * em];
  const bar: Line = [
    [middle[0] - nx, middle[1] - ny],
    [middle[0] + nx, middle[1] + ny],
  ];
  const lines = [[from, to], ...clipLine(bar, map.plot)].map(writeLine).join("");
  const fill = chord.proved ? theme.proof : CASING;
  const text = `gap ${formatNumber(measureChordGap(chord))}`;
  return {
    drawing:
      drawCased(lines, theme.proof, style) + [from, to].map((end) => drawDisc(end, fill, theme.proof, style)).join(""),
    plates: [{ text, at: middle, radius: 0.3 * em, color: theme.proof }],
    places: Array.from({ length: CHORD_STEPS + 1 }, (_, step) => blendPoints(from, to, step / CHORD_STEPS)),
  };
}

/** The point (0, 0), where the network stands; nothing where the slice does not hold it. */
export function overlayCenter(map: PlotMap, { textSize: em, lineWidth }: FigureStyle): Overlay {
  const at = map.fromSlice([0, 0]);
  if (!isWithin(at, map.plot)) return { drawing: "", plates: [], places: [] };
  const ring = { cx: at[0], cy: at[1], r: 0.4 * em };
  const drawing =
    writeElement("circle", { ...ring, fill: CASING, stroke: CASING, "stroke-width": 3.4 * lineWidth }) +
    writeElement("circle", { ...ring, fill: "none", stroke: INK, "stroke-width": 1.5 * lineWidth }) +
    writeElement("circle", { cx: at[0], cy: at[1], r: 0.16 * em, fill: INK });
  return { drawing, plates: [], places: [at] };
}

function drawCased(d: string, color: string, { lineWidth }: FigureStyle): string {
  const line = { fill: "none", "stroke-linejoin": "round", "stroke-linecap": "round" } as const;
  return (
    writePath(d, { ...line, stroke: CASING, "stroke-width": 4.2 * lineWidth }) +
    writePath(d, { ...line, stroke: color, "stroke-width": 2.2 * lineWidth })
  );
}

function drawDisc(at: Point, fill: string, stroke: string, { textSize: em, lineWidth }: FigureStyle): string {
  const disc = { cx: at[0], cy: at[1], r: DISC * em };
  return (
    writeElement("circle", { ...disc, fill: CASING, stroke: CASING, "stroke-width": 3.6 * lineWidth }) +
    writeElement("circle", { ...disc, fill, stroke, "stroke-width": 1.5 * lineWidth })
  );
}

function isWithin([x, y]: Point, { left, right, top, bottom }: Rectangle): boolean {
  return x >= left && x <= right && y >= top && y <= bottom;
}

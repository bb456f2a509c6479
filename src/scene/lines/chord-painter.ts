import type { ThemeTokens } from "../../drawing/colors/theme";
import type { ChordDrawing } from "../../drawing/overlays/scene-chord";
import type { PictureSize } from "../../drawing/picture/picture-size";
import type { ScenePoint } from "../../drawing/surface/surface-box";
import { chooseFont } from "../../drawing/typeface/typeface";
import type { PaintContext, Projection, ScreenPoint } from "../frame/frame-painter";
import { isNarrow } from "../frame/text-scale";
import { CASING_REACH, HIDDEN_DASHES, HIDDEN_OPACITY, projectLine, strokeCased } from "./cased-line";
import { isFree, type LabelRoom, placeLabel } from "./overlay-labels";

const LINE_WIDTH = 2.5;
const BAR_WIDTH = 3;
const CAP_REACH = 7;
const DOT_RADIUS = 4.5;
const TEXT_SIZE = 13;
/** The blue line has a light rim in the light and in the dark theme. */
const CASING = "#ffffff";

/** A label of a chord with its place on the picture. */
export interface ChordLabel {
  readonly text: string;
  readonly room: LabelRoom;
  /** Which end of the chord it names; null for the gap. */
  readonly end: number | null;
}

/** Finds places for the gap and for the names of the ends, apart from each other and from the labels already placed; adds them to these. */
export function placeChordLabels(
  context: PaintContext,
  chord: ChordDrawing,
  view: Projection,
  taken: LabelRoom[],
): readonly ChordLabel[] {
  const textSize = chooseLabelFont(context, view);
  const measure = (text: string) => ({ width: context.measureText(text).width + 14, height: textSize + 9 });
  const { endTexts, gapText } = isNarrow(view) ? chord.shortTexts : chord;
  const ends = chord.ends.map((end) => view.project(end));
  const labels: ChordLabel[] = [];
  const add = (text: string, room: LabelRoom | null, end: number | null): void => {
    if (!room) return;
    taken.push(room);
    labels.push({ text, room, end });
  };
  const [low, high] = chord.gap.map((end) => view.project(end));
  if (low && high) {
    const size = measure(gapText);
    const drawn = chord.stretches.flatMap(({ points }) => points.map((point) => view.project(point)));
    const corner = placeGapLabel([low, high], size, drawn, ends, view, taken);
    add(gapText, { left: corner.x, top: corner.y, ...size }, null);
  }
  for (const [index, text] of endTexts.entries()) {
    const at = ends[index];
    if (text !== "" && at) add(text, placeLabel(at, measure(text), taken, view), index);
  }
  return labels;
}

/**
 * Paints a chord over the picture: solid where visible, dashed where the surface hides it, with the Jensen gap at its middle.
 * @param labels  from placeChordLabels
 */
export function paintChord(
  context: PaintContext,
  chord: ChordDrawing,
  view: Projection,
  theme: ThemeTokens,
  labels: readonly ChordLabel[],
): void {
  context.save();
  context.lineJoin = "round";
  for (const { points, hidden } of chord.stretches) {
    context.globalAlpha = hidden ? HIDDEN_OPACITY : 1;
    context.setLineDash(hidden ? [...HIDDEN_DASHES] : []);
    strokeCased(context, projectLine(points, view), LINE_WIDTH, theme.proof, CASING);
  }
  context.globalAlpha = 1;
  context.setLineDash([]);
  for (const end of chord.ends) paintDot(context, view.project(end), DOT_RADIUS, chord.proved, theme);
  paintGap(context, chord, view, theme);
  for (const { text, room } of labels) paintLabel(context, text, room, view, theme);
  context.restore();
}

/** The ends of a chord that a label names, in scene coordinates. */
export function listNamedPlaces(chord: ChordDrawing | null, labels: readonly ChordLabel[]): readonly ScenePoint[] {
  if (!chord) return [];
  return chord.ends.filter((_, index) => labels.some(({ end }) => end === index));
}

function chooseLabelFont(context: PaintContext, { textScale }: Projection): number {
  const size = TEXT_SIZE * textScale;
  chooseFont(context, `600 ${size}px`);
  return size;
}

/** The bar of the gap is vertical in the scene and has a cap at each end, like a dimension line in a technical drawing. */
function paintGap(context: PaintContext, chord: ChordDrawing, view: Projection, theme: ThemeTokens): void {
  const [low, high] = chord.gap.map((end) => view.project(end));
  if (!low || !high) return;
  const path = new Path2D();
  for (const end of [low, high]) {
    path.moveTo(end.x - CAP_REACH, end.y);
    path.lineTo(end.x + CAP_REACH, end.y);
  }
  path.moveTo(low.x, low.y);
  path.lineTo(high.x, high.y);
  strokeCased(context, path, BAR_WIDTH, theme.proof, CASING);
}

/**
 * The upper left corner of a label beside a bar. The label covers as little of the chord as possible and, if possible, none of its ends.
 * Among equally good places the order is: right of the bar, left of it, above it, below it.
 */
export function placeGapLabel(
  [a, b]: readonly [ScreenPoint, ScreenPoint],
  { width, height }: PictureSize,
  chord: readonly (ScreenPoint | null)[],
  ends: readonly (ScreenPoint | null)[],
  picture: PictureSize,
  taken: readonly LabelRoom[] = [],
): ScreenPoint {
  const middle = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  const beside = CAP_REACH + 6;
  const places: readonly ScreenPoint[] = [
    { x: Math.max(a.x, b.x) + beside, y: middle.y - height / 2 },
    { x: Math.min(a.x, b.x) - beside - width, y: middle.y - height / 2 },
    { x: middle.x - width / 2, y: Math.min(a.y, b.y) - 8 - height },
    { x: middle.x - width / 2, y: Math.max(a.y, b.y) + 8 },
  ];
  const cost = (place: ScreenPoint) => {
    const count = (points: readonly (ScreenPoint | null)[], reach: number) =>
      points.filter((at) => at && isWithin(at, place, { width, height }, reach)).length;
    const isInside =
      place.x >= 2 && place.y >= 2 && place.x + width <= picture.width - 2 && place.y + height <= picture.height - 2;
    const isClear = isFree({ left: place.x, top: place.y, width, height }, taken);
    return count(chord, 3) + 100 * count(ends, DOT_RADIUS + 3) + (isInside ? 0 : 1000) + (isClear ? 0 : 1000);
  };
  return places.reduce((best, place) => (cost(place) < cost(best) ? place : best));
}

function isWithin(at: ScreenPoint, corner: ScreenPoint, { width, height }: PictureSize, reach: number): boolean {
  const [x, y] = [at.x - corner.x, at.y - corner.y];
  return x > -reach && y > -reach && x < width + reach && y < height + reach;
}

function paintLabel(
  context: PaintContext,
  text: string,
  { left, top, width, height }: LabelRoom,
  view: Projection,
  theme: ThemeTokens,
): void {
  chooseLabelFont(context, view);
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.beginPath();
  context.roundRect(left, top, width, height, 4);
  context.fillStyle = theme.panel;
  context.fill();
  context.lineWidth = 1;
  context.strokeStyle = theme.proof;
  context.stroke();
  context.fillStyle = theme.ink;
  context.fillText(text, left + 7, top + height / 2 + 0.5);
}

/** An end of the chord: a full disc when the chord is part of a proof, else a ring. */
function paintDot(
  context: PaintContext,
  at: ScreenPoint | null,
  radius: number,
  full: boolean,
  theme: ThemeTokens,
): void {
  if (!at) return;
  context.beginPath();
  context.arc(at.x, at.y, radius, 0, 2 * Math.PI);
  context.lineWidth = 2 + 2 * CASING_REACH;
  context.strokeStyle = CASING;
  context.stroke();
  context.fillStyle = full ? theme.proof : CASING;
  context.fill();
  context.lineWidth = 2;
  context.strokeStyle = theme.proof;
  context.stroke();
}

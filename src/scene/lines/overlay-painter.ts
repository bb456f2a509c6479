import { type ThemeTokens, toneColor } from "../../drawing/colors/theme";
import type { LaidArm, LaidOverlays } from "../../drawing/overlays/lay-overlays";
import type { LaidPath } from "../../drawing/overlays/lay-path";
import { isPlaceHidden, type LineStretch, splitByHiding } from "../../drawing/surface/line-hiding";
import type { ScenePoint } from "../../drawing/surface/surface-box";
import type { SurfaceShape } from "../../drawing/surface/surface-marks";
import { chooseFont } from "../../drawing/typeface/typeface";
import type { PaintContext, Projection, ScreenPoint } from "../frame/frame-painter";
import { HIDDEN_DASHES, HIDDEN_OPACITY, projectLine } from "./cased-line";
import { type LabelRoom, placeLabel } from "./overlay-labels";

/** Width of the rim of an overlay, in CSS pixels: narrower than a chord's, because paths are close together. */
const CASING_REACH = 1.25;
const PATH_WIDTH = 2.75;
const CUT_WIDTH = 2;
const ARM_WIDTH = 3;
const START_RADIUS = 2.75;
const HEAD_RADIUS = 5;
const TRUE_LOSS_RADIUS = 3.75;
const PIN_RADIUS = 4;
const TEXT_SIZE = 12;
/** Two marks nearer than this, in units of the scene, cover one another. */
const SAME_PLACE = 0.02;
/** Opacity of a mark that the surface hides: still visible. */
const HIDDEN_MARK_OPACITY = 0.45;
/** Dark bars across an arm that bends down. Like the hatch of the surface, they show the sign without colour. */
const HATCH_DASHES = [2, 3];

/** The tools of painting; `shape` is null where nothing can be hidden, as on a map. */
interface OverlayPen {
  readonly context: PaintContext;
  readonly view: Projection;
  readonly theme: ThemeTokens;
  readonly shape: SurfaceShape | null;
  readonly taken: LabelRoom[];
}

/**
 * Paints the overlays of a surface: cut and paths first, then the marks, then the labels for which there is room.
 * @param taken  rectangles of labels already placed; those of this function are added
 * @param named  places that already have a label
 */
export function paintOverlays(
  context: PaintContext,
  laid: LaidOverlays,
  view: Projection,
  theme: ThemeTokens,
  shape: SurfaceShape | null,
  taken: LabelRoom[],
  named: readonly ScenePoint[] = [],
): void {
  const pen: OverlayPen = { context, view, theme, shape, taken };
  context.save();
  context.lineJoin = "round";
  if (laid.cut) paintRuns(pen, laid.cut.runs, CUT_WIDTH, theme.ink);
  for (const path of laid.paths) paintPathLine(pen, path);
  for (const arm of laid.arms) paintArm(pen, arm);
  for (const end of laid.cut?.ends ?? []) paintMark(pen, end.at, START_RADIUS, theme.ink, true);
  for (const path of laid.paths) paintPathMarks(pen, path);
  for (const pin of laid.pins) paintMark(pen, pin.at, PIN_RADIUS, pinColor(theme, pin.tone), true);
  for (const end of laid.cut?.ends ?? []) paintLabel(pen, end.at, end.label, theme.ink);
  for (const pin of laid.pins) paintLabel(pen, pin.at, pin.label, pinColor(theme, pin.tone));
  paintPathLabels(pen, laid.paths, named);
  context.restore();
}

/** Labels that give way come last: they are left out where another label already names the place. */
function paintPathLabels(pen: OverlayPen, paths: readonly LaidPath[], named: readonly ScenePoint[]): void {
  const places = [...named];
  for (const givesWay of [false, true]) {
    for (const { head, label, tone, labelGivesWay } of paths) {
      if (!head || labelGivesWay !== givesWay) continue;
      if (givesWay && places.some((place) => isSamePlace(place, head))) continue;
      if (paintLabel(pen, head, label, toneColor(pen.theme, tone))) places.push(head);
    }
  }
}

/** Whether two points of the scene lie above the same place of the slice. */
function isSamePlace([x, , z]: ScenePoint, [otherX, , otherZ]: ScenePoint): boolean {
  return Math.hypot(x - otherX, z - otherZ) < SAME_PLACE;
}

function pinColor(theme: ThemeTokens, tone: number | null): string {
  return tone === null ? theme.ink : toneColor(theme, tone);
}

interface Stroke extends LineStretch {
  readonly opacity: number;
}

function splitRun({ shape, view }: OverlayPen, points: readonly ScenePoint[], opacity: number): Stroke[] {
  const stretches = shape ? splitByHiding(shape, view.camera, points) : [{ points, hidden: false }];
  return stretches.map((stretch) => ({ ...stretch, opacity }));
}

/** All rims are painted before all lines, so that no rim covers a neighbouring line. Dashes continue from one piece to the next. */
function paintStrokes({ context, view }: OverlayPen, strokes: readonly Stroke[], passes: readonly StrokePass[]): void {
  for (const { width, color, dashes } of passes) {
    context.lineWidth = width;
    context.strokeStyle = color;
    let run = 0;
    for (const { points, hidden, opacity } of strokes) {
      context.globalAlpha = hidden ? HIDDEN_OPACITY * opacity : opacity;
      context.setLineDash(hidden ? [...HIDDEN_DASHES] : dashes);
      context.lineDashOffset = run;
      context.stroke(projectLine(points, view));
      run += measureOnScreen(points, view);
    }
  }
  context.globalAlpha = 1;
  context.setLineDash([]);
  context.lineDashOffset = 0;
}

interface StrokePass {
  readonly width: number;
  readonly color: string;
  readonly dashes: number[];
}

function listPasses(width: number, color: string, theme: ThemeTokens): readonly StrokePass[] {
  return [
    { width: width + 2 * CASING_REACH, color: theme.casing, dashes: [] },
    { width, color, dashes: [] },
  ];
}

function measureOnScreen(points: readonly ScenePoint[], view: Projection): number {
  let length = 0;
  let last: ScreenPoint | null = null;
  for (const point of points) {
    const at = view.project(point);
    if (at && last) length += Math.hypot(at.x - last.x, at.y - last.y);
    last = at;
  }
  return length;
}

function paintRuns(pen: OverlayPen, runs: LaidArm["runs"], width: number, color: string): void {
  const strokes = runs.flatMap((points) => splitRun(pen, points, 1));
  paintStrokes(pen, strokes, listPasses(width, color, pen.theme));
}

function paintPathLine(pen: OverlayPen, { pieces, tone }: LaidPath): void {
  const strokes = pieces.flatMap(({ points, opacity }) => splitRun(pen, points, opacity));
  paintStrokes(pen, strokes, listPasses(PATH_WIDTH, toneColor(pen.theme, tone), pen.theme));
}

/** Colours of the verdict: down is vermilion with bars, up is blue, undecided is grey. */
function paintArm(pen: OverlayPen, { runs, sign }: LaidArm): void {
  const { theme } = pen;
  const strokes = runs.flatMap((points) => splitRun(pen, points, 1));
  const color = sign < 0 ? theme.nonconvex : sign > 0 ? theme.proof : theme.muted;
  paintStrokes(pen, strokes, listPasses(ARM_WIDTH, color, theme));
  const shown = strokes.filter(({ hidden }) => !hidden);
  if (sign < 0) paintStrokes(pen, shown, [{ width: ARM_WIDTH, color: theme.hatch, dashes: HATCH_DASHES }]);
}

/** The start is a small disc, the head a large one. A stem joins the head to an open ring at the height of its true loss. */
function paintPathMarks(pen: OverlayPen, { start, head, trueLoss, tone }: LaidPath): void {
  const color = toneColor(pen.theme, tone);
  if (head && trueLoss) {
    paintStrokes(pen, splitRun(pen, [head, trueLoss], 1), listPasses(1.25, color, pen.theme));
    paintMark(pen, trueLoss, TRUE_LOSS_RADIUS, color, false);
  }
  if (start) paintMark(pen, start, START_RADIUS, color, true);
  if (head) paintMark(pen, head, HEAD_RADIUS, color, true);
}

function paintMark(pen: OverlayPen, place: ScenePoint, radius: number, color: string, full: boolean): void {
  const { context, view, theme, shape } = pen;
  const at = view.project(place);
  if (!at) return;
  context.globalAlpha = shape && isPlaceHidden(shape, view.camera, place) ? HIDDEN_MARK_OPACITY : 1;
  context.beginPath();
  context.arc(at.x, at.y, radius, 0, 2 * Math.PI);
  context.lineWidth = 2 + 2 * CASING_REACH;
  context.strokeStyle = theme.casing;
  context.stroke();
  context.fillStyle = full ? color : theme.casing;
  context.fill();
  context.lineWidth = 1.75;
  context.strokeStyle = color;
  context.stroke();
  context.globalAlpha = 1;
}

/** @returns whether there was room for it */
function paintLabel(
  { context, view, theme, taken }: OverlayPen,
  place: ScenePoint,
  text: string,
  color: string,
): boolean {
  const at = view.project(place);
  if (!at || text === "") return false;
  const textSize = TEXT_SIZE * view.textScale;
  chooseFont(context, `500 ${textSize}px`);
  const size = { width: context.measureText(text).width + 12, height: textSize + 7 };
  const room = placeLabel(at, size, taken, view);
  if (!room) return false;
  taken.push(room);
  context.beginPath();
  context.roundRect(room.left, room.top, room.width, room.height, 4);
  context.fillStyle = theme.panel;
  context.fill();
  context.lineWidth = 1;
  context.strokeStyle = color;
  context.stroke();
  context.fillStyle = theme.ink;
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.fillText(text, room.left + 6, room.top + room.height / 2 + 0.5);
  return true;
}

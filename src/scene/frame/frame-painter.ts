import type { ThemeTokens } from "../../drawing/colors/theme";
import {
  type AxisSide,
  type FrameLayout,
  findBackCorner,
  listBackLines,
  placeAxes,
} from "../../drawing/surface/frame-layout";
import type { ScenePoint } from "../../drawing/surface/surface-box";
import type { SurfaceMark } from "../../drawing/surface/surface-marks";
import { chooseFont } from "../../drawing/typeface/typeface";

/** A position on the picture in CSS pixels, y down. */
export interface ScreenPoint {
  readonly x: number;
  readonly y: number;
}

/** The camera's projection: all that drawing lines and text needs, without three.js. */
export interface Projection {
  readonly camera: ScenePoint;
  /** Where the part that labels must stay in begins on the picture; its size follows. Positions are measured from there. */
  readonly origin: ScreenPoint;
  readonly width: number;
  readonly height: number;
  /** Size of all text beside its usual size. */
  readonly textScale: number;
  /** Null behind the camera. */
  readonly project: (point: ScenePoint) => ScreenPoint | null;
}

export type PaintContext = CanvasRenderingContext2D;

const TEXT_SIZE = 12;
const TICK_LENGTH = 5;
const TEXT_GAP = 5;
const NAME_GAP = 9;
const NOTE_GAP = 4;
const EDGE_GAP = 6;
/** Shortest axis, in CSS pixels, that gets numbers: an axis seen end-on has no room for them. */
const LEAST_AXIS_LENGTH = 44;
const LEAST_UPRIGHT_LENGTH = 70;

/** A rectangle of the picture, CSS pixels. */
export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

function overlap(a: Rectangle, b: Rectangle): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** Paints the faces of the box behind the surface, on the canvas below the surface. */
export function paintBack(context: PaintContext, layout: FrameLayout, view: Projection, theme: ThemeTokens): void {
  const back = findBackCorner(view.camera);
  const lines = listBackLines(layout, back);
  for (const edge of [false, true]) {
    context.beginPath();
    context.strokeStyle = edge ? theme.frame : theme.grid;
    context.lineWidth = 1;
    for (const line of lines) {
      if (line.edge === edge) tracePath(context, view.project(line.from), view.project(line.to));
    }
    context.stroke();
  }
}

function tracePath(context: PaintContext, from: ScreenPoint | null, to: ScreenPoint | null): void {
  if (!from || !to) return;
  context.moveTo(from.x, from.y);
  context.lineTo(to.x, to.y);
}

/**
 * Paints numbers and names of the axes and the marks on the surface, on the canvas above the surface.
 *
 * @returns the rectangles that hold text, for the labels that are painted next
 */
export function paintFront(
  context: PaintContext,
  layout: FrameLayout | null,
  marks: readonly SurfaceMark[],
  view: Projection,
  theme: ThemeTokens,
): readonly Rectangle[] {
  const taken = layout ? paintAxes(context, layout, view, theme) : [];
  for (const mark of marks) paintMark(context, mark, view, theme);
  return taken;
}

function paintAxes(
  context: PaintContext,
  layout: FrameLayout,
  view: Projection,
  theme: ThemeTokens,
): readonly Rectangle[] {
  const back = findBackCorner(view.camera);
  const axes = placeAxes(layout, back, view.project);
  context.textAlign = "center";
  context.textBaseline = "middle";
  const pen: AxisPen = { context, view, theme, size: TEXT_SIZE * view.textScale, taken: [] };
  paintUprightAxis(pen, axes.loss);
  const flat = [axes.x, axes.y].map((axis) => ({ axis, placed: paintFlatTicks(pen, axis) }));
  for (const { axis, placed } of flat) if (placed) paintFlatName(pen, axis, placed);
  return pen.taken;
}

/** The tools that all axes paint with; `taken` holds the rectangles that already contain text. */
interface AxisPen {
  readonly context: PaintContext;
  readonly view: Projection;
  readonly theme: ThemeTokens;
  readonly size: number;
  readonly taken: Rectangle[];
}

function projectEnds(
  view: Projection,
  axis: AxisSide,
  leastLength: number,
): readonly [ScreenPoint, ScreenPoint] | null {
  const start = view.project(axis.ends[0]);
  const end = view.project(axis.ends[1]);
  if (!start || !end || Math.hypot(end.x - start.x, end.y - start.y) < leastLength) return null;
  return [start, end];
}

/** The name is above the top of the axis. It is placed first, so that no number overlaps it. */
function paintUprightAxis(pen: AxisPen, axis: AxisSide): void {
  const ends = projectEnds(pen.view, axis, LEAST_UPRIGHT_LENGTH);
  if (!ends) return;
  const top = ends[0].y < ends[1].y ? ends[0] : ends[1];
  const width = measureName(pen, axis.name);
  const x = Math.max(width / 2 + 4, top.x - width / 2 + 6);
  paintName(pen, axis.name, { x, y: top.y - pen.size - 6 }, width);
  paintTicks(pen, axis, { x: -1, y: 0 });
}

interface FlatAxis {
  readonly ends: readonly [ScreenPoint, ScreenPoint];
  /** The direction on screen in which the numbers stand. */
  readonly away: ScreenPoint;
  /** Width of the widest number. */
  readonly widest: number;
}

/** @returns null for an axis without room for numbers */
function paintFlatTicks(pen: AxisPen, axis: AxisSide): FlatAxis | null {
  const ends = projectEnds(pen.view, axis, LEAST_AXIS_LENGTH);
  if (!ends) return null;
  const away = findAway(...ends, pen.view);
  return { ends, away, widest: paintTicks(pen, axis, away) };
}

/** Places along an axis, in parts of its length, where its name may stand, and how far it may move outwards, in its own heights. */
const NAME_PLACES = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9, 0, 1] as const;
const NAME_STEPS = [0, 0.6, 1.2, 1.8, 2.4, 3] as const;

/** The name with its note stands outside the numbers, where it covers no other text and is inside the picture. */
function paintFlatName(pen: AxisPen, axis: AxisSide, { ends: [start, end], away, widest }: FlatAxis): void {
  const { view, size } = pen;
  const width = Math.max(measureName(pen, axis.name), measureNote(pen, axis.note));
  const height = size + 1 + (axis.note === "" ? 0 : size + NOTE_GAP);
  // The note is under the name, so it needs extra room where the name is above its axis.
  const under = axis.note !== "" && away.y < 0 ? size + NOTE_GAP : 0;
  const beside = Math.abs(away.x) * (widest + width / 2) + Math.abs(away.y) * (size * 1.5 + under);
  const reach = TICK_LENGTH + TEXT_GAP + NAME_GAP + beside;
  const placeAt = (part: number, step: number): ScreenPoint => {
    const out = reach + step * size;
    const x = start.x + part * (end.x - start.x) + away.x * out;
    const y = start.y + part * (end.y - start.y) + away.y * out;
    // On a small picture, name and note move inwards so that they stay in the picture.
    const [left, lowest] = [width / 2 + EDGE_GAP, view.height - EDGE_GAP - height + size / 2];
    return { x: Math.min(view.width - left, Math.max(left, x)), y: Math.min(lowest, Math.max(size, y)) };
  };
  const isFreeAt = ({ x, y }: ScreenPoint) => {
    const top = y - size / 2 - 1;
    const room = { left: x - width / 2 - 3, right: x + width / 2 + 3, top, bottom: top + height + 2 };
    return pen.taken.every((other) => !overlap(other, room));
  };
  const places = NAME_STEPS.flatMap((step) => NAME_PLACES.map((part) => placeAt(part, step)));
  const at = places.find(isFreeAt);
  // A picture this small has no place for the name; the numbers remain.
  if (!at) return;
  paintName(pen, axis.name, at, width);
  paintNote(pen, axis.note, { x: at.x, y: at.y + size + NOTE_GAP }, width);
}

function measureNote(pen: AxisPen, note: string): number {
  chooseFont(pen.context, `${pen.size - 1}px`);
  return pen.context.measureText(note).width;
}

function paintNote(pen: AxisPen, note: string, at: ScreenPoint, width: number): void {
  if (note === "") return;
  chooseFont(pen.context, `${pen.size - 1}px`);
  pen.context.fillStyle = pen.theme.muted;
  pen.context.fillText(note, at.x, at.y);
  pen.taken.push(roomAround(at, width, pen.size));
}

function measureName(pen: AxisPen, name: string): number {
  chooseFont(pen.context, `500 ${pen.size + 1}px`);
  return pen.context.measureText(name).width;
}

function paintName(pen: AxisPen, name: string, at: ScreenPoint, width: number): void {
  chooseFont(pen.context, `500 ${pen.size + 1}px`);
  pen.context.fillStyle = pen.theme.ink;
  pen.context.fillText(name, at.x, at.y);
  pen.taken.push(roomAround(at, width, pen.size + 1));
}

function roomAround(at: ScreenPoint, width: number, height: number): Rectangle {
  return {
    left: at.x - width / 2 - 3,
    right: at.x + width / 2 + 3,
    top: at.y - height / 2 - 1,
    bottom: at.y + height / 2 + 1,
  };
}

/** Leaves out numbers that would overlap text already there. @returns the width of the widest number */
function paintTicks({ context, view, theme, size, taken }: AxisPen, axis: AxisSide, away: ScreenPoint): number {
  chooseFont(context, `${size}px`);
  context.fillStyle = theme.muted;
  context.strokeStyle = theme.muted;
  context.lineWidth = 1;
  let widest = 0;
  for (const tick of axis.ticks) {
    const at = view.project(tick.at);
    if (!at) continue;
    const width = context.measureText(tick.text).width;
    const reach = TICK_LENGTH + TEXT_GAP + (Math.abs(away.x) * width + Math.abs(away.y) * size) / 2;
    const middle = { x: at.x + away.x * reach, y: at.y + away.y * reach };
    const room = roomAround(middle, width, size);
    if (taken.some((other) => overlap(other, room))) continue;
    taken.push(room);
    widest = Math.max(widest, width);
    context.beginPath();
    tracePath(context, at, { x: at.x + away.x * TICK_LENGTH, y: at.y + away.y * TICK_LENGTH });
    context.stroke();
    context.fillText(tick.text, middle.x, middle.y);
  }
  return widest;
}

/** The direction on screen that is perpendicular to an axis and points away from the middle of the box. */
function findAway(start: ScreenPoint, end: ScreenPoint, view: Projection): ScreenPoint {
  const length = Math.hypot(end.x - start.x, end.y - start.y);
  const normal = { x: (end.y - start.y) / length, y: -(end.x - start.x) / length };
  const middle = view.project([0, 0, 0]);
  if (!middle) return normal;
  const outward = { x: (start.x + end.x) / 2 - middle.x, y: (start.y + end.y) / 2 - middle.y };
  return normal.x * outward.x + normal.y * outward.y >= 0 ? normal : { x: -normal.x, y: -normal.y };
}

/** Marks the centre by a ring with a dot, the point under the pointer by a ring. Light and dark strokes are visible on any colour. */
function paintMark(context: PaintContext, mark: SurfaceMark, view: Projection, theme: ThemeTokens): void {
  const at = view.project(mark.at);
  if (!at) return;
  context.save();
  context.globalAlpha = mark.hidden ? 0.35 : 1;
  const radius = mark.kind === "center" ? 5 : 6;
  const ring = (width: number, color: string) => {
    context.beginPath();
    context.arc(at.x, at.y, radius, 0, 2 * Math.PI);
    context.lineWidth = width;
    context.strokeStyle = color;
    context.stroke();
  };
  ring(4, "#ffffff");
  ring(1.75, mark.kind === "center" ? "#1b1f23" : theme.proof);
  if (mark.kind === "center") {
    context.beginPath();
    context.arc(at.x, at.y, 3, 0, 2 * Math.PI);
    context.fillStyle = "#ffffff";
    context.fill();
    context.beginPath();
    context.arc(at.x, at.y, 2, 0, 2 * Math.PI);
    context.fillStyle = "#1b1f23";
    context.fill();
  }
  context.restore();
}

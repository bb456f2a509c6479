import { type AxisSide, type FrameLayout, findBackCorner, listBackLines, placeAxes } from "./frame-layout";
import type { ScenePoint } from "./surface-box";
import { FONT_FAMILY, type ThemeTokens } from "./theme";

/** A place on the picture in CSS pixels, y down. */
export interface ScreenPoint {
  readonly x: number;
  readonly y: number;
}

/** How the camera sees: enough to draw lines and text without knowing three. */
export interface Projection {
  readonly camera: ScenePoint;
  readonly width: number;
  readonly height: number;
  /** Null behind the camera. */
  readonly project: (point: ScenePoint) => ScreenPoint | null;
}

export type PaintContext = CanvasRenderingContext2D;

/** A mark on the surface. Hidden marks lie behind a fold and are drawn faintly. */
export interface SurfaceMark {
  readonly at: ScenePoint;
  readonly kind: "center" | "hover";
  readonly hidden: boolean;
}

const TICK_LENGTH = 5;
const TEXT_GAP = 5;
const NAME_GAP = 9;
/** An axis seen end-on has no room for numbers. */
const LEAST_AXIS_LENGTH = 44;

interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

function overlap(a: Rectangle, b: Rectangle): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** The faces of the box behind the surface: everything here is painted under it. */
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

/** Numbers and names of the axes, and the marks on the surface: everything here is painted over it. */
export function paintFront(
  context: PaintContext,
  layout: FrameLayout | null,
  marks: readonly SurfaceMark[],
  view: Projection,
  theme: ThemeTokens,
): void {
  if (layout) paintAxes(context, layout, view, theme);
  for (const mark of marks) paintMark(context, mark, view, theme);
}

function paintAxes(context: PaintContext, layout: FrameLayout, view: Projection, theme: ThemeTokens): void {
  const back = findBackCorner(view.camera);
  const axes = placeAxes(layout, back, (point) => view.project(point)?.x ?? 0);
  const taken: Rectangle[] = [];
  const size = view.width < 600 ? 11 : 12;
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (const axis of [axes.x, axes.y, axes.loss])
    paintAxis(context, axis, view, theme, size, taken, axis === axes.loss);
}

function paintAxis(
  context: PaintContext,
  axis: AxisSide,
  view: Projection,
  theme: ThemeTokens,
  size: number,
  taken: Rectangle[],
  upright: boolean,
): void {
  const start = view.project(axis.ends[0]);
  const end = view.project(axis.ends[1]);
  if (!start || !end) return;
  const length = Math.hypot(end.x - start.x, end.y - start.y);
  if (length < LEAST_AXIS_LENGTH) return;
  const away = upright ? { x: -1, y: 0 } : findAway(start, end, view);

  context.strokeStyle = theme.muted;
  context.fillStyle = theme.muted;
  context.lineWidth = 1;
  context.font = `${size}px ${FONT_FAMILY}`;
  let widest = 0;
  for (const tick of axis.ticks) {
    const at = view.project(tick.at);
    if (!at) continue;
    const width = context.measureText(tick.text).width;
    const reach = TICK_LENGTH + TEXT_GAP + (Math.abs(away.x) * width + Math.abs(away.y) * size) / 2;
    const x = at.x + away.x * reach;
    const y = at.y + away.y * reach;
    const room = { left: x - width / 2 - 3, right: x + width / 2 + 3, top: y - size / 2 - 1, bottom: y + size / 2 + 1 };
    if (taken.some((other) => overlap(other, room))) continue;
    taken.push(room);
    widest = Math.max(widest, width);
    context.beginPath();
    tracePath(context, at, { x: at.x + away.x * TICK_LENGTH, y: at.y + away.y * TICK_LENGTH });
    context.stroke();
    context.fillText(tick.text, x, y);
  }

  context.fillStyle = theme.ink;
  context.font = `500 ${size + 1}px ${FONT_FAMILY}`;
  const nameWidth = context.measureText(axis.name).width;
  if (upright) {
    const top = start.y < end.y ? start : end;
    const x = Math.max(nameWidth / 2 + 4, top.x - nameWidth / 2 + 6);
    context.fillText(axis.name, x, top.y - size - 6);
    return;
  }
  const beside = (Math.abs(away.x) * (widest + nameWidth / 2) + Math.abs(away.y) * size * 1.5) as number;
  const reach = TICK_LENGTH + TEXT_GAP + NAME_GAP + beside;
  context.fillText(axis.name, (start.x + end.x) / 2 + away.x * reach, (start.y + end.y) / 2 + away.y * reach);
}

/** The direction on screen square to an axis and away from the middle of the box. */
function findAway(start: ScreenPoint, end: ScreenPoint, view: Projection): ScreenPoint {
  const length = Math.hypot(end.x - start.x, end.y - start.y);
  const normal = { x: (end.y - start.y) / length, y: -(end.x - start.x) / length };
  const middle = view.project([0, 0, 0]);
  if (!middle) return normal;
  const outward = { x: (start.x + end.x) / 2 - middle.x, y: (start.y + end.y) / 2 - middle.y };
  return normal.x * outward.x + normal.y * outward.y >= 0 ? normal : { x: -normal.x, y: -normal.y };
}

/** The centre is a ring with a dot, the point under the pointer a ring: light and dark together read on any colour. */
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

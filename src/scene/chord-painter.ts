import type { PaintContext, Projection, ScreenPoint } from "./frame-painter";
import type { ChordDrawing } from "./scene-chord";
import type { ScenePoint } from "./surface-box";
import { FONT_FAMILY, type ThemeTokens } from "./theme";

const LINE_WIDTH = 2.5;
const BAR_WIDTH = 3;
const CAP_REACH = 7;
const DOT_RADIUS = 4.5;
const TEXT_SIZE = 13;
/** Light round the blue: it reads on every colour of the surface. */
const CASING = "#ffffff";
const CASING_REACH = 1.75;
const HIDDEN_DASHES = [6, 5];
const HIDDEN_OPACITY = 0.85;

/** Paints a chord over the picture: solid where it is seen, dashed where the surface hides it, with the gap at its middle. */
export function paintChord(context: PaintContext, chord: ChordDrawing, view: Projection, theme: ThemeTokens): void {
  context.save();
  context.lineJoin = "round";
  for (const { points, hidden } of chord.stretches) {
    context.globalAlpha = hidden ? HIDDEN_OPACITY : 1;
    context.setLineDash(hidden ? HIDDEN_DASHES : []);
    strokeCased(context, projectPath(points, view), LINE_WIDTH, theme.proof);
  }
  context.globalAlpha = 1;
  context.setLineDash([]);
  paintGap(context, chord, view, theme);
  for (const end of chord.ends) paintDot(context, view.project(end), DOT_RADIUS, chord.proved, theme);
  context.restore();
}

function projectPath(points: readonly ScenePoint[], view: Projection): Path2D {
  const path = new Path2D();
  let isDown = false;
  for (const point of points) {
    const at = view.project(point);
    if (at && isDown) path.lineTo(at.x, at.y);
    else if (at) path.moveTo(at.x, at.y);
    isDown = at !== null;
  }
  return path;
}

function strokeCased(context: PaintContext, path: Path2D, width: number, color: string): void {
  context.lineWidth = width + 2 * CASING_REACH;
  context.strokeStyle = CASING;
  context.stroke(path);
  context.lineWidth = width;
  context.strokeStyle = color;
  context.stroke(path);
}

/** The bar stands upright in the scene, between two caps, like a dimension in a drawing. */
function paintGap(context: PaintContext, { gap, gapText }: ChordDrawing, view: Projection, theme: ThemeTokens): void {
  const [low, high] = gap.map((end) => view.project(end));
  if (!low || !high) return;
  const path = new Path2D();
  for (const end of [low, high]) {
    path.moveTo(end.x - CAP_REACH, end.y);
    path.lineTo(end.x + CAP_REACH, end.y);
  }
  path.moveTo(low.x, low.y);
  path.lineTo(high.x, high.y);
  strokeCased(context, path, BAR_WIDTH, theme.proof);
  paintLabel(context, gapText, { x: (low.x + high.x) / 2, y: (low.y + high.y) / 2 }, view, theme);
}

function paintLabel(
  context: PaintContext,
  text: string,
  beside: ScreenPoint,
  view: Projection,
  theme: ThemeTokens,
): void {
  context.font = `600 ${TEXT_SIZE}px ${FONT_FAMILY}`;
  context.textAlign = "left";
  context.textBaseline = "middle";
  const width = context.measureText(text).width + 14;
  const height = TEXT_SIZE + 9;
  const isRoomRight = beside.x + CAP_REACH + 6 + width < view.width;
  const left = isRoomRight ? beside.x + CAP_REACH + 6 : beside.x - CAP_REACH - 6 - width;
  const top = beside.y - height / 2;
  context.beginPath();
  context.roundRect(left, top, width, height, 4);
  context.fillStyle = theme.panel;
  context.fill();
  context.lineWidth = 1;
  context.strokeStyle = theme.proof;
  context.stroke();
  context.fillStyle = theme.ink;
  context.fillText(text, left + 7, beside.y + 0.5);
}

/** Full for what is proved, a ring for what is only tried. */
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

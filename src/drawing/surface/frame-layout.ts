import { formatNumber, formatTicks } from "../../words/numbers";
import { isCutAbove, type LossScale } from "../scales/loss-scale";
import { placeLinearTicks } from "../scales/ticks";
import type { SliceAxisNames } from "./axis-names";
import type { ScenePoint, SurfaceBox } from "./surface-box";

/** The texts of the axes. */
export interface AxisNames extends SliceAxisNames {
  readonly loss: string;
}

export interface AxisTick {
  readonly text: string;
  /** Position along its side of the box, 0 to 1. */
  readonly place: number;
}

/** The box round the surface, independent of the camera. */
export interface FrameLayout {
  readonly box: SurfaceBox;
  readonly names: AxisNames;
  readonly x: readonly AxisTick[];
  readonly y: readonly AxisTick[];
  readonly loss: readonly AxisTick[];
}

/** A line of the frame; `edge` ones bound the box, the others are its grid. */
export interface FrameLine {
  readonly from: ScenePoint;
  readonly to: ScenePoint;
  readonly edge: boolean;
}

/** The edge of the box along which one axis is labelled. */
export interface AxisSide {
  readonly name: string;
  /** In smaller type under the name; may be empty. */
  readonly note: string;
  readonly ticks: readonly { readonly text: string; readonly at: ScenePoint }[];
  readonly ends: readonly [ScenePoint, ScenePoint];
}

/** The corner directions that face away from the camera: −1 or 1 along each axis of the scene. */
export interface BackCorner {
  readonly x: -1 | 1;
  readonly y: -1 | 1;
  readonly z: -1 | 1;
}

const TICK_COUNT = 4;

function placeAlong(values: readonly number[], [low, high]: readonly [number, number]): AxisTick[] {
  const texts = formatTicks(values);
  return values.map((value, index) => ({ text: texts[index]!, place: (value - low) / (high - low) }));
}

export function layOutFrame(box: SurfaceBox, scale: LossScale, names: AxisNames): FrameLayout {
  const losses = scale.ticks.major;
  const texts =
    scale.map === "linear" && !scale.flat ? formatTicks(losses) : losses.map((loss) => formatNumber(loss, 4));
  return {
    box,
    names,
    x: placeAlong(placeLinearTicks(box.xRange[0], box.xRange[1], TICK_COUNT).major, box.xRange),
    y: placeAlong(placeLinearTicks(box.yRange[0], box.yRange[1], TICK_COUNT).major, box.yRange),
    loss: losses.map((loss, index) => ({ text: texts[index]!, place: scale.levelOf(loss) })),
  };
}

/** The name of the loss axis. It says where the picture differs from the loss: a scale that bends the shape, a surface that is cut flat. */
export function nameLossAxis(scale: LossScale): string {
  if (scale.flat) return "loss";
  const cut = isCutAbove(scale) ? `, cut at ${formatNumber(scale.high)}` : "";
  return scale.map === "linear" ? `loss${cut}` : `loss, bent by ${scale.map}${cut}`;
}

export function findBackCorner(camera: ScenePoint): BackCorner {
  return { x: camera[0] > 0 ? -1 : 1, y: camera[1] >= 0 ? -1 : 1, z: camera[2] > 0 ? -1 : 1 };
}

/** Grid and edges of the three faces behind the surface; no part of them covers it. */
export function listBackLines(layout: FrameLayout, back: BackCorner): readonly FrameLine[] {
  const { halfWidth, halfHeight, halfDepth } = layout.box;
  const x = back.x * halfWidth;
  const y = back.y * halfHeight;
  const z = back.z * halfDepth;
  const lines: FrameLine[] = [];
  const add = (from: ScenePoint, to: ScenePoint, edge: boolean) => lines.push({ from, to, edge });
  const addAcross = (at: number, edge: boolean) => {
    add([at, y, -halfDepth], [at, y, halfDepth], edge);
    add([at, -halfHeight, z], [at, halfHeight, z], edge);
  };
  const addAlong = (at: number, edge: boolean) => {
    add([-halfWidth, y, at], [halfWidth, y, at], edge);
    add([x, -halfHeight, at], [x, halfHeight, at], edge);
  };
  const addUp = (at: number, edge: boolean) => {
    add([x, at, -halfDepth], [x, at, halfDepth], edge);
    add([-halfWidth, at, z], [halfWidth, at, z], edge);
  };
  for (const tick of layout.x) addAcross((2 * tick.place - 1) * halfWidth, false);
  for (const tick of layout.y) addAlong((1 - 2 * tick.place) * halfDepth, false);
  for (const tick of layout.loss) addUp((2 * tick.place - 1) * halfHeight, false);
  for (const side of [-1, 1]) {
    addAcross(side * halfWidth, true);
    addAlong(side * halfDepth, true);
    addUp(side * halfHeight, true);
  }
  return lines;
}

/** A point of the scene on the picture; null behind the camera. */
export type ProjectPoint = (point: ScenePoint) => { readonly x: number; readonly y: number } | null;

/**
 * The three edges that carry numbers. x and y use near edges of the box, at its floor or, seen from above, at its ceiling, whichever is
 * further out on screen. Loss uses the left one of the two vertical edges at the sides.
 */
export function placeAxes(
  layout: FrameLayout,
  back: BackCorner,
  project: ProjectPoint,
): { readonly x: AxisSide; readonly y: AxisSide; readonly loss: AxisSide } {
  const { halfWidth, halfHeight, halfDepth } = layout.box;
  const nearX = -back.x * halfWidth;
  const nearZ = -back.z * halfDepth;
  const isFurtherOut = (point: ScenePoint, other: ScenePoint) => {
    const middle = project([0, 0, 0]);
    const [a, b] = [project(point), project(other)];
    if (!middle || !a || !b) return true;
    return Math.hypot(a.x - middle.x, a.y - middle.y) >= Math.hypot(b.x - middle.x, b.y - middle.y);
  };
  const isFloorOut = isFurtherOut([nearX, -halfHeight, nearZ], [nearX, halfHeight, nearZ]);
  const up = isFloorOut ? -halfHeight : halfHeight;
  const isLeft = (project([-nearX, -halfHeight, nearZ])?.x ?? 0) <= (project([nearX, -halfHeight, -nearZ])?.x ?? 0);
  const [postX, postZ] = isLeft ? [-nearX, nearZ] : [nearX, -nearZ];
  return {
    x: {
      name: layout.names.x,
      note: layout.names.xNote,
      ticks: layout.x.map(({ text, place }) => ({ text, at: [(2 * place - 1) * halfWidth, up, nearZ] })),
      ends: [
        [-halfWidth, up, nearZ],
        [halfWidth, up, nearZ],
      ],
    },
    y: {
      name: layout.names.y,
      note: layout.names.yNote,
      ticks: layout.y.map(({ text, place }) => ({ text, at: [nearX, up, (1 - 2 * place) * halfDepth] })),
      ends: [
        [nearX, up, halfDepth],
        [nearX, up, -halfDepth],
      ],
    },
    loss: {
      name: layout.names.loss,
      note: "",
      ticks: layout.loss.map(({ text, place }) => ({ text, at: [postX, (2 * place - 1) * halfHeight, postZ] })),
      ends: [
        [postX, -halfHeight, postZ],
        [postX, halfHeight, postZ],
      ],
    },
  };
}

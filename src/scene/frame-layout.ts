import type { LossScale } from "./loss-scale";
import { formatTicks } from "./number-text";
import { placeInBox, type ScenePoint, type SurfaceBox } from "./surface-box";
import { placeLinearTicks } from "./ticks";

/** What the axes say. */
export interface AxisNames {
  readonly x: string;
  readonly y: string;
  readonly loss: string;
}

export interface AxisTick {
  readonly text: string;
  /** Place along its side of the box, 0 to 1. */
  readonly place: number;
}

/** The box round the surface, before it is seen from anywhere. */
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

/** Where one axis is written: along which edge, and which way is away from the box. */
export interface AxisSide {
  readonly name: string;
  readonly ticks: readonly { readonly text: string; readonly at: ScenePoint }[];
  readonly ends: readonly [ScenePoint, ScenePoint];
  readonly outward: ScenePoint;
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
  const texts = scale.map === "linear" ? formatTicks(losses) : losses.map((loss) => formatTicks([loss])[0]!);
  return {
    box,
    names,
    x: placeAlong(placeLinearTicks(box.xRange[0], box.xRange[1], TICK_COUNT).major, box.xRange),
    y: placeAlong(placeLinearTicks(box.yRange[0], box.yRange[1], TICK_COUNT).major, box.yRange),
    loss: losses.map((loss, index) => ({ text: texts[index]!, place: scale.levelOf(loss) })),
  };
}

/** The name of the loss axis says how its steps are spaced, unless they are even. */
export function nameLossAxis(scale: LossScale): string {
  return scale.map === "linear" || scale.flat ? "loss" : `loss (${scale.map})`;
}

export function findBackCorner(camera: ScenePoint): BackCorner {
  return { x: camera[0] > 0 ? -1 : 1, y: camera[1] >= 0 ? -1 : 1, z: camera[2] > 0 ? -1 : 1 };
}

/** Grid and edges of the three faces behind the surface; none of them can lie before it. */
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

/**
 * The three edges that carry numbers: x and y along the floor's near edges, loss along the upright edge that is further to
 * the left on screen.
 */
export function placeAxes(
  layout: FrameLayout,
  back: BackCorner,
  screenX: (point: ScenePoint) => number,
): { readonly x: AxisSide; readonly y: AxisSide; readonly loss: AxisSide } {
  const { halfWidth, halfHeight, halfDepth } = layout.box;
  const floor = -halfHeight;
  const nearX = -back.x * halfWidth;
  const nearZ = -back.z * halfDepth;
  const oneSide = screenX([-nearX, floor, nearZ]) <= screenX([nearX, floor, -nearZ]);
  const [postX, postZ] = oneSide ? [-nearX, nearZ] : [nearX, -nearZ];
  return {
    x: {
      name: layout.names.x,
      ticks: layout.x.map(({ text, place }) => ({ text, at: [(2 * place - 1) * halfWidth, floor, nearZ] })),
      ends: [
        [-halfWidth, floor, nearZ],
        [halfWidth, floor, nearZ],
      ],
      outward: [0, 0, Math.sign(nearZ)],
    },
    y: {
      name: layout.names.y,
      ticks: layout.y.map(({ text, place }) => ({ text, at: [nearX, floor, (1 - 2 * place) * halfDepth] })),
      ends: [
        [nearX, floor, halfDepth],
        [nearX, floor, -halfDepth],
      ],
      outward: [Math.sign(nearX), 0, 0],
    },
    loss: {
      name: layout.names.loss,
      ticks: layout.loss.map(({ text, place }) => ({ text, at: [postX, (2 * place - 1) * halfHeight, postZ] })),
      ends: [
        [postX, floor, postZ],
        [postX, halfHeight, postZ],
      ],
      outward: oneSide ? [Math.sign(postX), 0, 0] : [0, 0, Math.sign(postZ)],
    },
  };
}

/** The centre of the slice on the surface, or null where the slice does not hold it. */
export function placeCenter(box: SurfaceBox, levelAt: (x: number, y: number) => number): ScenePoint | null {
  const inside = box.xRange[0] <= 0 && box.xRange[1] >= 0 && box.yRange[0] <= 0 && box.yRange[1] >= 0;
  if (!inside) return null;
  const level = levelAt(0, 0);
  return Number.isNaN(level) ? null : placeInBox(box, 0, 0, level);
}

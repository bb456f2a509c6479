import type { Grid } from "../../slice/grid";
import type { PictureSize } from "../picture/picture-size";

/**
 * The position of a slice in the scene. Units: half of its longer side, before it is stretched to fill a wide picture.
 *
 *        up (loss)
 *        |  back: slice y rises away from the viewer, world z falls
 *        | /
 *        |/______ right: slice x, world x
 */
export interface SurfaceBox {
  readonly halfWidth: number;
  readonly halfDepth: number;
  readonly halfHeight: number;
  readonly xRange: readonly [number, number];
  readonly yRange: readonly [number, number];
}

/** Least ratio of the sides of the box: a very narrow slice is drawn wider than it is, so that it can be read. */
const LEAST_ASPECT = 0.45;

/** A point of the scene: right, up, towards the viewer. */
export type ScenePoint = readonly [x: number, y: number, z: number];

/** How the box is shaped for a picture: a wide picture stretches x, so that the box fills it; a tall one raises the heights. */
export interface BoxShape {
  /** Width over depth that the box should have at least. */
  readonly width: number;
  readonly halfHeight: number;
}

/** Low enough that walls do not hide valleys. */
const PLAIN_SHAPE: BoxShape = { width: 1, halfHeight: 0.5 };
const WIDEST = 1.7;
const HIGHEST = 0.8;
/** Width over height of a picture that a plain box fills, and how much wider the box must be for a wider picture. */
const PLAIN_ASPECT = 1.2;
const WIDTH_PER_ASPECT = 1.5;

export function shapeForPicture({ width, height }: PictureSize): BoxShape {
  if (!(width > 0 && height > 0)) return PLAIN_SHAPE;
  const aspect = width / height;
  const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));
  return {
    width: clamp(1 + WIDTH_PER_ASPECT * (aspect - PLAIN_ASPECT), 1, WIDEST),
    halfHeight: clamp(PLAIN_SHAPE.halfHeight * (1 + 1.2 * (1 - aspect)), PLAIN_SHAPE.halfHeight, HIGHEST),
  };
}

export function boxOfGrid(grid: Grid, shape: BoxShape = PLAIN_SHAPE): SurfaceBox {
  const xRange = [grid.x[0]!, grid.x[grid.columns - 1]!] as const;
  const yRange = [grid.y[0]!, grid.y[grid.rows - 1]!] as const;
  const aspect = (yRange[1] - yRange[0]) / (xRange[1] - xRange[0]);
  const halfWidth = aspect > 1 ? Math.max(LEAST_ASPECT, 1 / aspect) : 1;
  const halfDepth = aspect > 1 ? 1 : Math.max(LEAST_ASPECT, aspect);
  const stretch = Math.min(shape.width, Math.max(1, (shape.width * halfDepth) / halfWidth));
  return { halfWidth: halfWidth * stretch, halfDepth, halfHeight: shape.halfHeight, xRange, yRange };
}

/** The box for which the camera is placed before there is a slice. */
export function boxOfSquare({ width, halfHeight }: BoxShape): SurfaceBox {
  return { halfWidth: width, halfDepth: 1, halfHeight, xRange: [-1, 1], yRange: [-1, 1] };
}

/** @param level  0 at the floor of the box, 1 at its ceiling */
export function placeInBox(box: SurfaceBox, x: number, y: number, level: number): ScenePoint {
  const across = (x - box.xRange[0]) / (box.xRange[1] - box.xRange[0]);
  const along = (y - box.yRange[0]) / (box.yRange[1] - box.yRange[0]);
  return [(2 * across - 1) * box.halfWidth, (2 * level - 1) * box.halfHeight, (1 - 2 * along) * box.halfDepth];
}

export function isSameSlice(a: SurfaceBox, b: SurfaceBox): boolean {
  const same = (p: readonly [number, number], q: readonly [number, number]) => p[0] === q[0] && p[1] === q[1];
  return same(a.xRange, b.xRange) && same(a.yRange, b.yRange);
}

import type { Grid } from "../../slice/grid";

/**
 * The position of a slice in the scene. Units: half of its longer side.
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

/** Half the height of the box: low enough that walls do not hide valleys. */
const HALF_HEIGHT = 0.5;
/** Least ratio of the sides of the box: a very narrow slice is drawn wider than it is, so that it can be read. */
const LEAST_ASPECT = 0.45;

/** A point of the scene: right, up, towards the viewer. */
export type ScenePoint = readonly [x: number, y: number, z: number];

export function boxOfGrid(grid: Grid): SurfaceBox {
  const xRange = [grid.x[0]!, grid.x[grid.columns - 1]!] as const;
  const yRange = [grid.y[0]!, grid.y[grid.rows - 1]!] as const;
  const aspect = (yRange[1] - yRange[0]) / (xRange[1] - xRange[0]);
  return {
    halfWidth: aspect > 1 ? Math.max(LEAST_ASPECT, 1 / aspect) : 1,
    halfDepth: aspect > 1 ? 1 : Math.max(LEAST_ASPECT, aspect),
    halfHeight: HALF_HEIGHT,
    xRange,
    yRange,
  };
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

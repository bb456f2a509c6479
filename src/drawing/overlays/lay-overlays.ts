import type { LossScale } from "../scales/loss-scale";
import { liftPoint, placeOnSurface } from "../surface/place-on-surface";
import type { ScenePoint } from "../surface/surface-box";
import type { SurfaceShape } from "../surface/surface-marks";
import { layOnSurface } from "./crease-lines";
import { type LaidPath, layPath } from "./lay-path";
import {
  listPaths,
  listPins,
  type SceneArm,
  type SceneCross,
  type SceneCut,
  type SceneOverlays,
} from "./scene-overlays";

export interface LaidPin {
  readonly at: ScenePoint;
  readonly label: string;
  readonly tone: number | null;
}

/** One arm of a cross on the surface. `sign`: −1 where the loss bends down, 1 up, 0 undecided. */
export interface LaidArm {
  readonly runs: readonly (readonly ScenePoint[])[];
  readonly sign: -1 | 0 | 1;
}

export interface LaidCut {
  readonly runs: readonly (readonly ScenePoint[])[];
  /** The ends A and B, as far as they are on the surface. */
  readonly ends: readonly { readonly at: ScenePoint; readonly label: string }[];
}

/** All overlays of a surface in scene coordinates. They do not depend on the camera. */
export interface LaidOverlays {
  readonly paths: readonly LaidPath[];
  readonly pins: readonly LaidPin[];
  readonly arms: readonly LaidArm[];
  readonly cut: LaidCut | null;
}

/** Length of an arm of a cross, seen from above, in units of the scene. */
export const ARM_REACH = 0.13;

export function layOverlays(shape: SurfaceShape, scale: LossScale, overlays: SceneOverlays): LaidOverlays {
  const { field, box } = shape;
  const pins = listPins(overlays).flatMap(({ x, y, label, tone }) => {
    const at = placeOnSurface(field, box, x, y);
    return at ? [{ at, label, tone: tone ?? null }] : [];
  });
  return {
    paths: listPaths(overlays).map((path) => layPath(shape, scale, path)),
    pins,
    arms: overlays.cross ? layCross(shape, overlays.cross) : [],
    cut: overlays.cut ? layCut(shape, overlays.cut) : null,
  };
}

/** All arms have the same length seen from above, whatever the lengths of their directions. */
function layCross(shape: SurfaceShape, cross: SceneCross): readonly LaidArm[] {
  return cross.arms.flatMap((arm) => {
    const [dx, dy] = reachAlong(shape, arm);
    if (!Number.isFinite(dx + dy)) return [];
    const { x, y } = cross;
    const line = [
      [x - dx, y - dy],
      [x, y],
      [x + dx, y + dy],
    ] as const;
    return [{ runs: layLine(shape, line), sign: Math.sign(arm.curvature) as LaidArm["sign"] }];
  });
}

function reachAlong({ box }: SurfaceShape, { dx, dy }: SceneArm): readonly [number, number] {
  const perX = (2 * box.halfWidth) / (box.xRange[1] - box.xRange[0]);
  const perY = (2 * box.halfDepth) / (box.yRange[1] - box.yRange[0]);
  const length = Math.hypot(dx * perX, dy * perY);
  return [(dx / length) * ARM_REACH, (dy / length) * ARM_REACH];
}

function layCut(shape: SurfaceShape, { from, to }: SceneCut): LaidCut {
  const ends = [
    { ...from, label: "A" },
    { ...to, label: "B" },
  ].flatMap(({ x, y, label }) => {
    const at = placeOnSurface(shape.field, shape.box, x, y);
    return at ? [{ at, label }] : [];
  });
  const line = [
    [from.x, from.y],
    [to.x, to.y],
  ] as const;
  return { runs: layLine(shape, line), ends };
}

function layLine({ field, box }: SurfaceShape, line: readonly (readonly [number, number])[]): ScenePoint[][] {
  return layOnSurface(field, box, line).map((run) => run.map(liftPoint));
}

import type { LossScale } from "../scales/loss-scale";
import { levelAt, liftPoint, placeOnSurface } from "../surface/place-on-surface";
import { placeInBox, type ScenePoint, type SurfaceBox } from "../surface/surface-box";
import type { SurfaceShape } from "../surface/surface-marks";
import { layOnSurface } from "./crease-lines";
import type { ScenePath, ScenePathPoint } from "./scene-overlays";

/** A part of a path that has one opacity, laid on the surface. */
export interface PathPiece {
  readonly points: readonly ScenePoint[];
  readonly opacity: number;
}

/** A path laid on the surface, in scene coordinates. */
export interface LaidPath {
  readonly label: string;
  readonly tone: number;
  readonly pieces: readonly PathPiece[];
  /** The first point; null outside the slice. */
  readonly start: ScenePoint | null;
  /** The current point; null outside the slice. */
  readonly head: ScenePoint | null;
  /** Above or below the head, at the height of the loss at its own weights; null where that height does not visibly differ. */
  readonly trueLoss: ScenePoint | null;
  readonly labelGivesWay: boolean;
}

/** Opacity of a path where its distance from the plane is largest: still visible. */
export const LEAST_OPACITY = 0.55;
/** The number of different opacities; each piece of a path has one of them. */
const OPACITY_STEPS = 16;
/** Points of a path closer than this, in units of the scene, count as one: well under a pixel. */
const LEAST_STEP = 0.0015;
/** Smallest visible difference of two levels, as a part of the box's height. */
const LEAST_LEVEL_DIFFERENCE = 0.015;

/** Opacity of a path at a distance from the plane: 1 in the plane, LEAST_OPACITY at the path's largest distance. */
export function fadeByDistance(distance: number, farthest: number): number {
  if (!(farthest > 0)) return 1;
  const part = Math.min(1, Math.max(0, distance / farthest));
  return 1 - (1 - LEAST_OPACITY) * part;
}

/** The largest distance of a path from the plane. */
export function farthestOf({ points }: ScenePath): number {
  return points.reduce((most, { distance }) => (distance > most ? distance : most), 0);
}

/** Leaves out points that are not visibly apart from the last one kept: a converged training takes thousands of steps in one place. */
function thinPoints(points: readonly ScenePathPoint[], box: SurfaceBox): readonly ScenePathPoint[] {
  const perX = (2 * box.halfWidth) / (box.xRange[1] - box.xRange[0]);
  const perY = (2 * box.halfDepth) / (box.yRange[1] - box.yRange[0]);
  const kept: ScenePathPoint[] = [];
  points.forEach((point, index) => {
    const last = kept[kept.length - 1];
    const step = last ? Math.hypot((point.x - last.x) * perX, (point.y - last.y) * perY) : Infinity;
    if (step >= LEAST_STEP || index === points.length - 1) kept.push(point);
  });
  return kept;
}

function roundOpacity(opacity: number): number {
  return Math.round(opacity * OPACITY_STEPS) / OPACITY_STEPS;
}

/** Divides a step of the path into parts of constant opacity. */
function listParts(from: ScenePathPoint, to: ScenePathPoint, farthest: number) {
  const ends = [from, to].map(({ distance }) => fadeByDistance(distance, farthest)) as [number, number];
  const count = Math.max(1, Math.ceil(Math.abs(ends[1] - ends[0]) * OPACITY_STEPS));
  const at = (part: number) => [from.x + part * (to.x - from.x), from.y + part * (to.y - from.y)] as const;
  return Array.from({ length: count }, (_, index) => ({
    ends: [at(index / count), index + 1 === count ? ([to.x, to.y] as const) : at((index + 1) / count)] as const,
    opacity: roundOpacity(ends[0] + ((index + 0.5) / count) * (ends[1] - ends[0])),
  }));
}

/** Compares with a tolerance: the end of one step and the start of the next are computed separately and differ by rounding. */
function isSamePoint(a: ScenePoint, b: ScenePoint): boolean {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]) < 1e-9;
}

/** Lays a path onto the surface: faint where the weights are far from the plane, cut off at the slice's border. */
export function layPath(shape: SurfaceShape, scale: LossScale, path: ScenePath): LaidPath {
  const { field, box } = shape;
  const points = path.points.filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
  const farthest = farthestOf(path);
  const pieces: { points: ScenePoint[]; opacity: number }[] = [];
  const add = (run: readonly ScenePoint[], opacity: number) => {
    const last = pieces[pieces.length - 1];
    const continues = last?.opacity === opacity && isSamePoint(last.points[last.points.length - 1]!, run[0]!);
    if (continues) last.points.push(...run.slice(1));
    else pieces.push({ points: [...run], opacity });
  };
  const thinned = thinPoints(points, box);
  for (let index = 1; index < thinned.length; index++) {
    for (const { ends, opacity } of listParts(thinned[index - 1]!, thinned[index]!, farthest)) {
      for (const run of layOnSurface(field, box, ends)) add(run.map(liftPoint), opacity);
    }
  }
  const first = path.points[0];
  const head = path.points[path.head ?? path.points.length - 1];
  return {
    label: path.label,
    tone: path.tone,
    pieces,
    start: first ? placeOnSurface(field, box, first.x, first.y) : null,
    head: head ? placeOnSurface(field, box, head.x, head.y) : null,
    trueLoss: head ? placeTrueLoss(shape, scale, head) : null,
    labelGivesWay: path.labelGivesWay ?? false,
  };
}

/** Losses beyond the limits of the box are clipped, as those of the surface are. */
function placeTrueLoss({ field, box }: SurfaceShape, scale: LossScale, point: ScenePathPoint): ScenePoint | null {
  const surface = levelAt(field, box, point.x, point.y);
  if (Number.isNaN(surface) || !Number.isFinite(point.loss)) return null;
  const level = Math.min(1, Math.max(0, scale.levelOf(point.loss)));
  return Math.abs(level - surface) < LEAST_LEVEL_DIFFERENCE ? null : placeInBox(box, point.x, point.y, level);
}

import type { ScenePoint, SurfaceBox } from "./surface-box";
import { HOLE_LEVEL, type SurfaceField } from "./surface-field";

/** A half line of the scene. The direction need not be of length 1; distances are in its units. */
export interface SceneRay {
  readonly origin: ScenePoint;
  readonly direction: ScenePoint;
}

/** The first meeting of a ray and the surface: position in grid steps, and distance along the ray. */
export interface SurfaceHit {
  readonly column: number;
  readonly row: number;
  readonly distance: number;
}

/** A ray in units of grid columns, rows and levels. */
interface GridRay {
  readonly u: number;
  readonly v: number;
  readonly h: number;
  readonly du: number;
  readonly dv: number;
  readonly dh: number;
}

function toGridRay(field: SurfaceField, box: SurfaceBox, ray: SceneRay): GridRay {
  const columnsPerUnit = (field.columns - 1) / (2 * box.halfWidth);
  const rowsPerUnit = (field.rows - 1) / (2 * box.halfDepth);
  const levelsPerUnit = 1 / (2 * box.halfHeight);
  const [x, y, z] = ray.origin;
  const [dx, dy, dz] = ray.direction;
  return {
    u: (x + box.halfWidth) * columnsPerUnit,
    v: (box.halfDepth - z) * rowsPerUnit,
    h: (y + box.halfHeight) * levelsPerUnit,
    du: dx * columnsPerUnit,
    dv: -dz * rowsPerUnit,
    dh: dy * levelsPerUnit,
  };
}

/** The interval of t in which start + t·slope is within low…high. Empty where the first number exceeds the second. */
function clipToSlab(start: number, slope: number, low: number, high: number): readonly [number, number] {
  if (slope === 0) return start >= low && start <= high ? [-Infinity, Infinity] : [Infinity, -Infinity];
  const a = (low - start) / slope;
  const b = (high - start) / slope;
  return a < b ? [a, b] : [b, a];
}

/** The level of a grid point as it is drawn: clipped to the box; NaN over a hole. */
export function drawnLevel(field: Pick<SurfaceField, "columns" | "levels">, column: number, row: number): number {
  return Math.min(1, openLevel(field, column, row));
}

/** The level from which the triangles are interpolated. They are cut flat at 1, so a corner may lie above. */
export function openLevel(field: Pick<SurfaceField, "columns" | "levels">, column: number, row: number): number {
  const level = field.levels[(row * field.columns + column) * 2]!;
  return level === HOLE_LEVEL ? Number.NaN : Math.max(0, level);
}

/**
 * The first meeting with the two triangles of a cell, split as the mesh splits it, along the diagonal from its low corner.
 * Within a triangle the level is a + b·(u − column) + c·(v − row), cut flat at 1, so the meeting with either plane is one division.
 */
function meetCell(field: SurfaceField, ray: GridRay, column: number, row: number, from: number, to: number): number {
  const low = openLevel(field, column, row);
  const right = openLevel(field, column + 1, row);
  const far = openLevel(field, column, row + 1);
  const high = openLevel(field, column + 1, row + 1);
  if (Number.isNaN(low + right + far + high)) return Infinity;
  const u = ray.u - column;
  const v = ray.v - row;
  const slack = 1e-9 * Math.max(1, Math.abs(to));
  const edge = 1e-9;
  const isNear = (distance: number) => distance >= from - slack && distance <= to + slack;
  const meet = (b: number, c: number, isInside: (p: number, q: number) => boolean) => {
    const levelAt = (distance: number) => low + b * (u + distance * ray.du) + c * (v + distance * ray.dv);
    const accept = (distance: number, isDrawn: (level: number) => boolean) =>
      isNear(distance) && isDrawn(levelAt(distance)) && isInside(u + distance * ray.du, v + distance * ray.dv)
        ? distance
        : Infinity;
    const slope = accept(
      (low + b * u + c * v - ray.h) / (ray.dh - b * ray.du - c * ray.dv),
      (level) => level <= 1 + edge,
    );
    const top = accept((1 - ray.h) / ray.dh, (level) => level >= 1 - edge);
    return Math.min(slope, top);
  };
  const first = meet(right - low, high - right, (p, q) => p >= q - edge);
  const second = meet(high - far, far - low, (p, q) => p <= q + edge);
  return Math.min(first, second);
}

/**
 * Visits the cells under a ray until the ray meets the drawn surface: clipped to the box, with holes. Exact for the drawn triangles.
 * three's Raycaster cannot be used, because the heights are computed in a shader.
 *
 * @see Amanatides and Woo 1987, "A Fast Voxel Traversal Algorithm for Ray Tracing", in two dimensions
 */
export function marchRay(field: SurfaceField, box: SurfaceBox, ray: SceneRay): SurfaceHit | null {
  const line = toGridRay(field, box, ray);
  const acrossU = clipToSlab(line.u, line.du, 0, field.columns - 1);
  const acrossV = clipToSlab(line.v, line.dv, 0, field.rows - 1);
  const upDown = clipToSlab(line.h, line.dh, -1e-6, 1 + 1e-6);
  let from = Math.max(0, acrossU[0], acrossV[0], upDown[0]);
  const end = Math.min(acrossU[1], acrossV[1], upDown[1]);
  if (!(from <= end)) return null;

  const start = (place: number, count: number) => Math.min(count - 2, Math.max(0, Math.floor(place)));
  let column = start(line.u + from * line.du, field.columns);
  let row = start(line.v + from * line.dv, field.rows);
  const leave = (place: number, slope: number, cell: number) =>
    slope === 0 ? Infinity : (cell + (slope > 0 ? 1 : 0) - place) / slope;
  for (let step = 0; step <= field.columns + field.rows; step++) {
    const leaveU = leave(line.u, line.du, column);
    const leaveV = leave(line.v, line.dv, row);
    const to = Math.min(leaveU, leaveV, end);
    const distance = meetCell(field, line, column, row, from, to);
    if (distance < Infinity) {
      return { column: line.u + distance * line.du, row: line.v + distance * line.dv, distance };
    }
    if (to >= end) return null;
    if (leaveU <= leaveV) column += Math.sign(line.du);
    else row += Math.sign(line.dv);
    if (column < 0 || row < 0 || column > field.columns - 2 || row > field.rows - 2) return null;
    from = to;
  }
  return null;
}

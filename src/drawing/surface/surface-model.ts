import type { Landscape } from "../../convexity/points/landscape";
import { REFERENCE_BACKEND } from "../../slice/reference-evaluator";
import { listColors } from "../colors/color-map";
import { levelInCell } from "../overlays/crease-lines";
import type { ColorLook } from "../picture/picture-options";
import { countClipped, fitLossScale, type LossScale } from "../scales/loss-scale";
import { liftPoint } from "./place-on-surface";
import { boxOfGrid, placeInBox, type ScenePoint } from "./surface-box";
import { packSurfaceLevels } from "./surface-field";

/** A surface for programs of three-dimensional models: the shape of the picture, with linear heights. */
export interface SurfaceModel {
  /** Right, up and towards the viewer of each grid point, in units of half the longer side; NaN over holes. */
  readonly places: Float64Array;
  /** Red, green and blue of each grid point, 0 to 1, as on a screen. */
  readonly colors: Float32Array;
  readonly scale: LossScale;
  /** The number of points that are cut off at the floor or the ceiling of the box. */
  readonly clipped: number;
  /** The point on the surface over a point of the slice; null outside the slice and over holes. */
  readonly placeOn: (x: number, y: number) => ScenePoint | null;
}

type Modelled = Pick<Landscape, "grid" | "loss" | "curvatureMin" | "classes">;

/** Lays out a surface whose heights between the robust limits are proportional to the loss. */
export function modelSurface(landscape: Modelled, look: ColorLook): SurfaceModel {
  const { grid, loss } = landscape;
  const { columns, rows } = grid;
  const scale = fitLossScale({ loss, backend: REFERENCE_BACKEND }, "linear");
  const box = boxOfGrid(grid);
  const field = packSurfaceLevels(landscape, scale, null);
  const table = listColors(look);
  const clamp = (level: number) => Math.min(1, Math.max(0, level));
  const places = new Float64Array(3 * loss.length);
  const colors = new Float32Array(3 * loss.length);
  for (const [point, value] of loss.entries()) {
    const level = Number.isFinite(value) ? clamp(scale.levelOf(value)) : Number.NaN;
    places.set(placeInBox(box, grid.x[point % columns]!, grid.y[Math.floor(point / columns)]!, level), 3 * point);
    colors.set(table[Math.round((Number.isNaN(level) ? 0 : level) * (table.length - 1))]!, 3 * point);
  }
  const placeOn = (x: number, y: number): ScenePoint | null => {
    const [across, along] = [findPlace(grid.x, x), findPlace(grid.y, y)];
    if (across === null || along === null) return null;
    const column = Math.min(columns - 2, Math.floor(across));
    const row = Math.min(rows - 2, Math.floor(along));
    const level = levelInCell(field, column, row, [across, along]);
    return Number.isNaN(level) ? null : liftPoint(placeInBox(box, x, y, clamp(level)));
  };
  const { above, below } = countClipped(loss, scale);
  return { places, colors, scale, clipped: above + below, placeOn };
}

/** Where a number lies between the places of an axis, counted from 0; null outside them. */
function findPlace(places: Float64Array, value: number): number | null {
  const next = places.findIndex((place) => place >= value);
  if (next < 0 || value < places[0]!) return null;
  if (next === 0) return 0;
  return next - 1 + (value - places[next - 1]!) / (places[next]! - places[next - 1]!);
}

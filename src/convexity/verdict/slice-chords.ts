import type { LandscapePlan } from "../../slice/landscape-plan";
import type { SlicePlace } from "../../slice/slice-place";
import type { CertificateChord } from "../certificate/search";
import { placeChord } from "../lines/chord-profile";
import { findBestChords, findSteepestChord, type GridChord } from "../lines/grid-chords";
import { eigenvalueError, symmetricEigenvectors } from "../points/curvature";
import type { Landscape } from "../points/landscape";
import { POINT_CLASSES } from "../points/point-class";

/** A chord of the slice that is offered to a search for a certificate, and its place. */
export interface SliceChord extends CertificateChord {
  readonly slice: { readonly from: SlicePlace; readonly to: SlicePlace };
}

/** Number of points, and of chords, of the whole grid with the largest values that are offered. */
const BEST = 8;
/** The slice is divided into this many blocks a side, and the largest value of each is offered too: a proof that fails in one block may succeed in another. */
const BLOCKS = 4;
/** Half lengths of chords along a direction of negative curvature, in grid steps: the shortest are short enough for the curvature alone to decide. */
const REACHES = Array.from({ length: 14 }, (_, k) => 2 ** (2 - k));

/**
 * The points that a landscape proves not convex, as chords: chords of the grid, and through points of negative curvature chords along its
 * direction. Such a point gives a certificate: the chord itself, or one that is short enough.
 */
export function listSliceChords(plan: LandscapePlan, landscape: Landscape): SliceChord[] {
  return [...listGridChords(plan, landscape), ...listCurvatureChords(plan, landscape)];
}

function listGridChords(plan: LandscapePlan, landscape: Landscape): SliceChord[] {
  const { grid } = landscape;
  const best = findBestChords(landscape, grid, BEST);
  if (best.length === 0) return [];
  const spread = pickSpread(landscape, (row, column) => {
    const chord = findSteepestChord(landscape, grid, row, column);
    return chord && { value: chord.certifiedGap, item: chord };
  });
  return [...new Set([...best, ...spread])].map((chord: GridChord) => {
    const place = (side: 1 | -1): SlicePlace => [
      grid.x[chord.column + side * chord.columns]!,
      grid.y[chord.row + side * chord.rows]!,
    ];
    return offer(plan, "grid-chord", place(-1), place(1));
  });
}

function listCurvatureChords(plan: LandscapePlan, landscape: Landscape): SliceChord[] {
  const { grid, classes } = landscape;
  const curved = POINT_CLASSES.indexOf("nonconvex-curvature");
  const steps = [stepOf(grid.x), stepOf(grid.y)] as const;
  const points = pickSpread(landscape, (row, column) => {
    const point = row * grid.columns + column;
    if (classes[point] !== curved) return null;
    const [xx, xy, yy] = [landscape.xx[point]!, landscape.xy[point]!, landscape.yy[point]!];
    const proved = landscape.curvatureMin[point]! + eigenvalueError(xx, xy, yy, landscape.curvatureError[point]!);
    const direction = symmetricEigenvectors(xx, xy, yy).min;
    return { value: -proved, item: { center: [grid.x[column]!, grid.y[row]!] as const, direction } };
  });
  return points.flatMap(({ center: [x, y], direction: [u, v] }) => {
    const step = Math.min(...steps.filter((length) => length > 0));
    return REACHES.map((reach) => {
      const [dx, dy] = [reach * step * u, reach * step * v];
      return offer(plan, "curvature-chord", [x - dx, y - dy], [x + dx, y + dy]);
    });
  });
}

/** The item of largest value in each block of the grid, largest first. */
function pickSpread<Item>(
  { grid }: Landscape,
  measure: (row: number, column: number) => { readonly value: number; readonly item: Item } | null,
): Item[] {
  const best = new Map<number, { readonly value: number; readonly item: Item }>();
  for (let row = 0; row < grid.rows; row++) {
    for (let column = 0; column < grid.columns; column++) {
      const found = measure(row, column);
      if (found === null) continue;
      const block = Math.floor((row * BLOCKS) / grid.rows) * BLOCKS + Math.floor((column * BLOCKS) / grid.columns);
      if (found.value > (best.get(block)?.value ?? Number.NEGATIVE_INFINITY)) best.set(block, found);
    }
  }
  return [...best.values()].sort((one, other) => other.value - one.value).map(({ item }) => item);
}

function stepOf(places: Float64Array): number {
  return places.length > 1 ? places[1]! - places[0]! : 0;
}

function offer(plan: LandscapePlan, method: SliceChord["method"], from: SlicePlace, to: SlicePlace): SliceChord {
  const ends = placeChord(plan, from, to);
  return { method, from: ends.from, to: ends.to, slice: { from, to } };
}

import { POINT_CLASSES } from "../../convexity/points/point-class";
import { parseHex } from "../../drawing/colors/oklab";
import { THEMES } from "../../drawing/colors/theme";
import { modelSurface, type SurfaceModel } from "../../drawing/surface/surface-model";
import { FormatError } from "../../formats/format-error";
import { closeSolid } from "../../formats/solids/close-solid";
import { divideQuads, dropUnused, type Mesh } from "../../formats/solids/mesh";
import { write3mf } from "../../formats/solids/write-3mf";
import { type GlbMark, writeGlb } from "../../formats/solids/write-glb";
import { writeObj } from "../../formats/solids/write-obj";
import { writeStl } from "../../formats/solids/write-stl";
import type { GridNumbers } from "../../formats/surfaces/grid-document";
import { listQuads } from "../../formats/surfaces/quads";
import {
  writeArchive,
  writeLossLandscape,
  writeSurfaceCsv,
  writeSurfaceVtp,
} from "../../formats/surfaces/write-surface";
import type { NumbersExtension } from "../input/convert-arguments";

/** What is written, and what of the surface it does not show: a sentence each. */
export interface Converted {
  readonly content: string | Uint8Array;
  readonly notes: readonly string[];
}

/** A printed surface is this long on its longer side, in millimetres, and stands on a base. */
const PRINT = { side: 100, base: 2 } as const;
/** Printers resolve a tenth of a millimetre; a finer grid makes files that their programs do not open. */
const MOST_SIDE_POINTS = 513;
/** Places of a solid are rounded to this part of a millimetre, so that float32 and text hold the same corners. */
const STEPS = 8_192;
const LOOK = { coloring: "loss", colorMap: "viridis" } as const;

/** @throws FormatError where the output cannot hold a curve */
export async function convertNumbers(
  numbers: GridNumbers,
  extension: NumbersExtension,
  title: string,
): Promise<Converted> {
  switch (extension) {
    case ".h5":
      return { content: await writeLossLandscape(numbers), notes: [] };
    case ".npz":
      return { content: writeArchive(numbers), notes: [] };
    case ".csv":
      return { content: writeSurfaceCsv(numbers), notes: [] };
    case ".vtp":
      return { content: writeSurfaceVtp(numbers), notes: [] };
  }
  if (numbers.grid.rows === 1)
    throw new FormatError(`a curve has no surface for ${extension}: write .csv, .npz, .h5 or .vtp`);
  return extension === ".glb" || extension === ".obj"
    ? writeModel(numbers, extension, title)
    : writeSolid(numbers, extension, title);
}

async function writeModel(numbers: GridNumbers, extension: ".glb" | ".obj", title: string): Promise<Converted> {
  const model = modelNumbers(numbers);
  const mesh = { places: model.places, triangles: divideQuads(listQuads(numbers.grid, lossOf(numbers))) };
  const notes = describeClipped(model);
  if (mesh.triangles.length === 0) throw new FormatError("its points with a loss form no surface");
  const kept = dropUnused(mesh);
  const colors = Float32Array.from(dropUnused({ ...mesh, places: Float64Array.from(model.colors) }).places);
  if (extension === ".obj") return { content: writeObj(kept, colors, title), notes };
  return { content: await writeGlb(kept, colors, listMarks(numbers, model)), notes };
}

function writeSolid(numbers: GridNumbers, extension: ".stl" | ".3mf", title: string): Converted {
  const { numbers: thinned, notes } = thin(numbers);
  const model = modelNumbers(thinned);
  const mesh = printMesh(thinned, model);
  if (mesh.triangles.length === 0) throw new FormatError("its points with a loss form no surface");
  const content = extension === ".stl" ? writeStl(mesh, title) : write3mf(mesh, title);
  return { content, notes: [...notes, ...describeClipped(model)] };
}

const lossOf = ({ fields }: GridNumbers): Float64Array => fields.get("loss")!;

function modelNumbers({ grid, fields, classes }: GridNumbers): SurfaceModel {
  return modelSurface({ grid, loss: fields.get("loss")!, curvatureMin: fields.get("curvature_min")!, classes }, LOOK);
}

function describeClipped({ clipped }: SurfaceModel): string[] {
  if (clipped === 0) return [];
  return [
    `${clipped} ${clipped === 1 ? "point lies" : "points lie"} outside the heights that are drawn, and ${clipped === 1 ? "is" : "are"} cut off there.`,
  ];
}

/** The solid in millimetres: right, away, up. */
function printMesh({ grid }: GridNumbers, { places }: SurfaceModel): Mesh {
  const half = PRINT.side / 2;
  const round = (millimetres: number) => Math.round(millimetres * STEPS) / STEPS;
  const at = (point: number, axis: number) => places[3 * point + axis]!;
  const heights = new Float64Array(grid.columns * grid.rows);
  // The box of the picture reaches half a unit below its centre.
  for (let point = 0; point < heights.length; point++) heights[point] = round(PRINT.base + half * (at(point, 1) + 0.5));
  const x = Float64Array.from(grid.x, (_, column) => round(half * (1 + at(column, 0))));
  const y = Float64Array.from(grid.y, (_, row) => round(half * (1 - at(row * grid.columns, 2))));
  if (![x, y].every((places) => places.every((place, i) => i === 0 || place > places[i - 1]!))) {
    throw new FormatError("its columns or rows are too close together for a solid of 100 mm");
  }
  return closeSolid({ x, y, heights });
}

/** Leaves out columns and rows between the first and the last, so that at most so many are left. */
function thin(numbers: GridNumbers): { readonly numbers: GridNumbers; readonly notes: readonly string[] } {
  const { grid, fields, classes } = numbers;
  const [columns, rows] = [chooseEvenly(grid.columns), chooseEvenly(grid.rows)];
  if (columns.length === grid.columns && rows.length === grid.rows) return { numbers, notes: [] };
  const kept = rows.flatMap((row) => columns.map((column) => row * grid.columns + column));
  const thinned: GridNumbers = {
    ...numbers,
    grid: {
      columns: columns.length,
      rows: rows.length,
      x: Float64Array.from(columns, (column) => grid.x[column]!),
      y: Float64Array.from(rows, (row) => grid.y[row]!),
    },
    fields: new Map([...fields].map(([name, values]) => [name, Float64Array.from(kept, (point) => values[point]!)])),
    classes: Uint8Array.from(kept, (point) => classes[point]!),
  };
  const size = `${thinned.grid.columns} × ${thinned.grid.rows}`;
  return { numbers: thinned, notes: [`The solid has ${size} of the ${grid.columns} × ${grid.rows} points.`] };
}

function chooseEvenly(count: number): number[] {
  const kept = Math.min(count, MOST_SIDE_POINTS);
  return Array.from({ length: kept }, (_, i) => Math.round((i * (count - 1)) / (kept - 1)));
}

/** The colours of the light theme, on a white ground. */
const COLORS = THEMES.light;
/** Pieces of each stretch of a line, so that it follows the surface. */
const PIECES = 16;

/** The centre, the points that are not convex, and the lines on the surface. */
function listMarks(numbers: GridNumbers, model: SurfaceModel): GlbMark[] {
  const { grid, classes, paths } = numbers;
  const marks: GlbMark[] = [];
  const center = model.placeOn(0, 0);
  if (center)
    marks.push({ name: "center", kind: "points", places: Float64Array.from(center), color: parse(COLORS.ink) });
  const nonconvex: number[] = [];
  for (const [point, index] of classes.entries()) {
    if (!POINT_CLASSES[index]!.startsWith("nonconvex")) continue;
    const place = model.placeOn(grid.x[point % grid.columns]!, grid.y[Math.floor(point / grid.columns)]!);
    if (place) nonconvex.push(...place);
  }
  if (nonconvex.length > 0) {
    marks.push({
      name: "not convex",
      kind: "points",
      places: Float64Array.from(nonconvex),
      color: parse(COLORS.nonconvex),
    });
  }
  for (const { name, points } of paths) {
    const color = parse(name === "crease" ? COLORS.creaseConvex : COLORS.paths[0]!);
    for (const places of layLine(points, model)) marks.push({ name, kind: "line", places, color });
  }
  return marks;
}

const parse = (hex: string) => parseHex(hex) as readonly [number, number, number];

/** The parts of a line that lie on the surface. */
function layLine(points: GridNumbers["paths"][number]["points"], model: SurfaceModel): Float64Array[] {
  const parts: number[][] = [[]];
  for (const [i, [x, y]] of points.entries()) {
    const [fromX, fromY] = points[i - 1] ?? [x, y];
    for (let piece = i === 0 ? PIECES : 1; piece <= PIECES; piece++) {
      const share = piece / PIECES;
      const place = model.placeOn(fromX + share * (x - fromX), fromY + share * (y - fromY));
      if (place) parts.at(-1)!.push(...place);
      else parts.push([]);
    }
  }
  return parts.filter((part) => part.length >= 6).map((part) => Float64Array.from(part));
}

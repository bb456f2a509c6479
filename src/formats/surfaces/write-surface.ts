import { POINT_CLASSES } from "../../convexity/points/point-class";
import { type WrittenArray, writeNpz } from "../arrays/write-npz";
import { type WrittenSet, writeHdf5 } from "../hdf5/write-hdf5";
import { type Cell, writeCsv } from "../tables/table";
import { writeVtp } from "../vtk/write-vtp";
import type { GridNumbers } from "./grid-document";
import { listQuads } from "./quads";

/** What loss-landscape writes where a point is not computed. */
const NOT_COMPUTED = -1;

const isCurve = ({ grid }: GridNumbers): boolean => grid.rows === 1;

/**
 * Writes loss-landscape's layout: coordinates, and each set in the order of NumPy's meshgrid, row by row of y, declared as columns × rows.
 * Points that were not computed are −1, as its own; other points without a finite number are NaN.
 */
export function writeLossLandscape(numbers: GridNumbers): Promise<Uint8Array> {
  const { grid, fields, isHoleMissing } = numbers;
  const shape = isCurve(numbers) ? [grid.columns] : [grid.columns, grid.rows];
  const sets = new Map<string, WrittenSet>([["xcoordinates", { shape: [grid.columns], values: grid.x }]]);
  if (!isCurve(numbers)) sets.set("ycoordinates", { shape: [grid.rows], values: grid.y });
  for (const [name, values] of fields) {
    const isLoss = name === "loss";
    const written =
      isLoss && isHoleMissing ? values.map((value) => (Number.isNaN(value) ? NOT_COMPUTED : value)) : values;
    sets.set(isLoss ? "train_loss" : name, { shape, values: written });
  }
  return writeHdf5(sets);
}

/** Writes NumPy's archive: x, y, each field as [row][column], and the class of each point as its index in the contract's list. */
export function writeArchive(numbers: GridNumbers): Uint8Array {
  const { grid, fields, classes } = numbers;
  const shape = isCurve(numbers) ? [grid.columns] : [grid.rows, grid.columns];
  const arrays = new Map<string, WrittenArray>([["x", { shape: [grid.columns], values: grid.x }]]);
  if (!isCurve(numbers)) arrays.set("y", { shape: [grid.rows], values: grid.y });
  for (const [name, values] of fields) arrays.set(name, { shape, values });
  arrays.set("class", { shape, values: classes });
  return writeNpz(arrays);
}

/** Writes a row for each point; a number that is absent is an empty cell. */
export function writeSurfaceCsv(numbers: GridNumbers): string {
  const { grid, fields, classes } = numbers;
  const columns = [...fields.values()];
  const rows = Array.from(classes, (index, point) => {
    const place: Cell[] = [grid.x[point % grid.columns]!];
    if (!isCurve(numbers)) place.push(grid.y[Math.floor(point / grid.columns)]!);
    return [...place, ...columns.map((values) => values[point]!), POINT_CLASSES[index]!];
  });
  return writeCsv([...(isCurve(numbers) ? ["x"] : ["x", "y"]), ...fields.keys(), "class"], rows);
}

/** Writes the points at their losses, with every field. Points without a loss lie at the least one, and no polygon has them. */
export function writeSurfaceVtp(numbers: GridNumbers): string {
  const { grid, fields, classes } = numbers;
  const loss = fields.get("loss")!;
  const floor = loss.reduce((least, value) => (value < least ? value : least), Number.POSITIVE_INFINITY);
  const places = new Float64Array(3 * loss.length);
  for (const [point, value] of loss.entries()) {
    const height = Number.isNaN(value) ? (Number.isFinite(floor) ? floor : 0) : value;
    places.set([grid.x[point % grid.columns]!, grid.y[Math.floor(point / grid.columns)]!, height], 3 * point);
  }
  return writeVtp({
    places,
    sets: new Map([...fields, ["class", Float64Array.from(classes)]]),
    quads: listQuads(grid, loss),
    lines: isCurve(numbers) ? listStretches(loss) : [],
  });
}

/** The unbroken stretches of a curve, as lists of points. */
function listStretches(loss: Float64Array): number[][] {
  const stretches: number[][] = [[]];
  for (const [point, value] of loss.entries()) {
    if (Number.isNaN(value)) stretches.push([]);
    else stretches.at(-1)!.push(point);
  }
  return stretches.filter((stretch) => stretch.length > 1);
}

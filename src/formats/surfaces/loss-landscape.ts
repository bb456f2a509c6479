import { quoteText } from "../../experiment/quote";
import { measurePlane } from "../../slice/plane/plane-measure";
import { storageRounding } from "../arrays/number-array";
import { FormatError } from "../format-error";
import type { Hdf5File } from "../hdf5/hdf5-file";
import { withHdf5 } from "../hdf5/read-hdf5";
import { chooseSet } from "./choose-set";
import { makeSurface, type Surface, type SurfacePath } from "./surface";

/** What a file of loss-landscape holds: https://github.com/tomgoldstein/loss-landscape writes three kinds. */
export type LossLandscapeFile =
  | { readonly holds: "surface"; readonly surface: Surface }
  | { readonly holds: "trajectory"; readonly path: SurfacePath }
  | { readonly holds: "directions"; readonly plane: NonNullable<Surface["plane"]> };

type Direction = Parameters<typeof measurePlane>[0]["dx"];

/** What it writes where a point is not computed yet. */
const NOT_COMPUTED = -1;

export function readLossLandscape(bytes: Uint8Array, set: string | null): Promise<LossLandscapeFile> {
  return withHdf5<LossLandscapeFile>(bytes, (file) => {
    const names = file.list("");
    if (names.includes("xcoordinates")) return { holds: "surface", surface: readSurface(file, names, set) };
    if (names.includes("proj_xcoord")) return { holds: "trajectory", path: readTrajectory(file) };
    return { holds: "directions", plane: readDirections(file, names) };
  });
}

function readSurface(file: Hdf5File, names: readonly string[], wanted: string | null): Surface {
  const x = readLine(file, "xcoordinates");
  const y = names.includes("ycoordinates") ? readLine(file, "ycoordinates") : null;
  const count = x.length * (y?.length ?? 1);
  const sets = names.filter((name) => !name.endsWith("coordinates") && countNumbers(file.shapeOf(name)) === count);
  const chosen = chooseSet(sets, wanted, ["train_loss", "test_loss"]);
  const { values, type } = file.readNumbers(chosen);
  const directions = file.readText("dir_file");
  const notes = directions === null ? [] : [`Its directions are those of ${quoteText(directions, 200)}.`];
  if (chosen.endsWith("_eig"))
    notes.push("Its eigenvalues come from an iteration with a tolerance of 1 %: they are not certain.");
  return makeSurface({
    program: "loss-landscape",
    x,
    y,
    // The numbers stand in the order of NumPy's meshgrid, row by row of y, whatever shape is declared.
    loss: values,
    isMissing: (value) => value === NOT_COMPUTED,
    rounding: storageRounding(type),
    datasets: sets,
    chosen,
    notes,
  });
}

const countNumbers = (shape: readonly number[] | null): number | null =>
  shape && shape.length > 0 ? shape.reduce((product, size) => product * size, 1) : null;

function readLine(file: Hdf5File, name: string): Float64Array {
  const { shape, values } = file.readNumbers(name);
  if (shape.length !== 1) throw new FormatError(`its set ${quoteText(name)} is not one line of numbers`);
  return values;
}

function readTrajectory(file: Hdf5File): SurfacePath {
  const [x, y] = [readLine(file, "proj_xcoord"), readLine(file, "proj_ycoord")];
  if (x.length !== y.length) throw new FormatError(`its trajectory has ${x.length} x and ${y.length} y`);
  return { name: "trajectory", points: Array.from(x, (place, i) => [place, y[i]!] as const) };
}

/** Lengths and angle of the two directions; those of principal components also say how much variance they explain. */
function readDirections(file: Hdf5File, names: readonly string[]): NonNullable<Surface["plane"]> {
  const x = joinGroup(file, "xdirection");
  if (!names.includes("ydirection")) throw new FormatError("it holds one direction, and a plane has two");
  const y = joinGroup(file, "ydirection");
  if (x.length !== y.length) throw new FormatError(`its directions have ${x.length} and ${y.length} weights`);
  if (![x, y].every((direction) => direction.some((entry) => entry !== 0)))
    throw new FormatError("it holds a direction of zeros");
  const measure = measurePlane({ dx: x as Direction, dy: y as Direction });
  const [first, second] = names.includes("explained_variance_ratio_")
    ? readLine(file, "explained_variance_ratio_")
    : [];
  return first === undefined || second === undefined ? measure : { ...measure, explained: [first, second] };
}

function joinGroup(file: Hdf5File, group: string): Float64Array {
  const parts = file.list(group).map((name) => file.readNumbers(`${group}/${name}`).values);
  const joined = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let start = 0;
  for (const part of parts) {
    joined.set(part, start);
    start += part.length;
  }
  return joined;
}

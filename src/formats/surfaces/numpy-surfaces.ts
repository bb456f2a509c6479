import { quoteText } from "../../experiment/quote";
import { type NumberArray, storageRounding } from "../arrays/number-array";
import { describeShape, readNpy } from "../arrays/read-npy";
import { readNpz } from "../arrays/read-npz";
import { FormatError } from "../format-error";
import { chooseSet, LOSS_SETS } from "./choose-set";
import { findPointGrid, layOnGrid } from "./point-grid";
import { countPlaces, makeSurface, type Surface, type SurfacePath, transpose } from "./surface";

const NO_PLACES = "The file has no coordinates: x and y count its columns and rows.";

/** A single array: a grid of [row][column], or a curve. @throws FormatError */
export function readArraySurface(bytes: Uint8Array): Surface {
  const { shape, values, type } = readNpy(bytes);
  if (shape.length !== 1 && shape.length !== 2) {
    throw new FormatError(`it has ${shape.length} dimensions, and a grid has 2 or, as a curve, 1`);
  }
  const isCurve = shape.length === 1;
  return makeSurface({
    program: "NumPy",
    x: countPlaces(shape.at(-1)!),
    y: isCurve ? null : countPlaces(shape[0]!),
    loss: values,
    rounding: storageRounding(type),
    datasets: ["array"],
    chosen: "array",
    notes: [isCurve ? "The file has no coordinates: x counts its numbers." : NO_PLACES],
  });
}

/** Landscaper's `loss` and `coordinates`, which number points by [x][y]. @throws FormatError */
export function readLandscaper(bytes: Uint8Array): Surface {
  const arrays = readNpz(bytes);
  const [loss, coordinates] = [arrays.get("loss"), arrays.get("coordinates")];
  if (!loss || !coordinates) throw new FormatError("it has no arrays loss and coordinates, as Landscaper writes them");
  const [axes = 0, count = 0] = coordinates.shape;
  if (
    coordinates.shape.length !== 2 ||
    axes > 2 ||
    loss.shape.length !== axes ||
    loss.shape.some((size) => size !== count)
  ) {
    throw new FormatError(
      `its loss of ${describeShape(loss.shape)} and its coordinates of ${describeShape(coordinates.shape)} are not those of a slice`,
    );
  }
  const x = coordinates.values.slice(0, count);
  return makeSurface({
    program: "Landscaper",
    x,
    y: axes === 2 ? coordinates.values.slice(count) : null,
    loss: axes === 2 ? transpose(loss.values, count, count) : loss.values,
    rounding: storageRounding(loss.type),
    datasets: ["loss"],
    chosen: "loss",
    notes: [
      `Its coordinates are nominal: Landscaper computes the outermost points at ${Math.floor(count / 2)} of ${count / 2} steps from the centre, and shows them as here.`,
      "Landscaper adds noise to the largest loss.",
    ],
  });
}

/** The plane through two solutions and a bend of the curve between them: https://github.com/timgaripov/dnn-mode-connectivity. @throws FormatError */
export function readModeConnectivity(bytes: Uint8Array, wanted: string | null): Surface {
  const arrays = readNpz(bytes);
  const places = arrays.get("grid");
  const [columns = 0, rows = 0, axes] = places?.shape ?? [];
  if (places?.shape.length !== 3 || axes !== 2) {
    throw new FormatError("it has no array grid of two coordinates a point, as dnn-mode-connectivity writes it");
  }
  const x = Float64Array.from({ length: columns }, (_, i) => places.values[2 * i * rows]!);
  const y = Float64Array.from({ length: rows }, (_, j) => places.values[2 * j + 1]!);
  const isGrid = x.every((place, i) =>
    y.every(
      (other, j) => places.values[2 * (i * rows + j)] === place && places.values[2 * (i * rows + j) + 1] === other,
    ),
  );
  if (!isGrid) throw new FormatError("its array grid is not one of columns and rows");
  const sets = [...arrays].filter(([, { shape }]) => shape.length === 2 && shape[0] === columns && shape[1] === rows);
  const names = sets.map(([name]) => name).filter((name) => !name.endsWith("_coordinates"));
  const chosen = chooseSet(names, wanted, ["tr_loss"]);
  const { values, type } = arrays.get(chosen)!;
  return makeSurface({
    program: "dnn-mode-connectivity",
    x,
    y,
    loss: transpose(values, columns, rows),
    rounding: storageRounding(type),
    datasets: names,
    chosen,
    notes: [
      "Its coordinates are distances in weight space from the first solution.",
      ...(chosen.endsWith("_loss")
        ? [`${chosen} has the weight decay in it, and ${chosen.replace("_loss", "_nll")} has not.`]
        : []),
    ],
    paths: [
      ...readPath("bends", arrays.get("bend_coordinates")),
      ...readPath("curve", arrays.get("curve_coordinates")),
    ],
  });
}

function readPath(name: string, array: NumberArray | undefined): SurfacePath[] {
  if (array?.shape.length !== 2 || array.shape[1] !== 2) return [];
  const { shape, values } = array;
  return [{ name, points: Array.from({ length: shape[0]! }, (_, i) => [values[2 * i]!, values[2 * i + 1]!] as const) }];
}

/** The names of coordinates, in pairs of x and y. */
const COORDINATES = [
  ["x", "y"],
  ["X", "Y"],
  ["xs", "ys"],
  ["xcoordinates", "ycoordinates"],
  ["alphas", "betas"],
  ["alpha", "beta"],
] as const;

/** Any archive of arrays: a grid of [row][column], with coordinates where two arrays have their names. @throws FormatError */
export function readArchiveSurface(bytes: Uint8Array, wanted: string | null): Surface {
  const arrays = readNpz(bytes);
  const pair = COORDINATES.find(([x, y]) => arrays.has(x) && arrays.has(y)) ?? COORDINATES.find(([x]) => arrays.has(x));
  const [xName, yName] = pair ?? [];
  const [x, y] = [xName, yName].map((name) => (name === undefined ? undefined : arrays.get(name)));
  const others = [...arrays].filter(([name]) => name !== xName && name !== yName);
  if (x && y && x.shape.length === 2) return readMesh(x, y, others, wanted);
  const isCurve = !others.some(([, { shape }]) => shape.length === 2);
  const sets = others.filter(([, { shape }]) => shape.length === (isCurve ? 1 : 2)).map(([name]) => name);
  const chosen = chooseSet(sets, wanted, LOSS_SETS);
  const { shape, values, type } = arrays.get(chosen)!;
  const common = { program: "NumPy", rounding: storageRounding(type), datasets: sets, chosen };
  if (isCurve) {
    const places = x?.values ?? countPlaces(shape[0]!);
    return makeSurface({
      ...common,
      x: places,
      y: null,
      loss: values,
      notes: x ? [] : ["The file has no coordinates: x counts its numbers."],
    });
  }
  const [rows, columns] = shape as readonly [number, number];
  if (!x || !y) {
    return makeSurface({ ...common, x: countPlaces(columns), y: countPlaces(rows), loss: values, notes: [NO_PLACES] });
  }
  const [width, height] = [x.values.length, y.values.length];
  const isTransposed = (columns !== width || rows !== height) && columns === height && rows === width;
  const order = isTransposed
    ? `${quoteText(chosen)} is read as [column][row]: its shape fits no other order.`
    : width === height
      ? `${quoteText(chosen)} is read as [row][column]: its shape fits both orders.`
      : `${quoteText(chosen)} is read as [row][column].`;
  const loss = isTransposed ? transpose(values, width, height) : values;
  return makeSurface({ ...common, x: x.values, y: y.values, loss, notes: [order] });
}

/** Coordinates of every point, as NumPy's meshgrid makes them. */
function readMesh(
  x: NumberArray,
  y: NumberArray,
  others: readonly (readonly [string, NumberArray])[],
  wanted: string | null,
): Surface {
  const count = x.values.length;
  if (y.values.length !== count) throw new FormatError(`it has ${count} x and ${y.values.length} y`);
  const sets = others.filter(([, { values }]) => values.length === count).map(([name]) => name);
  const chosen = chooseSet(sets, wanted, LOSS_SETS);
  const { values, type } = others.find(([name]) => name === chosen)![1];
  const grid = findPointGrid(x.values, y.values);
  return makeSurface({
    program: "NumPy",
    x: grid.x,
    y: grid.y,
    loss: layOnGrid(grid, values),
    rounding: storageRounding(type),
    datasets: sets,
    chosen,
    notes: [],
  });
}

import { type NumberArray, storageRounding } from "../arrays/number-array";
import { readVtp } from "../vtk/read-vtp";
import { chooseSet } from "./choose-set";
import { findPointGrid, layOnGrid } from "./point-grid";
import { makeSurface, type Surface } from "./surface";

/** The heights of the points, beside the named sets. */
const HEIGHTS = "z";

/** The points of a file of VTK, such as loss-landscape's h52vtp.py writes. @throws FormatError */
export function readVtpSurface(bytes: Uint8Array, wanted: string | null): Surface {
  const { places, sets } = readVtp(bytes);
  const [x, y, z] = [0, 1, 2].map((axis) => places.values.filter((_, i) => i % 3 === axis)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const grid = findPointGrid(x, y);
  const all = new Map<string, Pick<NumberArray, "values" | "type">>([
    [HEIGHTS, { values: z, type: places.type }],
    ...sets,
  ]);
  // A set that the heights repeat needs no choice; a flat plane of points has its numbers in its only set.
  const repeated = [...sets].filter(([, { values }]) =>
    values.every((value, i) => Number.isNaN(value) || value === z[i]),
  );
  const isFlat = z.every((height) => height === z[0]);
  const usual = repeated.length > 0 ? repeated : isFlat && sets.size === 1 ? [...sets] : [];
  const names = usual.map(([name]) => name);
  const chosen = chooseSet([...all.keys()], wanted, names);
  const { values, type } = all.get(chosen)!;
  return makeSurface({
    program: "VTK",
    x: grid.x,
    y: grid.y,
    loss: layOnGrid(grid, values),
    rounding: storageRounding(type),
    datasets: [...all.keys()],
    chosen,
    notes: [
      "The grid is that of the points: the polygons of a file are not read.",
      ...(sets.has("zvalue")
        ? [
            "Heights that h52vtp.py wrote with --log or --zmax are ln(loss + 0.1), or cut off, and the file does not say so.",
          ]
        : []),
    ],
  });
}

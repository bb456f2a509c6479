import { storageRounding } from "../arrays/number-array";
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
  const named = new Map([...sets].map(([name, { values, type }]) => [name, { values, type }]));
  const isSame = [...named.values()].every(({ values }) => values.every((value, i) => Object.is(value, z[i])));
  const all = new Map([[HEIGHTS, { values: z, type: places.type }], ...named]);
  // Heights that a set repeats need no choice; a flat plane of points has its numbers in the set.
  const isFlat = z.every((height) => height === z[0]);
  const usual = isSame ? [HEIGHTS] : isFlat && named.size === 1 ? [...named.keys()] : [];
  const chosen = chooseSet([...all.keys()], wanted, usual);
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
      ...(named.has("zvalue")
        ? [
            "Heights that h52vtp.py wrote with --log or --zmax are ln(loss + 0.1), or cut off, and the file does not say so.",
          ]
        : []),
    ],
  });
}

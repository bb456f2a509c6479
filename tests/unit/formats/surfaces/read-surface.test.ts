import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { ChoiceError, FormatError } from "../../../../src/formats/format-error";
import { recognizeFile } from "../../../../src/formats/recognize-file";
import { readSurface } from "../../../../src/formats/surfaces/read-surface";
import type { Surface } from "../../../../src/formats/surfaces/surface";
import { readForeignFile, readSidecar, sidecarNumber } from "../../../support/foreign-file";

async function open(names: readonly string[], set: string | null = null): Promise<Surface> {
  const files = names.map(async (name) => {
    const bytes = readForeignFile(name);
    return { name, bytes, kind: await recognizeFile(name, bytes) };
  });
  return readSurface(await Promise.all(files), set);
}

function openText(text: string, set: string | null = null): Promise<Surface> {
  return readSurface([{ name: "grid.csv", bytes: new TextEncoder().encode(text), kind: "csv" }], set);
}

interface SurfaceSidecar {
  readonly nx: number;
  readonly ny: number | null;
  readonly xRange: readonly [number, number];
  readonly yRange: readonly [number, number] | null;
  readonly dir_file: string;
  readonly datasets: Readonly<
    Record<string, { missing: number; nan: number; inf: number; min: number; max: number; sumOfPresent: number }>
  >;
  readonly points: readonly Readonly<
    Record<string, number | "nan" | "inf"> & { column: number; row: number | null; x: number; y: number | null }
  >[];
}

const LOSS_LANDSCAPE = [
  "ll_surface_1d_41",
  "ll_surface_eig_9x9",
  "ll_surface_holes_11x11",
  "ll_surface_nan_7x7",
  "ll_surface_nan_corners_21x21",
  "ll_surface_nonsquare_15x9",
  "ll_surface_pca_17x9",
  "ll_surface_square_21x21",
  "ll_surface_square_gzip",
].map((name) => `surfaces/${name}.h5`);

describe("surfaces of loss-landscape", () => {
  it.each(LOSS_LANDSCAPE)("%s has the numbers of every set at every point that its program tells of", async (name) => {
    const sidecar = readSidecar<SurfaceSidecar>(name);
    for (const [set, expected] of Object.entries(sidecar.datasets)) {
      const surface = await open([name], set);
      const { grid, loss } = surface;
      expect(surface.program).toBe("loss-landscape");
      expect([...surface.datasets].sort()).toEqual(Object.keys(sidecar.datasets).sort());
      expect(surface.chosen).toBe(set);
      expect([grid.columns, grid.rows]).toEqual([sidecar.nx, sidecar.ny ?? 1]);
      expect([grid.x[0], grid.x.at(-1)]).toEqual(sidecar.xRange);
      if (sidecar.yRange) expect([grid.y[0], grid.y.at(-1)]).toEqual(sidecar.yRange);
      expect(surface.missing).toBe(expected.missing);
      const present = loss.filter((value) => !Number.isNaN(value));
      expect(present).toHaveLength(loss.length - expected.missing - expected.nan - expected.inf);
      expect(Math.min(...present)).toBe(expected.min);
      expect(Math.max(...present)).toBe(expected.max);
      const sum = present.reduce((total, value) => total + value, 0);
      expect(Math.abs(sum / expected.sumOfPresent - 1)).toBeLessThan(1e-12);
      for (const { column, row, x, y, [set]: value } of sidecar.points) {
        expect([grid.x[column], grid.y[row ?? 0]]).toEqual([x, y ?? 0]);
        const number = sidecarNumber(value as number);
        const isNumber = Number.isFinite(number) && number !== -1;
        expect(loss[(row ?? 0) * grid.columns + column]).toBe(isNumber ? number : Number.NaN);
      }
      expect(surface.notes.join(" ")).toContain(`Its directions are those of ${sidecar.dir_file}`);
    }
  });

  it.each(LOSS_LANDSCAPE)("%s is read as its training loss where no set is named", async (name) => {
    expect((await open([name])).chosen).toBe("train_loss");
  });

  it("has the training's trajectory and the explained variance where those files are given with it", async () => {
    const trajectory = readSidecar<{ proj_xcoord: number[]; proj_ycoord: number[] }>("surfaces/ll_trajectory_proj.h5");
    const directions = readSidecar<{ explained_variance_ratio_: [number, number]; groups: Groups }>(
      "surfaces/ll_direction_pca.h5",
    );
    const surface = await open([
      "surfaces/ll_trajectory_proj.h5",
      "surfaces/ll_surface_pca_17x9.h5",
      "surfaces/ll_direction_pca.h5",
    ]);
    expect(surface.paths).toEqual([
      { name: "trajectory", points: trajectory.proj_xcoord.map((x, i) => [x, trajectory.proj_ycoord[i]]) },
    ]);
    expect(surface.plane?.explained).toEqual(directions.explained_variance_ratio_);
    const length = (sets: Groups[string]) => Math.hypot(...sets.map(({ norm }) => norm));
    expect(surface.plane?.xNorm).toBeCloseTo(length(directions.groups.xdirection!), 5);
    expect(surface.plane?.yNorm).toBeCloseTo(length(directions.groups.ydirection!), 5);
    // Principal components are at right angles.
    expect(surface.plane?.cosine).toBeCloseTo(0, 5);
  });

  it("asks for the surface where only a trajectory or directions are given", async () => {
    await expect(open(["surfaces/ll_trajectory_proj.h5"])).rejects.toThrow(
      /holds a trajectory of loss-landscape and no surface/,
    );
    await expect(open(["surfaces/ll_direction_pca.h5"])).rejects.toThrow(
      /holds directions of loss-landscape and no surface/,
    );
  });

  it("says which sets there are where a name is wrong", async () => {
    await expect(open(["surfaces/ll_surface_eig_9x9.h5"], "test_loss")).rejects.toThrow(
      /has no set test_loss, but max_eig, min_eig, train_acc, train_loss/,
    );
  });
});

type Groups = Readonly<Record<string, readonly { readonly norm: number }[]>>;

interface VtpSidecar {
  readonly nx: number;
  readonly ny: number;
  readonly xRange: readonly [number, number];
  readonly yRange: readonly [number, number];
  readonly picks: readonly { readonly x: number; readonly y: number; readonly z: number }[];
}

describe("surfaces of VTK", () => {
  it.each([
    "ll_nonsquare",
    "ll_square",
    "ll_square_zmax_log",
    "vtk_appended_19x11",
    "vtk_appended_raw_19x11",
    "vtk_ascii_17x17",
    "vtk_binary_zlib32_19x11",
    "vtk_binary_zlib_19x11",
    "vtk_tris_f64_13x9",
  ])("%s has the grid of its points", async (name) => {
    const file = `surfaces/${name}.vtp`;
    const sidecar = readSidecar<VtpSidecar>(file);
    const { grid, loss, chosen, datasets, notes } = await open([file]);
    expect([grid.columns, grid.rows]).toEqual([sidecar.nx, sidecar.ny]);
    expect([grid.x[0], grid.x.at(-1)]).toEqual(sidecar.xRange);
    expect([grid.y[0], grid.y.at(-1)]).toEqual(sidecar.yRange);
    for (const { x, y, z } of sidecar.picks) {
      expect(loss[grid.y.indexOf(y) * grid.columns + grid.x.indexOf(x)]).toBe(z);
    }
    expect(chosen).toBe("zvalue");
    expect(datasets).toEqual(["z", "zvalue"]);
    expect(notes.join(" ")).toMatch(/polygons of a file are not read.*--log or --zmax/);
  });
});

interface ArraySidecar {
  readonly points: readonly { readonly index: readonly number[]; readonly value: number | "nan" | "inf" }[];
}

describe("points with several sets", () => {
  /** Four points at heights 1, 2, 3 and 4. */
  const write = (sets: Readonly<Record<string, readonly number[]>>) => {
    const arrays = Object.entries(sets).map(
      ([name, values]) => `<DataArray type="Float64" Name="${name}" format="ascii">${values.join(" ")}</DataArray>`,
    );
    const text = `<VTKFile type="PolyData"><PolyData><Piece NumberOfPoints="4"><PointData>${arrays.join("")}</PointData><Points><DataArray type="Float64" NumberOfComponents="3" format="ascii">0 0 1 1 0 2 0 1 3 1 1 4</DataArray></Points></Piece></PolyData></VTKFile>`;
    return (set: string | null) =>
      readSurface([{ name: "points.vtp", bytes: new TextEncoder().encode(text), kind: "vtp" }], set);
  };

  it("are those that the heights repeat", async () => {
    const { chosen, loss } = await write({ other: [9, 9, 9, 9], loss: [1, 2, Number.NaN, 4] })(null);
    expect(chosen).toBe("loss");
    expect([...loss]).toEqual([1, 2, Number.NaN, 4]);
  });

  it("are asked for where none repeats the heights", async () => {
    const read = write({ scaled: [10, 20, 30, 40] });
    await expect(read(null)).rejects.toThrow("points.vtp: it holds several sets of numbers: choose one of z, scaled");
    expect([...(await read("scaled")).loss]).toEqual([10, 20, 30, 40]);
    expect([...(await read("z")).loss]).toEqual([1, 2, 3, 4]);
  });
});

describe("surfaces of NumPy", () => {
  it.each([
    "grid_bigendian_f64_6x5",
    "grid_f32_fortran_9x14",
    "grid_f64_17x25",
    "grid_int32_5x7",
    "grid_nan_11x11",
    "grid_v2header_8x8",
  ])("%s is a grid of [row][column]", async (name) => {
    const file = `arrays/${name}.npy`;
    const { grid, loss, notes } = await open([file]);
    for (const { index, value } of readSidecar<ArraySidecar>(file).points) {
      const [row, column] = index as [number, number];
      const number = sidecarNumber(value);
      expect(loss[row * grid.columns + column]).toBe(Number.isFinite(number) ? number : Number.NaN);
      expect([grid.x[column], grid.y[row]]).toEqual([column, row]);
    }
    expect(notes[0]).toMatch(/has no coordinates/);
  });

  it("a line is a curve of one row", async () => {
    const { grid, loss, notes } = await open(["arrays/line_1d_50.npy"]);
    expect([grid.columns, grid.rows, loss.length]).toEqual([50, 1, 50]);
    expect(notes).toContain("It is a curve: it has no y.");
  });

  it("an archive has its own coordinates, and says in which order its losses are read", async () => {
    const name = "arrays/grid_xy_loss_12x7.npz";
    const { arrays } = readSidecar<{ arrays: Record<"x" | "y" | "loss", ArraySidecar> }>(name);
    const { grid, loss, chosen, notes } = await open([name]);
    expect([grid.columns, grid.rows, chosen]).toEqual([12, 7, "loss"]);
    for (const { index, value } of arrays.x.points) expect(grid.x[index[0]!]).toBe(value);
    for (const { index, value } of arrays.y.points) expect(grid.y[index[0]!]).toBe(value);
    for (const { index, value } of arrays.loss.points) expect(loss[index[0]! * 12 + index[1]!]).toBe(value);
    expect(notes).toContain("loss is read as [row][column].");
  });

  it("an archive of several grids is asked for one", async () => {
    const grid = readForeignFile("arrays/grid_f64_17x25.npy");
    const bytes = zipSync({ "train.npy": grid, "test.npy": grid });
    const reading = (set: string | null) => readSurface([{ name: "two.npz", bytes, kind: "npz" }], set);
    await expect(reading(null)).rejects.toThrow(ChoiceError);
    await expect(reading(null)).rejects.toThrow("two.npz: it holds several sets of numbers: choose one of train, test");
    expect((await reading("test")).chosen).toBe("test");
  });

  it("Landscaper's losses are numbered by x, then y", async () => {
    const name = "surfaces/landscaper_11.npz";
    const { points } = readSidecar<{ points: readonly { x: number; y: number; loss: number }[] }>(name);
    const { program, grid, loss, notes } = await open([name]);
    expect(program).toBe("Landscaper");
    for (const { x, y, loss: expected } of points) {
      const near = (places: Float64Array, place: number) => places.findIndex((other) => Math.abs(other - place) < 1e-9);
      expect(loss[near(grid.y, y) * grid.columns + near(grid.x, x)]).toBe(expected);
    }
    expect(notes.join(" ")).toMatch(/outermost points at 5 of 5.5 steps.*adds noise/);
  });

  it("mode connectivity has distances in weight space, its curve and its bends", async () => {
    const name = "surfaces/modeconnectivity_plane_12.npz";
    const sidecar = readSidecar<ModeSidecar>(name);
    for (const set of ["tr_loss", "tr_acc"] as const) {
      const { grid, loss, paths } = await open([name], set);
      for (const { i, j, x, y, [set]: value } of sidecar.points) {
        expect([grid.x[i], grid.y[j]]).toEqual([x, y]);
        expect(loss[j * grid.columns + i]).toBe(value);
      }
      expect(paths.map((path) => path.name)).toEqual(["bends", "curve"]);
      expect(paths[0]!.points).toEqual(sidecar.bend_coordinates);
      expect(paths[1]!.points).toHaveLength(21);
    }
    const { chosen, datasets, notes } = await open([name]);
    expect(chosen).toBe("tr_loss");
    expect(datasets).toEqual(["tr_loss", "tr_acc", "tr_nll", "tr_err", "te_loss", "te_acc", "te_nll", "te_err"]);
    expect(notes.join(" ")).toMatch(/distances in weight space.*weight decay in it, and tr_nll has not/);
  });

  it.each([
    ["arrays/zero_d.npy", /zero_d.npy: it has 0 dimensions/],
    ["arrays/object.npy", /pickle, which can run code/],
    ["arrays/object_member.npz", /its member b.npy .*pickle/],
    ["arrays/structured.npy", /structured array/],
  ])("%s is refused in a sentence", async (name, sentence) => {
    await expect(open([name])).rejects.toThrow(FormatError);
    await expect(open([name])).rejects.toThrow(sentence);
  });
});

interface ModeSidecar {
  readonly points: readonly { i: number; j: number; x: number; y: number; tr_loss: number; tr_acc: number }[];
  readonly bend_coordinates: readonly (readonly [number, number])[];
}

describe("surfaces as text", () => {
  /** Each form of the same grid: x of −1, 0, 2 and y of 0.5, 1; the losses count from 1, row by row. */
  it.each([
    ["a row for each point, in any order", "x,y,loss\n2,1,6\n-1,0.5,1\n0,0.5,2\n2,0.5,3\n-1,1,4\n0,1,5\n"],
    ["capitals and quotes", '"X","Y","Loss"\r\n-1,0.5,1\r\n0,0.5,2\r\n2,0.5,3\r\n-1,1,4\r\n0,1,5\r\n2,1,6\r\n'],
    [
      "a decimal comma and Excel's mark",
      "\ufeffsep=;\r\nx;y;loss\r\n-1;0,5;1\r\n0;0,5;2\r\n2;0,5;3\r\n-1;1;4\r\n0;1;5\r\n2;1;6\r\n",
    ],
    ["x above and y on the left", ",-1,0,2\n0.5,1,2,3\n1,4,5,6\n"],
    ["y from above", "y\\x,-1,0,2\n1,4,5,6\n0.5,1,2,3\n"],
    ["three columns of NumPy's savetxt", "# x y loss\n-1e0 5e-1 1\n0 5e-1 2\n2 5e-1 3\n-1 1 4\n0 1 5\n2 1 6\n"],
  ])("with %s is read", async (_, text) => {
    const { grid, loss, missing } = await openText(text);
    expect([...grid.x]).toEqual([-1, 0, 2]);
    expect([...grid.y]).toEqual([0.5, 1]);
    expect([...loss]).toEqual([1, 2, 3, 4, 5, 6]);
    expect(missing).toBe(0);
  });

  it("without coordinates counts columns and rows", async () => {
    const { grid, loss } = await openText("1\t2\t3\n4\t5\tnan\n");
    expect([...grid.x]).toEqual([0, 1, 2]);
    expect([...loss]).toEqual([1, 2, 3, 4, 5, Number.NaN]);
  });

  it("with x and no y is a curve", async () => {
    const { grid, loss } = await openText("x,loss\n0,3\n0.5,2\n1,4\n");
    expect([grid.rows, ...grid.x]).toEqual([1, 0, 0.5, 1]);
    expect([...loss]).toEqual([3, 2, 4]);
  });

  it.each([
    ["a,b\n1,2\n", /names the columns a, b, and a surface needs x, y and a loss/],
    ["1,2\n3\n", /row 2 has 1 cells, and its first row has 2/],
    ["1,2\n3,four\n", /row 2, column 2 is not a number: four/],
    ["x,y,a,b\n0,0,1,2\n1,0,1,2\n", /several sets of numbers: choose one of a, b/],
    ["x,y,loss\n0,0,1\n0,0,2\n1,1,3\n1,0,4\n", /two points are at one place/],
    ["x,y,loss\n0,0,1\n1,1,2\n2,2,3\n", /do not form a grid/],
  ])("of %j is refused in a sentence", async (text, sentence) => {
    await expect(openText(text)).rejects.toThrow(FormatError);
    await expect(openText(text)).rejects.toThrow(sentence);
  });
});

import { beforeAll, describe, expect, it } from "vitest";
import { createProcessorService } from "../../../../src/compute/service/processor-service";
import { runExperiment } from "../../../../src/compute/studies/run-experiment";
import { POINT_CLASSES } from "../../../../src/convexity/points/point-class";
import { parseSpec } from "../../../../src/experiment/parse";
import type { ResultDocument } from "../../../../src/formats/files/result-file";
import { FormatError } from "../../../../src/formats/format-error";
import { type FileKind, recognizeFile } from "../../../../src/formats/recognize-file";
import { type GridNumbers, readGridNumbers } from "../../../../src/formats/surfaces/grid-document";
import { readSurface } from "../../../../src/formats/surfaces/read-surface";
import { writeSurfaceResult } from "../../../../src/formats/surfaces/surface-result";
import {
  writeArchive,
  writeLossLandscape,
  writeSurfaceCsv,
  writeSurfaceVtp,
} from "../../../../src/formats/surfaces/write-surface";
import { EXAMPLE_SPEC } from "../../../support/example-spec";
import { readForeignFile } from "../../../support/foreign-file";
import { findPython, runOnFile } from "../../../support/real-programs";

/** A result as a file holds it. */
const inFile = (document: unknown): ResultDocument => JSON.parse(JSON.stringify(document)) as ResultDocument;

async function openSurface(name: string): Promise<unknown> {
  const bytes = readForeignFile(name);
  const files = [{ name, bytes, kind: await recognizeFile(name, bytes) }];
  return inFile(writeSurfaceResult(await readSurface(files, null), name));
}

/** The results that are written: an experiment of our own, one with holes, and a curve. */
const results: Record<string, GridNumbers> = {};
let own: ResultDocument;

beforeAll(async () => {
  const spec = parseSpec({ ...EXAMPLE_SPEC, grid: { columns: 9, rows: 6, xRange: [-1, 1], yRange: [-0.5, 1.5] } });
  own = inFile(await runExperiment(spec, await createProcessorService(), () => {}));
  results.own = readGridNumbers(own);
  results.holes = readGridNumbers(await openSurface("surfaces/ll_surface_holes_11x11.h5"));
  results.diverged = readGridNumbers(await openSurface("surfaces/ll_surface_nan_corners_21x21.h5"));
  results.curve = readGridNumbers(await openSurface("surfaces/ll_surface_1d_41.h5"));
});

const WRITERS: Readonly<Record<string, readonly [kind: FileKind, write: (numbers: GridNumbers) => unknown]>> = {
  "grid.h5": ["loss-landscape", writeLossLandscape],
  "grid.npz": ["npz", writeArchive],
  "grid.csv": ["csv", writeSurfaceCsv],
  "grid.vtp": ["vtp", writeSurfaceVtp],
};

async function write(name: string, numbers: GridNumbers): Promise<Uint8Array> {
  const content = await WRITERS[name]![1](numbers);
  return typeof content === "string" ? new TextEncoder().encode(content) : (content as Uint8Array);
}

/** Every pair of a result and a file. */
const PAIRS = ["own", "holes", "diverged", "curve"].flatMap((result) =>
  Object.keys(WRITERS).map((name) => [result, name] as const),
);

describe("what is written is read back", () => {
  it.each(PAIRS)("%s as %s, to the last bit", async (result, name) => {
    const numbers = results[result]!;
    const bytes = await write(name, numbers);
    const kind = await recognizeFile(name, bytes);
    expect(kind).toBe(WRITERS[name]![0]);
    const file = [{ name, bytes, kind }];
    for (const [field, values] of numbers.fields) {
      const isLoss = field === "loss";
      const surface = await readSurface(file, isLoss ? null : field);
      expect(surface.grid).toEqual(numbers.grid);
      expect([...surface.loss]).toEqual([...values]);
      // Holes of a killed run stay what they were in loss-landscape's layout.
      if (isLoss && name === "grid.h5") expect(surface.missing).toBe(result === "holes" ? 51 : 0);
    }
  });

  it("the same result makes the same bytes", async () => {
    for (const name of ["grid.npz", "grid.csv", "grid.vtp"]) {
      expect(await write(name, results.own!)).toEqual(await write(name, results.own!));
    }
  });

  it("has every number of the result, and its classes by name or index", () => {
    expect([...results.own!.fields.keys()]).toEqual([
      "loss",
      "loss_error",
      "curvature_xx",
      "curvature_xy",
      "curvature_yy",
      "curvature_min",
      "curvature_max",
      "curvature_error",
    ]);
    expect([...results.own!.fields.get("curvature_min")!]).toEqual(own.curvature.min.flat());
    expect(Array.from(results.own!.classes, (index) => POINT_CLASSES[index])).toEqual(own.classes.flat());
    const [head, first] = writeSurfaceCsv(results.own!).split("\r\n");
    expect(head).toBe(
      "x,y,loss,loss_error,curvature_xx,curvature_xy,curvature_yy,curvature_min,curvature_max,curvature_error,class",
    );
    expect(first).toBe(
      [
        -1,
        -0.5,
        own.loss[0]![0],
        own.errorBounds.loss[0]![0],
        ...["xx", "xy", "yy", "min", "max"].map((key) => own.curvature[key as "xx"][0]![0]),
        own.errorBounds.curvature[0]![0],
        own.classes[0]![0],
      ].join(","),
    );
  });
});

describe("a result that cannot be written", () => {
  it.each([
    [{ loss: [[1, 2]] }, /result.loss: is not of 6 rows and 9 columns/],
    [{ x: [0, 0, 1, 2, 3, 4, 5, 6, 7] }, /result.x: is not in increasing order/],
    [{ classes: [["round"]] }, /result.classes\[0\]\[0\]: "round" is not/],
    [{ format: "other" }, /result.format/],
  ])("with %j is refused in a sentence that names the field", (change, sentence) => {
    expect(() => readGridNumbers({ ...own, ...change })).toThrow(FormatError);
    expect(() => readGridNumbers({ ...own, ...change })).toThrow(sentence);
  });
});

const PROGRAMS = [
  {
    package: "h5py",
    name: "grid.h5",
    script:
      "import sys,json,h5py; f=h5py.File(sys.argv[1],'r'); print(json.dumps([list(f['train_loss'].shape), f['xcoordinates'][:].tolist(), f['ycoordinates'][:].tolist(), f['train_loss'][:].ravel().tolist()]))",
    shape: [9, 6],
  },
  {
    package: "numpy",
    name: "grid.npz",
    script:
      "import sys,json,numpy; f=numpy.load(sys.argv[1], allow_pickle=False); print(json.dumps([list(f['loss'].shape), f['x'].tolist(), f['y'].tolist(), f['loss'].ravel().tolist()]))",
    shape: [6, 9],
  },
  {
    package: "vtk",
    name: "grid.vtp",
    script: [
      "import sys,json,vtk",
      "r=vtk.vtkXMLPolyDataReader(); r.SetFileName(sys.argv[1]); r.Update(); p=r.GetOutput()",
      "q=[p.GetPoint(i) for i in range(p.GetNumberOfPoints())]; a=p.GetPointData().GetArray('loss')",
      "assert [a.GetValue(i) for i in range(len(q))]==[c[2] for c in q]",
      "print(json.dumps([[p.GetNumberOfPolys(), p.GetNumberOfPoints()], [c[0] for c in q[:9]], [c[1] for c in q[::9]], [c[2] for c in q]]))",
    ].join("\n"),
    shape: [40, 54],
  },
] as const;

describe("what is written is read by the program that it is for", () => {
  it.for(PROGRAMS)("$package", async ({ package: packageName, name, script, shape }, { skip }) => {
    const python = findPython(packageName);
    if (python === null) skip(`${packageName} is not installed`);
    const printed = runOnFile(python!, ["-c", script], name, await write(name, results.own!));
    expect(JSON.parse(printed)).toEqual([shape, own.x, own.y, own.loss.flat()]);
  });
});

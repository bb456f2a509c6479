import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { CONVERTED_EXTENSIONS } from "../../src/cli/input/convert-arguments";
import { FormatError } from "../../src/formats/format-error";
import { FILE_KINDS, type FileKind, recognizeFile } from "../../src/formats/recognize-file";
import { readSurface } from "../../src/formats/surfaces/read-surface";
import { readForeignFile } from "../support/foreign-file";

const PAGE = path.resolve(import.meta.dirname, "../../docs/formats.md");

interface SurfaceFormat {
  readonly kind: FileKind;
  readonly file: string;
  readonly program: string;
  readonly reads: string;
  /** The kept files of this format: the beginnings of their names. */
  readonly samples: readonly string[];
}

const SURFACES: readonly SurfaceFormat[] = [
  {
    kind: "loss-landscape",
    file: "HDF5 (`.h5`)",
    program: "loss-landscape",
    reads: "surfaces and curves, sets of eigenvalues, packed by gzip or not; projected trajectories; directions",
    samples: ["surfaces/ll_surface", "surfaces/ll_trajectory", "surfaces/ll_direction"],
  },
  {
    kind: "vtp",
    file: "VTK's XML (`.vtp`)",
    program: "loss-landscape's h52vtp.py, VTK, ParaView",
    reads:
      "points as text, as base64 or raw, in their arrays or appended, packed by zlib or not, with 32- and 64-bit lengths, in both byte orders",
    samples: ["surfaces/ll_square", "surfaces/ll_nonsquare", "surfaces/vtk_"],
  },
  {
    kind: "landscaper",
    file: "NumPy's archive (`.npz`)",
    program: "Landscaper",
    reads: "loss and coordinates",
    samples: ["surfaces/landscaper"],
  },
  {
    kind: "mode-connectivity",
    file: "NumPy's archive (`.npz`)",
    program: "dnn-mode-connectivity",
    reads: "the plane's losses, errors and accuracies over distances in weight space; the curve and its bends",
    samples: ["surfaces/modeconnectivity"],
  },
  {
    kind: "npz",
    file: "NumPy's archive (`.npz`)",
    program: "NumPy",
    reads: "any grid, with coordinates named x and y, X and Y and the like",
    samples: ["arrays/grid_xy"],
  },
  {
    kind: "npy",
    file: "NumPy's array (`.npy`)",
    program: "NumPy",
    reads:
      "a grid or a curve of real numbers of up to 64 bits, in both byte orders, by rows or by columns, of format 1 to 3",
    samples: ["arrays/grid_b", "arrays/grid_f", "arrays/grid_i", "arrays/grid_n", "arrays/grid_v", "arrays/line"],
  },
  {
    kind: "csv",
    file: "text (`.csv`, `.tsv`, `.txt`)",
    program: "pandas, NumPy's savetxt, spreadsheets",
    reads: "a row for each point, or a table of losses",
    samples: ["text/"],
  },
];

/** The name of what holds a surface, for the files that hold none of their own. */
const COMPANION = "surfaces/ll_surface_pca_17x9.h5";
const HOLDS_NO_SURFACE = /ll_(trajectory|direction)/;

/** The files that must be refused. */
const REFUSED = ["arrays/object", "arrays/structured", "arrays/zero_d", "damaged/"];

const files = ["arrays", "damaged", "surfaces", "text"].flatMap((folder) =>
  readdirSync(`tests/formats/${folder}`)
    .filter((name) => !name.endsWith(".json"))
    .map((name) => `${folder}/${name}`),
);
const refused = files.filter((file) => REFUSED.some((start) => file.startsWith(start)));
const samplesOf = ({ samples }: SurfaceFormat) =>
  files.filter((file) => !refused.includes(file) && samples.some((start) => file.startsWith(start)));

async function open(names: readonly string[]) {
  const opened = names.map(async (file) => {
    const bytes = readForeignFile(file);
    const name = path.basename(file);
    return { name, bytes, kind: await recognizeFile(name, bytes) };
  });
  return readSurface(await Promise.all(opened), null);
}

async function refusalOf(file: string): Promise<string> {
  const bytes = readForeignFile(file);
  try {
    await readSurface([{ name: "FILE", bytes, kind: await recognizeFile(path.basename(file), bytes) }], null);
  } catch (error) {
    if (error instanceof FormatError) return error.message.replace(/^FILE: /, "");
    throw error;
  }
  throw new Error(`${file} was read`);
}

const OUT: readonly (readonly [extension: (typeof CONVERTED_EXTENSIONS)[number], holds: string, readBy: string])[] = [
  [".json", "a result; of a model its document, or its weights for TensorFlow.js", "Losscape, TensorFlow.js"],
  [".h5", "loss-landscape's layout", "h5py, and read back"],
  [".vtp", "points, all fields, polygons", "VTK, and read back"],
  [".npz", "x, y, all fields; of a model its weights", "NumPy, and read back"],
  [".csv", "a row for each point", "read back"],
  [".glb", "glTF 2.0: the coloured surface and its marks", "glTF Transform"],
  [".obj", "the coloured surface", "its text"],
  [".stl", "a solid for printers", "admesh, and read back"],
  [".3mf", "a solid for printers, in millimetres", "read back"],
  [".html", "one page with the surface, the verdict and the result, for any browser and without a network", "Chromium"],
  [".safetensors", "the weights", "read back"],
];

const count = (number: number) => (number === 1 ? "1 file" : `${number} files`);
const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

describe("the page of formats", () => {
  it("has a row for each kind of surface, and each kept file is of one row", () => {
    const kinds = Object.entries(FILE_KINDS).flatMap(([kind, holds]) => (holds === "surface" ? [kind] : []));
    expect(SURFACES.map(({ kind }) => kind).sort()).toEqual(kinds.sort());
    expect([...SURFACES.flatMap(samplesOf), ...refused].sort()).toEqual([...files].sort());
    for (const format of SURFACES) expect(samplesOf(format).length).toBeGreaterThan(0);
  });

  it.each(SURFACES.flatMap((format) => samplesOf(format).map((file) => [file, format.kind] as const)))(
    "%s is read as %s",
    async (file, kind) => {
      expect(await recognizeFile("file", readForeignFile(file))).toBe(kind);
      const surface = await open(HOLDS_NO_SURFACE.test(file) ? [COMPANION, file] : [file]);
      expect(surface.loss.some((value) => Number.isFinite(value))).toBe(true);
      if (HOLDS_NO_SURFACE.test(file)) expect([surface.paths.length, surface.plane !== null]).not.toEqual([0, false]);
    },
  );

  it.each(refused)("%s is refused in a sentence, in under a second, within 256 MB", async (file) => {
    // The library of HDF5 is loaded before the time is taken.
    await open([COMPANION]);
    const [began, memory] = [process.cpuUsage(), process.resourceUsage().maxRSS];
    const sentence = await refusalOf(file);
    // Processor time: the clock would also count other programs.
    expect(process.cpuUsage(began).user).toBeLessThan(1_000_000);
    expect(process.resourceUsage().maxRSS - memory).toBeLessThan(256 * 1_024);
    expect(sentence).not.toContain("\n");
  });

  it("says what is written, for every extension", () => {
    expect(OUT.map(([extension]) => extension)).toEqual(CONVERTED_EXTENSIONS);
  });

  it("has the tables that these tests prove", async () => {
    const refusals = await Promise.all(
      refused.map(async (file) => [`\`${path.basename(file)}\``, (await refusalOf(file)).replaceAll("|", "\\|")]),
    );
    const tables: Readonly<Record<string, string>> = {
      surfaces: table(
        ["`--from`", "file", "written by", "what is read", "proved by"],
        SURFACES.map((format) => [
          `\`${format.kind}\``,
          format.file,
          format.program,
          format.reads,
          count(samplesOf(format).length),
        ]),
      ),
      refused: table(["file", "what is said"], refusals),
      out: table(
        ["`--out`", "what is written", "proved by"],
        OUT.map(([extension, holds, readBy]) => [`\`${extension}\``, holds, readBy]),
      ),
    };
    const text = readFileSync(PAGE, "utf8").replaceAll(
      /<!-- (\w+) -->\n[\s\S]*?<!-- end -->/g,
      (whole, name: string) => (tables[name] ? `<!-- ${name} -->\n\n${tables[name]}\n\n<!-- end -->` : whole),
    );
    await expect(text).toMatchFileSnapshot(PAGE);
  });
});

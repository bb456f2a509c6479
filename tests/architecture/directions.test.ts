import { describe, expect, it } from "vitest";
import type { SourceImport } from "../support/source-imports";
import { readSourceImports, readStaticImports, SOURCE_FOLDER, scanImports } from "../support/source-imports";

/**
 * The rooms, each with the rooms that it may import, from the ground up. A room imports only what stands above it in this
 * table, so there is no cycle; `main` is src/main.ts, the composition root.
 */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  numeric: [],
  spec: [],
  words: ["spec"],
  data: ["numeric", "spec", "words"],
  model: ["numeric", "spec", "words", "data"],
  slice: ["numeric", "spec", "words", "data", "model"],
  convexity: ["numeric", "spec", "words", "data", "model", "slice"],
  formats: ["numeric", "spec", "words", "model", "slice", "convexity"],
  gpu: ["numeric", "spec", "words", "data", "model", "slice"],
  compute: ["numeric", "spec", "words", "data", "model", "slice", "convexity", "formats", "gpu"],
  scene: ["numeric", "spec", "words", "slice", "convexity"],
  studio: ["numeric", "spec", "words", "data", "model", "slice", "convexity", "formats", "compute", "scene"],
  cli: ["spec", "slice", "convexity", "formats", "compute", "scene"],
  main: ["spec", "model", "data", "slice", "convexity", "formats", "gpu", "compute", "scene", "studio"],
};

/** Packages that belong to some rooms alone: the pattern of a specifier, and who may import it. */
const PACKAGES: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^@tensorflow\//, ["gpu"]],
  [/^three(\/|$)/, ["scene"]],
  [/^lil-gui(\/|$)/, ["studio"]],
  [/^lit(\/|$)/, ["studio"]],
  [/^uplot(\/|$)/, ["studio"]],
  [/^d3-contour$/, ["scene"]],
  [/^d3-shape$/, ["studio"]],
  [/^papaparse$/, ["formats"]],
  [/^mediabunny$/, ["formats"]],
  [/^idb-keyval$/, ["studio"]],
  [/^(node:|vite$|tsx\/|playwright-core$)/, ["cli"]],
];

/** Shader sources are read by the two rooms that draw and compute with them. */
const SHADER_READERS = ["gpu", "scene"];

function roomOf(place: string): string {
  const [, room = ""] = /^src\/(\w+)(?:\/|\.ts$|$)/.exec(place) ?? [];
  return room;
}

/** The measurements' own programs, each run by one command. */
const MEASUREMENTS = /^tests\/(bench|reliability)\//;
const MEASUREMENT_READERS = ["cli"];

/** What is wrong with an import, or null. */
function judgeImport({ file, specifier, target }: SourceImport): string | null {
  const room = roomOf(file);
  const complain = (reason: string) => `${file} imports ${specifier}: ${reason}`;
  if (target === null) {
    const rule = PACKAGES.find(([pattern]) => pattern.test(specifier));
    return rule && !rule[1].includes(room) ? complain(`only ${rule[1].join(", ")} may`) : null;
  }
  if (target.startsWith("shaders/")) return SHADER_READERS.includes(room) ? null : complain("shaders are not its own");
  if (MEASUREMENTS.test(target) && MEASUREMENT_READERS.includes(room)) return null;
  const other = roomOf(target);
  if (other === room) return null;
  return ROOMS[room]?.includes(other) ? null : complain(`${room} may not import ${other || "from outside src"}`);
}

describe("import directions", () => {
  const imports = readSourceImports(SOURCE_FOLDER);

  it("knows every room", () => {
    const rooms = new Set(imports.map(({ file }) => roomOf(file)));
    expect([...rooms].filter((room) => !(room in ROOMS))).toEqual([]);
  });

  it("has no cycle in its table", () => {
    const order = Object.keys(ROOMS);
    const upward = order.flatMap((room, place) => ROOMS[room]!.filter((other) => order.indexOf(other) >= place));
    expect(upward).toEqual([]);
  });

  it("holds for every import of src", () => {
    expect(imports.map(judgeImport).filter((complaint) => complaint !== null)).toEqual([]);
  });
});

it("starts with Node alone: what runs before the installation needs no package", () => {
  const imports = readStaticImports(SOURCE_FOLDER);
  expect(imports).toContain("./install-packages.mjs");
  expect(imports.filter((specifier) => !/^(node:|\.\/[\w-]+\.mjs$)/.test(specifier))).toEqual([]);
});

describe("the import scan itself", () => {
  it("finds every way of importing", () => {
    const text = `
      import { a } from "./static"; import type { T } from "./types"; import "./effect"; import b from "../up?raw";
      export { c } from "./again"; export * from "./all"; export type { U } from "./type-again";
      const d = import("./dynamic"); type V = import("./type-import").V;
      const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
      const text = 'import "./in-a-string"'; // import "./in-a-comment"
    `;
    expect([...scanImports("example.ts", text)].sort()).toEqual(
      ["static", "types", "effect", "again", "all", "type-again", "dynamic", "type-import", "worker.ts"]
        .map((name) => `./${name}`)
        .concat("../up?raw")
        .sort(),
    );
  });

  it("refuses what it cannot follow", () => {
    expect(() => scanImports("example.ts", "import(name)")).toThrow("computed name");
  });

  it.each([
    ["src/model/forward.ts", "../gpu/kernel", "src/gpu/kernel", "model may not import gpu"],
    ["src/studio/panel.ts", "three/addons/controls/OrbitControls.js", null, "only scene may"],
    ["src/compute/worker.ts", "@tensorflow/tfjs-core", null, "only gpu may"],
    ["src/model/forward.ts", "../../shaders/compute/loss.glsl", "shaders/compute/loss.glsl", "shaders are not its own"],
    ["src/experiment/parse.ts", "../main", "src/main", "spec may not import main"],
    ["src/experiment/parse.ts", "node:fs", null, "only cli may"],
    ["src/gpu/kernel.ts", "../../tests/support/cases", "tests/support/cases", "from outside src"],
  ])("forbids %s to import %s", (file, specifier, target, complaint) => {
    expect(judgeImport({ file, specifier, target })).toContain(complaint);
  });

  it.each([
    ["src/gpu/kernel.ts", "../../shaders/compute/loss.glsl?raw", "shaders/compute/loss.glsl"],
    ["src/scene/surface.ts", "three", null],
    ["src/main.ts", "./studio/store", "src/studio/state/store"],
    ["src/cli/commands/landscape-command.ts", "../compute/run", "src/compute/run"],
  ])("lets %s import %s", (file, specifier, target) => {
    expect(judgeImport({ file, specifier, target })).toBeNull();
  });
});

import path from "node:path";
import { describe, expect, it } from "vitest";
import {
  listSourceFiles,
  listUnitTests,
  readSourceImports,
  readStaticImports,
  SOURCE_FOLDER,
  type SourceImport,
  scanImports,
} from "../support/source-imports";
import { ROOMS } from "./rooms";

/** Packages that belong to some rooms alone: the pattern of a specifier, and who may import it. */
const PACKAGES: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^@tensorflow\//, ["gpu"]],
  [/^three(\/|$)/, ["scene"]],
  [/^lil-gui(\/|$)/, ["page"]],
  [/^lit(\/|$)/, ["studio", "tools", "page", "viewer"]],
  [/^uplot(\/|$)/, ["studio"]],
  [/^d3-contour$/, ["figure"]],
  [/^papaparse$/, ["formats"]],
  [/^(h5wasm|saxes|@gltf-transform\/core)(\/|$)/, ["formats"]],
  [/^mediabunny$/, ["formats"]],
  [/^idb-keyval$/, ["tools"]],
  [/^(@observablehq\/plot|linkedom)$/, ["cli"]],
  [/^(node:|vite$|tsx\/|playwright-core$)/, ["cli"]],
];

/** Shader sources are read by the two rooms that draw and compute with them. */
const SHADER_READERS = ["gpu", "scene"];

/** The tool that a file belongs to; null for files of no one tool. */
function toolOf(place: string): string | null {
  return /^src\/tools\/([\w-]+)\//.exec(place)?.[1] ?? null;
}

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
  if (other === room) {
    const [tool, otherTool] = [toolOf(file), toolOf(target)];
    return tool !== null && otherTool !== null && tool !== otherTool ? complain("no tool may import another") : null;
  }
  return ROOMS[room]?.imports.includes(other)
    ? null
    : complain(`${room} may not import ${other || "from outside src"}`);
}

describe("import directions", () => {
  const imports = readSourceImports(SOURCE_FOLDER);

  it("knows every room", () => {
    const rooms = new Set(imports.map(({ file }) => roomOf(file)));
    expect([...rooms].filter((room) => !(room in ROOMS))).toEqual([]);
  });

  it("has no cycle in its table", () => {
    const order = Object.keys(ROOMS);
    const upward = order.flatMap((room, place) =>
      ROOMS[room]!.imports.filter((other) => order.indexOf(other) >= place),
    );
    expect(upward).toEqual([]);
  });

  it("lets no room import what it does not", () => {
    const used = new Set(imports.map(({ file, target }) => `${roomOf(file)} ${roomOf(target ?? "")}`));
    const unused = Object.entries(ROOMS).flatMap(([room, entry]) => entry.imports.map((other) => `${room} ${other}`));
    expect(unused.filter((pair) => !used.has(pair))).toEqual([]);
  });

  it("holds for every import of src", () => {
    expect(imports.map(judgeImport).filter((complaint) => complaint !== null)).toEqual([]);
  });
});

/** Two files of one name are taken for one another: in a search, in a list of open files, in a stack trace. */
it("no two files of src have the same name", () => {
  const files = listSourceFiles();
  const names = files.map((file) => path.basename(file));
  expect(files.filter((_, index) => names.indexOf(names[index]!) !== names.lastIndexOf(names[index]!))).toEqual([]);
});

it("the unit tests stand in folders that src has", () => {
  const rooms = new Set(listSourceFiles().map((file) => path.dirname(file).replace(/^src\//, "")));
  const isOfRoom = (folder: string) => [...rooms].some((room) => room === folder || room.startsWith(`${folder}/`));
  const folders = new Set(listUnitTests().map((file) => path.dirname(file).replace(/^tests\/unit\//, "")));
  expect([...folders].filter((folder) => !isOfRoom(folder))).toEqual([]);
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
    ["src/drawing/panel.ts", "three/addons/controls/OrbitControls.js", null, "only scene may"],
    ["src/tools/race/race.ts", "../path/path", "src/tools/path/path", "no tool may import another"],
    ["src/tools/race/race.ts", "../../page/header", "src/page/header", "tools may not import page"],
    ["src/compute/worker.ts", "@tensorflow/tfjs-core", null, "only gpu may"],
    ["src/model/forward.ts", "../../shaders/compute/loss.glsl", "shaders/compute/loss.glsl", "shaders are not its own"],
    ["src/experiment/parse.ts", "../main", "src/main", "experiment may not import main"],
    ["src/experiment/parse.ts", "node:fs", null, "only cli may"],
    ["src/gpu/kernel.ts", "../../tests/support/cases", "tests/support/cases", "from outside src"],
  ])("forbids %s to import %s", (file, specifier, target, complaint) => {
    expect(judgeImport({ file, specifier, target })).toContain(complaint);
  });

  it.each([
    ["src/gpu/kernel.ts", "../../shaders/compute/loss.glsl?raw", "shaders/compute/loss.glsl"],
    ["src/scene/surface.ts", "three", null],
    ["src/main.ts", "./page/open-page", "src/page/open-page"],
    ["src/cli/commands/landscape-command.ts", "../../compute/run", "src/compute/run"],
  ])("lets %s import %s", (file, specifier, target) => {
    expect(judgeImport({ file, specifier, target })).toBeNull();
  });
});

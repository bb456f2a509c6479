import { describe, expect, it } from "vitest";
import { findImportCircles } from "../support/import-circles";
import { readSourceImports, SOURCE_FOLDER } from "../support/source-imports";

it("has no circle of imports between the files of src, types included", () => {
  const circles = findImportCircles(readSourceImports(SOURCE_FOLDER));
  expect(circles.map((files) => files.join(" → "))).toEqual([]);
});

describe("the search for circles itself", () => {
  /** A graph from lines such as "a → b, c": the file on the left imports those on the right. */
  function makeGraph(...lines: readonly string[]) {
    return lines.flatMap((line) => {
      const [file = "", names = ""] = line.split(" → ");
      const targets = names === "" ? [null] : names.split(", ").map((name) => `src/${name}`);
      return targets.map((target) => ({ file: `src/${file}.ts`, target }));
    });
  }
  const search = (...lines: readonly string[]) => findImportCircles(makeGraph(...lines));

  it("finds none where every path of imports ends", () => {
    expect(search("a → b, c", "b → d", "c → d", "d")).toEqual([]);
  });

  it("tells the files of a circle in the order in which they import one another", () => {
    expect(search("entry → d", "d → b", "b → c, leaf", "c → d", "leaf")).toEqual([
      ["src/b.ts", "src/c.ts", "src/d.ts", "src/b.ts"],
    ]);
  });

  it("finds two files that import each other, and a file that imports itself", () => {
    expect(search("a → b", "b → a", "c → c")).toEqual([
      ["src/a.ts", "src/b.ts", "src/a.ts"],
      ["src/c.ts", "src/c.ts"],
    ]);
  });

  it("finds circles that share a file", () => {
    expect(search("a → b, c", "b → a", "c → a")).toEqual([
      ["src/a.ts", "src/b.ts", "src/a.ts"],
      ["src/a.ts", "src/c.ts", "src/a.ts"],
    ]);
  });

  it("follows an import that names the file's ending, and leaves out what is not a file of the graph", () => {
    expect(search("a → worker.ts, shader.glsl", "worker → a")).toEqual([["src/a.ts", "src/worker.ts", "src/a.ts"]]);
  });
});

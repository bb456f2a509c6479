import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { applyEdit, type RecipeEdit, readRecipes } from "./read-recipes";

const ROOT = path.resolve(import.meta.dirname, "../..");
const RECIPES = readRecipes(readFileSync(path.join(ROOT, "docs/recipes.md"), "utf8"));
/** What the types, the format and the unit tests need. */
const COPIED = [
  "src",
  "shaders",
  "tests",
  "docs",
  "index.html",
  "package.json",
  "tsconfig.json",
  "vite.config.ts",
  "biome.json",
  ".gitignore",
];
/** Longest time of one check, in ms: with every processor busy they take several times as long as alone. */
const PATIENCE = 240_000;

/** A copy of the repository, in which the recipes are followed. */
const house = mkdtempSync(path.join(tmpdir(), "losscape-recipes-"));

beforeAll(() => {
  const isNeeded = (source: string) => !/\.(png|webp)$/.test(source) || source.includes("thumbnails");
  for (const name of COPIED)
    cpSync(path.join(ROOT, name), path.join(house, name), { recursive: true, filter: isNeeded });
  symlinkSync(path.join(ROOT, "node_modules"), path.join(house, "node_modules"), "junction");
});
afterAll(() => rmSync(house, { recursive: true, force: true }));

function follow(edit: RecipeEdit): void {
  const file = path.join(house, edit.file);
  const content = applyEdit(edit, existsSync(file) ? readFileSync(file, "utf8") : null);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
}

interface Outcome {
  readonly passed: boolean;
  readonly report: string;
}

/** Runs a program of a package in the copy. */
async function runProgram(program: string, options: readonly string[]): Promise<Outcome> {
  // This run's own settings are not those of a run within it.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("VITE")));
  const argv = [path.join(house, "node_modules", program), ...options];
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      argv,
      { cwd: house, env: { ...env, NO_COLOR: "1" }, maxBuffer: 2 ** 26 },
      (error, stdout, stderr) => resolve({ passed: error === null, report: `${program}:\n${stdout}${stderr}` }),
    );
  });
}

describe("the recipes", () => {
  it.each(RECIPES)("can be followed: $title", ({ edits, checks }) => {
    expect(checks.length).toBeGreaterThan(0);
    for (const edit of edits) follow(edit);
    for (const [tests] of checks) expect(existsSync(path.join(house, tests!)), tests).toBe(true);
  });

  it("are five", () => {
    expect(RECIPES.map(({ title }) => title)).toEqual([
      "An activation",
      "A plane",
      "A tool",
      "A file format",
      "A task of the service",
    ]);
  });

  it("together keep types, format and the directions of imports, and pass their own checks", {
    timeout: PATIENCE,
  }, async () => {
    const checks = RECIPES.flatMap((recipe) => recipe.checks);
    // Those of whole files go into one run.
    const whole = checks.filter(({ length }) => length === 1).flat();
    const runs = [[...whole, "tests/architecture"], ...checks.filter(({ length }) => length > 1)];
    const edited = RECIPES.flatMap(({ edits }) => edits.map(({ file }) => file)).filter((file) => file.endsWith(".ts"));
    // All are waited for: the copy goes with the test.
    const outcomes = await Promise.all([
      runProgram("typescript/bin/tsc", ["--noEmit"]),
      runProgram("@biomejs/biome/bin/biome", ["check", "--error-on-warnings", ...new Set(edited)]),
      ...runs.map((options) => runProgram("vitest/vitest.mjs", ["run", "--project", "unit", ...options])),
    ]);
    const failures = outcomes.filter(({ passed }) => !passed).map(({ report }) => report);
    if (failures.length > 0) throw new Error(failures.join("\n"));
    const reports = outcomes.map(({ report }) => report).join("\n");
    for (const [tests] of checks) expect(reports).toContain(tests);
    for (const made of edited.filter((file) => file.endsWith(".test.ts")))
      expect(reports).toContain(`✓ |unit| ${made}`);
  });
});

describe("following a step", () => {
  const edit = (part: Partial<RecipeEdit>): RecipeEdit => ({
    file: "a.ts",
    kind: "after",
    anchor: "two",
    text: "  new\n",
    ...part,
  });
  const content = "one\n  two\nthree\n";

  it("puts its lines where it says", () => {
    expect(applyEdit(edit({}), content)).toBe("one\n  two\n  new\nthree\n");
    expect(applyEdit(edit({ kind: "before" }), content)).toBe("one\n  new\n  two\nthree\n");
    expect(applyEdit(edit({ kind: "instead", anchor: "th…" }), content)).toBe("one\n  two\n  new\n");
    expect(applyEdit(edit({ kind: "new" }), null)).toBe("  new\n");
  });

  it("fails where the place is not there exactly once", () => {
    expect(() => applyEdit(edit({ anchor: "tw" }), content)).toThrow(
      "a.ts: the line tw is found 0 times instead of once",
    );
    expect(() => applyEdit(edit({ anchor: "t…" }), content)).toThrow("found 2 times");
    expect(() => applyEdit(edit({ kind: "new" }), content)).toThrow("there is such a file already");
    expect(() => applyEdit(edit({}), null)).toThrow("there is no such file");
  });

  it("fails where a step is not written as one", () => {
    expect(() => readRecipes("## A thing\n\nIn `a.ts`, behind `two`:\n\n```ts\nnew\n```\n")).toThrow(
      "A thing: 1 steps begin, and 0 can be read",
    );
  });
});

import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import packageFile from "../../package.json" with { type: "json" };
import { ROOMS } from "../architecture/rooms";
import { readRecipes } from "./read-recipes";

const ROOT = path.resolve(import.meta.dirname, "../..");
const read = (file: string) => readFileSync(path.join(ROOT, file), "utf8");
const list = (folder: string) =>
  readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" }).map(
    (file) => `${folder}/${file.replaceAll(path.sep, "/")}`,
  );

const FILES = ["src", "shaders", "tests", "docs"].flatMap(list);
const PAGES = ["README.md", ...FILES.filter((file) => /^(?:docs|shaders)\/.*\.md$/.test(file))];
/** Files that a reader of the recipes makes. */
const MADE = readRecipes(read("docs/recipes.md")).flatMap(({ edits }) =>
  edits.filter(({ kind }) => kind === "new").map(({ file }) => file),
);

/** A path from the root. A part in capitals stands for any name, and so does a star. */
const PATH = /(?<![\w./-])(?:src|shaders|tests|docs)\/[\w./*-]*[\w*]/g;

function isThere(name: string): boolean {
  if (MADE.includes(name) || existsSync(path.join(ROOT, name))) return true;
  const pattern = name.replace(/[.]/g, "\\.").replace(/\*|\b[A-Z]+\b/g, "[^/]+");
  return FILES.some((file) => new RegExp(`^${pattern}$`).test(file));
}

describe("the names in a page of documentation", () => {
  it.each(PAGES)("%s: every path exists", (page) => {
    expect([...new Set(read(page).match(PATH))].filter((name) => !isThere(name))).toEqual([]);
  });

  it.each(PAGES)("%s: a file that is named without its folder exists", (page) => {
    const quoted = [...read(page).matchAll(/`([\w.-]+\.(?:ts|mjs|css|glsl))`/g)].map(([, name]) => name!);
    const names = new Set([...FILES, ...MADE].map((file) => path.posix.basename(file)));
    expect(quoted.filter((name) => !names.has(name))).toEqual([]);
  });

  it.each(PAGES)("%s: every link to a file leads to one", (page) => {
    const links = [...read(page).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, target]) => target!);
    expect(links.filter((target) => !existsSync(path.join(ROOT, path.dirname(page), target)))).toEqual([]);
  });

  it.each(PAGES)("%s: every command of npm exists", (page) => {
    const commands = [...read(page).matchAll(/npm run ([a-z:]+)/g)].map(([, name]) => name!);
    expect(commands.filter((name) => !(name in packageFile.scripts))).toEqual([]);
  });
});

it("the README lists the rooms in the order of their table", () => {
  expect(read("README.md")).toContain(
    `\n    ${Object.keys(ROOMS)
      .filter((room) => room !== "main")
      .join(" · ")}\n`,
  );
});

it("every path in a comment of src and of the shaders exists", () => {
  const sources = FILES.filter((file) => /^(?:src|shaders)\/.*\.(?:ts|mjs|glsl|css)$/.test(file));
  const named = sources.flatMap((file) =>
    [...read(file).matchAll(/(?:\/\/|\/?\*).*/g)].flatMap(([comment]) =>
      (comment.match(PATH) ?? []).map((name) => ({ file, name })),
    ),
  );
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter(({ name }) => !isThere(name))).toEqual([]);
});

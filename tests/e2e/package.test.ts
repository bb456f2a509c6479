import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import type { Page } from "playwright-core";
import { PNG } from "pngjs";
import { publint } from "publint";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ResultDocument } from "../../src/formats/files/result-file";
import { runProgram } from "../support/command-line";
import { browser, useBrowser } from "./fixture";
import { collectErrors } from "./studio-page";

const ROOT = path.resolve(import.meta.dirname, "../..");
const XOR = path.join(ROOT, "tests/cases/xor-221-sigmoid-zero.json");

/** A folder in which the package is installed and nothing else, except the package that its types name. */
let folder: string;
let installed: string;
let tarball: string;

/** Some numbers of another program. */
const CSV = ["x,y,loss", ...[0, 1, 2].flatMap((y) => [0, 1, 2].map((x) => `${x},${y},${x * x + y}`))].join("\n");
/** A page that has the library. */
const LIBRARY_PAGE = `<!doctype html><title>Library</title><script>library = import("/dist/library/library/index.js")</script>`;

declare global {
  interface Window {
    library?: Promise<typeof import("../../src/library/index")>;
  }
}

useBrowser();

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "losscape-package-"));
  installed = path.join(folder, "node_modules/losscape");
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  execFileSync(npm, ["pack", "--pack-destination", folder], { cwd: ROOT, shell: process.platform === "win32" });
  const { name, version } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8"));
  tarball = path.join(folder, `${name}-${version}.tgz`);
  mkdirSync(installed, { recursive: true });
  execFileSync("tar", ["-xzf", tarball, "--strip-components=1", "-C", installed]);
  writeFileSync(path.join(folder, "package.json"), '{ "type": "module" }');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const runPackaged = (options: readonly string[]) =>
  runProgram(process.execPath, [path.join(installed, "dist/cli/bootstrap.mjs"), ...options], { folder });

/** The example of the library's page, as it stands there. */
function readExample(): string {
  const [, code] = /```js\n([\s\S]*?)```/.exec(readFileSync(path.join(ROOT, "docs/library.md"), "utf8"))!;
  return code!;
}

describe("the package", () => {
  it("is one that publint and the checker of types accept", async () => {
    const { messages } = await publint({ pkgDir: installed, strict: true, pack: false });
    expect(messages).toEqual([]);
    const checked = await checkPackage(createPackageFromTarballData(new Uint8Array(readFileSync(tarball))));
    // It has ES modules alone, for resolutions that read "exports".
    const forEsm = (checked.types ? checked.problems : null)?.filter(
      (problem) => !("resolutionKind" in problem && ["node10", "node16-cjs"].includes(problem.resolutionKind)),
    );
    expect(forEsm).toEqual([]);
  });

  it("runs the example of its page in Node, with nothing else installed", async () => {
    writeFileSync(path.join(folder, "example.js"), readExample());
    const { code, stdout, stderr } = await runProgram(process.execPath, ["example.js"], { folder });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("proved: not convex");
    expect(readExample().trimEnd().split("\n").filter(Boolean).length).toBeLessThanOrEqual(11);
  });

  it("has types with which the example compiles, and a wrong call does not", async () => {
    symlinkSync(path.join(ROOT, "node_modules/valibot"), path.join(folder, "node_modules/valibot"), "junction");
    const compile = async (source: string) => {
      writeFileSync(path.join(folder, "typed.ts"), source);
      const tsc = path.join(ROOT, "node_modules/typescript/bin/tsc");
      const options = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2022", "--lib", "es2023,dom"];
      return runProgram(process.execPath, [tsc, ...options, "--types", "", "typed.ts"], { folder });
    };
    // In a literal of their own, "losscape-spec" and its like are texts.
    const typed = readExample()
      .replace("import {", "import { type SpecInput,")
      .replace("const spec =", "const spec: SpecInput =");
    expect(await compile(typed)).toMatchObject({ stdout: "", code: 0 });
    const wrong = await compile('import { train } from "losscape";\nawait train({ network: { layers: "two" } });\n');
    expect(wrong.code).not.toBe(0);
    expect(wrong.stdout).toContain("typed.ts(2,");
  });

  it("computes in a browser's page what it computes in Node", async () => {
    const page = await browser.newPage();
    await page.route("http://library.test/**", (route) => {
      const { pathname } = new URL(route.request().url());
      if (pathname === "/") return route.fulfill({ contentType: "text/html", body: LIBRARY_PAGE });
      const body = readFileSync(path.join(installed, pathname), "utf8");
      return route.fulfill({ contentType: "text/javascript", body });
    });
    await page.goto("http://library.test/");
    const spec = JSON.parse(readFileSync(XOR, "utf8"));
    const there = await page.evaluate(async (asked) => {
      const { evaluateLandscape, verifyCertificate } = await window.library!;
      const result = await evaluateLandscape(asked);
      return { loss: result.loss, classes: result.classes, check: await verifyCertificate(result.certificate) };
    }, spec);
    await page.close();
    const { evaluateLandscape } = await import(
      /* @vite-ignore */ pathToFileURL(path.join(installed, "dist/library/library/index.js")).href
    );
    const here: ResultDocument = await evaluateLandscape(spec);
    expect(there.loss).toEqual(here.loss);
    expect(there.classes).toEqual(here.classes);
    expect(there.check.proved).toBe(true);
  });

  it("has a program with the commands, which answers bad input with one line", async () => {
    const landscape = await runPackaged(["landscape", XOR, "--out", "result.json", "--quiet"]);
    expect(landscape).toMatchObject({ code: 0, stderr: "" });
    const result: ResultDocument = JSON.parse(readFileSync(path.join(folder, "result.json"), "utf8"));
    expect(result.verdict.kind).toBe("not-convex");
    writeFileSync(path.join(folder, "certificate.json"), JSON.stringify(result.certificate));
    const verify = await runPackaged(["verify", "certificate.json"]);
    expect(verify.stdout).toMatch(/^proved: .*\n$/);
    expect(await runPackaged(["landscape", XOR, "--png", "surface.png", "--quiet"])).toMatchObject({
      code: 2,
      stderr: "--png: needs the page in a browser, which only the sources of Losscape have\n",
    });
    expect(await runPackaged(["landscapes"])).toMatchObject({
      code: 2,
      stderr: "losscape: landscapes is not one of landscape, verify, convert, survey\n",
    });
  });

  it("writes and reads HDF5, in a thread of its own", async () => {
    expect(await runPackaged(["convert", "result.json", "--out", "surface.h5", "--quiet"])).toMatchObject({ code: 0 });
    expect(await runPackaged(["convert", "surface.h5", "--out", "back.json", "--quiet"])).toMatchObject({ code: 0 });
    const [there, back] = ["result.json", "back.json"].map((name) =>
      JSON.parse(readFileSync(path.join(folder, name), "utf8")),
    );
    expect(back.loss).toEqual(there.loss);
  });

  it("runs a survey on threads of its own, and merges it", async () => {
    const plan = {
      format: "losscape-survey-plan",
      version: 1,
      spec: { ...JSON.parse(readFileSync(XOR, "utf8")), grid: { columns: 9, rows: 9 }, fullHessian: "none" },
      vary: { "loss.l2": [0, 0.1, 0.2] },
      measure: ["classes", "verdict"],
    };
    writeFileSync(path.join(folder, "survey.json"), JSON.stringify(plan));
    const run = await runPackaged(["survey", "survey.json", "--out", "cases", "--workers", "2"]);
    expect(run).toMatchObject({ code: 0 });
    expect(run.stderr).toContain("3 of 3 cases of this shard are done");
    expect(await runPackaged(["survey", "merge", "cases", "--quiet"])).toMatchObject({ code: 0 });
  });
});

describe("a saved page", () => {
  /** Opens a file of the folder in a context without a network. */
  async function open(
    name: string,
  ): Promise<{ page: Page; errors: string[]; requests: string[]; close(): Promise<void> }> {
    const context = await browser.newContext({ offline: true, viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    const errors = collectErrors(page);
    const requests: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    await page.goto(pathToFileURL(path.join(folder, name)).href);
    await page.locator(".surface canvas[role]:not([data-drawing])").waitFor({ state: "attached" });
    return { page, errors, requests, close: () => context.close() };
  }

  async function countColors(page: Page): Promise<number> {
    const { data } = PNG.sync.read(await page.locator(".surface").screenshot());
    return new Set(new Uint32Array(data.buffer, data.byteOffset, data.byteLength / 4)).size;
  }

  it("opens from a disk without a network, draws the surface, checks the proof and gives the certificate back", async () => {
    expect(await runPackaged(["convert", "result.json", "--out", "page.html", "--quiet"])).toMatchObject({ code: 0 });
    const { page, errors, requests, close } = await open("page.html");
    await page.locator('h2[data-proof="proved"]').waitFor();
    expect(await page.locator("h2").textContent()).toBe("Not convex, proved");
    expect(await page.locator("figure.legend svg").count()).toBe(1);
    // A page without a surface has the colours of its text alone.
    expect(await countColors(page)).toBeGreaterThan(2_000);
    const { width, height } = (await page.locator(".surface").boundingBox())!;
    await page.mouse.move(width / 2, height / 2);
    await page.getByText("Values at the pointer").waitFor();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Save certificate" }).click(),
    ]);
    const result: ResultDocument = JSON.parse(readFileSync(path.join(folder, "result.json"), "utf8"));
    await download.saveAs(path.join(folder, "saved.json"));
    expect(JSON.parse(readFileSync(path.join(folder, "saved.json"), "utf8"))).toEqual(result.certificate);
    expect(errors).toEqual([]);
    expect(requests.filter((address) => !/^(file|blob|data):/.test(address))).toEqual([]);
    expect(requests.filter((address) => address.startsWith("file:"))).toHaveLength(1);
    await close();
  });

  it("calls no proof what its certificate does not prove", async () => {
    const result = JSON.parse(readFileSync(path.join(folder, "result.json"), "utf8"));
    result.certificate.points[1] = result.certificate.points[0];
    writeFileSync(path.join(folder, "forged.json"), JSON.stringify(result));
    expect(await runPackaged(["convert", "forged.json", "--out", "forged.html", "--quiet"])).toMatchObject({ code: 0 });
    const { page, close } = await open("forged.html");
    await page.locator('h2[data-proof="refused"]').waitFor();
    expect(await page.locator("h2").textContent()).toBe("Undecided: the file's proof does not hold");
    expect(await page.locator(".verdict").textContent()).not.toContain(result.verdict.reason);
    await close();
  });

  it("shows the numbers of another program with what is said of them, and its name as text", async () => {
    writeFileSync(path.join(folder, "<script><img src=x>.csv"), CSV);
    const convert = await runPackaged(["convert", "<script><img src=x>.csv", "--out", "foreign.html", "--quiet"]);
    expect(convert).toMatchObject({ code: 0, stderr: "" });
    const { page, errors, close } = await open("foreign.html");
    expect(await page.locator("h1").textContent()).toContain("<script><img src=x>.csv");
    expect(await page.locator("h2").textContent()).toBe("Undecided");
    await expect.poll(() => page.locator(".verdict").textContent()).toContain("Classes hold for these numbers");
    expect(errors).toEqual([]);
    await close();
  });
});

describe("<losscape-view>", () => {
  const examples = [...readFileSync(path.join(ROOT, "docs/library.md"), "utf8").matchAll(/```html\n([\s\S]*?)```/g)];
  let server: Server;

  // A server of its own: the browser's routes do not reach a frame without an origin.
  beforeAll(async () => {
    server = createServer(({ url }, response) => {
      const [, html = null] = examples[Number(url!.slice(1))] ?? [];
      const name = "losscape-view.js";
      const body = html?.replace(/src='[^']*losscape-view\.js'/, `src='/${name}'`);
      response.setHeader("content-type", body ? "text/html" : "text/javascript");
      // Such a frame asks as a stranger.
      response.setHeader("access-control-allow-origin", "*");
      response.end(body ?? readFileSync(path.join(installed, "dist/viewer", name)));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterAll(() => server.close());

  async function openExample(index: number): Promise<Page> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/${index}`);
    return page;
  }

  it("computes and shows a spec in plain HTML, and says what is wrong with one", async () => {
    const page = await openExample(0);
    await page.locator("losscape-view h2[data-proof]").waitFor();
    await page.locator('losscape-view h2[data-proof="proved"]').waitFor();
    await page.evaluate(() =>
      document.querySelector("losscape-view")!.setAttribute("spec", '{ "format": "losscape-spec" }'),
    );
    await expect.poll(() => page.locator("losscape-view [role=status]").textContent()).toContain("spec.version");
    await page.close();
  });

  it("works in the sandboxed frame of a notebook's output cell", async () => {
    const page = await openExample(1);
    const frame = page.frameLocator("iframe[sandbox=allow-scripts]");
    await frame.locator('losscape-view h2[data-proof="proved"]').waitFor();
    await frame.locator("losscape-view .surface canvas[role]:not([data-drawing])").waitFor({ state: "attached" });
    await page.close();
  });
});

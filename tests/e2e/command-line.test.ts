import { execFileSync, spawnSync } from "node:child_process";
import {
  closeSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { inflateSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ResultDocument } from "../../src/formats/files/result-file";
import { readPngText, SPEC_KEYWORD } from "../../src/formats/pictures/png-text";
import { type CommandOutcome, runCommand, runLandscape, runLandscapeByNpm } from "../support/command-line";
import { EXAMPLE_SPEC } from "../support/example-spec";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "losscape-"));
  writeSpec("spec.json", EXAMPLE_SPEC);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function writeSpec(name: string, spec: unknown): void {
  writeFileSync(path.join(folder, name), JSON.stringify(spec));
}

function readResult(name: string): ResultDocument {
  return JSON.parse(readFileSync(path.join(folder, name), "utf8"));
}

type Layers = readonly { readonly kernel: readonly (readonly number[])[]; readonly bias: readonly number[] }[];

/** The example's loss by the definition: mean of softplus(f) − y·f of a 2-2-1 sigmoid network. */
function exampleLoss(x: number, y: number): number {
  const { weights, plane, dataset } = EXAMPLE_SPEC;
  const at = (pick: (layers: Layers) => number) =>
    pick(weights.layers) + x * pick(plane.x.layers) + y * pick(plane.y.layers);
  const losses = dataset.inputs.map((input, sample) => {
    let logit = at((layers) => layers[1]!.bias[0]!);
    for (const unit of [0, 1]) {
      let sum = at((layers) => layers[0]!.bias[unit]!);
      for (const i of [0, 1]) sum += input[i]! * at((layers) => layers[0]!.kernel[i]![unit]!);
      logit += at((layers) => layers[1]!.kernel[unit]![0]!) / (1 + Math.exp(-sum));
    }
    return Math.log1p(Math.exp(logit)) - dataset.targets[sample]![0]! * logit;
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

/** Differences at this step are off by about h²·|f⁗|/12 + 4·ε·|f|/h² ≈ 1e-6, three of them in xy. */
const STEP = 1e-3;
const DIFFERENCE_TOLERANCE = 1e-5;
/** The definition above is itself computed in float64, by about 60 roundings of numbers below 4. */
const DEFINITION_TOLERANCE = 60 * 4 * 2 ** -53;

/** Checks every grid point of the example against the definition, within the error bounds that the result itself gives. */
function expectExample(result: ResultDocument): void {
  expect(result.x).toHaveLength(41);
  expect(result.y).toHaveLength(31);
  expect([result.x[0], result.x.at(-1), result.y[0], result.y.at(-1)]).toEqual([-1, 1, -0.5, 1.5]);
  result.y.forEach((y, row) => {
    result.x.forEach((x, column) => {
      const value = exampleLoss(x, y);
      const along = (dx: number, dy: number) => {
        const ends = exampleLoss(x + dx * STEP, y + dy * STEP) + exampleLoss(x - dx * STEP, y - dy * STEP);
        return (ends - 2 * value) / STEP ** 2;
      };
      const [xx, yy, both] = [along(1, 0), along(0, 1), along(1, 1)];
      const lossBound = result.errorBounds.loss[row]![column]!;
      expect(Math.abs(result.loss[row]![column]! - value)).toBeLessThanOrEqual(lossBound + DEFINITION_TOLERANCE);
      const expected = { xx, xy: (both - xx - yy) / 2, yy };
      const curvatureBound = result.errorBounds.curvature[row]![column]!;
      for (const name of ["xx", "xy", "yy"] as const) {
        const error = Math.abs(result.curvature[name][row]![column]! - expected[name]);
        expect(error).toBeLessThanOrEqual(curvatureBound + DIFFERENCE_TOLERANCE);
      }
    });
  });
}

/** The largest bound a result gives for its losses and its second derivatives. */
function largestBounds({ errorBounds }: ResultDocument): { loss: number; curvature: number } {
  const largest = (field: (number | null)[][]) => Math.max(...field.flat().map((bound) => bound ?? Infinity));
  return { loss: largest(errorBounds.loss), curvature: largest(errorBounds.curvature) };
}

function expectBadInput({ code, stdout, stderr }: CommandOutcome): void {
  expect(code).toBe(2);
  expect(stdout).toBe("");
  expect(stderr).toMatch(/^[^\n]+\n$/);
  expect(stderr).not.toMatch(/\bat .*:\d+:\d+|node_modules/);
}

describe("the reference backend", () => {
  it("puts the contract's example on stdout, and nothing else, through npm", async () => {
    const { code, stdout, stderr } = await runLandscapeByNpm(["spec.json", "--backend", "reference", "--quiet"], {
      folder,
    });
    expect(stderr).toBe("");
    expect(code).toBe(0);
    const result: ResultDocument = JSON.parse(stdout);
    expect([result.format, result.version]).toEqual(["losscape-result", 1]);
    expect(result.backend).toMatchObject({ kind: "reference", floatBits: 64 });
    expectExample(result);
    expect(largestBounds(result).loss).toBeLessThan(1e-11);
    expect(Object.values(result.summary).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(["not-convex", "convex-by-theorem", "undecided"]).toContain(result.verdict.kind);
    expect(readdirSync(folder)).toEqual(["spec.json"]);
  });

  it("writes a file and shows its progress line by line where there is no terminal", async () => {
    const { code, stdout, stderr } = await runLandscape(
      ["spec.json", "--backend", "reference", "--out", "result.json"],
      {
        folder,
      },
    );
    expect(code).toBe(0);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^(\s*\d+ % {2}.+\n)+$/);
    expect(readdirSync(folder).sort()).toEqual(["result.json", "spec.json"]);
    expectExample(readResult("result.json"));
  });

  it("reads the spec from standard input, and a result can be run again", async () => {
    const options = ["-", "--backend", "reference", "--quiet"];
    const first = await runLandscape(options, { folder, input: JSON.stringify(EXAMPLE_SPEC) });
    const { spec, loss }: ResultDocument = JSON.parse(first.stdout);
    const second = await runLandscape(options, { folder, input: JSON.stringify(spec) });
    expect([first.code, second.code]).toEqual([0, 0]);
    const again: ResultDocument = JSON.parse(second.stdout);
    expect(again.loss).toEqual(loss);
    expect(again.spec).toEqual(spec);
  });

  it("replaces an older result", async () => {
    writeFileSync(path.join(folder, "result.json"), "old");
    await runLandscape(["spec.json", "--backend", "reference", "--quiet", "--out", "result.json"], { folder });
    expect(readResult("result.json").format).toBe("losscape-result");
  });

  it("leaves nothing behind when it is interrupted", async () => {
    writeSpec("large.json", { ...EXAMPLE_SPEC, grid: { columns: 1025, rows: 1025 } });
    const options = ["large.json", "--backend", "reference", "--out", "result.json"];
    const onStderr = (_: string, stop: (signal: NodeJS.Signals) => void) => stop("SIGINT");
    const { code, signal } = await runLandscape(options, { folder, onStderr });
    expect(signal ?? code).not.toBe(0);
    expect(readdirSync(folder).sort()).toEqual(["large.json", "spec.json"]);
  });
});

describe("the processor backend", () => {
  afterEach(() => void vi.unstubAllEnvs());

  it("computes the contract's example without a browser, and so does the automatic one, which says so", async () => {
    // No browser can be found: neither backend may look for one.
    vi.stubEnv("CHROME_PATH", path.join(folder, "no-browser"));
    for (const backend of ["processor", "automatic", null]) {
      const options = backend === null ? [] : ["--backend", backend];
      const outcome = await runLandscape(["spec.json", ...options, "--quiet"], { folder });
      expect(outcome).toMatchObject({ code: 0, stderr: "" });
      const result: ResultDocument = JSON.parse(outcome.stdout);
      expect(result.backend).toMatchObject({ kind: "processor", floatBits: 64 });
      expectExample(result);
      expect(largestBounds(result).loss).toBeLessThan(1e-10);
    }
  });
});

describe("the webgl backend", () => {
  it("agrees with the reference on the example, and takes its picture", async () => {
    const { code, stderr } = await runLandscape(
      ["spec.json", "--backend", "webgl", "--out", "result.json", "--png", "surface.png", "--quiet"],
      {
        folder,
      },
    );
    expect(stderr).toBe("");
    expect(code).toBe(0);
    const result = readResult("result.json");
    expect(result.backend).toMatchObject({ kind: "webgl", floatBits: 32 });
    expect(result.backend.renderer).toMatch(/\w/);
    expectExample(result);
    expect(largestBounds(result).loss).toBeLessThan(1e-4);
    expect(largestBounds(result).curvature).toBeLessThan(1e-2);
    expectPicture(readFileSync(path.join(folder, "surface.png")), result.spec);
  });

  it("trains a network, and both backends agree on the landscape of the weights it found", async () => {
    writeSpec("moons.json", {
      format: "losscape-spec",
      version: 1,
      dataset: { kind: "generated", name: "moons", samples: 64, noise: 0.1, seed: 3 },
      network: { layers: [2, 8, 1], activation: "tanh" },
      loss: { kind: "bce" },
      weights: { kind: "trained", optimizer: "adam", learningRate: 0.03, steps: 60, seed: 5 },
      plane: { kind: "random", normalization: "filter", seed: 7 },
      grid: { columns: 21, rows: 17 },
    });
    const byWebgl = ["moons.json", "--backend", "webgl", "--out", "webgl.json", "--quiet"];
    expect(await runLandscape(byWebgl, { folder })).toMatchObject({ code: 0 });
    const webgl = readResult("webgl.json");
    writeSpec("trained.json", webgl.spec);
    const options = [
      "trained.json",
      "--backend",
      "reference",
      "--out",
      "reference.json",
      "--png",
      "surface.png",
      "--quiet",
    ];
    expect(await runLandscape(options, { folder })).toMatchObject({ code: 0, stderr: "" });
    const reference = readResult("reference.json");
    expect(reference.spec).toEqual(webgl.spec);
    expect(largestBounds(webgl).loss).toBeLessThan(1e-2);
    reference.loss.forEach((row, i) => {
      row.forEach((loss, j) => {
        const bound = reference.errorBounds.loss[i]![j]! + webgl.errorBounds.loss[i]![j]!;
        expect(Math.abs(webgl.loss[i]![j]! - loss!)).toBeLessThanOrEqual(bound);
      });
    });
    expectPicture(readFileSync(path.join(folder, "surface.png")), reference.spec);
  });
});

/** A PNG of many colours that carries the spec. */
function expectPicture(png: Uint8Array, spec: unknown): void {
  const bytes = Buffer.from(png);
  expect(bytes.toString("latin1", 1, 4)).toBe("PNG");
  expect(bytes.readUInt32BE(16)).toBeGreaterThanOrEqual(1000);
  expect(bytes.readUInt32BE(20)).toBeGreaterThanOrEqual(600);
  const data: Buffer[] = [];
  for (let at = 8; at < bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    if (bytes.toString("latin1", at + 4, at + 8) === "IDAT")
      data.push(bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at)));
  }
  expect(new Set(inflateSync(Buffer.concat(data))).size).toBeGreaterThan(100);
  expect(JSON.parse(readPngText(png, SPEC_KEYWORD)!)).toMatchObject(spec as object);
}

describe("bad input", () => {
  const edit = (part: object) => JSON.stringify({ ...EXAMPLE_SPEC, ...part });

  it.each([
    ["a grid too large", edit({ grid: { columns: 5000 } }), "spec.grid.columns: 5000 is above 1025"],
    ["an unknown field", edit({ color: "red" }), "spec.color: is not a known field"],
    ["another version", edit({ version: 2 }), "spec.version: 2 is not 1"],
    ["a range the wrong way round", edit({ grid: { xRange: [1, -1] } }), "spec.grid.xRange: 1 is not below -1"],
    ["no JSON", "{", "spec: the file is not JSON"],
    ["nothing", "", "spec: the file is not JSON"],
    ["a list", "[]", "spec.format: is missing"],
    ["null", "null", "spec: null is not an object"],
  ])("answers %s with one line", async (_, input, line) => {
    const outcome = await runLandscape(["-", "--out", "result.json"], { folder, input });
    expectBadInput(outcome);
    expect(outcome.stderr).toContain(line);
    expect(readdirSync(folder)).toEqual(["spec.json"]);
  });

  it.each([
    [[], "SPEC.json: is missing"],
    [["spec.json", "second.json"], "second.json: is one file too many"],
    [["missing.json"], "missing.json: no such file"],
    [["folder"], "folder: is a directory"],
    [["spec.json/inside"], "spec.json/inside: "],
    [["bytes.json"], "bytes.json: is not a text file"],
    [["spec.json", "--frobnicate"], "--frobnicate"],
    [["spec.json", "--quiet=yes"], "--quiet"],
    [["spec.json", "--out"], "--out"],
    [["spec.json", "--out", ""], "--out: names no file"],
    [["spec.json", "--out", "folder"], "--out: folder is a directory"],
    [["spec.json", "--out", "missing/result.json"], "--out: missing/result.json: no such file or directory"],
    [["spec.json", "--png", "spec.json/x.png"], "--png: spec.json/x.png"],
    [["spec.json", "--out", "./spec.json"], "must be different files"],
    [["spec.json", "--out", "same", "--png", "same"], "must be different files"],
    [["spec.json", "--backend", "cuda"], "--backend: cuda is not automatic, webgl, processor or reference"],
  ])("answers %j with one line", async (options, line) => {
    mkdirSync(path.join(folder, "folder"));
    writeFileSync(path.join(folder, "bytes.json"), Buffer.of(0xff, 0xfe, 0x00));
    const before = readdirSync(folder, { recursive: true });
    const outcome = await runLandscape(options, { folder });
    expectBadInput(outcome);
    expect(outcome.stderr).toContain(line);
    expect(readdirSync(folder, { recursive: true })).toEqual(before);
  });

  it("says it through npm in the same way", async () => {
    const outcome = await runLandscapeByNpm(["missing.json"], { folder });
    expectBadInput(outcome);
    expect(outcome.stderr).toBe("missing.json: no such file or directory\n");
  });
});

describe.runIf(process.platform !== "win32")("places that are no files", () => {
  const REFERENCE = ["--backend", "reference", "--quiet"];

  beforeEach(() => {
    writeFileSync(path.join(folder, "target"), "kept");
    symlinkSync("target", path.join(folder, "link"));
    execFileSync("mkfifo", [path.join(folder, "pipe")]);
  });

  it.each([
    [["spec.json", "--out", "link"], "--out: link is a symbolic link"],
    [["spec.json", "--png", "link"], "--png: link is a symbolic link"],
    [["spec.json", "--out", "pipe"], "--out: pipe is a pipe"],
    [["spec.json", "--survey", "2", "--csv", "pipe"], "--csv: pipe is a pipe"],
    [["spec.json", "--out", "/dev/null"], "--out: /dev/null is a device"],
    [["spec.json", "--out", "new/"], "--out: new/ names a directory"],
    [["spec.json", "--out", "n".repeat(256)], "the name is too long"],
    [["spec.json", "--out", "twin"], "--out: is the same file as SPEC.json"],
    [["/dev/zero"], "/dev/zero: it has more than 524288000 bytes"],
  ])("answers %j with one line, before it computes anything", async (options, line) => {
    linkSync(path.join(folder, "spec.json"), path.join(folder, "twin"));
    const before = readdirSync(folder);
    const outcome = await runLandscape(options, { folder });
    expectBadInput(outcome);
    expect(outcome.stderr).toContain(line);
    expect(readdirSync(folder)).toEqual(before);
    expect(readFileSync(path.join(folder, "target"), "utf8")).toBe("kept");
    expect(lstatSync(path.join(folder, "pipe")).isFIFO()).toBe(true);
  });

  it("destroys nothing that comes to stand in an output's place during the run", async () => {
    writeSpec("slow.json", { ...EXAMPLE_SPEC, grid: { columns: 257, rows: 257 } });
    let placed = false;
    const onStderr = () => {
      if (!placed) symlinkSync("target", path.join(folder, "late"));
      placed = true;
    };
    const options = ["slow.json", "--backend", "reference", "--out", "late"];
    const { code, stderr } = await runLandscape(options, { folder, onStderr });
    expect(code).toBe(1);
    expect(stderr.split("\n").at(-2)).toBe("The result could not be written: late is a symbolic link now");
    expect(readFileSync(path.join(folder, "target"), "utf8")).toBe("kept");
    expect(readdirSync(folder).sort()).toEqual(["late", "link", "pipe", "slow.json", "spec.json", "target"]);
  });

  it("reads a spec from a pipe that ends, and gives a file the longest name there is", async () => {
    const long = "n".repeat(255);
    const running = runLandscape(["pipe", ...REFERENCE, "--out", long], { folder });
    writeFileSync(path.join(folder, "pipe"), JSON.stringify(EXAMPLE_SPEC));
    expect(await running).toMatchObject({ code: 0, stderr: "" });
    expectExample(readResult(long));
  });

  it.each(["landscape", "verify"])("%s says in one line that its output was not taken", async (command) => {
    // Open, but not for writing: every write fails.
    const output = openSync(path.join(folder, "target"), "r");
    writeSpec("certificate.json", JSON.parse(readFileSync("tests/cases/sin-deep-equal-40.json", "utf8")));
    const options = command === "verify" ? ["certificate.json"] : ["spec.json", ...REFERENCE];
    const { code, stderr } = await runCommand(command, options, { folder, output });
    closeSync(output);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^[^\n]*Standard output could not be written: is not open\n$/);
  });

  it("is quiet where its reader has seen enough", async () => {
    writeSpec("large.json", { ...EXAMPLE_SPEC, grid: { columns: 129, rows: 129 } });
    const command = 'node "$0" landscape large.json --backend reference --quiet | head -c 20';
    const bootstrap = path.resolve("src/cli/bootstrap.mjs");
    const { INIT_CWD: _, ...env } = process.env;
    const { stdout, stderr } = spawnSync("sh", ["-c", command, bootstrap], { cwd: folder, env, encoding: "utf8" });
    expect([stdout, stderr]).toEqual(['{"format":"losscape-', ""]);
  });
});

describe("what the input is to blame for", () => {
  const zero = EXAMPLE_SPEC.weights.layers.map(({ kernel, bias }) => ({
    kernel: kernel.map((row) => row.map(() => 0)),
    bias: bias.map(() => 0),
  }));
  const given = { kind: "given", layers: zero };

  it.each([
    ["a filter normalised plane around zero weights", { kind: "random", normalization: "filter" }, "is zero"],
    ["a layer normalised plane around zero weights", { kind: "random", normalization: "layer" }, "is zero"],
    ["an interpolation from weights to themselves", { kind: "interpolation", to: { layers: zero } }, "are the same"],
    ["three solutions that are one", { kind: "minima", b: { layers: zero }, c: { layers: zero } }, "solution"],
    ["an exchange of equal units", { kind: "permutation", layer: 0, units: [0, 1] }, "plane"],
    ["a gradient of zero", { kind: "gradient" }, "gradient at the centre is zero"],
  ])("answers %s with one line that names the field", async (_, plane, reason) => {
    writeSpec("zero.json", { ...EXAMPLE_SPEC, weights: given, plane });
    const outcome = await runLandscape(["zero.json", "--backend", "reference", "--quiet"], { folder });
    expectBadInput(outcome);
    expect(outcome.stderr).toMatch(/^spec\.plane: /);
    expect(outcome.stderr).toContain(reason);
  });

  it("shows every character that it quotes", async () => {
    const input = JSON.stringify({ ...EXAMPLE_SPEC, "\u202e\u2028\u200b": 1 });
    const outcome = await runLandscape(["-"], { folder, input });
    expectBadInput(outcome);
    expect(outcome.stderr).toBe("spec.\\u{202e}\\u{2028}\\u{200b}: is not a known field\n");
  });
});

it("runs a result again", async () => {
  const options = ["--backend", "reference", "--quiet", "--out"];
  expect(await runLandscape(["spec.json", ...options, "result.json"], { folder })).toMatchObject({ code: 0 });
  expect(await runLandscape(["result.json", ...options, "again.json"], { folder })).toMatchObject({ code: 0 });
  expect(readResult("again.json").loss).toEqual(readResult("result.json").loss);
});

describe("npm start", () => {
  it("prints an address where the app is served, and ends when asked to", async () => {
    let page: Promise<string> | null = null;
    const onStdout = (text: string, stop: (signal: NodeJS.Signals) => void) => {
      const [address] = /http:\/\/[\w.:]+\//.exec(text) ?? [];
      if (!address || page) return;
      page = fetch(address)
        .then((response) => response.text())
        .finally(() => stop("SIGTERM"));
    };
    const { code, signal, stdout } = await runCommand("start", ["--no-open"], { folder, onStdout });
    expect(stdout).toMatch(/^Losscape is at http:\/\/127\.0\.0\.1:\d+\/ .*\n$/);
    expect(await page).toContain("<title>");
    expect(signal ?? code).toBe(process.platform === "win32" ? "SIGTERM" : 128 + 15);
  });

  it("knows no other commands", async () => {
    expect(await runCommand("strat", [], { folder })).toMatchObject({ code: 1, stdout: "" });
  });
});

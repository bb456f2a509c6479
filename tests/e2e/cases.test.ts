import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HeadlessPage } from "../../src/cli/pages/headless-page";
import { checkCertificate } from "../../src/compute/jobs/check-certificate";
import { createProcessorService } from "../../src/compute/service/processor-service";
import { createReferenceService } from "../../src/compute/service/reference-service";
import { runExperiment } from "../../src/compute/studies/run-experiment";
import { parseSpecText } from "../../src/experiment/parse";
import type { ResultDocument } from "../../src/formats/files/result-file";
import { runCommand, runLandscape } from "../support/command-line";
import { amount } from "../support/long-run";
import { makeContext } from "../support/task-context";

/**
 * Inputs with known right answers, on every backend. Each stands for a kind of fault that the program once had or could have; the values
 * were found with 50-digit arithmetic. They go through the rooms behind the public command, whose page is opened once for all; that the
 * command itself writes the same is tested with one of them.
 */
const CASES = path.resolve(import.meta.dirname, "../cases");
const BACKENDS = ["webgl", "processor", "reference"] as const;
type Backend = (typeof BACKENDS)[number];

let folder: string;
let page: HeadlessPage;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "losscape-cases-"));
  page = await HeadlessPage.open("webgl");
});

afterAll(async () => {
  await page?.close();
  rmSync(folder, { recursive: true, force: true });
});

interface CaseGrid {
  readonly columns: number;
  readonly rows: number;
}

/** A case as the text of a spec, on another grid than its own where one is named. */
function readCase(name: string, grid?: CaseGrid): string {
  const spec = JSON.parse(readFileSync(path.join(CASES, `${name}.json`), "utf8"));
  return JSON.stringify({ ...spec, grid: { ...spec.grid, ...grid } });
}

async function run(name: string, backend: Backend, grid?: CaseGrid): Promise<ResultDocument> {
  const text = readCase(name, grid);
  if (backend === "webgl") return JSON.parse(await page.run(text, () => {}));
  const service = backend === "processor" ? await createProcessorService() : createReferenceService();
  const result = await runExperiment(parseSpecText(text), service, () => {});
  return JSON.parse(JSON.stringify(result));
}

/** The same by the command, which starts anew. */
async function runByCommand(name: string, backend: Backend): Promise<ResultDocument> {
  const [input, output] = [path.join(folder, "spec.json"), path.join(folder, "result.json")];
  writeFileSync(input, readCase(name));
  const { code, stderr } = await runLandscape([input, "--out", output, "--backend", backend, "--quiet"], { folder });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(readFileSync(output, "utf8"));
}

function indexOf(coordinates: readonly number[], place: number): number {
  const index = coordinates.findIndex((coordinate) => Math.abs(coordinate - place) <= 1e-9 * Math.abs(place));
  expect(index, `${place} is a grid point`).toBeGreaterThanOrEqual(0);
  return index;
}

/** Every number that was delivered has a bound above 0: a point that no kernel wrote would read 0 ± 0. */
function expectDelivered({ loss, errorBounds, classes }: ResultDocument): void {
  let undelivered = 0;
  loss.forEach((line, row) => {
    line.forEach((value, column) => {
      if (classes[row]![column] === "not-finite") return;
      const bounds = [errorBounds.loss[row]![column], errorBounds.curvature[row]![column]];
      if (value === null || bounds.some((bound) => bound === 0)) undelivered++;
    });
  });
  expect(undelivered).toBe(0);
}

/** Checks one loss against its true value, which is known to within `known`. */
function expectLoss(result: ResultDocument, x: number, y: number, truth: number, known: number): void {
  const [row, column] = [indexOf(result.y, y), indexOf(result.x, x)];
  const bound = result.errorBounds.loss[row]![column]!;
  expect(Math.abs(result.loss[row]![column]! - truth)).toBeLessThanOrEqual(bound + known);
}

/** Checks second derivatives at a point against true values, which are known to within `known`. */
function expectCurvature(
  result: ResultDocument,
  x: number,
  y: number,
  truth: Partial<Record<"xx" | "xy" | "yy", number>>,
  known: number,
): void {
  const [row, column] = [indexOf(result.y, y), indexOf(result.x, x)];
  const bound = result.errorBounds.curvature[row]![column]!;
  for (const [name, value] of Object.entries(truth)) {
    const found = result.curvature[name as "xx"][row]![column]!;
    expect(Math.abs(found - value), name).toBeLessThanOrEqual(bound + known);
  }
}

function countNotConvex({ classes }: ResultDocument): number {
  return classes.flat().filter((name) => name.startsWith("nonconvex")).length;
}

/** Verifies the certificate of a result. */
async function verify({ certificate }: ResultDocument) {
  return checkCertificate(JSON.stringify(certificate), makeContext());
}

describe.each(BACKENDS)("on %s", (backend) => {
  const grids = [
    { columns: 65, rows: 65 },
    { columns: 129, rows: 129 },
    { columns: 131, rows: 127 },
    { columns: 193, rows: 193 },
    ...(backend === "webgl" ? [{ columns: 257, rows: 257 }] : []),
    ...amount<CaseGrid[]>([], backend === "webgl" ? [{ columns: 513, rows: 513 }] : [{ columns: 257, rows: 257 }]),
  ];

  it.each(grids)("mtcars-bce-glm, $columns × $rows points, is convex everywhere", async ({ columns, rows }) => {
    const result = await run("mtcars-bce-glm", backend, { columns, rows });
    expect(result.verdict).toMatchObject({ kind: "convex-by-theorem", scope: "loss" });
    expect(result.certificate).toBeNull();
    expectDelivered(result);
    expect(countNotConvex(result)).toBe(0);
    const least = 0.2685039881799762;
    result.loss.forEach((line, row) => {
      line.forEach((value, column) => {
        expect(value! + result.errorBounds.loss[row]![column]!).toBeGreaterThanOrEqual(least - 1e-15);
      });
    });
    if (columns % 2 === 1 && rows % 2 === 1) expectLoss(result, 0, 0, least, 1e-15);
    const { center } = result.fullHessian!;
    expect(center).toMatchObject({ negative: 0, zero: 0, positive: 3 });
    expect(Math.abs(center.min! - 2.01696091e-4)).toBeLessThanOrEqual(center.tolerance! + 5e-13);
    expect(Math.abs(center.max! - 34.0332415)).toBeLessThanOrEqual(center.tolerance! + 5e-8);
  });

  it("winvector-square-sigmoid delivers its last point and keeps the better proof", async () => {
    const result = await run("winvector-square-sigmoid", backend);
    expectDelivered(result);
    expectLoss(result, 5, 2, 0.541143, 5e-7);
    expectLoss(result, -1, 0, 0.3632066317861366, 2 ** -54);
    expectLoss(result, -0.25, 0, 0.37652672523670705, 2 ** -54);
    expectLoss(result, 0, 0, 0.25, 0);
    expectCurvature(result, -0.25, 0, { xx: -2.59570151089733 }, 5e-15);
    expectCurvature(result, 0, 0, { xx: 3.78571428571429 }, 5e-15);
    expect(result.verdict.kind).toBe("not-convex");
    const samples = result.certificate!.dataset.inputs.length;
    expect(Number(result.certificate!.gap.lower) / samples).toBeGreaterThanOrEqual(0.179);
    expect((await verify(result)).proved).toBe(true);
  });

  it.each([
    ["softmax-flush-f32-mild", 1e-10, 3.07e-23, 5e-26],
    ["softmax-flush-f64-false-nonconvex", 0, 2.58e-37, 5e-40],
  ])("%s has no point that is not convex", async (name, x, xx, known) => {
    const result = await run(name, backend);
    expectDelivered(result);
    expect(countNotConvex(result)).toBe(0);
    expectCurvature(result, x, 0, { xx }, known);
  });

  it("subnormal-direction holds every loss within its bound", async () => {
    const result = await run("subnormal-direction", backend);
    expectDelivered(result);
    expect(countNotConvex(result)).toBe(0);
    // f = 10³⁶·(x·10⁻³⁸) + y; each decimal constant is within 2⁻⁵³ of itself in float64.
    for (const x of result.x) {
      for (const y of result.y) {
        const truth = (x / 100 + y) ** 2;
        expectLoss(result, x, y, truth, 8 * 2 ** -53 * (Math.abs(x / 100) + Math.abs(y)) ** 2);
      }
    }
  });

  it.each([
    "undecided-004-identity-softmax-ce-u1-s300",
    "undecided-120-identity-1-1-1-mse-untrained",
    "undecided-163-dead-relu-1",
    "undecided-203-2-1-sigmoid-mse-0",
    "undecided-relu-l2-1",
  ])("%s is proved not convex", async (name) => {
    const result = await run(name, backend);
    expect(result.verdict).toMatchObject({ kind: "not-convex", scope: "loss" });
    expect((await verify(result)).proved).toBe(true);
  });

  it("crease-k8 draws no crease through a place where the slope does not jump", async () => {
    const { creases } = await run("crease-k8", backend);
    const lines = creases!.filter(({ layer, unit, sample }) => layer === 1 && unit === 0 && sample === 1);
    const [x, y] = [0.275, 0.92];
    for (const { points } of lines) {
      points.slice(1).forEach((to, i) => {
        expect(distanceToSegment([x, y], points[i]!, to)).toBeGreaterThan(0.01);
      });
    }
  });

  it("auer-four-minima has its four minima", async () => {
    const result = await run(
      "auer-four-minima",
      backend,
      amount({ columns: 257, rows: 257 }, { columns: 1025, rows: 1025 }),
    );
    expectDelivered(result);
    expect(result.verdict.kind).toBe("not-convex");
    const minima = findGridMinima(result).sort((a, b) => a - b);
    const truths = [0.026910262075643964, 0.029080128133939138, 0.029080128133939138, 0.031249994192234315];
    expect(minima).toHaveLength(4);
    // The nearest grid point is at most half a step away along each axis, where the loss is at most ½·h²·(λmax) higher.
    const step = result.x[1]! - result.x[0]!;
    const steepest = Math.max(...result.curvature.max.map((line) => Math.max(...line.map((entry) => entry ?? 0))));
    truths.forEach((truth, i) => {
      expect(minima[i]! - truth).toBeGreaterThan(-1e-6);
      expect(minima[i]! - truth).toBeLessThanOrEqual((step ** 2 / 4) * steepest + 1e-6);
    });
  });

  it("cvxpy-2148-relu-nonconvex breaks a chord by one half", async () => {
    const result = await run("cvxpy-2148-relu-nonconvex", backend);
    expectLoss(result, -1, -1, 1, 0);
    expectLoss(result, 0, 0, 1, 0);
    expectLoss(result, 1, 1, 0, 0);
    expect(result.verdict.kind).toBe("not-convex");
    expect((await verify(result)).proved).toBe(true);
  });

  it("tf-7403-softmax-hessian is flat along one direction", async () => {
    const result = await run("tf-7403-softmax-hessian", backend);
    expect(result.verdict.kind).toBe("convex-by-theorem");
    expect(result.summary.undecided).toBe(1);
    expectLoss(result, 0, 0, Math.LN2, 2 ** -53);
    expectCurvature(result, 0, 0, { xx: 0.25, xy: -0.25, yy: 0.25 }, 0);
    const { center } = result.fullHessian!;
    expect(center).toMatchObject({ negative: 0, zero: 3, positive: 1, min: 0 });
    expect(Math.abs(center.max! - 1)).toBeLessThanOrEqual(center.tolerance!);
  });

  it("xor-221-sigmoid-zero has eight zeros and none below", async () => {
    const result = await run("xor-221-sigmoid-zero", backend);
    expectLoss(result, 0, 0, 0.25, 0);
    const { center } = result.fullHessian!;
    expect(center).toMatchObject({ negative: 0, zero: 8, positive: 1, min: 0 });
    expect(Math.abs(center.max! - 0.1875)).toBeLessThanOrEqual(center.tolerance!);
  });

  it.each([
    ["yun-sigmoid-min", { negative: 0, zero: 6, positive: 3 }, null, 2.32211736530076],
    ["yun-sigmoid-saddle", { negative: 2, zero: 6, positive: 1 }, -0.0552299982046545, 4.76953999173231],
    ["yun-relu-spurious", { negative: 0, zero: 7, positive: 2 }, null, 12],
  ])("%s has its inertia", async (name, inertia, min, max) => {
    const result = await run(name, backend);
    const { center } = result.fullHessian!;
    expect(center).toMatchObject(inertia);
    if (min === null) expect(center.min).toBe(0);
    else expect(Math.abs(center.min! - min)).toBeLessThanOrEqual(center.tolerance! + 5e-16);
    expect(Math.abs(center.max! - max)).toBeLessThanOrEqual(center.tolerance! + 5e-15);
    expectLoss(result, 0, 0, 2, 1e-15);
  });

  it("cvxpy-2148-relu-nonconvex comes out of the command as it comes out of its rooms, and its certificate verifies", async () => {
    const { timings: _, ...result } = await run("cvxpy-2148-relu-nonconvex", backend);
    const { timings, ...written } = await runByCommand("cvxpy-2148-relu-nonconvex", backend);
    expect(written).toEqual(result);
    const file = path.join(folder, "certificate.json");
    writeFileSync(file, JSON.stringify(written.certificate));
    const { code, stdout } = await runCommand("verify", [file], { folder });
    expect({ code, proved: stdout.startsWith("proved: ") }).toEqual({ code: 0, proved: true });
  });

  it("yun-relu-spurious leaves its minimum along a line that rises first", async () => {
    const result = await run("yun-relu-spurious", backend);
    const line = [2, 2.390625, 3, 3.265625, 3, 2.296875, 4 / 3, 0.421875, 0];
    line.forEach((truth, i) => {
      expectLoss(result, i / 8, 0, truth, 2 ** -53);
    });
  });
});

describe("sin-deep-equal-40", () => {
  const certificate = JSON.parse(readFileSync(path.join(CASES, "sin-deep-equal-40.json"), "utf8"));

  it("is refused at once where its samples would take more than a minute", async () => {
    const { inputs, targets } = certificate.dataset;
    const repeat = (rows: unknown[]) => Array.from({ length: 10_000 }, (_, s) => rows[s % rows.length]);
    const file = path.join(folder, "sin.json");
    const dataset = { ...certificate.dataset, inputs: repeat(inputs), targets: repeat(targets) };
    writeFileSync(file, JSON.stringify({ ...certificate, dataset }));
    const { code, stdout, stderr } = await runCommand("verify", [file], { folder });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^certificate: .* seconds.*\n$/);
  });
});

function distanceToSegment(
  [x, y]: readonly [number, number],
  [fromX, fromY]: readonly [number, number],
  [toX, toY]: readonly [number, number],
): number {
  const [alongX, alongY] = [toX - fromX, toY - fromY];
  const length = alongX ** 2 + alongY ** 2;
  const share = length === 0 ? 0 : ((x - fromX) * alongX + (y - fromY) * alongY) / length;
  const held = Math.min(1, Math.max(0, share));
  return Math.hypot(x - fromX - held * alongX, y - fromY - held * alongY);
}

/** The losses of inner grid points that lie below all eight neighbours. */
function findGridMinima({ loss }: ResultDocument): number[] {
  const minima: number[] = [];
  for (let row = 1; row + 1 < loss.length; row++) {
    for (let column = 1; column + 1 < loss[0]!.length; column++) {
      const value = loss[row]![column]!;
      const isLeast = [-1, 0, 1].every((down) =>
        [-1, 0, 1].every((right) => (down === 0 && right === 0) || loss[row + down]![column + right]! > value),
      );
      if (isLeast) minima.push(value);
    }
  }
  return minima;
}

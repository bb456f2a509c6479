import { spawn, spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { LandscapeFields } from "../../../src/slice/landscape-fields";
import type { LandscapePlan } from "../../../src/slice/landscape-plan";
import { ReferenceEvaluator } from "../../../src/slice/reference-evaluator";
import type { Measured, ValuesOf } from "../measured";
import { makeBenchPlan } from "../plans";
import { evaluateOnProcessor } from "../processor";
import type { NODE_ROWS } from "../rows";
import { timeInTurns } from "../stopwatch";

const SOURCES = path.resolve(import.meta.dirname, "../native");
/** Rounds within one start of a program, of which it states the median, and starts of each program. */
const ROUNDS = 5;
const STARTS = 3;

/** The same landscape by programs outside JavaScript, on one thread. Their numbers are compared with the float64 reference. */
export async function measureNative(): Promise<ValuesOf<typeof NODE_ROWS.native>> {
  const plan = makeBenchPlan();
  const input = writePlan(plan);
  const exact = await new ReferenceEvaluator().evaluate(plan);
  const folder = await mkdtemp(path.join(tmpdir(), "losscape-bench-"));
  try {
    const native = lazily(() => compileNative(folder, "wide", []));
    // WebAssembly's vectors hold two float64.
    const narrow = lazily(() => compileNative(folder, "narrow", ["-DWIDTH=2"]));
    const python = lazily(findPython);
    const times = await timeInTurns(
      {
        native: { measure: () => runProgram(native().program, [], input, exact) },
        narrow: { measure: () => runProgram(narrow().program, [], input, exact) },
        pytorch: { measure: () => runProgram(python().program, [path.join(SOURCES, "landscape.py")], input, exact) },
        processor: { measure: () => timeProcessor(() => evaluateOnProcessor(plan)) },
      },
      STARTS,
    );
    return {
      "processor against native C": times.ratio("native", "processor"),
      "processor against native C with vectors as narrow": times.ratio("narrow", "processor"),
      "native C": describe(times.milliseconds("native"), native),
      "processor against PyTorch, batched": times.ratio("pytorch", "processor"),
      "PyTorch, batched": describe(times.milliseconds("pytorch"), python),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Milliseconds of the processor, as the programs measure theirs: other work on the machine does not count. */
async function timeProcessor(run: () => Promise<unknown>): Promise<number> {
  const start = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

interface Program {
  readonly program: string;
  readonly version: string;
}

/** Finds a program at the first call. @throws Error where there is none, at every call */
function lazily(find: () => Program): () => Program {
  let found: Program | undefined;
  return () => {
    found ??= find();
    return found;
  };
}

function describe(measured: Measured, program: () => Program): Measured {
  return "reason" in measured ? measured : { ...measured, note: `threads = 1; ${program().version}` };
}

function compileNative(folder: string, name: string, definitions: readonly string[]): Program {
  const program = path.join(folder, name);
  const compiler = ["gcc", "cc", "clang"].find((name) => spawnSync(name, ["--version"]).status === 0);
  if (!compiler) throw new Error("There is no C compiler here.");
  const source = path.join(SOURCES, "landscape.c");
  const options = ["-O3", "-march=native", ...definitions, "-o", program, source, "-lm"];
  const { status, stderr } = spawnSync(compiler, options, { encoding: "utf8" });
  if (status !== 0) throw new Error(`The C program was not compiled: ${stderr.split("\n", 1)[0]}`);
  const version = spawnSync(compiler, ["--version"], { encoding: "utf8" }).stdout.split("\n", 1)[0]!;
  return { program, version: `${version} -O3 -march=native` };
}

function findPython(): Program {
  for (const program of ["python3", "/usr/bin/python3"]) {
    const { status, stdout } = spawnSync(program, ["-c", "import torch; print(torch.__version__)"], {
      encoding: "utf8",
    });
    if (status === 0) return { program, version: `PyTorch ${stdout.trim()}` };
  }
  throw new Error("There is no python3 with torch here.");
}

/** The input of the programs: float64 numbers, as the head of landscape.c lists them. */
function writePlan({ layout, data, center, dx, dy, grid }: LandscapePlan): Buffer {
  const sizes = [layout.inputs, ...layout.layers.map(({ units }) => units)];
  const points = grid.columns * grid.rows;
  const xs = Array.from({ length: points }, (_, point) => grid.x[point % grid.columns]!);
  const ys = Array.from({ length: points }, (_, point) => grid.y[Math.floor(point / grid.columns)]!);
  const head = [layout.layers.length, data.samples, points, ROUNDS, ...sizes];
  const numbers = Float64Array.from([...head, ...data.x, ...data.y, ...center, ...dx, ...dy, ...xs, ...ys]);
  return Buffer.from(numbers.buffer);
}

/** @returns the milliseconds that the program states @throws Error where it fails or its numbers are wrong */
async function runProgram(
  program: string,
  options: readonly string[],
  input: Buffer,
  exact: LandscapeFields,
): Promise<number> {
  const output = await new Promise<string>((resolve, reject) => {
    const child = spawn(program, options, { stdio: ["pipe", "pipe", "inherit"] });
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (part: string) => {
      text += part;
    });
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolve(text) : reject(new Error(`${program} ended with code ${code}.`)),
    );
    child.stdin.on("error", () => {});
    child.stdin.end(input);
  });
  const lines = output.trim().split("\n");
  checkNumbers(lines.slice(0, -1), exact);
  return Number(lines.at(-1));
}

/** The program's float64 numbers have roundings as the reference's have: both together lie within twice the reference's bounds. */
function checkNumbers(lines: readonly string[], exact: LandscapeFields): void {
  const isNear = lines.every((line, point) => {
    const [loss, xx, xy, yy] = line.split(" ").map(Number);
    const curvatureError = 2 * exact.curvatureError[point]!;
    return (
      Math.abs(loss! - exact.loss[point]!) <= 2 * exact.lossError[point]! &&
      Math.abs(xx! - exact.xx[point]!) <= curvatureError &&
      Math.abs(xy! - exact.xy[point]!) <= curvatureError &&
      Math.abs(yy! - exact.yy[point]!) <= curvatureError
    );
  });
  if (!isNear || lines.length !== exact.loss.length) throw new Error("Its numbers are not those of the reference.");
}

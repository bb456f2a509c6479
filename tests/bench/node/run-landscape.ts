import { spawn } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { DEFAULT_SPEC } from "../../../src/experiment/defaults";

/** The experiments of the command's rows, as files of the public format. */
export const EXPERIMENTS = {
  default: DEFAULT_SPEC,
  "2,048 samples": {
    format: "losscape-spec",
    version: 1,
    dataset: { kind: "generated", name: "moons", samples: 2_048, noise: 0.1, seed: 42 },
    network: { layers: [2, 50, 2], activation: "relu" },
    loss: { kind: "softmax-ce" },
    weights: { kind: "trained", steps: 200 },
    plane: { kind: "random", normalization: "filter", seed: 3 },
    grid: { columns: 97, rows: 49 },
    fullHessian: "center",
  },
  /** Nothing to train and little to compute: with it a checkout is built before anything is timed. */
  smallest: {
    format: "losscape-spec",
    version: 1,
    dataset: { kind: "generated", name: "gaussians", samples: 2 },
    network: { layers: [2, 1] },
    loss: { kind: "bce" },
    weights: { kind: "given", layers: [{ kernel: [[0], [0]], bias: [0] }] },
    plane: { kind: "weights", x: 0, y: 1 },
    grid: { columns: 3, rows: 3 },
  },
} as const;

export type ExperimentName = keyof typeof EXPERIMENTS;

export interface LandscapeRun {
  readonly milliseconds: number;
  /** Share of the points, 0 to 1. */
  readonly undecided: number;
}

/**
 * Runs `npm run landscape` of a checkout, without npm.
 * @param checkout  the folder of its sources
 * @param folder  for the files of the experiment and its result
 */
export async function runLandscape(checkout: string, name: ExperimentName, folder: string): Promise<LandscapeRun> {
  const [spec, result] = [path.join(folder, "spec.json"), path.join(folder, "result.json")];
  await writeFile(spec, JSON.stringify(EXPERIMENTS[name]));
  const began = performance.now();
  await runCommand(checkout, ["landscape", spec, "--out", result, "--quiet"]);
  const milliseconds = performance.now() - began;
  const { summary } = JSON.parse(await readFile(result, "utf8")) as { summary: { undecided: number } };
  return { milliseconds, undecided: summary.undecided };
}

/** Runs a command of a checkout, and passes on what it writes to standard error. @throws Error where it fails */
function runCommand(checkout: string, options: readonly string[]): Promise<void> {
  const { INIT_CWD: _, ...environment } = process.env;
  const program = path.join(checkout, "src/cli/bootstrap.mjs");
  const child = spawn(process.execPath, [program, ...options], {
    cwd: checkout,
    env: environment,
    stdio: ["ignore", 2, 2],
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`npm run ${options[0]} ended with code ${code}.`));
    });
  });
}

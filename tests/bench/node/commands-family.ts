import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { ensureBuild, ROOT } from "../../../src/cli/pages/app-build";
import type { Measured, ValuesOf } from "../measured";
import type { NODE_ROWS } from "../rows";
import { explain, median } from "../stopwatch";
import { type ExperimentName, runLandscape } from "./run-landscape";

const ROUNDS = 3;

/** The command line, from its start to the file it writes. */
export async function measureCommands(): Promise<ValuesOf<typeof NODE_ROWS.commands>> {
  await ensureBuild();
  const folder = await mkdtemp(path.join(tmpdir(), "losscape-bench-"));
  try {
    const [usual, many] = [await runOften("default", folder), await runOften("2,048 samples", folder)];
    return {
      "npm run landscape, default": usual.seconds,
      "npm run landscape, 2,048 samples": many.seconds,
      "undecided, 2,048 samples": many.undecided,
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function runOften(
  name: ExperimentName,
  folder: string,
): Promise<Readonly<Record<"seconds" | "undecided", Measured>>> {
  try {
    const runs = [];
    for (let round = 0; round < ROUNDS; round++) runs.push(await runLandscape(ROOT, name, folder));
    return {
      seconds: { value: median(runs.map(({ milliseconds }) => milliseconds)) / 1000 },
      undecided: { value: 100 * median(runs.map(({ undecided }) => undecided)) },
    };
  } catch (error) {
    const reason = explain(error);
    return { seconds: { reason }, undecided: { reason } };
  }
}

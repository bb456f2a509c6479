import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { ensureBuild, ROOT } from "../../../src/cli/pages/app-build";
import type { Measured, ValuesOf } from "../measured";
import type { NODE_ROWS } from "../rows";
import { explain, median } from "../stopwatch";
import { placeEarlierBuild } from "./earlier-build";
import { openPage } from "./open-page";
import { type ExperimentName, runLandscape } from "./run-landscape";
import { serveFolder } from "./serve-folder";

/** Rounds, each of this version and of the earlier one; the long experiment, minutes by the earlier one, has one. */
const ROUNDS = 3;
const LONG_ROUNDS = 1;

/**
 * This version and an earlier one in turns, on the same machine in the same run. It takes about ten minutes.
 * @throws Error where the earlier version cannot be built
 */
export async function measureAgainstEarlier(): Promise<ValuesOf<typeof NODE_ROWS.earlier>> {
  const folder = await mkdtemp(path.join(tmpdir(), "losscape-bench-"));
  try {
    await ensureBuild();
    const earlier = await placeEarlierBuild(folder);
    const opening = await compareOpening(earlier);
    return {
      "from opening to the verdict against the earlier build": opening.verdict,
      "from opening to the whole surface against the earlier build": opening.whole,
      "npm run landscape, default, against the earlier build": await compareCommand(earlier, "default", folder, ROUNDS),
      "npm run landscape, 2,048 samples, against the earlier build": await compareCommand(
        earlier,
        "2,048 samples",
        folder,
        LONG_ROUNDS,
      ),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function compareOpening(earlier: string): Promise<Readonly<Record<"verdict" | "whole", Measured>>> {
  const builds = await Promise.all([serveFolder(ROOT), serveFolder(earlier, "dist")]);
  try {
    const ratios: { readonly verdict: number; readonly whole: number }[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const [now, then] = [await openPage(builds[0]), await openPage(builds[1])];
      ratios.push({ verdict: now.verdict / then.verdict, whole: now.whole / then.whole });
    }
    return {
      verdict: { value: median(ratios.map(({ verdict }) => verdict)) },
      whole: { value: median(ratios.map(({ whole }) => whole)) },
    };
  } catch (error) {
    const reason = explain(error);
    return { verdict: { reason }, whole: { reason } };
  } finally {
    await Promise.all(builds.map((build) => build.close()));
  }
}

async function compareCommand(
  earlier: string,
  name: ExperimentName,
  folder: string,
  rounds: number,
): Promise<Measured> {
  try {
    const ratios: number[] = [];
    let last = "";
    for (let round = 0; round < rounds; round++) {
      const [now, then] = [await runLandscape(ROOT, name, folder), await runLandscape(earlier, name, folder)];
      ratios.push(now.milliseconds / then.milliseconds);
      last = `${inSeconds(now.milliseconds)} s / ${inSeconds(then.milliseconds)} s`;
    }
    return { value: median(ratios), note: `last ${last}` };
  } catch (error) {
    return { reason: explain(error) };
  }
}

const inSeconds = (milliseconds: number) => (milliseconds / 1000).toFixed(1);

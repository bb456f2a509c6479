/**
 * `npm run reliability -- [--points N] [--backend reference|webgl] [--seed S] [--json FILE]`: compares an evaluator's error bounds and
 * classes on adversarial plans with ball arithmetic. During the run the file has the counts so far. Exit code 1 when any number is outside
 * its bound.
 */

import { parseArgs } from "node:util";
import { addCounts, type BoundCounts, emptyCounts } from "../../../tests/reliability/bound-check";
import { startReferenceRun } from "../../../tests/reliability/reliability-run";
import { formatExact } from "../../words/numbers";
import { InputError } from "../input/input-error";
import { writeOutputs } from "../output/outputs";
import { ProgressBar } from "../output/progress-bar";
import { checkWritable } from "../output/read-write";
import { openSourcePage } from "../pages/source-page";
import { print, runCommand } from "../run-command";

/** Points between two reports of progress. */
const PORTION = 500;

interface Checker {
  readonly renderer: string;
  next(points: number): Promise<BoundCounts>;
  close(): Promise<void>;
}

async function runReliability(argv: string[]): Promise<number> {
  const { values } = parseArgs({
    args: argv,
    options: {
      points: { type: "string", default: "20000" },
      backend: { type: "string", default: "reference" },
      seed: { type: "string", default: "1" },
      json: { type: "string" },
    },
  });
  const points = readWhole("points", values.points, 1, 1e9);
  const seed = readWhole("seed", values.seed, 0, 2 ** 32 - 1);
  const file = values.json;
  if (file !== undefined) checkWritable("--json", file);
  const checker = await openChecker(values.backend, seed);
  const { renderer } = checker;
  const bar = new ProgressBar(process.stderr);
  const counts = emptyCounts();
  try {
    while (counts.points < points) {
      addCounts(counts, await checker.next(Math.min(PORTION, points - counts.points)));
      const content = `${JSON.stringify({ renderer, seed, counts }, null, 2)}\n`;
      if (file !== undefined) await writeOutputs([{ file, content }]);
      bar.report({ stage: "bounds", fraction: counts.points / points, note: `${counts.points} points` });
    }
  } finally {
    bar.close();
    await checker.close();
  }
  await print([`${renderer}, seed ${seed}`, "", writeTable(counts), ...counts.faults, ""].join("\n"));
  return counts.faults.length === 0 ? 0 : 1;
}

function readWhole(name: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < min || value > max) {
    throw new InputError(`--${name}: ${text} is not a whole number between ${min} and ${max}`);
  }
  return value;
}

async function openChecker(backend: string, seed: number): Promise<Checker> {
  if (backend === "reference") {
    const run = startReferenceRun(seed);
    return { renderer: run.renderer, next: (count) => run.next(count), close: async () => {} };
  }
  if (backend !== "webgl") throw new InputError(`--backend: ${backend} is not reference or webgl`);
  const { page, close } = await openSourcePage("tests/reliability");
  await page.waitForFunction(() => window.startReliability !== undefined);
  return {
    renderer: await page.evaluate((number) => window.startReliability!(number), seed),
    next: (count) => page.evaluate((number) => window.checkNext!(number), count),
    close,
  };
}

/** The table of docs/reliability.md. */
function writeTable(found: BoundCounts): string {
  const rows: [string, number][] = [
    ["points", found.points],
    ["loss outside its bound", found.lossOutside],
    ["second derivatives outside their bound", found.curvatureOutside],
    ["gradient outside its bound", found.gradientOutside],
    ["class that contradicts the truth", found.classWrong],
    ["not settled by the oracle", found.unresolved],
    ["no bound stated (overflow)", found.unbounded],
    ...Object.entries(found.classes).map(([name, count]): [string, number] => [`said to be ${name}`, count]),
  ];
  return ["| | |", "|---|---:|", ...rows.map(([name, count]) => `| ${name} | ${formatExact(count)} |`)].join("\n");
}

await runCommand(
  () => runReliability(process.argv.slice(2)),
  (message) => message,
);

/**
 * `npm run reliability -- [--points N] [--backend reference|webgl] [--seed S] [--json FILE]`: an evaluator's error bounds and classes on
 * adversarial plans against ball arithmetic. The file holds the counts so far, while it runs. Exit code 1 where one number lies outside
 * its bound.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { createServer } from "vite";
import { addCounts, type BoundCounts, emptyCounts } from "../../tests/reliability/bound-check";
import { startReferenceRun } from "../../tests/reliability/reliability-run";
import { ROOT } from "./app-build";
import { browserArguments, ensureBrowser } from "./find-browser.mjs";
import { ProgressBar } from "./progress-bar";

/** Points between two reports of progress. */
const PORTION = 500;

interface Checker {
  readonly renderer: string;
  next(points: number): Promise<BoundCounts>;
  close(): Promise<void>;
}

const { values } = parseArgs({
  options: {
    points: { type: "string", default: "20000" },
    backend: { type: "string", default: "reference" },
    seed: { type: "string", default: "1" },
    json: { type: "string" },
  },
});
const points = readWhole("points", values.points, 1, 1e9);
const seed = readWhole("seed", values.seed, 0, 2 ** 32 - 1);
const checker = await openChecker(values.backend);
const bar = new ProgressBar(process.stderr);
const counts = emptyCounts();
try {
  while (counts.points < points) {
    addCounts(counts, await checker.next(Math.min(PORTION, points - counts.points)));
    if (values.json) writeCounts(values.json);
    bar.report({ stage: "bounds", fraction: counts.points / points, note: `${counts.points} points` });
  }
} finally {
  bar.close();
  await checker.close();
}
process.stdout.write(`${checker.renderer}, seed ${seed}\n\n${writeTable(counts)}\n`);
for (const fault of counts.faults) process.stdout.write(`${fault}\n`);
process.exitCode = counts.faults.length === 0 ? 0 : 1;

function writeCounts(file: string): void {
  writeFileSync(file, `${JSON.stringify({ renderer: checker.renderer, seed, counts }, null, 2)}\n`);
}

function readWhole(name: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < min || value > max) {
    throw new Error(`--${name} is a whole number between ${min} and ${max}, not ${text}.`);
  }
  return value;
}

async function openChecker(backend: string): Promise<Checker> {
  if (backend === "reference") {
    const run = startReferenceRun(seed);
    return { renderer: run.renderer, next: (count) => run.next(count), close: async () => {} };
  }
  if (backend !== "webgl") throw new Error(`--backend is reference or webgl, not ${backend}.`);
  const server = await createServer({
    root: ROOT,
    logLevel: "error",
    server: { host: "127.0.0.1", port: 0 },
    optimizeDeps: { entries: ["tests/reliability/page.ts"] },
  });
  await server.listen();
  const browser = await chromium.launch({ executablePath: ensureBrowser(), args: browserArguments() });
  const page = await browser.newPage();
  page.setDefaultTimeout(0);
  await page.goto(`${server.resolvedUrls!.local[0]}tests/reliability/index.html`);
  await page.waitForFunction(() => window.startReliability !== undefined);
  return {
    renderer: await page.evaluate((number) => window.startReliability!(number), seed),
    next: (count) => page.evaluate((number) => window.checkNext!(number), count),
    close: async () => {
      await browser.close();
      await server.close();
    },
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
  return ["| | |", "|---|---:|", ...rows.map(([name, count]) => `| ${name} | ${count.toLocaleString("en")} |`)].join(
    "\n",
  );
}

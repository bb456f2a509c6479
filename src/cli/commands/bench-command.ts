/** `npm run bench [-- --json FILE]`: measures every number of the performance page, as ratios of times from one run. */

import { cpus } from "node:os";
import { parseArgs } from "node:util";
import type { BenchValue } from "../../../tests/bench/bench-value";
import { measureSettled, measureVaried, type SettledRow, type VariedRow } from "../../../tests/bench/settled-table";
import { type EstimateRow, measureEstimates } from "../../../tests/bench/verifier-estimate";
import { formatExact, formatNumber } from "../../words/numbers";
import { writeOutputs } from "../output/outputs";
import { checkWritable } from "../output/read-write";
import { openSourcePage } from "../pages/source-page";
import { print, runCommand } from "../run-command";

/** The number of steps of the page's default experiment. */
const TRAINING_STEPS = 200;

async function runBench(argv: string[]): Promise<number> {
  const { values } = parseArgs({ args: argv, options: { json: { type: "string" } } });
  const file = values.json;
  if (file !== undefined) checkWritable("--json", file);
  const { page, close } = await openSourcePage("tests/bench");
  try {
    await page.waitForFunction(() => window.measureValues !== undefined);
    const { renderer, figures } = await page.evaluate(() => window.measureValues!());
    const machine = `${renderer}; ${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}`;
    const settled = await measureSettled(TRAINING_STEPS);
    const varied = await measureVaried();
    const estimates = measureEstimates();
    if (file !== undefined) {
      const all = { machine, figures, settled, varied, estimates };
      await writeOutputs([{ file, content: `${JSON.stringify(all, null, 2)}\n` }]);
    }
    const checks = `The verifier: seconds estimated / measured\n${estimates.map(writeEstimate).join("\n")}`;
    const parts = [machine, figures.map(writeValue).join("\n"), writeSettled(settled), writeVaried(varied), checks];
    await print(`${parts.join("\n\n")}\n`);
    return 0;
  } finally {
    await close();
  }
}

function writeValue({ name, value, unit, note }: BenchValue): string {
  const number = value >= 1000 ? formatExact(Math.round(value)) : formatNumber(value);
  return `${name.padEnd(48)} ${`${number} ${unit}`.padStart(12)}   ${note}`;
}

function writeEstimate({ name, estimated, measured }: EstimateRow): string {
  const [ratio, one, other] = [estimated / measured, estimated, measured].map((value) => formatNumber(value, 2));
  return `${ratio!.padStart(6)} = ${one} / ${other}   ${name}`;
}

/** The README's first table. */
function writeSettled(rows: readonly SettledRow[]): string {
  return [
    "| data set | networks | settled | median | slowest |",
    "|---|---:|---:|---:|---:|",
    ...rows.map(
      ({ dataset, networks, settled, median, slowest }) =>
        `| ${dataset} | ${networks} | ${settled} | ${Math.round(median)} ms | ${Math.round(slowest)} ms |`,
    ),
  ].join("\n");
}

/** The README's second table. */
function writeVaried(rows: readonly VariedRow[]): string {
  return [
    "| hidden layers | networks | convex, by theorem | not convex, by its own weights | not convex, by sparse weights | undecided | median | slowest |",
    "|---:|---:|---:|---:|---:|---:|---:|---:|",
    ...rows.map(({ hiddenLayers, networks, convex, byWeights, bySparse, undecided, median, slowest }) => {
      const counts = [hiddenLayers, networks, convex, byWeights, bySparse, undecided].join(" | ");
      return `| ${counts} | ${Math.round(median)} ms | ${Math.round(slowest)} ms |`;
    }),
  ].join("\n");
}

await runCommand(
  () => runBench(process.argv.slice(2)),
  (message) => message,
);

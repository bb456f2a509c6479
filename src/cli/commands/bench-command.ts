/**
 * `npm run bench -- [--earlier] [--only FAMILY,…] [--markdown] [--json FILE]`: measures every number of the performance page, as ratios of
 * times from one run. `npm run bench -- --card [--json FILE]` measures a graphics card in at most ten minutes and writes one file.
 */

import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { type BenchTables, FAMILIES, type Family, measureFamilies } from "../../../tests/bench/bench-run";
import { missRows } from "../../../tests/bench/measured";
import { runGpuTests } from "../../../tests/bench/node/gpu-tests";
import { NODE_ROWS } from "../../../tests/bench/rows";
import { measureSettled, measureVaried } from "../../../tests/bench/settled-table";
import { measureEstimates } from "../../../tests/bench/verifier-estimate";
import { writeLine, writeLoosenessMarkdown, writeMarkdown } from "../../../tests/bench/write-rows";
import { writeEstimates, writeSettled, writeVaried } from "../../../tests/bench/write-settled";
import { InputError } from "../input/input-error";
import { writeOutputs } from "../output/outputs";
import { checkWritable } from "../output/read-write";
import { print, runCommand } from "../run-command";

/** The number of steps of the page's default experiment. */
const TRAINING_STEPS = 200;
/** What depends on the graphics card, the most important first. */
const CARD_FAMILIES: readonly Family[] = [
  "opening",
  "kernels",
  "baselines",
  "undecided",
  "scaling",
  "training",
  "memory",
];
const CARD_MS = 10 * 60_000;
/** The part of it after which no rows are begun. */
const CARD_ROWS_MS = 6 * 60_000;
const LATER = "It is measured with --earlier, in some ten minutes.";
const CARD_FILE = "losscape-card.json";

interface BenchOptions {
  readonly earlier: boolean;
  readonly markdown: boolean;
  /** Null: all families, and the tables of certificates. */
  readonly only: readonly Family[] | null;
  readonly json: string | undefined;
}

async function runBench(argv: string[]): Promise<number> {
  const { values } = parseArgs({
    args: argv,
    options: {
      earlier: { type: "boolean", default: false },
      card: { type: "boolean", default: false },
      markdown: { type: "boolean", default: false },
      only: { type: "string" },
      json: { type: "string" },
    },
  });
  const { earlier, card, markdown } = values;
  const json = card ? (values.json ?? CARD_FILE) : values.json;
  if (json !== undefined) checkWritable("--json", json);
  const only = values.only === undefined ? null : readFamilies(values.only);
  await (card ? measureCard(json!) : measureAll({ earlier, markdown, only, json }));
  return 0;
}

function readFamilies(text: string): Family[] {
  return text.split(",").map((name) => {
    const family = FAMILIES.find((known) => known === name);
    if (!family) throw new InputError(`--only: ${name} is not one of ${FAMILIES.join(", ")}`);
    return family;
  });
}

async function measureAll({ earlier, markdown, only, json }: BenchOptions): Promise<void> {
  const wanted = (only ?? FAMILIES).filter((family) => family !== "earlier" || earlier || only !== null);
  const measured = await measureFamilies({ wanted, report });

  const tables = only === null && !earlier ? leaveOutEarlier(measured) : measured;
  const machine = describeMachine(tables);
  // The page of performance has no certificates.
  const isWhole = only === null && (!markdown || json !== undefined);
  const settled = isWhole ? await measureSettled(TRAINING_STEPS) : [];
  const varied = isWhole ? await measureVaried() : [];
  const estimates = isWhole ? measureEstimates() : [];
  if (json !== undefined) await writeJson(json, { machine, ...tables, settled, varied, estimates });
  const certificates = isWhole ? [writeSettled(settled), writeVaried(varied), writeEstimates(estimates)] : [];
  const rows = markdown ? writeFamilies(tables) : [listRows(tables).map(writeLine).join("\n")];
  await print(`${[machine, ...rows, ...(markdown ? [] : certificates)].join("\n\n")}\n`);
}

/** The tests of the graphics device have the time that the rows leave. */
async function measureCard(file: string): Promise<void> {
  const began = performance.now();
  const tables = await measureFamilies({ wanted: CARD_FAMILIES, limitMs: CARD_ROWS_MS, report });
  report("gpu tests…");
  const gpuTests = await runGpuTests(Math.max(1, CARD_MS - (performance.now() - began)));
  const machine = describeMachine(tables);
  await writeJson(file, { machine, ...tables, gpuTests });
  const { passed, failures, isComplete, seconds } = gpuTests;
  const tests = `${passed} passed, ${failures.length} failed in ${seconds.toFixed(0)} s`;
  const end = isComplete ? "" : "; the others did not run within ten minutes";
  const lines = [listRows(tables).map(writeLine).join("\n"), [`gpu tests: ${tests}${end}`, ...failures].join("\n")];
  await print(`${[machine, ...lines].join("\n\n")}\n`);
}

function leaveOutEarlier({ renderer, families }: BenchTables): BenchTables {
  return { renderer, families: { ...families, earlier: missRows(NODE_ROWS.earlier, LATER) } };
}

const report = (line: string): void => void process.stderr.write(`${line}\n`);

function writeJson(file: string, value: unknown): Promise<void> {
  return writeOutputs([{ file, content: `${JSON.stringify(value, null, 2)}\n` }]);
}

function describeMachine({ renderer }: BenchTables): string {
  return `${renderer}; ${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}`;
}

const listRows = ({ families }: BenchTables) => Object.values(families).flat();

function writeFamilies({ families }: BenchTables): string[] {
  const { looseness, ...others } = families;
  const tables = [writeMarkdown(Object.values(others).flat())];
  return looseness ? [...tables, writeLoosenessMarkdown(looseness)] : tables;
}

await runCommand(
  () => runBench(process.argv.slice(2)),
  (message) => message,
);

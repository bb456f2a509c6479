import { ACTIVATIONS } from "../../src/experiment/spec";
import { formatExact, formatNumber } from "../../src/words/numbers";
import { type BenchRow, reachesTarget } from "./measured";

/** What the bench calls a row that was measured and misses its target. */
const BELOW_TARGET = "below target";

function writeValue({ value, unit }: Pick<BenchRow, "value" | "unit">): string {
  if (value === null) return "–";
  const number = value >= 1000 ? formatExact(Math.round(value)) : formatNumber(value);
  return unit === "" ? number : `${number} ${unit}`;
}

export function writeTarget({ target, unit }: Pick<BenchRow, "target" | "unit">): string {
  if (!target) return "";
  const [sign, value] = "least" in target ? ["≥", target.least] : ["≤", target.most];
  return `${sign} ${formatExact(value)}${unit === "" ? "" : ` ${unit}`}`;
}

/** Whether the target is reached, in a word or two; empty where there is none. */
function writeJudgement(row: BenchRow): string {
  if (!row.target) return "";
  const isReached = reachesTarget(row);
  if (isReached === null) return "not measured";
  return isReached ? "reached" : BELOW_TARGET;
}

/** One line of a terminal. */
export function writeLine(row: BenchRow): string {
  const [value, target] = [writeValue(row), writeTarget(row)];
  return `${row.name.padEnd(64)} ${value.padStart(12)} ${target.padStart(12)} ${writeJudgement(row).padEnd(12)}   ${row.note}`;
}

/** A table of the performance page. */
export function writeMarkdown(rows: readonly BenchRow[]): string {
  return [
    "| figure | value | target | | of what |",
    "|---|---:|---:|---|---|",
    ...rows.map(
      (row) => `| ${row.name} | ${writeValue(row)} | ${writeTarget(row)} | ${writeJudgement(row)} | ${row.note} |`,
    ),
  ].join("\n");
}

/** The rows of looseness as one table: a line for each activation, a column for each bound of each evaluator. */
export function writeLoosenessMarkdown(rows: readonly BenchRow[]): string {
  const columns = ["WebGL", "processor"].flatMap((engine) => ["loss", "curvature"].map((field) => ({ engine, field })));
  const read = (field: string, engine: string, activation: string) =>
    rows.find(({ name }) => name === `looseness of the ${field} bound, ${engine}, ${activation}`)!;
  return [
    `| activation | ${columns.map(({ engine, field }) => `${engine}, ${field}`).join(" | ")} |`,
    "|---|---:|---:|---:|---:|",
    ...ACTIVATIONS.map((activation) => {
      const cells = columns.map(({ engine, field }) => writeValue({ ...read(field, engine, activation), unit: "" }));
      return `| ${activation} | ${cells.join(" | ")} |`;
    }),
  ].join("\n");
}

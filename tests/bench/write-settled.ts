import { formatNumber } from "../../src/words/numbers";
import type { SettledRow, VariedRow } from "./settled-table";
import type { EstimateRow } from "./verifier-estimate";

/** The README's first table. */
export function writeSettled(rows: readonly SettledRow[]): string {
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
export function writeVaried(rows: readonly VariedRow[]): string {
  return [
    "| hidden layers | networks | convex, by theorem | not convex, by its own weights | not convex, by sparse weights | undecided | median | slowest |",
    "|---:|---:|---:|---:|---:|---:|---:|---:|",
    ...rows.map(({ hiddenLayers, networks, convex, byWeights, bySparse, undecided, median, slowest }) => {
      const counts = [hiddenLayers, networks, convex, byWeights, bySparse, undecided].join(" | ");
      return `| ${counts} | ${Math.round(median)} ms | ${Math.round(slowest)} ms |`;
    }),
  ].join("\n");
}

export function writeEstimates(rows: readonly EstimateRow[]): string {
  return ["The verifier: seconds estimated / measured", ...rows.map(writeEstimate)].join("\n");
}

function writeEstimate({ name, estimated, measured }: EstimateRow): string {
  const [ratio, one, other] = [estimated / measured, estimated, measured].map((value) => formatNumber(value, 2));
  return `${ratio!.padStart(6)} = ${one} / ${other}   ${name}`;
}

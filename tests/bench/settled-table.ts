import { DATASETS, settleAll } from "../support/settle-trained";
import { type SettledSpec, settleVaried } from "../support/settle-varied";
import { listVariedSpecs } from "../support/varied-specs";

/** The number of networks trained on one data set that got a certificate, and the times of search and verification. */
export interface SettledRow {
  readonly dataset: string;
  readonly networks: number;
  readonly settled: number;
  /** Milliseconds. */
  readonly median: number;
  readonly slowest: number;
}

/** Trains and settles a network of the default size for every data set and activation; one row for each data set. */
export async function measureSettled(steps: number): Promise<SettledRow[]> {
  const all = await settleAll(steps);
  return DATASETS.map((dataset) => {
    const rows = all.filter((entry) => entry.dataset === dataset);
    const settled = rows.filter(({ verdict, method }) => verdict === "not-convex" && method !== "").length;
    return { dataset, networks: rows.length, settled, ...summarizeTimes(rows) };
  });
}

/** The verdicts on the varied networks of one depth; each network is counted once. */
export interface VariedRow {
  readonly hiddenLayers: number;
  readonly networks: number;
  /** The whole loss is convex by theorem. */
  readonly convex: number;
  /** The whole loss is proved not convex: from the network's weights, and from sparse weights. */
  readonly byWeights: number;
  readonly bySparse: number;
  readonly undecided: number;
  /** Milliseconds. */
  readonly median: number;
  readonly slowest: number;
}

/** Settles the varied networks; one row for each depth. */
export async function measureVaried(): Promise<VariedRow[]> {
  const all: SettledSpec[] = [];
  for (const varied of listVariedSpecs()) all.push(await settleVaried(varied));
  return [0, 1, 2, 3].map((hiddenLayers) => {
    const rows = all.filter(({ spec }) => spec.network.layers.length === hiddenLayers + 2);
    const found = rows.flatMap(({ settlement }) => settlement.finding ?? []);
    const bySparse = found.filter(({ method }) => method === "sparse-weights").length;
    const convex = rows.filter(
      ({ settlement: { verdict } }) => verdict.kind === "convex-by-theorem" && verdict.scope === "loss",
    ).length;
    return {
      hiddenLayers,
      networks: rows.length,
      convex,
      byWeights: found.length - bySparse,
      bySparse,
      undecided: rows.length - found.length - convex,
      ...summarizeTimes(rows),
    };
  });
}

function summarizeTimes(rows: readonly { readonly milliseconds: number }[]): { median: number; slowest: number } {
  const times = rows.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  return { median: times[times.length >> 1]!, slowest: times.at(-1)! };
}

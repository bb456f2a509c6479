import { DATASETS, settleAll } from "../support/settle-trained";

/** How many networks trained on one data set got a certificate, and how long its search and verification took. */
export interface SettledRow {
  readonly dataset: string;
  readonly networks: number;
  readonly settled: number;
  /** Milliseconds. */
  readonly median: number;
  readonly slowest: number;
}

/** Trains and settles a network of the default size for every data set and activation; one row a data set. */
export async function measureSettled(steps: number): Promise<SettledRow[]> {
  const all = await settleAll(steps);
  return DATASETS.map((dataset) => {
    const rows = all.filter((entry) => entry.dataset === dataset);
    const times = rows.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
    return {
      dataset,
      networks: rows.length,
      settled: rows.filter(({ verdict, method }) => verdict === "not-convex" && method !== "").length,
      median: times[times.length >> 1]!,
      slowest: times.at(-1)!,
    };
  });
}

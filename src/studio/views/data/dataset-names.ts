import type { DatasetSpec } from "../../../experiment/spec";

/** The file that a data set was read from. An experiment does not hold it, so it lasts as long as the page. */
const files = new WeakMap<DatasetSpec, string>();

export function nameDataset(dataset: DatasetSpec, file: string): void {
  files.set(dataset, file);
}

/** The name of the data set's file; null where it is from none, or from one of an earlier visit. */
export const fileOfDataset = (dataset: DatasetSpec): string | null => files.get(dataset) ?? null;

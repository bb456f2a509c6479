import type { DatasetSpec } from "./schema";

/** What a data set asks of the network: its input width, the output widths that fit it, and whether it has classes. */
export interface DatasetShape {
  readonly inputs: number;
  /** A class set of two fits one output (targets 0 and 1) or two (one-hot). */
  readonly outputs: readonly number[];
  readonly task: "classification" | "regression" | "given";
}

const SHAPES = {
  moons: { inputs: 2, outputs: [1, 2], task: "classification" },
  circles: { inputs: 2, outputs: [1, 2], task: "classification" },
  xor: { inputs: 2, outputs: [1, 2], task: "classification" },
  spirals: { inputs: 2, outputs: [1, 2], task: "classification" },
  gaussians: { inputs: 2, outputs: [1, 2], task: "classification" },
  sine: { inputs: 1, outputs: [1], task: "regression" },
  linear: { inputs: 1, outputs: [1], task: "regression" },
  iris: { inputs: 4, outputs: [3], task: "classification" },
} as const satisfies Record<string, DatasetShape>;

/** The shape of a data set, known before its numbers are made. */
export function datasetShape(dataset: DatasetSpec): DatasetShape {
  if (dataset.kind !== "points") return SHAPES[dataset.name];
  return { inputs: dataset.inputs[0]?.length ?? 0, outputs: [dataset.targets[0]?.length ?? 0], task: "given" };
}

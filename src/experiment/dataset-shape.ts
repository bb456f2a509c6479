import type { DatasetSpec } from "./spec";

/** The conditions of a data set on the network: its input width, the output widths that fit, and whether the data have classes. */
export interface DatasetShape {
  readonly inputs: number;
  /** Two classes fit one output (targets 0 and 1) or two outputs (one-hot). */
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

/** The shape of a data set, computed without generating its numbers. */
export function datasetShape(dataset: DatasetSpec): DatasetShape {
  if (dataset.kind !== "points") return SHAPES[dataset.name];
  return { inputs: dataset.inputs[0]?.length ?? 0, outputs: [dataset.targets[0]?.length ?? 0], task: "given" };
}

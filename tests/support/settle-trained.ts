import { createReferenceService } from "../../src/compute/service/reference-service";
import type { ComputeService } from "../../src/compute/service/tasks";
import { parseSpec } from "../../src/experiment/parse";
import { ACTIVATIONS, type Activation, GENERATED_DATASETS, NAMED_DATASETS } from "../../src/experiment/spec";

export const DATASETS = [...GENERATED_DATASETS, ...NAMED_DATASETS] as const;
type DatasetName = (typeof DATASETS)[number];

/** The result for one trained network. */
interface Settled {
  readonly dataset: DatasetName;
  readonly activation: Activation;
  readonly verdict: string;
  /** How the certificate was found, or empty. */
  readonly method: string;
  /** The search for the certificate with its verification, in milliseconds. */
  readonly milliseconds: number;
}

const REGRESSIONS: readonly string[] = ["sine", "linear"];

/** The page's default network and training, on another data set and activation; the slice is kept small. */
function describeExperiment(dataset: DatasetName, activation: Activation, steps: number) {
  const inputs = dataset === "iris" ? 4 : REGRESSIONS.includes(dataset) ? 1 : 2;
  const outputs = dataset === "iris" ? 3 : 1;
  return parseSpec({
    format: "losscape-spec",
    version: 1,
    dataset:
      dataset === "iris"
        ? { kind: "named", name: dataset }
        : { kind: "generated", name: dataset, samples: 128, noise: 0.12, seed: 7 },
    network: { layers: [inputs, 8, 8, outputs], activation },
    loss: { kind: dataset === "iris" ? "softmax-ce" : REGRESSIONS.includes(dataset) ? "mse" : "bce" },
    weights: { kind: "trained", optimizer: "adam", learningRate: 0.03, steps, seed: 1 },
    plane: { kind: "random", normalization: "filter", seed: 3 },
    grid: { columns: 9, rows: 9 },
  });
}

async function settle(
  service: ComputeService,
  dataset: DatasetName,
  activation: Activation,
  steps: number,
): Promise<Settled> {
  const spec = describeExperiment(dataset, activation, steps);
  const { parameters } = await service.run("train", spec);
  const { verdict, finding, timings } = await service.run("evaluate", { spec, parameters });
  return {
    dataset,
    activation,
    verdict: verdict.kind,
    method: finding?.method ?? "",
    milliseconds: timings.certificate ?? Number.NaN,
  };
}

/**
 * Trains a network of the default size on every data set with every activation, and settles each.
 * @param stride  1 takes every pair, 4 every fourth, with all data sets and activations among them
 */
export async function settleAll(steps: number, stride = 1): Promise<Settled[]> {
  const service = createReferenceService();
  const all: Settled[] = [];
  for (const [d, dataset] of DATASETS.entries()) {
    for (const [a, activation] of ACTIVATIONS.entries()) {
      if ((d + a) % stride === 0) all.push(await settle(service, dataset, activation, steps));
    }
  }
  return all;
}

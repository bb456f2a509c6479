import { DEFAULT_SPEC } from "../../src/experiment/defaults";
import { parseSpec } from "../../src/experiment/parse";
import type { Activation, Spec } from "../../src/experiment/spec";

/** Eight trained networks of the default size whose undecided points are counted: each data set once, and each kind of activation. */
export const TRAINED_NETWORKS = [
  train("circles", "relu"),
  train("xor", "leaky-relu"),
  train("spirals", "tanh"),
  train("gaussians", "sigmoid"),
  train("moons", "silu"),
  train("sine", "gelu"),
  train("linear", "relu"),
  train("iris", "relu"),
] as const;

export type TrainedName = (typeof TRAINED_NETWORKS)[number]["name"];

function train<const Dataset extends string, const Rule extends Activation>(dataset: Dataset, activation: Rule) {
  return { name: `${dataset} ${activation}` as const, spec: describe(dataset, activation) };
}

/** The default experiment on another data set, with the loss that fits it. */
function describe(dataset: string, activation: Activation): Spec {
  const isRegression = dataset === "sine" || dataset === "linear";
  const isIris = dataset === "iris";
  return parseSpec({
    ...DEFAULT_SPEC,
    dataset: isIris ? { kind: "named", name: dataset } : { ...DEFAULT_SPEC.dataset, name: dataset },
    network: { layers: [isIris ? 4 : isRegression ? 1 : 2, 8, 8, isIris ? 3 : 1], activation },
    loss: { kind: isIris ? "softmax-ce" : isRegression ? "mse" : "bce" },
    grid: { ...DEFAULT_SPEC.grid, columns: 65, rows: 65 },
  });
}

import type { Dataset } from "../data/dataset";
import { makeDataset } from "../data/make-dataset";
import { trainingSet } from "../data/split-dataset";
import type { LossSpec, Spec } from "../experiment/spec";
import { layoutNetwork, type NetworkLayout } from "./network/layout";

/** The loss of a network on its samples, as a function of the weights; it contains no weights. */
export interface Problem {
  readonly layout: NetworkLayout;
  readonly loss: LossSpec;
  readonly data: Dataset;
}

/** The problem that an experiment trains: its loss over the samples that are not kept for a test. */
export function makeTrainingProblem(spec: Pick<Spec, "network" | "loss" | "dataset">): Problem {
  return makeProblem({ ...spec, dataset: trainingSet(spec.dataset) });
}

/** The problem whose landscape an experiment asks for. */
export function makeProblem({ network, loss, dataset }: Pick<Spec, "network" | "loss" | "dataset">): Problem {
  const layout = layoutNetwork(network);
  return { layout, loss, data: makeDataset(dataset, layout.outputs) };
}

/** The golden ratio's fraction: its multiples are spread evenly and in no step with the order of the classes. */
const STRIDE = 0.618_033_988_749_895;

/** The problem with at most `count` of its samples, spread over all of them. */
export function takeSamples(problem: Problem, count: number): Problem {
  const { data } = problem;
  if (count >= data.samples) return problem;
  const { inputs, outputs } = data;
  const x = new Float64Array(count * inputs);
  const y = new Float64Array(count * outputs);
  for (let i = 0; i < count; i++) {
    const s = Math.floor(((i * STRIDE) % 1) * data.samples);
    x.set(data.x.subarray(s * inputs, (s + 1) * inputs), i * inputs);
    y.set(data.y.subarray(s * outputs, (s + 1) * outputs), i * outputs);
  }
  return { ...problem, data: { ...data, samples: count, x, y } };
}

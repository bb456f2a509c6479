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

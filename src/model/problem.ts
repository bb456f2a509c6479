import type { Dataset } from "../data/dataset";
import { makeDataset } from "../data/make-dataset";
import type { LossSpec, Spec } from "../experiment/spec";
import { layoutNetwork, type NetworkLayout } from "./network/layout";

/** What is minimised over the weights: the loss of a network on its samples. It holds no weights. */
export interface Problem {
  readonly layout: NetworkLayout;
  readonly loss: LossSpec;
  readonly data: Dataset;
}

/** The problem that an experiment poses. */
export function makeProblem({ network, loss, dataset }: Pick<Spec, "network" | "loss" | "dataset">): Problem {
  const layout = layoutNetwork(network);
  return { layout, loss, data: makeDataset(dataset, layout.outputs) };
}

import { type SetName, trainingSet } from "../../data/split-dataset";
import type { Spec } from "../../experiment/spec";
import { evaluateLoss } from "../network/evaluate";
import type { Parameters } from "../network/layout";
import { makeProblem, type Problem } from "../problem";
import { decisionThreshold, measureAccuracy } from "./accuracy";

/** The loss, l2 included, and the accuracy over one set; null where the targets are not classes. */
export interface SetMeasure {
  readonly samples: number;
  readonly loss: number;
  readonly accuracy: number | null;
}

/** Measures weights on the samples of the training and on those kept for the test. */
export type MeasureSets = (theta: Parameters) => Readonly<Record<SetName, SetMeasure>>;

/** @returns null where no samples are kept for a test */
export function makeSetMeasures(spec: Pick<Spec, "dataset" | "network" | "loss">): MeasureSets | null {
  const { dataset, network, loss } = spec;
  if (dataset.test === undefined) return null;
  const threshold = decisionThreshold(loss, network);
  const train = makeProblem({ ...spec, dataset: trainingSet(dataset) });
  const test = makeProblem({ ...spec, dataset: { ...dataset, evaluate: "test" } });
  const measure = (problem: Problem, theta: Parameters): SetMeasure => ({
    samples: problem.data.samples,
    loss: evaluateLoss(problem, theta),
    accuracy: measureAccuracy(problem.layout, problem.data, theta, threshold),
  });
  return (theta) => ({ train: measure(train, theta), test: measure(test, theta) });
}

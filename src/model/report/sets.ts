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
  const { dataset } = spec;
  if (dataset.test === undefined) return null;
  const train = makeProblem({ ...spec, dataset: trainingSet(dataset) });
  const test = makeProblem({ ...spec, dataset: { ...dataset, evaluate: "test" } });
  return (theta) => ({ train: measureSet(spec, train, theta), test: measureSet(spec, test, theta) });
}

/** Measures weights on the samples of a problem of the spec. */
export function measureSet(
  { loss, network }: Pick<Spec, "network" | "loss">,
  problem: Problem,
  theta: Parameters,
): SetMeasure {
  const { layout, data } = problem;
  return {
    samples: data.samples,
    loss: evaluateLoss(problem, theta),
    accuracy: measureAccuracy(layout, data, theta, decisionThreshold(loss, network)),
  };
}

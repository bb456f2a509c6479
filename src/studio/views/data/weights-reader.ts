import type { Spec } from "../../../experiment/spec";
import type { Parameters } from "../../../model/network/layout";
import { makeProblem, type Problem } from "../../../model/problem";
import { measureSet, type SetMeasure } from "../../../model/report/sets";

/** What the page says of the weights in sight, on the samples of their landscape. */
export type WeightsReading = Pick<SetMeasure, "loss" | "accuracy">;

/** The most multiplications of a reading while the weights move, so that it causes no visible delay. */
const AFFORDABLE = 2e6;

/**
 * Reads loss and accuracy of weights, once for each experiment and weights.
 *
 * @returns a function that returns null where there are no weights, or where weights that move would take too long
 */
export function createWeightsReader(): (
  spec: Spec,
  theta: Parameters | null,
  isMoving: boolean,
) => WeightsReading | null {
  let known: { readonly spec: Spec; readonly theta: Parameters; readonly reading: WeightsReading } | null = null;
  let problem: { readonly of: Spec; readonly made: Problem } | null = null;

  function findProblem(spec: Spec): Problem {
    const isSame =
      problem && (["dataset", "network", "loss"] as const).every((name) => problem?.of[name] === spec[name]);
    if (!problem || !isSame) problem = { of: spec, made: makeProblem(spec) };
    return problem.made;
  }

  return (spec, theta, isMoving) => {
    if (!theta) return null;
    if (known?.spec === spec && known.theta === theta) return known.reading;
    const made = findProblem(spec);
    const { layout, data } = made;
    if (theta.length !== layout.parameterCount) return null;
    if (isMoving && data.samples * theta.length > AFFORDABLE) return null;
    const reading = measureSet(spec, made, theta);
    known = { spec, theta, reading };
    return reading;
  };
}

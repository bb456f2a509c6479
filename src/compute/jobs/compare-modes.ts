import { evaluatePoint, type PathProfile, profileLine } from "../../convexity/lines/path-profile";
import type { Spec } from "../../experiment/spec";
import type { Parameters } from "../../model/network/layout";
import { matchUnits } from "../../model/network/match-units";
import { makeProblem } from "../../model/problem";
import { decisionThreshold, measureAccuracy } from "../../model/report/accuracy";
import { measureLength } from "../../numeric/measure-length";
import type { PointEvaluator } from "../../slice/evaluator";
import { dotProduct, subtractParameters } from "../../slice/plane/direction";
import type { TaskContext } from "./task-context";

/** Two solutions of one network, on the data and the loss of a spec. */
export interface ModesRequest {
  readonly spec: Spec;
  /** [parameterCount], finite; not changed, nor is `to`. */
  readonly from: Parameters;
  readonly to: Parameters;
}

/** Loss, accuracy and length of one solution, in float64. */
export interface ModeValues {
  readonly loss: number;
  /** |loss − true loss| is at most this; +∞ where no bound is known. */
  readonly lossError: number;
  /** The share of correctly classified samples, 0 to 1; null where the data has no classes. */
  readonly accuracy: number | null;
  /** ‖θ‖ */
  readonly length: number;
}

/** Two solutions of one network, side by side. */
export interface ModeComparison {
  readonly from: ModeValues;
  readonly to: ModeValues;
  /** ‖θ_to − θ_from‖ */
  readonly distance: number;
  /** The cosine of the angle between the two vectors θ; null where one is 0. */
  readonly cosine: number | null;
  readonly line: PathProfile;
  /** The same for the copy of the second whose hidden units are matched to the first's; null without a hidden layer. */
  readonly matched: { readonly distance: number; readonly line: PathProfile } | null;
}

/**
 * Compares two solutions of one network on the data and the loss of a spec, in float64. It reports the fraction that is done.
 *
 * @throws DOMException named AbortError when the signal is aborted
 */
export async function compareModes(
  { spec, from, to }: ModesRequest,
  { signal, report }: Pick<TaskContext<number>, "signal" | "report">,
  evaluator?: PointEvaluator,
): Promise<ModeComparison> {
  const problem = makeProblem(spec);
  const { layout, data } = problem;
  const profile = (other: Parameters, begin: number, end: number): Promise<PathProfile> => {
    const onProgress = (fraction: number) => report(begin + fraction * (end - begin));
    return profileLine(problem, from, other, { evaluator, signal, onProgress });
  };
  const threshold = decisionThreshold(spec.loss, spec.network);
  const describe = (theta: Parameters): ModeValues => ({
    ...evaluatePoint(problem, theta),
    accuracy: measureAccuracy(layout, data, theta, threshold),
    length: measureLength(theta),
  });
  const hasHidden = layout.layers.length > 1;
  const copy = hasHidden ? matchUnits(layout, from, to) : null;
  return {
    from: describe(from),
    to: describe(to),
    distance: measureLength(subtractParameters(to, from)),
    cosine: measureCosine(from, to),
    line: await profile(to, 0, copy ? 0.5 : 1),
    matched: copy && {
      distance: measureLength(subtractParameters(copy, from)),
      line: await profile(copy, 0.5, 1),
    },
  };
}

function measureCosine(one: Parameters, other: Parameters): number | null {
  const lengths = [measureLength(one), measureLength(other)] as const;
  if (lengths[0] === 0 || lengths[1] === 0) return null;
  const unit = (theta: Parameters, length: number) => theta.map((entry) => entry / length);
  return Math.max(-1, Math.min(1, dotProduct(unit(one, lengths[0]), unit(other, lengths[1]))));
}

import type { Comparison } from "../../convexity/survey/comparison";
import type { MedianInterval } from "../../convexity/survey/sign-test";
import type { ActivationSummary, SurveySummary } from "../../convexity/survey/summary";
import type { Activation } from "../../experiment/spec";
import type { BackendInfo } from "../../slice/backend-info";
import { ACTIVATION_NAMES, joinWords } from "../../words/names";
import { formatFraction, formatNumber } from "../../words/numbers";

/** The results of a survey in sentences. */
export interface SurveyWords {
  /** What the comparison of the activations shows. */
  readonly conclusion: string;
  /** How many random planes show a negative λmin; empty where no λmin is known. */
  readonly hidden: string;
  /** What the results do not show. */
  readonly limits: string;
}

/** A difference is called shown where p is at most this. */
const SIGNIFICANT = 0.05;
/** With fewer units no outcome of a sign test has a p below 5 %. */
const LEAST_UNITS = 6;
/** Where the mean share of undecided points is at least this, a sentence says that the true shares may be larger. */
const NOTABLE_UNDECIDED = 0.01;

export function describeSurvey(summary: SurveySummary, backend: BackendInfo): SurveyWords {
  if (backend.floatBits === 16) {
    const conclusion =
      "This device computes with 16-bit floats. They are too coarse to prove anything, so no plane shows anything.";
    return { conclusion, hidden: describeHidden(summary.activations), limits: "" };
  }
  const { activations, comparisons } = summary;
  const [only, ...more] = comparisons;
  const conclusion = only && more.length === 0 ? describeComparison(only) : describeComparisons(comparisons);
  return {
    conclusion,
    hidden: describeHidden(activations),
    limits: [describeFailed(activations), describeUndecided(activations), describeScope(comparisons)]
      .filter(Boolean)
      .join(" "),
  };
}

/** "Sigmoid, ReLU and Tanh". */
function listNames(names: readonly Activation[]): string {
  const labels = names.map((name) => ACTIVATION_NAMES[name].label);
  return joinWords(labels);
}

function describeComparison(comparison: Comparison): string {
  const { greater, less, equal, p, median, interval } = comparison;
  const [of, against] = [ACTIVATION_NAMES[comparison.of].label, ACTIVATION_NAMES[comparison.against].label];
  const units = greater + less + equal;
  if (units === 0 || median === null) {
    return `No plane was measured for both ${against} and ${of}, so there is nothing to compare.`;
  }
  if (greater + less === 0) return `On the same planes, ${of} and ${against} have the same non-convex share.`;
  const [most, relation] = greater > less ? [greater, "larger"] : [less, "smaller"];
  const count = `${most} of ${countUnits(comparison)}`;
  const points = `${formatNumber(100 * Math.abs(median))} percentage points in the median`;
  const test = `sign test, p = ${formatNumber(p, 2)}${interval ? `; difference ${describeInterval(interval)}` : ""}`;
  if (p <= SIGNIFICANT) {
    return `On the same planes, the non-convex share is ${relation} with ${of} than with ${against}: for ${count}, by ${points} (${test}).`;
  }
  if (units < LEAST_UNITS) {
    return `The non-convex share is ${relation} with ${of} than with ${against} for ${count}. These are too few to show a difference (${test}): a sign test needs at least ${LEAST_UNITS}.`;
  }
  if (greater === less) {
    return `No difference between ${of} and ${against} is shown: the non-convex share is larger as often as smaller, each for ${count} (${test}).`;
  }
  return `No difference between ${of} and ${against} is shown: the non-convex share is ${relation} with ${of} for ${count} (${test}).`;
}

/** The interval of the median: "−15.1 to 3.32 points at 96.1 %". */
function describeInterval({ lower, upper, coverage }: MedianInterval): string {
  return `${formatNumber(100 * lower)} to ${formatNumber(100 * upper)} points at ${formatFraction(coverage)}`;
}

function describeComparisons(comparisons: readonly Comparison[]): string {
  const [first] = comparisons;
  if (!first) return "";
  const shown = (wanted: (comparison: Comparison) => boolean) =>
    comparisons.filter(wanted).map((comparison) => comparison.of);
  const isShown = ({ adjustedP }: Comparison) => adjustedP <= SIGNIFICANT;
  const parts = [
    { names: shown((one) => isShown(one) && one.greater > one.less), relation: "larger" },
    { names: shown((one) => isShown(one) && one.greater < one.less), relation: "smaller" },
    { names: shown((one) => !isShown(one)), relation: "" },
  ].filter(({ names }) => names.length > 0);
  const said = parts.map(({ names, relation }) =>
    relation ? `it is ${relation} with ${listNames(names)}` : `no difference is shown for ${listNames(names)}`,
  );
  const tests = `sign tests over ${countUnits(first)}, adjusted for ${comparisons.length} comparisons`;
  return `The non-convex share on the same planes, against ${ACTIVATION_NAMES[first.against].label}: ${said.join("; ")} (${tests}).`;
}

/** "20 seeds", "1 plane". */
function countUnits({ unit, greater, less, equal }: Comparison): string {
  const units = greater + less + equal;
  return `${units} ${unit}${units === 1 ? "" : "s"}`;
}

/** "λmin of the whole Hessian is below 0 at 20 of 20 Sigmoid and 18 of 20 ReLU networks. Of the 190 random planes through them, none shows …" */
function describeHidden(activations: readonly ActivationSummary[]): string {
  const known = activations.filter(({ lambdaMin }) => lambdaMin !== null);
  if (known.length === 0) return "";
  const total = (count: (summary: ActivationSummary) => number) => known.reduce((sum, one) => sum + count(one), 0);
  const below = known
    .filter(({ centersBelowZero }) => centersBelowZero > 0)
    .map(
      ({ activation, centersBelowZero, lambdaMin }) =>
        `${centersBelowZero} of ${lambdaMin?.count} ${ACTIVATION_NAMES[activation].label}`,
    );
  if (below.length === 0) return "At none of these networks is λmin shown to be below 0.";
  const planes = total(({ blindness }) => blindness.planes);
  const showing = total(({ blindness }) => blindness.showing);
  const undecided = total(({ blindness }) => blindness.undecided);
  const shown = showing === 0 ? "none shows" : showing === 1 ? "1 shows" : `${showing} show`;
  const rest = undecided > 0 ? ` (${undecided} undecided)` : "";
  return `λmin of the whole Hessian is below 0 at ${joinWords(below)} networks. Of the ${planes} random ${planes === 1 ? "plane" : "planes"} through them, ${shown} negative curvature at that point${rest}.`;
}

function describeFailed(activations: readonly ActivationSummary[]): string {
  const failed = activations.filter(({ planes }) => planes.failed > 0);
  if (failed.length === 0) return "";
  const counts = failed.map(
    ({ activation, planes }) =>
      `${planes.failed} of ${planes.failed + planes.measured} planes of ${ACTIVATION_NAMES[activation].label}`,
  );
  return `Not measured, and in no other number: ${counts.join(", ")}. Most often their training diverged.`;
}

function describeUndecided(activations: readonly ActivationSummary[]): string {
  const most = activations.reduce((high, { undecided }) => Math.max(high, undecided?.mean ?? 0), 0);
  if (most < NOTABLE_UNDECIDED) return "";
  return `Up to ${formatFraction(most)} of a plane is undecided on average, so the true shares may be larger.`;
}

function describeScope(comparisons: readonly Comparison[]): string {
  const what = comparisons.some(({ unit }) => unit === "plane")
    ? "to these weights, and to planes of this size"
    : "to this data, network and training, and to planes of this size";
  return `The result applies only ${what}. A plane that shows nothing is not proved convex.`;
}

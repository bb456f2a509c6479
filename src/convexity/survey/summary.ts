import type { Activation } from "../../experiment/spec";
import { type Comparison, compareActivations } from "./comparison";
import { type Distribution, summarizeValues } from "./distribution";
import { isBelowZero, type SurveyCenter, type SurveyFindings, type SurveyRow } from "./survey";

/** The statistics of one activation in a survey. */
export interface ActivationSummary {
  readonly activation: Activation;
  readonly centers: { readonly found: number; readonly failed: number };
  readonly planes: { readonly measured: number; readonly failed: number };
  /** The distribution, over the measured planes, of the fraction of a plane that is shown to be not convex. */
  readonly nonconvex: Distribution | null;
  /** The same for the fraction of a plane that is undecided. */
  readonly undecided: Distribution | null;
  /** Number of measured planes with at least one point that is shown to be not convex. */
  readonly planesShowing: number;
  /** λmin over the centres, and the number of centres where it is below 0 by more than its bound. */
  readonly lambdaMin: Distribution | null;
  readonly centersBelowZero: number;
  readonly blindness: Blindness;
}

/**
 * How many random planes show a negative λmin at the point through which they are laid. It counts the planes through centres where λmin is
 * certainly below 0, by the sign of the smaller eigenvalue of the plane's own Hessian there.
 */
export interface Blindness {
  readonly planes: number;
  /** The eigenvalue is below 0 by more than its bound: the plane shows the negative λmin. */
  readonly showing: number;
  /** The eigenvalue is certainly not below 0: the plane hides it. */
  readonly hiding: number;
  /** The eigenvalue is within its bound of 0, or not finite. */
  readonly undecided: number;
}

export interface SurveySummary {
  readonly activations: readonly ActivationSummary[];
  /** Every activation except the first, compared with the first. */
  readonly comparisons: readonly Comparison[];
}

/** Summarizes a complete or partial survey. */
export function summarizeSurvey(findings: SurveyFindings): SurveySummary {
  return {
    activations: findings.activations.map((activation) => summarizeActivation(findings, activation)),
    comparisons: compareActivations(findings),
  };
}

function summarizeActivation({ centers, rows }: SurveyFindings, activation: Activation): ActivationSummary {
  const own = centers.filter((center) => center.activation === activation);
  const planes = rows.filter((row) => row.activation === activation);
  const found = own.filter(({ status }) => status === "trained" || status === "given");
  const measured = planes.filter(({ status }) => status === "measured");
  const hessians = own.flatMap(({ hessian }) => (hessian ? [hessian] : []));
  return {
    activation,
    centers: { found: found.length, failed: own.length - found.length },
    planes: { measured: measured.length, failed: planes.length - measured.length },
    nonconvex: summarizeValues(measured.flatMap(({ nonconvex }) => nonconvex ?? [])),
    undecided: summarizeValues(measured.flatMap(({ classes }) => classes?.undecided ?? [])),
    planesShowing: measured.filter(({ nonconvex }) => nonconvex !== null && nonconvex > 0).length,
    lambdaMin: summarizeValues(hessians.map(({ min }) => min)),
    centersBelowZero: hessians.filter(isBelowZero).length,
    blindness: countBlindness(own, measured),
  };
}

function countBlindness(centers: readonly SurveyCenter[], rows: readonly SurveyRow[]): Blindness {
  const below = new Set(
    centers.filter(({ hessian }) => hessian !== null && isBelowZero(hessian)).map(({ weightSeed }) => weightSeed),
  );
  const through = rows.filter(({ weightSeed }) => below.has(weightSeed));
  const showing = through.filter(({ center }) => center !== null && center.min + center.error < 0).length;
  const hiding = through.filter(({ center }) => center !== null && center.min - center.error >= 0).length;
  return { planes: through.length, showing, hiding, undecided: through.length - showing - hiding };
}

import type { SurveySummary } from "../../convexity/survey/summary";
import { isBelowZero, type SurveyFindings } from "../../convexity/survey/survey";
import { fitShareAxis, fitSignedAxis } from "../../figure/strip-axis";
import type { Strip, StripPanel, StripPlot } from "../../figure/strip-plot";
import type { BackendInfo } from "../../slice/backend-info";
import { ACTIVATION_NAMES } from "../../words/names";
import { formatFraction, formatNumber } from "../../words/numbers";
import { describeSurvey } from "./survey-sentence";

/** The two distributions of a survey. Each has one axis for all activations. */
export function plotSurvey(findings: SurveyFindings, summary: SurveySummary, backend: BackendInfo): StripPlot {
  const { conclusion, hidden } = describeSurvey(summary, backend);
  const panels = [plotShares(findings, summary), plotLambdas(findings, summary)].filter((panel) => panel !== null);
  const medians = summary.activations.map(
    ({ activation, nonconvex }) =>
      `${ACTIVATION_NAMES[activation].label} ${nonconvex ? formatFraction(nonconvex.median) : "not measured"}`,
  );
  return {
    title: `Random planes: ${summary.activations.map(({ activation }) => ACTIVATION_NAMES[activation].label).join(", ")}`,
    description: `Median share of a plane shown to be not convex: ${medians.join(", ")}. ${conclusion} ${hidden}`,
    panels,
    notes: [
      panels.length > 1 ? "Each dot is a plane; in the lower plot, a network." : "Each dot is a plane.",
      "Bar: the middle half of the values; tick: the median.",
    ],
  };
}

function plotShares({ rows }: SurveyFindings, { activations }: SurveySummary): StripPanel {
  const strips = activations.map(({ activation, nonconvex, planesShowing }): Strip => {
    const shares = rows.flatMap((row) => (row.activation === activation ? (row.nonconvex ?? []) : []));
    return {
      label: ACTIVATION_NAMES[activation].label,
      note: nonconvex
        ? `median ${formatFraction(nonconvex.median)}; ${planesShowing} of ${nonconvex.count} above 0`
        : "",
      dots: shares.map((value) => ({ value, marked: false })),
      distribution: nonconvex,
    };
  });
  const axis = fitShareAxis(strips.flatMap(({ dots }) => dots.map(({ value }) => value)));
  return { title: "Share of a plane shown to be not convex", axis, strips };
}

function plotLambdas({ centers }: SurveyFindings, { activations }: SurveySummary): StripPanel | null {
  if (activations.every(({ lambdaMin }) => lambdaMin === null)) return null;
  const strips = activations.map(({ activation, lambdaMin, centersBelowZero }): Strip => {
    const hessians = centers.flatMap((center) => (center.activation === activation ? (center.hessian ?? []) : []));
    return {
      label: ACTIVATION_NAMES[activation].label,
      note: lambdaMin
        ? `median ${formatNumber(lambdaMin.median)}; ${centersBelowZero} of ${lambdaMin.count} below 0`
        : "",
      dots: hessians.map((hessian) => ({ value: hessian.min, marked: isBelowZero(hessian) })),
      distribution: lambdaMin,
    };
  });
  const axis = fitSignedAxis(strips.flatMap(({ dots }) => dots.map(({ value }) => value)));
  return { title: "λmin of the whole Hessian at the centre", axis, strips };
}

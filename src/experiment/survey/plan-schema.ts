import * as v from "valibot";
import { describeIssue, parseJson, SpecError } from "../parse";

export const PLAN_LIMITS = {
  cases: { min: 1, max: 10_000_000 },
  /** Number of entries of `vary`. */
  ranges: { min: 1, max: 32 },
  /** Number of values of one range. */
  values: { min: 1, max: 1_000_000 },
} as const;

/** What may be measured of a case. */
export const MEASURES = ["classes", "lambdaMin", "fullHessian", "verdict", "certificate"] as const;
export type Measure = (typeof MEASURES)[number];

/** Each survey has one backend: two of them may train to weights that differ by rounding. */
export const SURVEY_BACKENDS = ["processor", "reference", "webgl"] as const;
export type SurveyBackend = (typeof SURVEY_BACKENDS)[number];

const count = v.pipe(v.number(), v.integer(), v.minValue(PLAN_LIMITS.values.min), v.maxValue(PLAN_LIMITS.values.max));
const RangeSchema = v.union([
  v.strictObject({ from: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 32 - 1)), count }),
  v.pipe(v.array(v.unknown()), v.minLength(PLAN_LIMITS.values.min), v.maxLength(PLAN_LIMITS.values.max)),
]);

/** The survey plan of the contract, version 1: a spec, the fields that vary with their values, and what is measured. */
const PlanSchema = v.strictObject({
  format: v.literal("losscape-survey-plan"),
  version: v.literal(1),
  spec: v.record(v.string(), v.unknown()),
  vary: v.pipe(
    v.record(v.string(), RangeSchema),
    v.minEntries(PLAN_LIMITS.ranges.min),
    v.maxEntries(PLAN_LIMITS.ranges.max),
  ),
  measure: v.optional(v.pipe(v.array(v.picklist(MEASURES)), v.minLength(1)), [
    "classes",
    "lambdaMin",
    "fullHessian",
    "verdict",
  ]),
  /** What computes; the processor where nothing is said. */
  backend: v.optional(v.picklist(SURVEY_BACKENDS)),
  /** The hash of the rest, in the plan of a survey that runs. */
  hash: v.optional(v.string()),
});

export type SurveyPlanDocument = v.InferOutput<typeof PlanSchema>;
export type VariedRange = v.InferOutput<typeof RangeSchema>;

/**
 * Reads a survey plan from any value. Whether its cases can be run is checked by the product of its ranges (case-product.ts).
 * @throws SpecError with one sentence that names the first offending field
 */
export function parseSurveyPlan(input: unknown): SurveyPlanDocument {
  const result = v.safeParse(PlanSchema, input, { abortEarly: true });
  if (!result.success) throw new SpecError(describePlanIssue(result.issues[0]));
  const twice = result.output.measure.find((name, i, names) => names.indexOf(name) < i);
  if (twice !== undefined) throw new SpecError(`survey.measure: ${twice} appears twice`);
  return result.output;
}

/** Reads a survey plan from JSON text. @throws SpecError also when the text is not JSON */
export function parseSurveyPlanText(text: string): SurveyPlanDocument {
  return parseSurveyPlan(parseJson("survey", text));
}

function describePlanIssue(issue: v.BaseIssue<unknown>): string {
  const entries = String(issue.received);
  if (issue.type === "min_entries") return "survey.vary: names no field, so there is nothing to survey";
  if (issue.type === "max_entries") return `survey.vary: ${entries} fields are more than ${issue.requirement}`;
  return describeIssue("survey", issue);
}

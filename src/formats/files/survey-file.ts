import * as v from "valibot";
import { POINT_CLASSES } from "../../convexity/points/point-class";
import { type SurveySummary, summarizeSurvey } from "../../convexity/survey/summary";
import type { SurveyCenter, SurveyFindings, SurveyRow } from "../../convexity/survey/survey";
import { LIMITS } from "../../experiment/limits";
import { deepFreeze, describeIssue, parseJson, parseSpec, SpecError } from "../../experiment/parse";
import { ACTIVATIONS, type Spec } from "../../experiment/spec";
import type { BackendInfo } from "../../slice/backend-info";
import { CenterHessianSchema } from "./hessian-schema";

export const SURVEY_LIMITS = {
  /** Number of planes of each activation. */
  planes: { min: 1, max: 10_000 },
  /** Number of trainings of each activation, at most the number of planes. */
  seeds: { min: 1, max: 10_000 },
  activations: { min: 2, max: ACTIVATIONS.length },
  /** Most points along a side of a surveyed plane; a finer grid of the spec is made coarser. */
  side: 33,
} as const;

/** The settings of a survey in addition to its spec. */
export interface SurveyRequest {
  readonly planes: number;
  /** Null: the default number. */
  readonly seeds: number | null;
  /** Two or more; each is compared with the first. */
  readonly activations: readonly (typeof ACTIVATIONS)[number][];
}

/** The survey file, version 1. */
export interface SurveyDocument extends SurveyFindings {
  readonly format: "losscape-survey";
  readonly version: 1;
  /** The spec as surveyed: with a random plane and the survey's coarser grid, but with the original activation and seeds. */
  readonly spec: Spec;
  /** Requested numbers of planes and seeds of each activation. */
  readonly planned: { readonly planes: number; readonly seeds: number };
  /** False where the survey was cancelled. */
  readonly complete: boolean;
  readonly summary: SurveySummary;
  readonly backend: BackendInfo;
  /** Milliseconds. */
  readonly timings: Readonly<Record<string, number>>;
}

/** Writes a complete or partial survey with its summary. */
export function writeSurvey(
  parts: Omit<SurveyDocument, "format" | "version" | "complete" | "summary">,
): SurveyDocument {
  const { spec, planned, activations, centers, rows, backend, timings } = parts;
  return {
    format: "losscape-survey",
    version: 1,
    spec,
    activations,
    planned,
    complete: rows.length === activations.length * planned.planes,
    centers,
    rows,
    summary: summarizeSurvey(parts),
    backend,
    timings,
  };
}

const wholeWithin = (limit: { min: number; max: number }) =>
  v.pipe(v.number(), v.integer(), v.minValue(limit.min), v.maxValue(limit.max));
const count = wholeWithin({ min: 0, max: 2 ** 31 });
const finite = v.pipe(v.number(), v.finite());
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const seed = wholeWithin(LIMITS.seed);
const activation = v.picklist(ACTIVATIONS);
const sentence = v.pipe(v.string(), v.maxLength(2_000));
const activations = v.pipe(
  v.array(activation),
  v.minLength(SURVEY_LIMITS.activations.min),
  v.maxLength(SURVEY_LIMITS.activations.max),
);

const RequestSchema = v.strictObject({
  planes: v.optional(wholeWithin(SURVEY_LIMITS.planes), 100),
  seeds: v.optional(v.nullable(wholeWithin(SURVEY_LIMITS.seeds)), null),
  activations: v.optional(activations, ["sigmoid", "relu"]),
});

/**
 * Reads the settings of a survey from any value: fills in the defaults and checks the limits.
 * @throws SpecError with one sentence that names the first offending field, such as `survey.planes`
 */
export function parseSurveyRequest(input: unknown): SurveyRequest {
  const result = v.safeParse(RequestSchema, input, { abortEarly: true });
  if (!result.success) throw new SpecError(describeIssue("survey", result.issues[0]));
  checkActivations(result.output.activations);
  return result.output;
}

function checkActivations(names: readonly string[]): void {
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) throw new SpecError(`survey.activations: ${twice} appears twice`);
}

const CenterSchema: v.GenericSchema<unknown, SurveyCenter> = v.strictObject({
  activation,
  weightSeed: v.nullable(seed),
  status: v.picklist(["trained", "given", "diverged", "failed"]),
  message: sentence,
  step: v.nullable(count),
  loss: v.nullable(finite),
  hessian: v.nullable(CenterHessianSchema),
});

const RowSchema: v.GenericSchema<unknown, SurveyRow> = v.strictObject({
  activation,
  weightSeed: v.nullable(seed),
  planeSeed: seed,
  status: v.picklist(["measured", "diverged", "failed"]),
  message: sentence,
  classes: v.nullable(v.strictObject(v.entriesFromList(POINT_CLASSES, share))),
  nonconvex: v.nullable(share),
  lowest: v.nullable(v.strictObject({ curvature: finite, error: finite })),
  center: v.nullable(v.strictObject({ min: finite, max: finite, error: finite })),
});

const MOST_ROWS = SURVEY_LIMITS.planes.max * SURVEY_LIMITS.activations.max;

const SurveySchema = v.strictObject({
  format: v.literal("losscape-survey"),
  version: v.literal(1),
  spec: v.unknown(),
  activations,
  planned: v.strictObject({ planes: wholeWithin(SURVEY_LIMITS.planes), seeds: wholeWithin(SURVEY_LIMITS.seeds) }),
  complete: v.boolean(),
  centers: v.pipe(v.array(CenterSchema), v.maxLength(MOST_ROWS)),
  rows: v.pipe(v.array(RowSchema), v.maxLength(MOST_ROWS)),
  summary: v.unknown(),
  backend: v.strictObject({
    kind: v.picklist(["webgl", "processor", "reference"]),
    renderer: v.pipe(v.string(), v.maxLength(1_000)),
    floatBits: v.picklist([16, 32, 64]),
  }),
  timings: v.record(v.string(), finite),
});

/**
 * Reads a survey from JSON text. It does not trust the summary in the file, but computes it again from the rows.
 * @throws SpecError with one sentence that names the first offending field
 */
export function parseSurveyText(text: string): SurveyDocument {
  const result = v.safeParse(SurveySchema, parseJson("survey", text), { abortEarly: true });
  if (!result.success) throw new SpecError(describeIssue("survey", result.issues[0]));
  const { spec, ...rest } = result.output;
  checkActivations(rest.activations);
  const stranger = [...rest.centers, ...rest.rows].find((entry) => !rest.activations.includes(entry.activation));
  if (stranger) throw new SpecError(`survey.rows: ${stranger.activation} is not one of survey.activations`);
  return deepFreeze(writeSurvey({ ...rest, spec: parseSpec(spec) }));
}

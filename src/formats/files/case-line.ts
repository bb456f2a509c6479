import * as v from "valibot";
import { POINT_CLASSES } from "../../convexity/points/point-class";
import { describeIssue, parseJson, SpecError } from "../../experiment/parse";
import { CenterHessianSchema } from "./hessian-schema";

const finite = v.pipe(v.number(), v.finite());
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const sentence = v.pipe(v.string(), v.maxLength(2_000));

/** What is measured of a case; null where the plan does not ask for it, or there is no number. */
const measured = {
  /** The outcome: `failed` is a case that cannot be computed, `diverged` one whose training has no finite end. */
  status: v.picklist(["measured", "diverged", "failed"]),
  /** One sentence where nothing was measured, or not all; else empty. */
  message: sentence,
  /** The fraction of the grid's points of each class. */
  classes: v.nullable(v.strictObject(v.entriesFromList(POINT_CLASSES, share))),
  /** The smaller eigenvalue, and its error bound, at the grid point where eigenvalue plus bound is lowest. */
  lowest: v.nullable(v.strictObject({ curvature: finite, error: finite })),
  /** The eigenvalues of the slice's own 2×2 Hessian at the centre, and a bound on the error of each. */
  center: v.nullable(v.strictObject({ min: finite, max: finite, error: finite })),
  /** λmin of the whole Hessian at the centre, 0 where it lies within its error bound of 0. */
  lambdaMin: v.nullable(finite),
  lambdaMinError: v.nullable(finite),
  fullHessian: v.nullable(CenterHessianSchema),
  verdict: v.nullable(
    v.strictObject({
      kind: v.picklist(["not-convex", "convex-by-theorem", "undecided"]),
      scope: v.picklist(["loss", "slice"]),
      reason: sentence,
    }),
  ),
  /** A proof that the whole loss is not convex, or null; absent where the plan does not ask for it. */
  certificate: v.optional(v.unknown()),
  /** The loss at the centre. */
  loss: v.nullable(finite),
};

const MeasurementSchema = v.strictObject(measured);
export type CaseMeasurement = v.InferOutput<typeof MeasurementSchema>;

const CaseLineSchema = v.strictObject({
  case: count,
  hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
  factors: v.record(v.string(), v.unknown()),
  ...measured,
  /** How often the shard was started before this case was computed, from 1. */
  attempt: count,
  /** Milliseconds. */
  ms: finite,
});

/** One line of cases-<shard>.jsonl. */
export type CaseLine = v.InferOutput<typeof CaseLineSchema>;

/** Reads one line. @throws SpecError with one sentence that names the first offending field */
export function parseCaseLine(text: string): CaseLine {
  const result = v.safeParse(CaseLineSchema, parseJson("case", text), { abortEarly: true });
  if (!result.success) throw new SpecError(describeIssue("case", result.issues[0]));
  return result.output;
}

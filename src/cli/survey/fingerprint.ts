import { createHash } from "node:crypto";
import { SpecError } from "../../experiment/parse";
import type { SurveyCase } from "../../experiment/survey/case-product";
import type { SurveyBackend, SurveyPlanDocument } from "../../experiment/survey/plan-schema";

/** A plan that says everything on which its cases depend, with its hash. */
export interface SettledPlan extends SurveyPlanDocument {
  readonly backend: SurveyBackend;
  readonly hash: string;
}

/**
 * Completes a plan by its backend and its hash.
 * @param backend  the choice of the command line; null: that of the plan
 * @throws SpecError where the plan states another hash: it was changed after its survey began
 */
export function settlePlan(plan: SurveyPlanDocument, backend: SurveyBackend | null): SettledPlan {
  const { hash: stated, ...rest } = plan;
  const settled = { ...rest, backend: backend ?? plan.backend ?? "processor" };
  const hash = fingerprint(settled);
  if (stated !== undefined && stated !== hash) throw new SpecError("survey.hash: is not the hash of this plan");
  return { ...settled, hash };
}

/** The hash of a case's content: the same for the same experiment, measures and backend, whatever the plan around them. */
export function hashCase({ measure, backend }: SettledPlan, { spec }: SurveyCase): string {
  return fingerprint({ spec, measure: [...measure].sort(), backend });
}

/** 128 bits of SHA-256 of a value's JSON with sorted keys, as 32 hexadecimal digits. */
function fingerprint(value: unknown): string {
  return createHash("sha256")
    .update(JSON.stringify(sortKeys(value)))
    .digest("hex")
    .slice(0, 32);
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, entry]) => [key, sortKeys(entry)]),
  );
}

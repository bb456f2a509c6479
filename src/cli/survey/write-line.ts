import type { SurveyCase } from "../../experiment/survey/case-product";
import type { CaseLine, CaseMeasurement } from "../../formats/files/case-line";

/** The line of a case, its fields in the order of the contract. */
export function writeLine(
  { index, hash, factors }: SurveyCase & { readonly hash: string },
  measurement: CaseMeasurement,
  { attempt, ms }: Pick<CaseLine, "attempt" | "ms">,
): string {
  const line: CaseLine = {
    case: index,
    hash,
    factors: { ...factors },
    ...measurement,
    attempt,
    ms: Math.round(ms * 1000) / 1000,
  };
  return JSON.stringify(line);
}

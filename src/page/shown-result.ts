import type { LandscapeOutcome } from "../compute/jobs/landscape-outcome";
import { parseSpec } from "../experiment/parse";
import type { Spec } from "../experiment/spec";
import {
  type ResultDocument,
  readCreases,
  readExplained,
  readFullHessian,
  readLandscape,
  readPlaneMeasure,
} from "../formats/files/result-file";

/** What the page shows of a result. A result contains a certificate but not the finding that it was made from. */
export function readOutcome(result: ResultDocument): { readonly spec: Spec; readonly outcome: LandscapeOutcome } {
  const { verdict, timings } = result;
  const explained = readExplained(result);
  const outcome = {
    landscape: readLandscape(result),
    verdict,
    timings,
    measure: readPlaneMeasure(result),
    finding: null,
    creases: readCreases(result),
    fullHessian: readFullHessian(result),
    ...(explained ? { explained } : {}),
  };
  return { spec: parseSpec(result.spec), outcome };
}

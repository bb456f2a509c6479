import type { FactorStatistics } from "../../convexity/survey/factor-summary";
import type { CaseCounts } from "../../formats/files/merged-survey-file";

/** What a merge found. */
export interface MergeOutcome {
  readonly counts: CaseCounts;
  readonly duplicates: number;
  readonly gaps: readonly string[];
  readonly failures: readonly string[];
  readonly faults: readonly string[];
  readonly summary: FactorStatistics;
  /** Whether nothing is missing, failed, faulty or contradicts what is known. */
  readonly isClean: boolean;
}

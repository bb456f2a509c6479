import type { FactorStatistics } from "../../convexity/survey/factor-summary";
import type { SurveyPlanDocument } from "../../experiment/survey/plan-schema";
import type { CaseLine } from "./case-line";

/** A case of a merged survey: its line without attempt and time, so that any number of shards gives the same file. */
export type MergedCase = Omit<CaseLine, "attempt" | "ms">;

/** How many cases have which outcome, and what was wrong with lines. */
export interface CaseCounts {
  readonly cases: number;
  readonly measured: number;
  readonly diverged: number;
  readonly failed: number;
  readonly gaps: number;
  readonly faults: number;
}

/** The survey file, version 2: the merged cases of a plan. It ends with the cases, one a line, in the order of their numbers. */
export interface MergedSurvey {
  readonly format: "losscape-survey";
  readonly version: 2;
  readonly plan: SurveyPlanDocument;
  /** Whether every case has a line, none failed, and every line could be used. */
  readonly complete: boolean;
  readonly counts: CaseCounts;
  /** A sentence for each of the first gaps, failures and faults. */
  readonly gaps: readonly string[];
  readonly failures: readonly string[];
  readonly faults: readonly string[];
  readonly summary: FactorStatistics;
  readonly cases: readonly MergedCase[];
}

import { formatExact } from "../../words/numbers";
import type { MergeOutcome } from "./merge-outcome";

/** Most gaps, failures and faults that are printed; survey.json names more. */
const MOST_PRINTED = 10;

/** A merge in some lines: its counts, then what is missing or wrong, by name. */
export function describeMerge({ counts, duplicates, gaps, failures, faults, summary }: MergeOutcome): string {
  const { cases, measured, diverged, failed, gaps: missing } = counts;
  const { convexShownOtherwise, minimaShownOtherwise } = summary.known;
  const lines = [
    `${formatExact(cases)} cases: ${formatExact(measured)} measured, ${formatExact(diverged)} diverged, ${formatExact(failed)} failed, ${formatExact(missing)} gaps; ${formatExact(duplicates)} duplicate lines`,
    ...print(gaps, missing),
    ...print(failures, failed),
    ...print(faults, counts.faults),
  ];
  if (convexShownOtherwise > 0)
    lines.push(`${convexShownOtherwise} slices are convex by a theorem and shown to be not convex`);
  if (minimaShownOtherwise > 0)
    lines.push(`${minimaShownOtherwise} planes curve down at a centre where λmin is above 0`);
  return lines.join("\n");
}

function print(sentences: readonly string[], count: number): string[] {
  const shown = sentences.slice(0, MOST_PRINTED);
  return count > shown.length
    ? [...shown, `and ${formatExact(count - shown.length)} more, as survey.json says`]
    : shown;
}

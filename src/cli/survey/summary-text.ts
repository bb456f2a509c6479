import type { FactorComparison, LevelSummary } from "../../convexity/survey/factor-summary";
import type { CaseProduct } from "../../experiment/survey/case-product";
import { formatExact, formatFraction } from "../../words/numbers";
import { writeComparisonCells } from "./comparison-cells";
import type { SettledPlan } from "./fingerprint";
import type { MergeOutcome } from "./merge-outcome";

/** A merged survey as a page of documentation in Markdown: what was computed, what is known, what it says and what it cannot. */
export function writeSummary(plan: SettledPlan, product: CaseProduct, outcome: MergeOutcome): string {
  const { counts, summary } = outcome;
  const { overall, factors, comparisons, known } = summary;
  const { cases, measured, diverged, failed, gaps, faults } = counts;
  const parts = [
    "# A survey of loss landscapes",
    "This page is written by `npm run survey -- merge DIR --summary FILE.md` from the lines of a survey ([surveys.md](surveys.md)).",
    `${formatExact(cases)} cases around ${formatExact(product.groups)} different weights, by the ${plan.backend}: ${formatExact(measured)} measured, ${formatExact(diverged)} with a training that diverged, ${formatExact(failed)} failed, ${formatExact(gaps)} without a line, ${formatExact(faults)} lines that could not be used. The plan has the hash \`${plan.hash}\`.`,
    "## Checked against what is known",
    [
      `- Of ${formatExact(known.convexByTheorem)} slices that are convex by a theorem, ${formatExact(known.convexShownOtherwise)} show a point that is not convex.`,
      `- Of ${formatExact(known.minima)} planes through a point where λmin is above 0 beyond its error bound, ${formatExact(known.minimaShownOtherwise)} curve down at that point.`,
      `- At ${formatExact(known.decidedByPlane)} further centres λmin lies within its error bound of 0, and the plane alone shows that the loss curves down there.`,
    ].join("\n"),
    "## What it says",
    ...(overall.nonconvex ? [describeOverall(overall)] : []),
    ...factors.map(({ factor, levels }) => writeLevels(factor, levels)),
    writeComparisons(comparisons),
    "## What it cannot say",
    [
      "- Nothing of other data, networks, trainings, ranges, grids or distributions of planes than those of the plan.",
      "- A share is what is *shown* to be not convex beyond its error bounds: a lower bound. A slice that shows nothing proves nothing convex, and most directions of weight space lie outside every slice.",
      "- Whether minima are good or bad: a loss that is not convex may have no bad minimum at all.",
      "- The tests ask whether a difference has a direction; the seeds are few, so a difference that is not found may still be there.",
    ].join("\n"),
  ];
  return `${parts.join("\n\n")}\n`.replaceAll("\u00a0", " ");
}

function describeOverall({
  nonconvex,
  undecided,
  showing,
  belowZero,
  lambdaMin,
  blindness,
  verdicts,
}: LevelSummary): string {
  const slices = nonconvex!.count;
  const sentences = [
    `Of ${formatExact(slices)} slices, ${formatExact(showing)} (${formatFraction(showing / slices)}) show at least one point that is not convex. On average ${formatFraction(nonconvex!.mean)} of a slice is shown to be not convex, and ${formatFraction(undecided?.mean ?? 0)} is undecided.`,
    ...(lambdaMin
      ? [
          `λmin of the whole Hessian is below 0 by more than its bound in ${formatExact(belowZero)} of ${formatExact(lambdaMin.count)} cases; of these planes, ${formatExact(blindness.showing)} curve down at the centre too, ${formatExact(blindness.hiding)} certainly do not.`,
        ]
      : []),
    `Of the verdicts on the loss or the slice, ${formatExact(verdicts["not-convex"])} are not convex with a certificate, ${formatExact(verdicts["convex-by-theorem"])} convex by a theorem, ${formatExact(verdicts.undecided)} undecided.`,
  ];
  return sentences.join(" ");
}

function writeLevels(factor: string, levels: readonly LevelSummary[]): string {
  const share = (value: number | undefined) => (value === undefined ? "–" : formatFraction(value));
  const rows = levels.map(({ label, cases, nonconvex, undecided, showing, lambdaMin, belowZero, verdicts }) => [
    label.replaceAll("|", "\\|"),
    formatExact(cases.measured),
    share(nonconvex?.mean),
    share(nonconvex?.median),
    nonconvex ? share(showing / nonconvex.count) : "–",
    share(undecided?.mean),
    lambdaMin ? share(belowZero / lambdaMin.count) : "–",
    formatExact(verdicts["not-convex"]),
    formatExact(verdicts["convex-by-theorem"]),
    formatExact(verdicts.undecided),
  ]);
  const head = [
    `\`${factor}\``,
    "measured",
    "mean share not convex",
    "median",
    "slices showing any",
    "mean undecided",
    "λmin below 0",
    "proved not convex",
    "convex by theorem",
    "no proof",
  ];
  return writeTable(head, rows);
}

function writeComparisons(comparisons: readonly FactorComparison[]): string {
  if (comparisons.length === 0) return "No two values of a factor can be compared with all else equal.";
  const rows = comparisons.map((comparison) => {
    const cells = writeComparisonCells(comparison, "too few seeds");
    return [
      cells.name.replaceAll("|", "\\|"),
      cells.pairs,
      cells.counts,
      cells.median,
      cells.interval,
      cells.mean,
      cells.bootstrap,
      cells.p,
    ];
  });
  const head = [
    "",
    "pairs",
    `${comparisons[0]!.unit}s greater / less / equal`,
    "median",
    "its 95 % interval",
    "mean",
    "its 95 % bootstrap",
    "p (Holm)",
  ];
  return `Differences of the share that is not convex, in percentage points, over pairs of cases that are equal in all else:\n\n${writeTable(head, rows)}`;
}

function writeTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = head.map((_, i) => (i === 0 ? "---" : "---:"));
  return [head, rule, ...rows].map(line).join("\n");
}

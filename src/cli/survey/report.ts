import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import {
  type CrossedSummary,
  type FactorComparison,
  type LevelSummary,
  listFactors,
} from "../../convexity/survey/factor-summary";
import { encodeLink } from "../../experiment/link";
import { escapeXml } from "../../experiment/quote";
import { type CaseProduct, describeFactors } from "../../experiment/survey/case-product";
import { DEFAULT_VIEW } from "../../experiment/view";
import type { CaseLine } from "../../formats/files/case-line";
import { nonconvexShare } from "../../formats/tables/case-table";
import { formatExact, formatFraction } from "../../words/numbers";
import { writeComparisonCells } from "./comparison-cells";
import type { SettledPlan } from "./fingerprint";
import type { MergeOutcome } from "./merge-outcome";

/** A case that is a point of a plot. */
export interface PointedCase {
  readonly index: number;
  readonly line: CaseLine;
}

export interface ReportParts {
  readonly plan: SettledPlan;
  readonly product: CaseProduct;
  readonly outcome: MergeOutcome;
  /** Cases spread over the survey; each opens its experiment. */
  readonly points: readonly PointedCase[];
  readonly studio: string;
}

const WIDTH = 860;
const GOLDEN_SECTION = (Math.sqrt(5) - 1) / 2;
/** How a case is drawn. */
const POINT = {
  r: 2.5,
  fill: "currentColor",
  fillOpacity: 0.45,
  href: "link",
  target: "_blank",
  title: "title",
} as const;
const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --line: #c9ced6; --mark: #c8401f; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8eb; --paper: #16181c; --line: #444a54; --mark: #ff7a55; } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 900px; margin: 2rem auto; padding: 0 1rem; }
h1, h2, h3 { line-height: 1.2; } h2 { margin-top: 2.5rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin: 0.5rem 0; }
th, td { padding: 0.2rem 0.7rem; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; }
th { white-space: normal; vertical-align: bottom; }
th:first-child, td:first-child { text-align: left; }
svg { max-width: 100%; height: auto; --plot-background: var(--paper); }
svg a:hover, svg a:focus { stroke: var(--mark); stroke-width: 3px; }
.wrong { color: var(--mark); font-weight: 600; }
summary { cursor: pointer; }
`;

/** The report of a merged survey: one page without scripts, which needs no other file. */
export async function writeReport(parts: ReportParts): Promise<string> {
  const { outcome, plan } = parts;
  const { overall, factors, crossed, comparisons } = outcome.summary;
  const linked = linkPoints(parts);
  const body = [
    "<h1>Survey of loss landscapes</h1>",
    describeCounts(parts),
    describeKnown(outcome),
    "<h2>By factor</h2>",
    `<p>The share of a slice that is <em>shown</em> to be not convex, beyond its error bounds, is a lower bound: the undecided share is in the tables. Boxes hold the middle half of the cases, the line in a box is the median, thin lines reach from the least to the most. Each dot is one of ${formatExact(linked.length)} cases, spread evenly over the survey: it opens its experiment.</p>`,
    writeLevels("All cases", "", [overall]),
    ...factors.map(({ factor, levels }) => drawFactor(factor, levels, linked)),
    ...crossed.map(drawCrossed),
    ...drawLambda(linked),
    "<h2>Comparisons</h2>",
    describeComparisons(comparisons),
    "<h2>The plan</h2>",
    `<details><summary>hash ${plan.hash}, backend ${plan.backend}</summary><pre>${escapeXml(JSON.stringify(plan, null, 1))}</pre></details>`,
    ...listSentences("Gaps", outcome.gaps, outcome.counts.gaps),
    ...listSentences("Failures", outcome.failures, outcome.counts.failed),
    ...listSentences("Lines that were not used", outcome.faults, outcome.counts.faults),
  ];
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Survey of loss landscapes</title><style>${STYLE}</style>`;
  return `<!doctype html>\n<html lang="en"><head>${head}</head><body>\n${body.join("\n")}\n</body></html>\n`;
}

interface LinkedCase {
  readonly nonconvex: number;
  readonly lambdaMin: number | null;
  readonly title: string;
  readonly link: string;
  /** Its label of each factor. */
  readonly labels: Readonly<Record<string, string>>;
}

function linkPoints({ product, points, studio }: ReportParts): LinkedCase[] {
  const factors = listFactors(product);
  return points.flatMap(({ index, line }) => {
    const nonconvex = nonconvexShare(line);
    if (nonconvex === null) return [];
    const { spec, factors: values } = product.caseAt(index);
    return {
      nonconvex,
      lambdaMin: line.lambdaMin,
      title: `case ${index}: ${describeFactors(values)}`,
      link: `${studio}#${encodeLink({ spec, view: DEFAULT_VIEW })}`,
      labels: Object.fromEntries(factors.map(({ name, labels, levelOf }) => [name, labels[levelOf(index)]!])),
    };
  });
}

function describeCounts({ outcome: { counts }, product }: ReportParts): string {
  const { cases, measured, diverged, failed, gaps, faults } = counts;
  const missing = [
    [gaps, "have no line"],
    [failed, "failed"],
    [faults, "lines could not be used"],
  ] as const;
  const wrong = missing.flatMap(([count, what]) => (count > 0 ? [`${formatExact(count)} ${what}`] : []));
  const sentence = `${formatExact(cases)} cases around ${formatExact(product.groups)} different weights: ${formatExact(measured)} measured, ${formatExact(diverged)} with a training that diverged.`;
  return `<p>${sentence}${wrong.length > 0 ? ` <span class="wrong">${wrong.join(", ")}: listed below.</span>` : ""}</p>`;
}

function describeKnown({ summary: { known } }: MergeOutcome): string {
  const row = (what: string, count: number, against: number) =>
    `<tr><td>${what}</td><td>${formatExact(count)}</td><td${against > 0 ? ' class="wrong"' : ""}>${formatExact(against)}</td></tr>`;
  return `<h2>Checked against what is known</h2>
<div class="scroll"><table><tr><th></th><th>cases</th><th>shown otherwise</th></tr>
${row("convex by a theorem: no point may be shown to be not convex", known.convexByTheorem, known.convexShownOtherwise)}
${row("λmin above 0 at the centre: no plane may curve down there", known.minima, known.minimaShownOtherwise)}
</table></div>
<p>At ${formatExact(known.decidedByPlane)} further centres λmin lies within its error bound of 0, and the plane alone shows that the loss curves down there.</p>`;
}

function writeLevels(title: string, factor: string, levels: readonly LevelSummary[]): string {
  const share = (value: number | undefined) => (value === undefined ? "–" : formatFraction(value));
  const rows = levels.map(
    ({ label, cases, nonconvex, undecided, showing, belowZero, lambdaMin, verdicts, blindness }) => [
      escapeXml(label),
      formatExact(cases.measured),
      share(nonconvex?.mean),
      share(nonconvex?.lowerQuartile),
      share(nonconvex?.median),
      share(nonconvex?.upperQuartile),
      nonconvex ? share(showing / nonconvex.count) : "–",
      share(undecided?.mean),
      lambdaMin ? share(belowZero / lambdaMin.count) : "–",
      blindness.planes > 0 ? share(blindness.showing / blindness.planes) : "–",
      formatExact(verdicts["not-convex"]),
      formatExact(verdicts["convex-by-theorem"]),
      formatExact(verdicts.undecided),
    ],
  );
  const head = [
    factor || "",
    "measured",
    "mean share",
    "quartile",
    "median",
    "quartile",
    "slices showing any",
    "mean undecided",
    "λmin below 0",
    "of these, planes showing it",
    "proved not convex",
    "convex by theorem",
    "no proof",
  ];
  return `<h3>${escapeXml(title)}</h3><div class="scroll"><table><tr>${head.map((cell) => `<th>${escapeXml(cell)}</th>`).join("")}</tr>
${rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join("")}</tr>`).join("\n")}</table></div>`;
}

function drawFactor(factor: string, levels: readonly LevelSummary[], linked: readonly LinkedCase[]): string {
  const boxes = levels.flatMap(({ label, nonconvex }) => (nonconvex ? [{ label, ...nonconvex }] : []));
  const table = writeLevels(factor, factor, levels);
  if (boxes.length === 0) return table;
  // The boxes at the left of a value's column, the cases at the right, side by side so that they do not hide one another.
  const isCrowded = levels.length > 6;
  const figure = draw({
    marginBottom: isCrowded ? 90 : 45,
    fx: { label: factor, domain: levels.map(({ label }) => label), tickRotate: isCrowded ? -35 : 0 },
    x: { domain: [-1, 1], axis: null },
    y: { label: "share shown to be not convex", domain: [0, 1], grid: true, tickFormat: "%" },
    marks: [
      Plot.ruleX(boxes, { fx: "label", x: () => -0.5, y1: "least", y2: "most" }),
      Plot.rect(boxes, {
        fx: "label",
        x1: () => -0.9,
        x2: () => -0.1,
        y1: "lowerQuartile",
        y2: "upperQuartile",
        fill: "var(--paper)",
        stroke: "currentColor",
      }),
      Plot.ruleY(boxes, { fx: "label", x1: () => -0.9, x2: () => -0.1, y: "median", strokeWidth: 3 }),
      Plot.dot(linked, {
        fx: (point: LinkedCase) => point.labels[factor],
        x: (_: LinkedCase, i: number) => 0.1 + 0.8 * ((i * GOLDEN_SECTION) % 1),
        y: "nonconvex",
        ...POINT,
      }),
    ],
  });
  return `${table}\n${figure}`;
}

function drawCrossed({ rows, columns, rowLabels, columnLabels, cells }: CrossedSummary): string {
  const entries = cells.flatMap((line, i) =>
    line.flatMap(({ label, nonconvex, showing }, k) => {
      if (!nonconvex) return [];
      const share = showing / nonconvex.count;
      const text = `${formatFraction(share)}\nmean ${formatFraction(nonconvex.mean)}`;
      const title = `${label}: ${formatExact(nonconvex.count)} slices`;
      return [{ row: rowLabels[i]!, column: columnLabels[k]!, share, text, title }];
    }),
  );
  if (entries.length === 0) return "";
  const figure = draw({
    marginLeft: 110,
    marginBottom: columnLabels.length > 6 ? 90 : 45,
    height: 60 + 60 * cells.length,
    x: { label: columns, type: "band", domain: columnLabels, tickRotate: columnLabels.length > 6 ? -35 : 0 },
    y: { label: rows, type: "band", domain: rowLabels },
    color: { type: "linear", domain: [0, 1], scheme: "oranges" },
    marks: [
      Plot.cell(entries, { x: "column", y: "row", fill: "share", title: "title", inset: 1 }),
      Plot.text(entries, {
        x: "column",
        y: "row",
        text: "text",
        fill: ({ share }: { readonly share: number }) => (share > 0.6 ? "#fff" : "#1b1f24"),
      }),
    ],
  });
  return `<h3>${escapeXml(rows)} by ${escapeXml(columns)}</h3><p>The share of slices that show any point to be not convex, and the mean share of a slice.</p>${figure}`;
}

function drawLambda(linked: readonly LinkedCase[]): string[] {
  const points = linked.filter(({ lambdaMin }) => lambdaMin !== null);
  if (points.length === 0) return [];
  const figure = draw({
    marginBottom: 45,
    x: { label: "λmin of the whole Hessian at the centre", ticks: 7 },
    y: { label: "share of the slice shown to be not convex", domain: [0, 1], grid: true, tickFormat: "%" },
    marks: [Plot.ruleX([0]), Plot.dot(points, { x: "lambdaMin", y: "nonconvex", ...POINT })],
  });
  return ["<h3>The slice beside the whole Hessian</h3>", figure];
}

function describeComparisons(comparisons: readonly FactorComparison[]): string {
  if (comparisons.length === 0) return "<p>No two values of a factor can be compared with all else equal.</p>";
  const rows = comparisons.map((comparison) => {
    const { greater, less, equal, leftOut, unit } = comparison;
    const cells = writeComparisonCells(comparison, "too few");
    return [
      escapeXml(cells.name),
      cells.pairs,
      formatExact(leftOut),
      `${formatExact(greater + less + equal)} (${unit})`,
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
    "left out",
    "units",
    "greater / less / equal",
    "median",
    "its 95 % interval",
    "mean",
    "its 95 % bootstrap",
    "p (Holm)",
  ];
  return `<p>Differences of the share shown to be not convex, in percentage points, over pairs of cases that are equal in all else. Cases of one seed share weights or data, so their differences are averaged and the seeds are counted. p is of the exact two-sided sign test, adjusted by Holm’s method for all ${formatExact(comparisons.length)} comparisons; the interval of the median goes with the test; the other resamples the seeds.</p>
<div class="scroll"><table><tr>${head.map((cell) => `<th>${cell}</th>`).join("")}</tr>
${rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join("")}</tr>`).join("\n")}</table></div>`;
}

function listSentences(title: string, sentences: readonly string[], count: number): string[] {
  if (count === 0) return [];
  const more = count > sentences.length ? `<li>and ${formatExact(count - sentences.length)} more</li>` : "";
  return [`<h2>${title}</h2><ul>${sentences.map((text) => `<li>${escapeXml(text)}</li>`).join("")}${more}</ul>`];
}

/** A plot as SVG text. */
function draw(options: Plot.PlotOptions): string {
  const { document } = parseHTML("<html><body></body></html>");
  return Plot.plot({
    marginLeft: 50,
    ...options,
    document: document as unknown as Document,
    width: WIDTH,
    style: { fontSize: "13px" },
  }).outerHTML;
}

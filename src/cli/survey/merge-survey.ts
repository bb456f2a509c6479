import { mkdirSync } from "node:fs";
import path from "node:path";
import type { RunProgress } from "../../compute/studies/scripting";
import { CASE_STATUSES } from "../../convexity/survey/case-columns";
import { type FactorStatistics, summarizeFactors } from "../../convexity/survey/factor-summary";
import { CaseProduct, describeFactors } from "../../experiment/survey/case-product";
import type { MergedCase, MergedSurvey } from "../../formats/files/merged-survey-file";
import { listCaseColumns, writeCaseCells } from "../../formats/tables/case-table";
import { type Cell, writeCsvRows } from "../../formats/tables/table";
import { InputError } from "../input/input-error";
import { DraftFile } from "../output/draft-file";
import { writeOutputs } from "../output/outputs";
import { checkWritable, quoteName } from "../output/read-write";
import { CollectedCases, Named } from "./collect-cases";
import { hashCase, type SettledPlan } from "./fingerprint";
import type { MergeOutcome } from "./merge-outcome";
import { type PointedCase, writeReport } from "./report";
import { writeSummary } from "./summary-text";
import { readPlan } from "./survey-folder";

export interface Merge {
  readonly folders: readonly string[];
  readonly out: string;
  /** The address of the studio that the report's points open. */
  readonly studio: string;
  /** A file for the summary in Markdown, or null. */
  readonly summary: string | null;
  readonly report: (progress: RunProgress) => void;
}

const ROWS_AT_ONCE = 1_000;
/** Points of the report's plots, spread over all cases. */
const PLOTTED = 600;

/**
 * Merges the lines of a survey's folders into survey.csv, survey.json and report.html. The files are the same for any number of shards.
 * @throws InputError where a folder is not of the same survey; nothing is then written
 */
export async function mergeSurvey({ folders, out, studio, summary: page, report }: Merge): Promise<MergeOutcome> {
  const plan = readSamePlan(folders);
  const product = new CaseProduct(plan);
  mkdirSync(out, { recursive: true });
  const [csv, json, html] = ["survey.csv", "survey.json", "report.html"].map((name) => path.join(out, name));
  for (const file of [csv!, json!, html!]) checkWritable("--out", file);
  if (page !== null) checkWritable("--summary", page);
  const cases = new CollectedCases(product, folders);
  const hashOf = (index: number) => hashCase(plan, product.caseAt(index));
  cases.collect(hashOf, (lines) => report({ stage: "reading", fraction: Math.min(1, lines / product.count) / 2 }));
  const [gaps, failures] = nameMissing(product, cases);
  const summary = summarizeFactors(product, cases.columns);
  const outcome = conclude(product, cases, gaps, failures, summary);
  const drafts = [new DraftFile(csv!), new DraftFile(json!), new DraftFile(html!)] as const;
  try {
    const points = writeCases(plan, product, cases, outcome, drafts, (fraction) =>
      report({ stage: "writing", fraction: 0.5 + fraction / 2 }),
    );
    drafts[2].write(await writeReport({ plan, product, outcome, points, studio }));
    for (const draft of drafts) draft.finish();
    if (page !== null) await writeOutputs([{ file: page, content: writeSummary(plan, product, outcome) }]);
  } catch (error) {
    for (const draft of drafts) draft.drop();
    throw error;
  }
  return outcome;
}

function readSamePlan(folders: readonly string[]): SettledPlan {
  const [first, ...others] = folders.map((folder) => ({ folder, plan: readPlan(folder) }));
  const stranger = others.find(({ plan }) => plan.hash !== first!.plan.hash);
  if (stranger) {
    throw new InputError(`DIR: ${quoteName(stranger.folder)} holds another survey than ${quoteName(first!.folder)}`);
  }
  return first!.plan;
}

function nameMissing(product: CaseProduct, cases: CollectedCases): [gaps: Named, failures: Named] {
  const [gaps, failures] = [new Named(), new Named()];
  const failed = CASE_STATUSES.indexOf("failed");
  for (let index = 0; index < product.count; index++) {
    const name = () => `case ${index} (${describeFactors(product.factorsAt(index))})`;
    if (!cases.has(index)) gaps.add(gaps.isFull ? "" : `${name()} has no line`);
    else if (cases.columns.status[index] === failed) {
      failures.add(failures.isFull ? "" : `${name()} failed: ${cases.lineOf(index).message}`);
    }
  }
  return [gaps, failures];
}

function conclude(
  { count }: CaseProduct,
  { faults, duplicates }: CollectedCases,
  gaps: Named,
  failures: Named,
  summary: FactorStatistics,
): MergeOutcome {
  const { measured, diverged, failed, gap } = summary.overall.cases;
  const { convexShownOtherwise, minimaShownOtherwise } = summary.known;
  return {
    counts: { cases: count, measured, diverged, failed, gaps: gap, faults: faults.count },
    duplicates,
    gaps: gaps.sentences,
    failures: failures.sentences,
    faults: faults.sentences,
    summary,
    isClean: gap + failed + faults.count + convexShownOtherwise + minimaShownOtherwise === 0,
  };
}

/** Writes every case into the table and the document, and keeps some for the plots. */
function writeCases(
  plan: SettledPlan,
  product: CaseProduct,
  cases: CollectedCases,
  { counts, gaps, failures, faults, summary, isClean }: MergeOutcome,
  [csv, json]: readonly [DraftFile, DraftFile, ...unknown[]],
  onProgress: (fraction: number) => void,
): PointedCase[] {
  const factors = product.axes.flatMap(({ paths }) => paths);
  const head: Omit<MergedSurvey, "cases"> = {
    format: "losscape-survey",
    version: 2,
    plan,
    complete: isClean,
    counts,
    gaps,
    failures,
    faults,
    summary,
  };
  csv.write(writeCsvRows([listCaseColumns(factors)]));
  json.write(`${JSON.stringify(head).slice(0, -1)},"cases":[`);
  const points: PointedCase[] = [];
  const stride = Math.max(1, product.count / PLOTTED);
  let rows: Cell[][] = [];
  let isFirst = true;
  for (let index = 0; index < product.count; index++) {
    if (!cases.has(index)) continue;
    const line = cases.lineOf(index);
    rows.push(writeCaseCells(line, factors));
    if (rows.length === ROWS_AT_ONCE) {
      csv.write(writeCsvRows(rows));
      rows = [];
      onProgress(index / product.count);
    }
    const { attempt: _, ms: __, ...kept } = line;
    json.write(`${isFirst ? "\n" : ",\n"}${JSON.stringify(kept satisfies MergedCase)}`);
    isFirst = false;
    if (index >= points.length * stride) points.push({ index, line });
  }
  if (rows.length > 0) csv.write(writeCsvRows(rows));
  json.write("\n]}\n");
  return points;
}

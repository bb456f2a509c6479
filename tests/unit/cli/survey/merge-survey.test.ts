import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import Papa from "papaparse";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { hashCase, settlePlan } from "../../../../src/cli/survey/fingerprint";
import { mergeSurvey } from "../../../../src/cli/survey/merge-survey";
import { writeLine } from "../../../../src/cli/survey/write-line";
import { NOTHING } from "../../../../src/compute/studies/survey/measure-case";
import { decodeLink } from "../../../../src/experiment/link";
import { CaseProduct } from "../../../../src/experiment/survey/case-product";
import type { CaseMeasurement } from "../../../../src/formats/files/case-line";
import type { MergedSurvey } from "../../../../src/formats/files/merged-survey-file";
import { createRandom } from "../../../../src/numeric/random";
import { amount } from "../../../support/long-run";
import { writeManyCases } from "../../../support/many-cases";
import { smallPlan } from "../../../support/survey-plan";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "losscape-merge-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const plan = settlePlan(smallPlan(), null);
const product = new CaseProduct(plan);
const random = createRandom(1, "merge");
const lines = Array.from({ length: product.count }, (_, index) => {
  const found = product.caseAt(index);
  const share = random.below(10) / 10;
  const measurement: CaseMeasurement = {
    ...NOTHING,
    status: "measured",
    classes: { "nonconvex-curvature": share, "nonconvex-chord": 0, convex: 1 - share, undecided: 0, "not-finite": 0 },
    loss: random.uniform(),
  };
  return (attempt: number) =>
    writeLine({ ...found, hash: hashCase(plan, found) }, measurement, { attempt, ms: random.uniform() });
});

function makeFolder(name: string, files: Readonly<Record<string, readonly string[]>>): string {
  const made = path.join(folder, name);
  mkdirSync(made);
  writeFileSync(path.join(made, "plan.json"), JSON.stringify(plan));
  for (const [file, own] of Object.entries(files))
    writeFileSync(path.join(made, file), own.map((line) => `${line}\n`).join(""));
  return made;
}

const merge = (folders: readonly string[], out = folders[0]!) =>
  mergeSurvey({ folders, out, studio: "https://studio.example/", summary: null, report: () => {} });
const OUTPUTS = ["survey.csv", "survey.json", "report.html"] as const;
const read = (out: string) => OUTPUTS.map((name) => readFileSync(path.join(out, name), "utf8"));

describe("mergeSurvey", () => {
  it("writes the same files for any number of shards, in any order, with every line once", async () => {
    const whole = makeFolder("whole", { "cases-1.jsonl": lines.map((line) => line(1)) });
    const shuffled = [...lines].reverse().map((line) => line(2));
    const parts = [0, 1, 2].map((part) =>
      makeFolder(`part-${part}`, { [`cases-${part + 1}.jsonl`]: shuffled.filter((_, i) => i % 3 === part || i < 4) }),
    );
    expect(await merge([whole])).toMatchObject({
      isClean: true,
      duplicates: 0,
      counts: { cases: 24, measured: 24, gaps: 0 },
    });
    expect(await merge(parts, path.join(folder, "merged"))).toMatchObject({ isClean: true, duplicates: 8 });
    expect(read(path.join(folder, "merged"))).toEqual(read(whole));
    const survey = JSON.parse(read(whole)[1]!) as MergedSurvey;
    expect(survey.cases.map((entry) => entry.case)).toEqual(lines.map((_, index) => index));
    const table = Papa.parse<Record<string, string>>(read(whole)[0]!, { header: true, skipEmptyLines: true }).data;
    expect(table.map((row) => Number(row.nonconvex))).toEqual(
      survey.cases.map(({ classes }) => classes!["nonconvex-curvature"]),
    );
    expect(table[5]).toMatchObject({
      case: "5",
      "network.activation": "sigmoid",
      "weights.seed": "2",
      "plane.seed": "2",
    });
  });

  it("names gaps, failures, contradictions and lines that cannot be read", async () => {
    const failed = writeLine(
      { ...product.caseAt(3), hash: hashCase(plan, product.caseAt(3)) },
      { ...NOTHING, message: "No plane." },
      { attempt: 1, ms: 1 },
    );
    const twice = lines[7]!(1)
      .replace('"convex":', '"convex":0,"x":')
      .replace(/"convex":0,"x":[^,]*/, '"convex":0');
    const foreign = lines[9]!(1).replace(/"hash":"[0-9a-f]{4}/, '"hash":"0000');
    const own = lines.map((line) => line(1)).filter((_, index) => ![2, 3, 9].includes(index));
    const made = makeFolder("gaps", {
      "cases-1.jsonl": [...own, failed, twice, foreign, '{"case":2}', lines[2]!(1).slice(0, -5)],
    });
    const outcome = await merge([made]);
    expect(outcome.isClean).toBe(false);
    expect(outcome.counts).toEqual({ cases: 24, measured: 21, diverged: 0, failed: 1, gaps: 2, faults: 4 });
    expect(outcome.gaps).toEqual([
      'case 2 (plane.seed 3, network.activation "sigmoid", weights.seed 1) has no line',
      'case 9 (plane.seed 2, network.activation "sigmoid", weights.seed 3) has no line',
    ]);
    expect(outcome.failures).toEqual([
      'case 3 (plane.seed 4, network.activation "sigmoid", weights.seed 1) failed: No plane.',
    ]);
    expect(outcome.faults).toEqual([
      "line 23 of cases-1.jsonl contradicts an earlier line of case 7",
      "line 24 of cases-1.jsonl has not the hash of case 9 of this survey",
      "line 25 of cases-1.jsonl cannot be read: case.hash: is missing",
      "line 26 of cases-1.jsonl cannot be read: case: the file is not JSON",
    ]);
    expect(JSON.parse(read(made)[1]!)).toMatchObject({
      complete: false,
      gaps: outcome.gaps,
      failures: outcome.failures,
    });
  });

  it("writes a report without scripts whose points open their experiments", async () => {
    const made = makeFolder("report", { "cases-1.jsonl": lines.map((line) => line(1)) });
    await merge([made]);
    const html = read(made)[2]!;
    expect(html).not.toMatch(/<script|<link|src=|url\(|@import/);
    const links = [...html.matchAll(/href="https:\/\/studio\.example\/#([^"]+)"/g)].map(
      ([, hash]) => decodeLink(hash!).spec,
    );
    // One factor has a plot; each case is a point of it.
    expect(links).toHaveLength(24);
    for (const [index, spec] of links.entries()) expect(spec).toEqual(product.caseAt(index).spec);
  });

  it("refuses folders of different surveys, and one that was changed", async () => {
    const one = makeFolder("one", {});
    const other = makeFolder("other", {});
    writeFileSync(path.join(other, "plan.json"), JSON.stringify(settlePlan(smallPlan(), "reference")));
    await expect(merge([one, other])).rejects.toThrow("holds another survey than");
    writeFileSync(path.join(one, "plan.json"), JSON.stringify({ ...plan, measure: ["classes"] }));
    await expect(merge([one])).rejects.toThrow("survey.hash: is not the hash of this plan");
    await expect(merge([path.join(folder, "nowhere")])).rejects.toThrow("no such file or directory");
  });

  it("takes memory for some numbers of each case, not for its line", { timeout: 1_800_000 }, async () => {
    const count = amount(20_000, 1_000_000);
    const made = path.join(folder, "many");
    const bytes = writeManyCases(made, count);
    const script = `
      const { register } = await import("tsx/esm/api"); register();
      const { mergeSurvey } = await import("${path.resolve("src/cli/survey/merge-survey.ts")}");
      const options = { studio: "", summary: null, report: () => {} };
      const outcome = await mergeSurvey({ folders: [${JSON.stringify(made)}], out: ${JSON.stringify(made)}, ...options });
      console.log(JSON.stringify({ counts: outcome.counts, memory: process.resourceUsage().maxRSS * 1024 }));`;
    // A heap that could not hold the lines: they are 700 bytes each in the file, and more as objects.
    const { counts, memory } = await runNode(script, ["--max-old-space-size=192"]);
    expect(counts).toMatchObject({ cases: count, measured: count, gaps: 0, faults: 0 });
    expect(memory).toBeLessThan(420e6 + 150 * count);
    if (count > 100_000) expect(memory).toBeLessThan(bytes);
  });
});

function runNode(script: string, options: readonly string[]): Promise<{ counts: unknown; memory: number }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...options, "--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [out, errors] = ["", ""];
    child.stdout.on("data", (text) => {
      out += text;
    });
    child.stderr.on("data", (text) => {
      errors += text;
    });
    child.on("close", (code) =>
      code === 0 ? resolve(JSON.parse(out)) : reject(new Error(`${code}: ${errors.slice(0, 2_000)}`)),
    );
  });
}

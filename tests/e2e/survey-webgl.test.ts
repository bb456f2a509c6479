import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type CaseLine, parseCaseLine } from "../../src/formats/files/case-line";
import { runCommand } from "../support/command-line";
import { smallPlan } from "../support/survey-plan";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "losscape-survey-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function surveyWith(backend: string): Promise<CaseLine[]> {
  const options = ["plan.json", "--out", backend, "--backend", backend, "--quiet"];
  expect(await runCommand("survey", options, { folder })).toMatchObject({ code: 0, stderr: "" });
  const text = readFileSync(path.join(folder, backend, "cases-1.jsonl"), "utf8");
  return text
    .trim()
    .split("\n")
    .map(parseCaseLine)
    .sort((one, other) => one.case - other.case);
}

it("a survey on WebGL finds what the processor finds, up to the rounding of its training", async () => {
  const vary = { "network.activation": ["sigmoid", "relu"], "plane.seed": { from: 1, count: 2 } };
  writeFileSync(path.join(folder, "plan.json"), JSON.stringify(smallPlan({ vary })));
  const [ours, theirs] = [await surveyWith("processor"), await surveyWith("webgl")];
  expect(theirs).toHaveLength(4);
  for (const [i, line] of theirs.entries()) {
    const other = ours[i]!;
    expect(line.factors).toEqual(other.factors);
    // Lines of two backends are never taken for the same case.
    expect(line.hash).not.toBe(other.hash);
    expect(line.status).toBe("measured");
    expect(line.loss).toBeCloseTo(other.loss!, 4);
    expect(line.lambdaMin).toBeCloseTo(other.lambdaMin!, 4);
    expect(line.verdict?.kind).toBe(other.verdict?.kind);
    expect(line.center!.max).toBeCloseTo(other.center!.max, 3);
  }
});

import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommand, runProgram } from "../../../support/command-line";
import { amount } from "../../../support/long-run";
import { smallPlan } from "../../../support/survey-plan";

const ROOT = path.resolve(import.meta.dirname, "../../../..");
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "losscape-survey-"));
  writeFileSync(path.join(folder, "plan.json"), JSON.stringify(smallPlan()));
  // The unbroken run that the others are compared with.
  expect(await survey("plan.json", "--out", "whole")).toMatchObject({ code: 0, stdout: "" });
}, 240_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const survey = (...options: string[]) => runCommand("survey", options, { folder });

/** The lines of a folder without attempt and time, in the order of their cases. */
function linesOf(out: string): string[] {
  return readdirSync(path.join(folder, out))
    .filter((name) => name.startsWith("cases-"))
    .flatMap((name) => readFileSync(path.join(folder, out, name), "utf8").split("\n"))
    .filter((line) => line !== "")
    .map((line) => line.replace(/,"attempt":.*$/, ""))
    .sort((one, other) => JSON.parse(`${one}}`).case - JSON.parse(`${other}}`).case);
}

describe("npm run survey", () => {
  it("computes the same lines in one process and in shards, and merges them", { timeout: 240_000 }, async () => {
    for (const shard of ["1/3", "2/3", "3/3"]) {
      expect(await survey("plan.json", "--out", "parts", "--shard", shard, "--quiet", "--workers", "1")).toMatchObject({
        code: 0,
        stderr: "",
      });
    }
    expect(linesOf("whole")).toHaveLength(24);
    expect(linesOf("parts")).toEqual(linesOf("whole"));
    const merged = await survey("merge", "parts", "--quiet");
    expect(merged).toMatchObject({ code: 0, stderr: "" });
    expect(merged.stdout).toMatch(/^24 cases: 24 measured, 0 diverged, 0 failed, 0 gaps; 0 duplicate lines\n$/);
    // Nothing is left of locks and drafts.
    expect(readdirSync(path.join(folder, "parts")).sort()).toEqual([
      "cases-1.jsonl",
      "cases-2.jsonl",
      "cases-3.jsonl",
      "plan.json",
      "report.html",
      "survey.csv",
      "survey.json",
    ]);
  });

  it("goes on after it was killed or told to end, at any time, and repeats no line", { timeout: 600_000 }, async () => {
    const out = "killed";
    const signals: NodeJS.Signals[] = ["SIGKILL", "SIGTERM", "SIGKILL"];
    const tries = amount(3, 12);
    let seen = 0;
    for (let k = 0; k < tries; k++) {
      await runUntil(out, seen + 1, signals[k % signals.length]!);
      const lines = linesOf(out);
      expect(lines.length).toBeGreaterThanOrEqual(seen);
      seen = lines.length;
    }
    expect(await survey("plan.json", "--out", out, "--resume", "--quiet")).toMatchObject({ code: 0 });
    expect(linesOf(out)).toEqual(linesOf("whole"));
  });

  it("says its size and time before it starts", { timeout: 120_000 }, async () => {
    const { code, stdout } = await survey("estimate", "plan.json", "--shards", "4");
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^24 cases around 6 different weights\na case: about .* ms with its training, .* ms without \(mean of \d timed cases\)\nall on one core: about /,
    );
    expect(stdout).toMatch(/\nin 4 shards on such machines: about .*\nlines: about .* MB\n$/);
  });

  const refused: readonly (readonly [options: readonly string[], message: string | RegExp])[] = [
    [["plan.json"], /^--out: is missing; use npm run survey/],
    [["nowhere.json", "--out", "x"], "nowhere.json: no such file or directory\n"],
    [["plan.json", "--out", "whole"], "--out: whole/cases-1.jsonl holds lines already; --resume goes on with them\n"],
    [
      ["changed.json", "--out", "whole", "--resume"],
      "--out: whole holds another survey, or this plan before it was changed\n",
    ],
    [
      ["plan.json", "--out", "whole", "--resume", "--backend", "reference"],
      "--out: whole holds another survey, or this plan before it was changed\n",
    ],
    [["plan.json", "--out", ".", "--resume"], "plan.json: survey.hash: is missing\n"],
    [["plan.json", "--out", "plan.json"], "--out: plan.json is no directory\n"],
    [["plan.json", "--out", "x", "--shard", "0/3"], "--shard: 0 is not between 1 and 3, the number of shards\n"],
    [["plan.json", "--out", "x", "--shard", "4/3"], "--shard: 4 is not between 1 and 3, the number of shards\n"],
    [["plan.json", "--out", "x", "--shard", "two"], "--shard: two is not i/n, such as 2/4\n"],
    [
      ["plan.json", "--out", "x", "--slurm", "--shards", "25", "--dry-run"],
      "--shards: 25 is above 24, the number of cases\n",
    ],
    [["plan.json", "--out", "x", "--slurm", "--partition", "a b"], "--partition: a b is no name of a partition\n"],
    [["plan.json", "--out", "x", "--partition", "p"], /^--partition: is no option of a survey that runs here; use/],
    [["empty.json", "--out", "x"], "survey.vary.network.activation: 0 entries are fewer than 1\n"],
    [["merge", "nowhere"], "nowhere/plan.json: no such file or directory\n"],
  ];
  it.each(refused)("refuses %j in one line, and writes nothing", { timeout: 60_000 }, async (options, message) => {
    writeFileSync(path.join(folder, "changed.json"), JSON.stringify({ ...smallPlan(), measure: ["classes"] }));
    writeFileSync(
      path.join(folder, "empty.json"),
      JSON.stringify({ ...smallPlan(), vary: { "network.activation": [] } }),
    );
    const before = listAll();
    const { code, stdout, stderr } = await survey(...options);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    if (typeof message === "string") expect(stderr).toBe(message);
    else expect(stderr).toMatch(message);
    expect(stderr.match(/\n/g)).toHaveLength(1);
    expect(listAll()).toEqual(before);
  });

  it("runs its shards under GNU parallel, where that is installed", { timeout: 240_000 }, async ({ skip }) => {
    if (spawnSync("parallel", ["--version"]).status !== 0) skip("GNU parallel is not installed");
    const command = `${process.execPath} ${path.join(ROOT, "src/cli/bootstrap.mjs")} survey plan.json --out parallel --shard {}/2 --resume --quiet`;
    const shards = ["--will-cite", "--jobs", "2", command, ":::", "1", "2"];
    expect(await runProgram("parallel", shards, { folder })).toMatchObject({ code: 0, stderr: "" });
    expect(linesOf("parallel")).toEqual(linesOf("whole"));
  });
});

/** Every file of the folder with its content. */
function listAll(): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => `${file} ${readFileSync(file, "utf8")}`)
    .sort();
}

/** Runs a survey until it has so many lines, or all, and then ends it. */
function runUntil(out: string, count: number, signal: NodeJS.Signals): Promise<void> {
  const options = ["survey", "plan.json", "--out", out, "--resume", "--quiet", "--workers", "2"];
  const child = spawn(process.execPath, [path.join(ROOT, "src/cli/bootstrap.mjs"), ...options], {
    cwd: folder,
    env: environment(),
    stdio: "ignore",
  });
  return new Promise((resolve, reject) => {
    const timer = setInterval(() => {
      const file = path.join(folder, out, "cases-1.jsonl");
      const lines =
        readdirSync(folder).includes(out) && readdirSync(path.join(folder, out)).includes("cases-1.jsonl")
          ? readFileSync(file, "utf8").split("\n").length - 1
          : 0;
      if (lines < count) return;
      clearInterval(timer);
      child.kill(signal);
    }, 5);
    child.on("error", reject);
    child.on("close", (code, ended) => {
      clearInterval(timer);
      if (ended === signal || code === 0) resolve();
      else reject(new Error(`ended with ${code} ${ended}`));
    });
  });
}

/** File names are relative to the folder of the call, not to that of npm's. */
function environment(): NodeJS.ProcessEnv {
  const { INIT_CWD: _, ...rest } = process.env;
  return rest;
}

import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { settlePlan } from "../../../../src/cli/survey/fingerprint";
import { writeKubernetesJob } from "../../../../src/cli/survey/kubernetes";
import { writeSlurmScripts } from "../../../../src/cli/survey/slurm";
import { runCommand, runProgram } from "../../../support/command-line";
import { amount } from "../../../support/long-run";
import { smallPlan } from "../../../support/survey-plan";

const ROOT = path.resolve(import.meta.dirname, "../../../..");
const NOT_INSTALLED = 77;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "losscape-slurm-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const plan = settlePlan(smallPlan(), null);

function linesOf(out: string): string[] {
  return readdirSync(path.join(folder, out))
    .filter((name) => name.startsWith("cases-"))
    .flatMap((name) =>
      readFileSync(path.join(folder, out, name), "utf8")
        .trim()
        .split("\n"),
    )
    .map((line) => line.replace(/,"attempt":.*$/, ""))
    .sort();
}

describe("a survey on Slurm", () => {
  it("writes scripts that a shell reads, with the options that are passed on", () => {
    const request = {
      plan,
      folder: "a folder/of 'mine'",
      shards: 7,
      partition: "long",
      workers: 3,
      options: ["--time=1:00:00"],
    };
    const scripts = writeSlurmScripts(request);
    for (const text of [scripts.array, scripts.merge]) {
      expect(spawnSync("bash", ["-n"], { input: text, encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
      expect(text).toContain("#SBATCH --partition=long");
    }
    expect(scripts.array).toContain("#SBATCH --array=1-7\n");
    expect(scripts.array).toContain(
      `--out '${path.resolve("a folder")}/of '\\''mine'\\''' --shard "$SLURM_ARRAY_TASK_ID/7" --resume --quiet --workers 3 &`,
    );
    expect(scripts.submitArray.slice(-2)).toEqual(["--time=1:00:00", scripts.arrayFile]);
    expect(scripts.submitMerge("12")).toContain("--dependency=afterany:12");
  });

  it("prints its scripts and writes nothing for a dry run", { timeout: 60_000 }, async () => {
    writeFileSync(path.join(folder, "plan.json"), JSON.stringify(smallPlan()));
    const { code, stdout } = await runCommand(
      "survey",
      ["plan.json", "--out", "dry", "--slurm", "--dry-run", "--", "--qos=low"],
      { folder },
    );
    expect(code).toBe(0);
    expect(stdout).toContain("#SBATCH --array=1-4\n");
    expect(stdout).toMatch(
      /\njob=\$\(sbatch --parsable .* --qos=low .*array\.sh \| cut -d';' -f1\)\nsbatch --parsable "--dependency=afterany:\$job" /,
    );
    expect(readdirSync(folder)).toEqual(["plan.json"]);
  });

  it("has the lines of an unbroken run after a task and then the node were killed", { timeout: 900_000 }, async ({
    skip,
  }) => {
    const seeds = amount(12, 60);
    const vary = {
      ...smallPlan().vary,
      "weights.seed": { from: 1, count: seeds },
      "plane.seed": { from: 1, count: 10 },
    };
    const cases = 2 * seeds * 10;
    const spec = { ...smallPlan().spec, weights: { kind: "trained", steps: 150 }, grid: { columns: 25, rows: 25 } };
    writeFileSync(path.join(folder, "plan.json"), JSON.stringify({ ...smallPlan({ vary }), spec }));
    const survey = `${process.execPath} ${path.join(ROOT, "src/cli/bootstrap.mjs")} survey`;
    const scripts = ["slurm-single-node.sh", "slurm-survey.sh"].map((name) => path.join(ROOT, "tests/support", name));
    vi.stubEnv("SURVEY", survey);
    vi.stubEnv("CPUS", "2");
    const options = [scripts[0]!, "bash", scripts[1]!, path.join(folder, "slurm")];
    const { code, stdout, stderr } = await runProgram("bash", options, { folder }).finally(() => vi.unstubAllEnvs());
    if (code === NOT_INSTALLED) skip("Slurm is not installed");
    expect({ code, stdout, stderr }).toMatchObject({ code: 0 });
    expect(stdout).toContain("first array: task 1 FAILED, task 2 COMPLETED, merge FAILED\n");
    expect(stdout).toMatch(
      /\nfirst merge: .* [1-9]\d* gaps; 0 duplicate lines\nattempts of task 2: 1 2 \nnode killed with some further lines\n/,
    );
    expect(stdout).toMatch(
      new RegExp(
        `\\nsecond merge: ${cases} cases: ${cases} measured, 0 diverged, 0 failed, 0 gaps; 0 duplicate lines\\n$`,
      ),
    );
    expect(await runCommand("survey", ["plan.json", "--out", "whole", "--quiet"], { folder })).toMatchObject({
      code: 0,
    });
    expect(linesOf("slurm")).toEqual(linesOf("whole"));
  });
});

describe("a survey on Kubernetes", () => {
  it("is an Indexed Job with one index a shard, its plan beside it", () => {
    const { apiVersion, kind, items } = JSON.parse(writeKubernetesJob({ plan, shards: 5, image: "losscape:1" }));
    expect([apiVersion, kind, items.map((item: { kind: string }) => item.kind)]).toEqual([
      "v1",
      "List",
      ["ConfigMap", "Job"],
    ]);
    const [map, job] = items;
    expect(job.apiVersion).toBe("batch/v1");
    expect(job.spec).toMatchObject({ completionMode: "Indexed", completions: 5, parallelism: 5 });
    // What the server demands of such jobs: a limit by index needs the indexed mode and pods that do not restart by themselves.
    expect(job.spec.backoffLimitPerIndex).toBeGreaterThan(0);
    expect(job.spec.template.spec.restartPolicy).toBe("Never");
    for (const { metadata } of items) expect(metadata.name).toMatch(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);
    const { containers, volumes } = job.spec.template.spec;
    const names = volumes.map(({ name }: { name: string }) => name);
    for (const { name } of containers[0].volumeMounts) expect(names).toContain(name);
    expect(job.spec.podFailurePolicy.rules[0].onExitCodes.containerName).toBe(containers[0].name);
    expect(volumes.find(({ configMap }: { configMap?: object }) => configMap).configMap.name).toBe(map.metadata.name);
    expect(JSON.parse(map.data["plan.json"])).toEqual(plan);
    const [shell, option, command] = containers[0].command;
    expect([shell, option]).toEqual(["bash", "-c"]);
    const shown = spawnSync("bash", ["-c", command.replace("exec node", "echo")], {
      env: { ...process.env, JOB_COMPLETION_INDEX: "4" },
      encoding: "utf8",
    });
    expect(shown.stdout).toContain("--shard 5/5 --resume");
  });
});

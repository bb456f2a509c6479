/** `npm run survey`: many cases, on one machine or many. Its options: survey-command-arguments.ts. The exit code is 0, 1 or 2. */
import { parseSurveyPlanText } from "../../experiment/survey/plan-schema";
import { formatExact } from "../../words/numbers";
import { parseSurveyArguments, type SurveyArguments } from "../input/survey-command-arguments";
import { ProgressBar } from "../output/progress-bar";
import { readInput } from "../output/read-write";
import { print, runCommand } from "../run-command";
import { describeMerge } from "../survey/describe-merge";
import { describeEstimate, estimateSurvey } from "../survey/estimate-survey";
import { type SettledPlan, settlePlan } from "../survey/fingerprint";
import { runShard } from "../survey/run-shard";

type Asked<Action extends SurveyArguments["action"]> = Extract<SurveyArguments, { action: Action }>;

function readPlanOf({
  file,
  backend,
}: {
  readonly file: string;
  readonly backend: SurveyArguments["backend"];
}): SettledPlan {
  return settlePlan(parseSurveyPlanText(readInput(file)), backend);
}

async function run(asked: Asked<"run">): Promise<number> {
  const bar = asked.quiet ? null : new ProgressBar(process.stderr);
  const { folder, ...rest } = { ...asked, folder: asked.out };
  const { done, total, signal } = await runShard({
    ...rest,
    folder,
    plan: readPlanOf(asked),
    report: (progress) => bar?.report(progress),
  }).finally(() => bar?.close());
  if (!asked.quiet)
    process.stderr.write(`${formatExact(done)} of ${formatExact(total)} cases of this shard are done\n`);
  if (signal === null) return 0;
  process.kill(process.pid, signal);
  return 1;
}

async function estimate(asked: Asked<"estimate">): Promise<number> {
  await print(`${describeEstimate(await estimateSurvey(readPlanOf(asked)), asked.shards)}\n`);
  return 0;
}

async function merge(asked: Asked<"merge">): Promise<number> {
  const { mergeSurvey } = await import("../survey/merge-survey");
  const bar = asked.quiet ? null : new ProgressBar(process.stderr);
  const outcome = await mergeSurvey({ ...asked, report: (progress) => bar?.report(progress) }).finally(() =>
    bar?.close(),
  );
  await print(`${describeMerge(outcome)}\n`);
  return outcome.isClean ? 0 : 1;
}

async function runOnSlurm(asked: Asked<"slurm">): Promise<number> {
  const { checkShards, describeSlurm, submitToSlurm, writeSlurmScripts } = await import("../survey/slurm");
  const request = { ...asked, plan: readPlanOf(asked), folder: asked.out };
  if (asked.dryRun) {
    checkShards(request);
    await print(`${describeSlurm(writeSlurmScripts(request))}\n`);
    return 0;
  }
  const { array, merge } = await submitToSlurm(request);
  await print(`array ${array}, merge ${merge}\n`);
  return 0;
}

async function runOnKubernetes(asked: Asked<"kubernetes">): Promise<number> {
  const { writeKubernetesJob } = await import("../survey/kubernetes");
  const { checkShards } = await import("../survey/slurm");
  const request = { ...asked, plan: readPlanOf(asked) };
  checkShards(request);
  await print(`${writeKubernetesJob(request)}\n`);
  return 0;
}

await runCommand(
  async () => {
    const asked = parseSurveyArguments(process.argv.slice(2));
    if (asked.action === "estimate") return estimate(asked);
    if (asked.action === "merge") return merge(asked);
    if (asked.action === "slurm") return runOnSlurm(asked);
    if (asked.action === "kubernetes") return runOnKubernetes(asked);
    return run(asked);
  },
  (message) => message,
);

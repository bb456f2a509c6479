import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { CaseProduct } from "../../experiment/survey/case-product";
import { InputError } from "../input/input-error";
import { writeOutputs } from "../output/outputs";
import type { SettledPlan } from "./fingerprint";
import { enterFolder } from "./survey-folder";

export interface SlurmRequest {
  readonly plan: SettledPlan;
  readonly folder: string;
  readonly shards: number;
  readonly partition: string | null;
  readonly workers: number | null;
  /** Options of sbatch that are passed on unchanged, to the array alone: the merge is short. */
  readonly options: readonly string[];
}

/** The scripts of a survey on a cluster, and how they are submitted. */
export interface SlurmScripts {
  readonly array: string;
  readonly merge: string;
  readonly arrayFile: string;
  readonly mergeFile: string;
  readonly submitArray: readonly string[];
  /** The array's job number is put in by the caller. */
  submitMerge(job: string): readonly string[];
}

const BOOTSTRAP = fileURLToPath(new URL("../bootstrap.mjs", import.meta.url));
/** A task that did not finish starts again at most this often. */
const MOST_RESTARTS = 3;
/** Seconds between the warning of a task, SIGTERM, and its end: more than a case takes. */
const WARNING_SECONDS = 60;

export function writeSlurmScripts({ folder, shards, partition, workers, options }: SlurmRequest): SlurmScripts {
  const out = path.resolve(folder);
  const place = path.join(out, "slurm");
  const survey = [process.execPath, BOOTSTRAP, "survey"].map(quote).join(" ");
  const common = partition === null ? [] : [`#SBATCH --partition=${partition}`];
  const array = `#!/bin/bash
#SBATCH --job-name=losscape-survey
#SBATCH --array=1-${shards}
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --signal=B:TERM@${WARNING_SECONDS}
${common.map((line) => `${line}\n`).join("")}
# A task that is told to end passes this on, so that the cases in hand get their lines.
${survey} ${quote(path.join(out, "plan.json"))} --out ${quote(out)} --shard "$SLURM_ARRAY_TASK_ID/${shards}" --resume --quiet${workers === null ? "" : ` --workers ${workers}`} &
child=$!
trap 'kill -TERM $child 2>/dev/null' TERM
wait $child
code=$?
# The signal ends the wait too, not only the child.
while [ $code -gt 128 ] && kill -0 $child 2>/dev/null; do
  wait $child
  code=$?
done

# Bad input (2) stays bad. Anything else may succeed the next time: Slurm itself does not repeat a task that was killed.
if [ $code -eq 0 ] || [ $code -eq 2 ] || [ "\${SLURM_RESTART_COUNT:-0}" -ge ${MOST_RESTARTS} ]; then exit $code; fi
# The task by its place in the array: the job number of an array's last task is that of the whole array.
task="\${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID"
# A task that its user has cancelled stays cancelled.
case "$(scontrol show job "$task" --oneliner)" in
  *JobState=RUNNING*) scontrol requeue "$task" ;;
esac
exit $code
`;
  const merge = `#!/bin/bash
#SBATCH --job-name=losscape-merge
#SBATCH --open-mode=append
${common.map((line) => `${line}\n`).join("")}
# It runs when every task has ended, however it ended, and names the cases that have no line.
exec ${survey} merge ${quote(out)} --quiet
`;
  const [arrayFile, mergeFile] = [path.join(place, "array.sh"), path.join(place, "merge.sh")];
  const log = (name: string) => `--output=${path.join(place, name)}`;
  return {
    array,
    merge,
    arrayFile,
    mergeFile,
    submitArray: ["--parsable", log("shard-%a.log"), ...options, arrayFile],
    submitMerge: (job) => ["--parsable", `--dependency=afterany:${job}`, log("merge.log"), mergeFile],
  };
}

/** The scripts and the two submissions, to be read. */
export function describeSlurm(scripts: SlurmScripts): string {
  return [
    `# ${scripts.arrayFile}`,
    scripts.array,
    `# ${scripts.mergeFile}`,
    scripts.merge,
    "# submitted by",
    `job=$(sbatch ${scripts.submitArray.map(quote).join(" ")} | cut -d';' -f1)`,
    `sbatch ${scripts
      .submitMerge("$job")
      .map((word) => (word.includes("$job") ? `"${word}"` : quote(word)))
      .join(" ")}`,
  ].join("\n");
}

/**
 * Writes the scripts into the survey's folder and submits an array of its shards, and a merge after them.
 * @returns the numbers of both jobs
 * @throws InputError where the plan cannot be run or the folder holds another survey
 * @throws Error with one sentence where Slurm does not take a job
 */
export async function submitToSlurm(
  request: SlurmRequest,
): Promise<{ readonly array: string; readonly merge: string }> {
  checkShards(request);
  enterFolder(request.folder, request.plan);
  const scripts = writeSlurmScripts(request);
  mkdirSync(path.dirname(scripts.arrayFile), { recursive: true });
  await writeOutputs([
    { file: scripts.arrayFile, content: scripts.array },
    { file: scripts.mergeFile, content: scripts.merge },
  ]);
  const array = submit(scripts.submitArray);
  return { array, merge: submit(scripts.submitMerge(array)) };
}

/** @throws InputError where a shard would have no case */
export function checkShards({ plan, shards }: Pick<SlurmRequest, "plan" | "shards">): void {
  const product = new CaseProduct(plan);
  product.check();
  if (shards > product.count)
    throw new InputError(`--shards: ${shards} is above ${product.count}, the number of cases`);
}

function submit(options: readonly string[]): string {
  const { error, status, stdout, stderr } = spawnSync("sbatch", options, { encoding: "utf8" });
  if (error) throw new Error(`Slurm's sbatch could not be started: ${error.message}`);
  if (status !== 0) throw new Error(`sbatch refused the job: ${stderr.trim() || `exit code ${status}`}`);
  // JOB or JOB;CLUSTER
  return stdout.trim().split(";")[0]!;
}

/** A word for the shell. */
function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

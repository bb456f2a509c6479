import { existsSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import type { RunProgress } from "../../compute/studies/scripting";
import { CaseProduct } from "../../experiment/survey/case-product";
import { formatExact, formatSeconds } from "../../words/numbers";
import { InputError } from "../input/input-error";
import { quoteName } from "../output/read-write";
import { needPage } from "../pages/need-page";
import { CaseFile, readLines } from "./case-file";
import { type CaseRunner, createCaseWorkers } from "./case-workers";
import type { SettledPlan } from "./fingerprint";
import { type Shard, ShardCases } from "./shard-cases";
import { ShardLock } from "./shard-lock";
import { caseFileOf, enterFolder, listCaseFiles } from "./survey-folder";

export interface ShardRun {
  readonly plan: SettledPlan;
  readonly folder: string;
  readonly shard: Shard;
  /** Whether lines that are there already are kept and their cases left out. */
  readonly resume: boolean;
  /** Number of threads; null: one for each core. */
  readonly workers: number | null;
  readonly report: (progress: RunProgress) => void;
}

/** How a run of a shard ended. */
export interface ShardOutcome {
  readonly done: number;
  readonly total: number;
  /** The signal that ended it early, or null. */
  readonly signal: NodeJS.Signals | null;
}

const ENDINGS: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];
/** The beginning of every line: its case, and the hash of the case. */
const HEAD = /^\{"case":(\d+),"hash":"[0-9a-f]{32}",/;
const ATTEMPT = /"attempt":(\d+),"ms":[^,{}]*\}$/;

/**
 * Computes the cases of a shard that are not done, and appends their lines. A signal lets the cases in hand end; a second one does not.
 * @throws InputError where the folder, the shard or its lines do not fit, before anything is written
 */
export async function runShard(run: ShardRun): Promise<ShardOutcome> {
  const { plan, folder, shard, resume } = run;
  const product = new CaseProduct(plan);
  product.check();
  enterFolder(folder, plan);
  const file = caseFileOf(folder, shard.number);
  checkFresh(file, resume);
  const lock = ShardLock.take(folder, shard.number, countAttempts(file));
  try {
    checkFresh(file, resume);
    const done = findDone(folder, product.count);
    const cases = new ShardCases(product, shard, (index) => done[index] === 1);
    return await runCases(run, cases, lock, file);
  } finally {
    lock.release();
  }
}

function checkFresh(file: string, resume: boolean): void {
  if (resume || !existsSync(file) || statSync(file).size === 0) return;
  throw new InputError(`--out: ${quoteName(file)} holds lines already; --resume goes on with them`);
}

async function runCases(run: ShardRun, cases: ShardCases, lock: ShardLock, file: string): Promise<ShardOutcome> {
  const output = new CaseFile(file);
  const progress = new CaseProgress(cases, run.report);
  let signal: NodeJS.Signals | null = null;
  const end = (name: NodeJS.Signals): void => {
    if (signal) process.exit(1);
    signal = name;
    cases.stop();
  };
  for (const name of ENDINGS) process.on(name, end);
  try {
    await (await createRunner(run, cases, lock)).run(cases, (line) => {
      lock.check();
      output.append(line);
      progress.add();
    });
  } finally {
    for (const name of ENDINGS) process.removeListener(name, end);
    output.close();
  }
  return { done: progress.done, total: cases.total, signal };
}

async function createRunner(run: ShardRun, cases: ShardCases, { owner }: ShardLock): Promise<CaseRunner> {
  const start = { plan: run.plan, attempt: owner.attempt };
  if (run.plan.backend === "webgl") {
    needPage("--backend webgl");
    return (await import("./page-cases")).createPageCases(start);
  }
  return createCaseWorkers(start, Math.max(1, Math.min(run.workers ?? availableParallelism(), cases.runs)));
}

/** Which cases have a line in any file of the folder, also of a run with another number of shards. */
function findDone(folder: string, count: number): Uint8Array {
  const done = new Uint8Array(count);
  for (const file of listCaseFiles(folder)) {
    for (const { text, isWhole } of readLines(file)) {
      const index = Number(HEAD.exec(text)?.[1] ?? -1);
      if (isWhole && index >= 0 && index < count && ATTEMPT.test(text)) done[index] = 1;
    }
  }
  return done;
}

function countAttempts(file: string): number {
  let most = 0;
  if (!existsSync(file)) return most;
  for (const { text } of readLines(file)) most = Math.max(most, Number(ATTEMPT.exec(text)?.[1] ?? 0));
  return most;
}

/** Says how many cases are done and, from those of this run, how long the rest takes. */
class CaseProgress {
  readonly #cases: ShardCases;
  readonly #report: (progress: RunProgress) => void;
  readonly #began = performance.now();
  #added = 0;

  constructor(cases: ShardCases, report: (progress: RunProgress) => void) {
    this.#cases = cases;
    this.#report = report;
    this.#say();
  }

  get done(): number {
    return this.#cases.doneBefore + this.#added;
  }

  add(): void {
    this.#added++;
    this.#say();
  }

  #say(): void {
    const { total } = this.#cases;
    const left = total - this.done;
    const seconds = (((performance.now() - this.#began) / 1000) * left) / this.#added;
    const time = this.#added > 0 && left > 0 ? `, about ${formatSeconds(seconds)} left` : "";
    const note = `${formatExact(this.done)} of ${formatExact(total)} cases${time}`;
    this.#report({ stage: "surveying", fraction: total === 0 ? 1 : this.done / total, note });
  }
}

import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  writeSync,
} from "node:fs";
import path from "node:path";
import { SpecError } from "../../experiment/parse";
import { parseSurveyPlanText } from "../../experiment/survey/plan-schema";
import { messageOf } from "../../words/error-message";
import { InputError } from "../input/input-error";
import { explainFailure, quoteName, readInput } from "../output/read-write";
import { type SettledPlan, settlePlan } from "./fingerprint";

const PLAN = "plan.json";
const CASES = /^cases-(\d+)\.jsonl$/;

/** The file of a shard's lines. */
export function caseFileOf(folder: string, shard: number): string {
  return path.join(folder, `cases-${shard}.jsonl`);
}

/** The files of lines in a survey's folder, by the number of their shard. */
export function listCaseFiles(folder: string): string[] {
  return readdirSync(folder)
    .map((name) => ({ name, shard: Number(CASES.exec(name)?.[1] ?? -1) }))
    .filter(({ shard }) => shard >= 0)
    .sort((one, other) => one.shard - other.shard)
    .map(({ name }) => path.join(folder, name));
}

/** Reads the plan of a survey's folder. @throws InputError where there is none, or it was changed */
export function readPlan(folder: string): SettledPlan {
  const file = path.join(folder, PLAN);
  try {
    const plan = parseSurveyPlanText(readInput(file));
    if (plan.hash === undefined) throw new SpecError("survey.hash: is missing");
    return settlePlan(plan, null);
  } catch (error) {
    const message = messageOf(error);
    throw new InputError(error instanceof InputError ? message : `${quoteName(file)}: ${message}`);
  }
}

/**
 * Makes the folder with its plan, or checks that it holds this plan. Several shards may do so at the same time.
 * @throws InputError where the folder holds something else; nothing of it is then changed
 */
export function enterFolder(folder: string, plan: SettledPlan): void {
  const file = path.join(folder, PLAN);
  try {
    if (existsSync(folder) && !lstatSync(folder).isDirectory())
      throw new InputError(`--out: ${quoteName(folder)} is no directory`);
    if (!existsSync(file)) {
      if (existsSync(folder) && readdirSync(folder).some((name) => !isOurs(name))) {
        throw new InputError(`--out: ${quoteName(folder)} holds other files and no ${PLAN}`);
      }
      mkdirSync(folder, { recursive: true });
      createPlan(folder, file, plan);
    }
  } catch (error) {
    throw error instanceof InputError ? error : new InputError(`--out: ${quoteName(folder)}: ${explainFailure(error)}`);
  }
  if (readPlan(folder).hash !== plan.hash) {
    throw new InputError(`--out: ${quoteName(folder)} holds another survey, or this plan before it was changed`);
  }
}

/** What a survey that begins may find: the scripts of a cluster and the drafts of other shards. */
function isOurs(name: string): boolean {
  return name === PLAN || name === "slurm" || name.startsWith(".losscape-");
}

/** The plan appears whole or not at all; where another shard was first, its plan stays. */
function createPlan(folder: string, file: string, plan: SettledPlan): void {
  const draft = path.join(folder, `.losscape-${process.pid}-${Date.now()}.tmp`);
  const descriptor = openSync(draft, "wx");
  try {
    writeSync(descriptor, `${JSON.stringify(plan, null, 2)}\n`);
    fsyncSync(descriptor);
    linkSync(draft, file);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  } finally {
    closeSync(descriptor);
    rmSync(draft, { force: true });
  }
}

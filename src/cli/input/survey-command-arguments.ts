import { parseArgs } from "node:util";
import { quoteText } from "../../experiment/quote";
import { SURVEY_BACKENDS, type SurveyBackend } from "../../experiment/survey/plan-schema";
import { messageOf } from "../../words/error-message";
import type { Shard } from "../survey/shard-cases";
import { InputError } from "./input-error";

const USAGE =
  `npm run survey -- SURVEY.json --out DIR [--shard i/n] [--resume] [--workers N] [--backend ${SURVEY_BACKENDS.join("|")}] [--quiet], ` +
  "npm run survey -- SURVEY.json --out DIR --slurm [--partition P] [--shards N] [--dry-run] [-- SBATCH OPTIONS], " +
  "npm run survey -- SURVEY.json --kubernetes [--shards N] [--image IMAGE], " +
  "npm run survey -- merge DIR… [--out DIR] [--studio ADDRESS] [--summary FILE.md], npm run survey -- estimate SURVEY.json [--shards N]";

const MOST_SHARDS = 10_000;
const MOST_WORKERS = 1_024;

interface Common {
  readonly backend: SurveyBackend | null;
  readonly quiet: boolean;
}

/** What `npm run survey` is asked to do. */
export type SurveyArguments = Common &
  (
    | {
        readonly action: "run";
        readonly file: string;
        readonly out: string;
        readonly shard: Shard;
        readonly resume: boolean;
        readonly workers: number | null;
      }
    | { readonly action: "estimate"; readonly file: string; readonly shards: number }
    | {
        readonly action: "merge";
        readonly folders: readonly string[];
        readonly out: string;
        readonly studio: string;
        readonly summary: string | null;
      }
    | {
        readonly action: "slurm";
        readonly file: string;
        readonly out: string;
        readonly shards: number;
        readonly partition: string | null;
        readonly dryRun: boolean;
        readonly workers: number | null;
        /** Options that are passed to sbatch unchanged. */
        readonly options: readonly string[];
      }
    | { readonly action: "kubernetes"; readonly file: string; readonly shards: number; readonly image: string }
  );

/** Where `npm start` serves the studio. */
const STUDIO = "http://localhost:4173/";
const IMAGE = "losscape:latest";

const OPTIONS = {
  out: { type: "string" },
  shard: { type: "string" },
  shards: { type: "string" },
  workers: { type: "string" },
  resume: { type: "boolean" },
  backend: { type: "string" },
  quiet: { type: "boolean" },
  slurm: { type: "boolean" },
  partition: { type: "string" },
  "dry-run": { type: "boolean" },
  kubernetes: { type: "boolean" },
  image: { type: "string" },
  studio: { type: "string" },
  summary: { type: "string" },
} as const;

/** The options that each action has; another one is refused rather than ignored. */
const ALLOWED: Readonly<Record<SurveyArguments["action"], readonly (keyof typeof OPTIONS)[]>> = {
  run: ["out", "shard", "workers", "resume", "backend", "quiet"],
  estimate: ["shards", "backend", "quiet"],
  merge: ["out", "studio", "summary", "quiet"],
  slurm: ["out", "shards", "workers", "backend", "quiet", "slurm", "partition", "dry-run"],
  kubernetes: ["shards", "backend", "quiet", "kubernetes", "image"],
};

/** @throws InputError for an unknown, missing or superfluous argument */
export function parseSurveyArguments(argv: readonly string[]): SurveyArguments {
  const end = argv.indexOf("--");
  const { values, positionals } = readOptions(end < 0 ? argv : argv.slice(0, end));
  const options = end < 0 ? [] : argv.slice(end + 1);
  const [first, ...others] = positionals;
  const action = chooseAction(first, values);
  const stray = (Object.keys(values) as (keyof typeof OPTIONS)[]).find((name) => !ALLOWED[action].includes(name));
  if (stray !== undefined) throw new InputError(`--${stray}: is no option of ${nameAction(action)}; use ${USAGE}`);
  if (options.length > 0 && action !== "slurm")
    throw new InputError(`${options[0]}: only --slurm passes options on; use ${USAGE}`);
  const common = { backend: readBackend(values.backend), quiet: values.quiet ?? false };
  if (action === "merge") return { action, ...common, ...readMerge(others, values) };
  const [file, extra] = action === "estimate" ? others : positionals;
  if (file === undefined) throw new InputError(`SURVEY.json: is missing; use ${USAGE}`);
  if (extra !== undefined) throw new InputError(`${extra}: is one file too many; use ${USAGE}`);
  const shards = readCount("--shards", values.shards ?? (action === "estimate" ? "1" : "4"), MOST_SHARDS);
  if (action === "estimate") return { action, ...common, file, shards };
  if (action === "kubernetes")
    return { action, ...common, file, shards, image: readName("image", values.image ?? IMAGE) };
  if (values.out === undefined) throw new InputError(`--out: is missing; use ${USAGE}`);
  const out = readName("out", values.out);
  const workers = values.workers === undefined ? null : readCount("--workers", values.workers, MOST_WORKERS);
  if (action === "slurm") {
    const dryRun = values["dry-run"] ?? false;
    return {
      action,
      ...common,
      file,
      out,
      shards,
      workers,
      partition: readPartition(values.partition),
      dryRun,
      options,
    };
  }
  return { action, ...common, file, out, workers, shard: readShard(values.shard), resume: values.resume ?? false };
}

function readMerge(folders: readonly string[], { out, studio, summary }: Values) {
  const [folder] = folders;
  if (folder === undefined) throw new InputError(`DIR: is missing; use ${USAGE}`);
  return {
    folders,
    out: readName("out", out ?? folder),
    studio: studio ?? STUDIO,
    summary: summary === undefined ? null : readName("summary", summary),
  };
}

/** The partition stands in a line of a script. */
function readPartition(text: string | undefined): string | null {
  if (text === undefined) return null;
  if (!/^[\w.,-]+$/.test(text))
    throw new InputError(`--partition: ${quoteText(text) || "nothing"} is no name of a partition`);
  return text;
}

type Values = ReturnType<typeof readOptions>["values"];

function readOptions(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
  } catch (error) {
    // Node's message has advice after its first sentence.
    const [sentence = "not understood"] = messageOf(error).split(/[\n.](?:\s|$)/);
    throw new InputError(`${sentence}; use ${USAGE}`);
  }
}

/** A file of the name merge or estimate is given with its folder, `./merge`. */
function chooseAction(first: string | undefined, values: Values): SurveyArguments["action"] {
  if (first === "merge" || first === "estimate") return first;
  if (values.slurm && values.kubernetes) throw new InputError("--kubernetes: cannot be given with --slurm");
  if (values.slurm) return "slurm";
  return values.kubernetes ? "kubernetes" : "run";
}

function nameAction(action: SurveyArguments["action"]): string {
  if (action === "run") return "a survey that runs here";
  return action === "merge" || action === "estimate" ? action : `--${action}`;
}

function readName(option: string, text: string): string {
  if (text === "") throw new InputError(`--${option}: names nothing`);
  return text;
}

function readBackend(text: string | undefined): SurveyBackend | null {
  if (text === undefined) return null;
  const backend = SURVEY_BACKENDS.find((name) => name === text);
  if (!backend) throw new InputError(`--backend: ${text} is not ${SURVEY_BACKENDS.join(" or ")}`);
  return backend;
}

function readShard(text: string | undefined): Shard {
  if (text === undefined) return { number: 1, count: 1 };
  const [, i, n] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  if (i === undefined || n === undefined) throw new InputError(`--shard: ${text || "nothing"} is not i/n, such as 2/4`);
  const count = readCount("--shard", n, MOST_SHARDS);
  if (Number(i) < 1 || Number(i) > count)
    throw new InputError(`--shard: ${i} is not between 1 and ${count}, the number of shards`);
  return { number: Number(i), count };
}

function readCount(option: string, text: string, most: number): number {
  const count = Number(text);
  if (!/^\d+$/.test(text)) throw new InputError(`${option}: ${text || "nothing"} is not a whole number`);
  if (count < 1) throw new InputError(`${option}: ${count} is below 1`);
  if (count > most) throw new InputError(`${option}: ${text} is above ${most}`);
  return count;
}

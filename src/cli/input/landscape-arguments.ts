import path from "node:path";
import { parseArgs } from "node:util";
import { ENGINE_CHOICES, type EngineChoice } from "../../compute/engine/engine-choice";
import type { SurveyRequest } from "../../formats/files/survey-file";
import { messageOf } from "../../words/error-message";
import { InputError } from "./input-error";
import { joinSurveyCount, readSurveyRequest } from "./survey-arguments";

const USAGE =
  `npm run landscape -- SPEC.json [--out RESULT.json] [--png SURFACE.png] [--backend ${ENGINE_CHOICES.join("|")}] [--quiet] ` +
  "[--survey [N] [--seeds S] [--activations A,B,…] [--csv SURVEY.csv]]";

/** What computes: an engine of the page, or the faster one on this machine. */
export type Backend = EngineChoice;

/** The options of the command. A file is null where it is not requested; `-` as the spec means standard input. */
export interface LandscapeArguments {
  readonly spec: string;
  readonly out: string | null;
  readonly png: string | null;
  readonly backend: Backend;
  readonly quiet: boolean;
  /** Null for one landscape; else --out and --png name the survey's files. */
  readonly survey: SurveyRequest | null;
  readonly csv: string | null;
}

/** @throws InputError for an unknown option, and for a missing or superfluous argument */
export function parseLandscapeArguments(argv: readonly string[]): LandscapeArguments {
  const { values, positionals } = readOptions(argv);
  const [spec, ...more] = positionals;
  if (spec === undefined) throw new InputError(`SPEC.json: is missing; use ${USAGE}`);
  if (more.length > 0) throw new InputError(`${more[0]}: is one file too many; use ${USAGE}`);
  const backend = ENGINE_CHOICES.find((name) => name === (values.backend ?? "automatic"));
  if (!backend) {
    const [last, ...others] = [...ENGINE_CHOICES].reverse();
    throw new InputError(`--backend: ${values.backend} is not ${others.reverse().join(", ")} or ${last}`);
  }
  for (const name of ["out", "png", "csv"] as const) {
    if (values[name] === "") throw new InputError(`--${name}: names no file`);
  }
  const { out = null, png = null, csv = null, quiet = false } = values;
  const survey = readSurveyRequest(values);
  const files = [spec, out, png, csv].filter((file) => file !== null).map((file) => path.resolve(file));
  if (new Set(files).size < files.length) {
    throw new InputError(`SPEC.json, --out${csv === null ? "" : ", --csv"} and --png: must be different files`);
  }
  return { spec, out, png, backend, quiet, survey, csv };
}

function readOptions(argv: readonly string[]) {
  try {
    return parseArgs({
      args: joinSurveyCount(argv),
      allowPositionals: true,
      options: {
        out: { type: "string" },
        png: { type: "string" },
        backend: { type: "string" },
        quiet: { type: "boolean" },
        survey: { type: "string" },
        seeds: { type: "string" },
        activations: { type: "string" },
        csv: { type: "string" },
      },
    });
  } catch (error) {
    // Node's message has advice after its first sentence.
    const [sentence = "not understood"] = messageOf(error).split(/[\n.](?:\s|$)/);
    throw new InputError(`${sentence}; use ${USAGE}`);
  }
}

import { SpecError } from "../../experiment/parse";
import { parseSurveyRequest, type SurveyRequest } from "../../formats/files/survey-file";
import { InputError } from "./input-error";

/** The texts of a survey's options; absent where an option is not given. */
export interface SurveyOptionTexts {
  readonly survey?: string | undefined;
  readonly seeds?: string | undefined;
  readonly activations?: string | undefined;
  readonly csv?: string | undefined;
}

/** The option of each field of the request. */
const OPTIONS: Readonly<Record<string, string>> = {
  "survey.planes": "--survey",
  "survey.seeds": "--seeds",
  "survey.activations": "--activations",
};

/** The form of a number after an option. */
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
/** The value of `--survey` without a number of planes. */
const DEFAULT = "default";

/**
 * Joins `--survey` with the number after it, which is optional: an argument that is not a number does not belong to it. A spec file whose
 * name is a number must be written with its folder, `./50`.
 */
export function joinSurveyCount(argv: readonly string[]): string[] {
  const joined: string[] = [];
  const end = argv.indexOf("--");
  for (let i = 0; i < argv.length; i++) {
    const isSurvey = argv[i] === "--survey" && (end < 0 || i < end);
    if (!isSurvey) {
      joined.push(argv[i]!);
      continue;
    }
    const count = argv[i + 1];
    const follows = count !== undefined && NUMBER.test(count);
    joined.push(`--survey=${follows ? count : DEFAULT}`);
    if (follows) i++;
  }
  return joined;
}

/**
 * @returns null where no survey is requested
 * @throws InputError with one sentence that begins with the option
 */
export function readSurveyRequest(texts: SurveyOptionTexts): SurveyRequest | null {
  const { survey, seeds, activations } = texts;
  if (survey === undefined) {
    const stray = (["seeds", "activations", "csv"] as const).find((name) => texts[name] !== undefined);
    if (stray) throw new InputError(`--${stray}: is an option of a survey and needs --survey`);
    return null;
  }
  try {
    return parseSurveyRequest({
      ...(survey === DEFAULT ? {} : { planes: readNumber("--survey", survey) }),
      ...(seeds === undefined ? {} : { seeds: readNumber("--seeds", seeds) }),
      ...(activations === undefined ? {} : { activations: activations.split(",").map((name) => name.trim()) }),
    });
  } catch (error) {
    throw error instanceof SpecError ? new InputError(nameOption(error.message)) : error;
  }
}

/** Replaces the field's name at the beginning of a message by its option. */
export function nameOption(message: string): string {
  return message.replace(/^(survey\.\w+)(?:\[\d+\])?(?=:)/, (whole, field: string) => OPTIONS[field] ?? whole);
}

function readNumber(option: string, text: string): number {
  if (!NUMBER.test(text)) throw new InputError(`${option}: ${text || "nothing"} is not a number`);
  return Number(text);
}

import { ACTIVATIONS, type Activation, OUTPUTS } from "../../experiment/spec";
import type { ModelChoices } from "../../formats/models/bare-tensors";
import { InputError } from "./input-error";

/** The options of a model as Node's parser takes them. */
export const MODEL_OPTIONS = {
  data: { type: "string" },
  target: { type: "string", multiple: true },
  input: { type: "string", multiple: true },
  standardise: { type: "boolean" },
  activation: { type: "string" },
  output: { type: "string" },
  slope: { type: "string" },
} as const;

/** The texts of a model's options; absent where an option is not given. */
export interface ModelOptionTexts {
  readonly data?: string | undefined;
  readonly target?: readonly string[] | undefined;
  readonly input?: readonly string[] | undefined;
  readonly standardise?: boolean | undefined;
  readonly activation?: string | undefined;
  readonly output?: string | undefined;
  readonly slope?: string | undefined;
}

/** What is asked of a model: what its file does not say, and the table that becomes its samples. */
export interface ModelRequest {
  readonly choices: ModelChoices;
  readonly data: DataRequest | null;
}

interface DataRequest {
  readonly table: string;
  readonly targets: readonly string[];
  /** Null: all columns of numbers that are no target. */
  readonly inputs: readonly string[] | null;
  readonly isStandardised: boolean;
}

/**
 * Repeats `--target` and `--input` before each of the columns that follow it: parseArgs gives an option one value. An argument that names
 * a file is no column.
 *
 * @param isFile  whether an argument is the name of a file
 */
export function repeatColumnOptions(argv: readonly string[], isFile: (argument: string) => boolean): string[] {
  const repeated: string[] = [];
  let option: string | null = null;
  let isFirst = false;
  for (const argument of argv) {
    if (argument.startsWith("--")) {
      option = argument === "--target" || argument === "--input" ? argument : null;
      isFirst = true;
      if (option === null) repeated.push(argument);
    } else if (option !== null && (isFirst || !isFile(argument))) {
      repeated.push(`${option}=${argument}`);
      isFirst = false;
    } else {
      repeated.push(argument);
      option = null;
    }
  }
  return repeated;
}

/** @throws InputError with one sentence that begins with the option */
export function readModelOptions(texts: ModelOptionTexts): ModelRequest {
  const { data, target = [], input, standardise = false } = texts;
  if (data === undefined) {
    const stray = (["target", "input", "standardise"] as const).find((name) => texts[name] !== undefined);
    if (stray) throw new InputError(`--${stray}: says what is taken from a table, and needs --data`);
    return { choices: readChoices(texts), data: null };
  }
  if (data === "") throw new InputError("--data: names no file");
  if (target.length === 0) throw new InputError("--target: is missing; it names the column that the model predicts");
  const table = { table: data, targets: target, inputs: input ?? null, isStandardised: standardise };
  return { choices: readChoices(texts), data: table };
}

function readChoices({ activation, output, slope }: ModelOptionTexts): ModelChoices {
  const outputName = OUTPUTS.find((name) => name === output);
  if (output !== undefined && !outputName) throw new InputError(`--output: ${output} is not ${OUTPUTS.join(" or ")}`);
  const leakySlope = slope === undefined || slope.trim() === "" ? Number.NaN : Number(slope);
  if (slope !== undefined && !(leakySlope >= 0 && leakySlope <= 1)) {
    throw new InputError(`--slope: ${slope} is not a number between 0 and 1`);
  }
  return {
    ...(activation === undefined ? {} : { activation: readActivations(activation) }),
    ...(outputName ? { output: outputName } : {}),
    ...(slope === undefined ? {} : { leakySlope }),
  };
}

function readActivations(text: string): Activation | Activation[] {
  const names = text.split(",").map((part) => {
    const found = ACTIVATIONS.find((name) => name === part.trim());
    if (!found)
      throw new InputError(`--activation: ${part.trim() || "nothing"} is not one of ${ACTIVATIONS.join(", ")}`);
    return found;
  });
  return names.length === 1 ? names[0]! : names;
}

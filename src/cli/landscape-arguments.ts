import path from "node:path";
import { parseArgs } from "node:util";
import { InputError } from "./input-error";

const USAGE =
  "npm run landscape -- SPEC.json [--out RESULT.json] [--png SURFACE.png] [--backend webgl|reference] [--quiet]";

const BACKENDS = ["webgl", "reference"] as const;
export type Backend = (typeof BACKENDS)[number];

/** What was asked for. A file is null where none is wanted; `-` as the spec is standard input. */
export interface LandscapeArguments {
  readonly spec: string;
  readonly out: string | null;
  readonly png: string | null;
  readonly backend: Backend;
  readonly quiet: boolean;
}

/** @throws InputError for an option that does not exist, and for what is missing or too much */
export function parseLandscapeArguments(argv: readonly string[]): LandscapeArguments {
  const { values, positionals } = readOptions(argv);
  const [spec, ...more] = positionals;
  if (spec === undefined) throw new InputError(`SPEC.json: is missing; use ${USAGE}`);
  if (more.length > 0) throw new InputError(`${more[0]}: is one file too many; use ${USAGE}`);
  const backend = BACKENDS.find((name) => name === (values.backend ?? "webgl"));
  if (!backend) throw new InputError(`--backend: ${values.backend} is not ${BACKENDS.join(" or ")}`);
  for (const name of ["out", "png"] as const) {
    if (values[name] === "") throw new InputError(`--${name}: names no file`);
  }
  const { out = null, png = null, quiet = false } = values;
  const files = [spec, out, png].filter((file) => file !== null).map((file) => path.resolve(file));
  if (new Set(files).size < files.length) throw new InputError("SPEC.json, --out and --png: must be different files");
  return { spec, out, png, backend, quiet };
}

function readOptions(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        out: { type: "string" },
        png: { type: "string" },
        backend: { type: "string" },
        quiet: { type: "boolean" },
      },
    });
  } catch (error) {
    // Node's own sentence is followed by advice.
    const [sentence = "not understood"] = (error instanceof Error ? error.message : String(error)).split(
      /[\n.](?:\s|$)/,
    );
    throw new InputError(`${sentence}; use ${USAGE}`);
  }
}

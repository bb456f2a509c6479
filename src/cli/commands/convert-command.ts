/** `npm run convert`: other programs' files in and out. Its options: convert-arguments.ts. The exit code is 0, 1 or 2. */
import { existsSync } from "node:fs";
import path from "node:path";
import { parseJson, parseSpec } from "../../experiment/parse";
import { LONGEST_FILE } from "../../formats/files/file-limits";
import { FOREIGN_LIMITS } from "../../formats/foreign-limits";
import { FormatError } from "../../formats/format-error";
import { FILE_KINDS, type FileKind, recognizeFile } from "../../formats/recognize-file";
import { type GridNumbers, readGridNumbers } from "../../formats/surfaces/grid-document";
import { readSurface } from "../../formats/surfaces/read-surface";
import { writeSurfaceResult } from "../../formats/surfaces/surface-result";
import { type ConvertArguments, parseConvertArguments } from "../input/convert-arguments";
import { InputError } from "../input/input-error";
import { convertWeights, holdsWeights, type InputFile } from "../output/convert-weights";
import { writeOutputs } from "../output/outputs";
import { ProgressBar } from "../output/progress-bar";
import { checkWritable, isSameFile, quoteName, readBytes } from "../output/read-write";
import { runCommand } from "../run-command";

/** A result, and what is said of it. */
interface Found {
  readonly result: unknown;
  readonly title: string;
}

async function runConvert(wanted: ConvertArguments): Promise<void> {
  const { inputs, out, extension, quiet } = wanted;
  checkWritable("--out", out);
  const twin = inputs.find((input) => existsSync(input) && isSameFile(input, out));
  if (twin !== undefined) throw new InputError(`--out: is the same file as ${quoteName(twin)}`);
  const files: InputFile[] = [];
  for (const input of inputs) files.push(await openInput(input, wanted.from));
  const say = (sentence: string) => quiet || process.stderr.write(`${sentence}\n`);
  if (holdsWeights(files[0]!, wanted)) {
    const { outputs, sentences } = await convertWeights(files, wanted);
    await writeOutputs(outputs);
    for (const sentence of sentences) say(sentence);
    return;
  }
  const { result, title } = await findResult(files, wanted);
  if (extension === ".json") {
    await writeOutputs([{ file: out, content: JSON.stringify(result) }]);
    say(title);
    return;
  }
  // Loaded only now, so that bad input is reported without loading what draws and writes.
  const { convertNumbers } = await import("../output/convert-output");
  if (extension === ".safetensors") throw new InputError("--out: .safetensors is for weights, and this is a surface");
  const numbers = readGridNumbers(result);
  if (extension === ".html") {
    await writeOutputs([{ file: out, content: await convertToPage(result, numbers, title) }]);
    say(title);
    return;
  }
  const { content, notes } = await convertNumbers(numbers, extension, title);
  await writeOutputs([{ file: out, content }]);
  for (const sentence of [title, ...notes]) say(sentence);
}

async function convertToPage(result: unknown, { grid }: GridNumbers, title: string): Promise<string> {
  if (grid.rows === 1) throw new InputError("--out: a curve has no surface for .html: write .csv, .npz, .h5 or .vtp");
  const { writeSavedPage } = await import("../pages/viewer-build");
  return writeSavedPage(JSON.stringify(result), title);
}

async function openInput(input: string, from: FileKind | null): Promise<InputFile> {
  const isStream = input === "-";
  const name = isStream ? "standard input" : path.basename(input);
  // Results of fine grids are longer than any other file.
  const bytes = readBytes(input, /\.json$/i.test(input) ? LONGEST_FILE : FOREIGN_LIMITS.file);
  try {
    return {
      name,
      folder: isStream ? null : path.dirname(input),
      bytes,
      kind: from ?? (await recognizeFile(name, bytes)),
    };
  } catch (error) {
    throw error instanceof FormatError ? new FormatError(`${quoteName(name)}: ${error.message}`) : error;
  }
}

async function findResult(files: readonly InputFile[], { set, quiet, model }: ConvertArguments): Promise<Found> {
  const [first, ...others] = files as [InputFile, ...InputFile[]];
  if (FILE_KINDS[first.kind] === "surface") {
    const surface = await readSurface(files, set);
    const { program, chosen, grid } = surface;
    const size = grid.rows === 1 ? `${grid.columns} points` : `${grid.columns} × ${grid.rows} points`;
    const name = files.map((file) => file.name).join(", ");
    return { result: writeSurfaceResult(surface, name), title: `${name}: ${chosen} of ${program}, ${size}` };
  }
  if (others[0])
    throw new InputError(`${quoteName(others[0].name)}: is one file too many: only surfaces have several files`);
  if (set !== null) throw new InputError("--set: is an option of a surface with several sets");
  if (model.data !== null) throw new InputError("--data: goes with a model");
  const content = parseJson(first.kind, readText(first));
  switch (first.kind) {
    case "result":
      return { result: content, title: first.name };
    case "spec": {
      const spec = parseSpec(content);
      const bar = quiet ? null : new ProgressBar(process.stderr);
      const report = bar ? bar.report.bind(bar) : () => {};
      const { produceLandscape } = await import("../output/landscape-products");
      const producing = produceLandscape(spec, { backend: "processor", png: false, report });
      const { result } = await producing.finally(() => bar?.close());
      return { result: JSON.parse(result), title: first.name };
    }
    default:
      throw new InputError(`${quoteName(first.name)}: is a model (${first.kind}), and no surface`);
  }
}

function readText({ name, bytes }: InputFile): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new InputError(`${quoteName(name)}: is not a text file in UTF-8`);
  }
}

await runCommand(
  async () => {
    const wanted = parseConvertArguments(process.argv.slice(2));
    await runConvert(wanted).catch((error: unknown) => {
      throw error instanceof FormatError ? new InputError(error.message) : error;
    });
    return 0;
  },
  (message) => message,
);

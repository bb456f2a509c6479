/** `npm run landscape`: one landscape, or a survey, without a window. landscape-arguments.ts says how it is called; the exit code is 0, 1 or 2. */
import { parseSpecText, SpecError } from "../spec/parse";
import { checkWritable, readInput, writeOutputs } from "./files";
import { InputError } from "./input-error";
import { type LandscapeArguments, parseLandscapeArguments } from "./landscape-arguments";
import { produceLandscape, produceSurvey, writeTable } from "./products";
import { ProgressBar } from "./progress-bar";
import { nameOption } from "./survey-arguments";

async function runLandscape(wanted: LandscapeArguments): Promise<void> {
  const { spec: file, out, png, csv, backend, quiet, survey } = wanted;
  const spec = parseSpecText(readInput(file));
  for (const name of ["out", "png", "csv"] as const) {
    const output = wanted[name];
    if (output !== null) checkWritable(`--${name}`, output);
  }
  const bar = quiet ? null : new ProgressBar(process.stderr);
  const production = { backend, png: png !== null, report: bar ? bar.report.bind(bar) : () => {} };
  const producing = survey ? produceSurvey(spec, survey, production) : produceLandscape(spec, production);
  const { result, picture } = await producing.finally(() => bar?.close());
  writeOutputs([
    ...(out === null ? [] : [{ file: out, content: result }]),
    ...(csv === null ? [] : [{ file: csv, content: await writeTable(result) }]),
    ...(png === null || !picture ? [] : [{ file: png, content: picture }]),
  ]);
  if (out === null) await print(result);
}

/** Writes to stdout and waits until it is taken: a pipe takes long texts in parts. */
function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(`${text}\n`, (error) => (error ? reject(error) : resolve()));
  });
}

try {
  // A reader that has seen enough, such as head, closes the pipe: no failure of ours.
  process.stdout.on("error", () => process.exit(1));
  await runLandscape(parseLandscapeArguments(process.argv.slice(2)));
  process.exitCode = 0;
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${nameOption(message.replace(/\s*\n\s*/g, " "))}\n`);
  process.exitCode = error instanceof InputError || error instanceof SpecError ? 2 : 1;
}

/** `npm run landscape`: one landscape, or a survey, without a window. Its options: landscape-arguments.ts. The exit code is 0, 1 or 2. */
import { existsSync } from "node:fs";
import path from "node:path";
import { planSurvey } from "../../compute/studies/survey/survey-plan";
import { blameGivenPlane, checkGivenPlane } from "../../slice/plane/check-given-plane";
import { InputError } from "../input/input-error";
import { type LandscapeArguments, parseLandscapeArguments } from "../input/landscape-arguments";
import { readExperiment } from "../input/read-experiment";
import { nameOption } from "../input/survey-arguments";
import { produceLandscape, produceSurvey, writeTable } from "../output/landscape-products";
import { writeOutputs } from "../output/outputs";
import { ProgressBar } from "../output/progress-bar";
import { checkWritable, isSameFile, readInput } from "../output/read-write";
import { print, runCommand } from "../run-command";

/** Every output must be a different file. @throws InputError */
function checkPlaces(wanted: LandscapeArguments): void {
  const taken = wanted.spec === "-" ? [] : [{ name: "SPEC.json", file: wanted.spec }];
  for (const option of ["out", "png", "csv"] as const) {
    const file = wanted[option];
    if (file === null) continue;
    checkWritable(`--${option}`, file);
    const twin = taken.find((other) => existsSync(path.dirname(other.file)) && isSameFile(other.file, file));
    if (twin) throw new InputError(`--${option}: is the same file as ${twin.name}`);
    taken.push({ name: `--${option}`, file });
  }
}

async function runLandscape(wanted: LandscapeArguments): Promise<void> {
  const { spec: file, out, png, csv, backend, quiet, survey } = wanted;
  checkPlaces(wanted);
  const spec = readExperiment(readInput(file));
  checkGivenPlane(survey ? planSurvey(spec, survey).spec : spec);
  const bar = quiet ? null : new ProgressBar(process.stderr);
  const production = { backend, png: png !== null, report: bar ? bar.report.bind(bar) : () => {} };
  const producing = survey ? produceSurvey(spec, survey, production) : produceLandscape(spec, production);
  const { result, picture } = await producing
    .catch((error: unknown) => {
      throw blameGivenPlane(spec, error);
    })
    .finally(() => bar?.close());
  await writeOutputs([
    ...(out === null ? [] : [{ file: out, content: result }]),
    ...(csv === null ? [] : [{ file: csv, content: await writeTable(result) }]),
    ...(png === null || !picture ? [] : [{ file: png, content: picture }]),
  ]);
  if (out === null) await print(`${result}\n`);
}

await runCommand(async () => {
  await runLandscape(parseLandscapeArguments(process.argv.slice(2)));
  return 0;
}, nameOption);

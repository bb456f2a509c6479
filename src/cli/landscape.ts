/** `npm run landscape`: one landscape without a window. landscape-arguments.ts says how it is called; the exit code is 0, 1 or 2. */
import type { RunProgress } from "../compute/scripting";
import { parseSpecText, SpecError } from "../spec/parse";
import type { Spec } from "../spec/schema";
import { checkWritable, readInput, writeOutputs } from "./files";
import type { HeadlessPage } from "./headless-page";
import { InputError } from "./input-error";
import { type LandscapeArguments, parseLandscapeArguments } from "./landscape-arguments";
import { ProgressBar } from "./progress-bar";

type Report = (progress: RunProgress) => void;

interface Products {
  /** The result document as JSON. */
  readonly result: string;
  readonly picture: Uint8Array | null;
}

/** Runs in this process, with the picture taken by the page where one is wanted. */
async function computeHere(spec: Spec, png: boolean, report: Report): Promise<Products> {
  const { runExperiment } = await import("../compute/run");
  const { createReferenceService } = await import("../compute/reference-service");
  const result = JSON.stringify(await runExperiment(spec, createReferenceService(), report));
  if (!png) return { result, picture: null };
  return withPage(report, async (page) => ({ result, picture: await page.capture(result) }));
}

/** Runs in the page, as a visitor's browser would. */
function computeInPage(spec: Spec, png: boolean, report: Report): Promise<Products> {
  return withPage(report, async (page) => {
    const result = await page.run(JSON.stringify(spec), report);
    return { result, picture: png ? await page.capture(result) : null };
  });
}

async function withPage<T>(report: Report, use: (page: HeadlessPage) => Promise<T>): Promise<T> {
  report({ stage: "opening the page", fraction: 0 });
  // Loaded only now: bad input is answered without waiting for a bundler and a browser driver.
  const { HeadlessPage } = await import("./headless-page");
  const page = await HeadlessPage.open();
  try {
    return await use(page);
  } finally {
    await page.close();
  }
}

async function runLandscape({ spec: file, out, png, backend, quiet }: LandscapeArguments): Promise<void> {
  const spec = parseSpecText(readInput(file));
  if (out !== null) checkWritable("--out", out);
  if (png !== null) checkWritable("--png", png);
  const bar = quiet ? null : new ProgressBar(process.stderr);
  const compute = backend === "reference" ? computeHere : computeInPage;
  const { result, picture } = await compute(spec, png !== null, (progress) => bar?.report(progress)).finally(() =>
    bar?.close(),
  );
  writeOutputs([
    ...(out === null ? [] : [{ file: out, content: result }]),
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
  process.stderr.write(`${message.replace(/\s*\n\s*/g, " ")}\n`);
  process.exitCode = error instanceof InputError || error instanceof SpecError ? 2 : 1;
}

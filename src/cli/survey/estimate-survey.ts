import { availableParallelism } from "node:os";
import { CaseMeasurer } from "../../compute/studies/survey/measure-case";
import { createSurveyEngine } from "../../compute/studies/survey/survey-engine";
import { CaseProduct } from "../../experiment/survey/case-product";
import { formatExact, formatNumber, formatSeconds } from "../../words/numbers";
import { InputError } from "../input/input-error";
import type { SettledPlan } from "./fingerprint";
import { writeLine } from "./write-line";

/** The size of a survey and, from some of its cases, its time. */
export interface Estimate {
  readonly cases: number;
  readonly trainings: number;
  /** Number of timed cases, each with its training and once more without. */
  readonly timed: number;
  /** Milliseconds of the first case around its weights, with the training, and of each further one: means over the timed cases. */
  readonly first: number;
  readonly further: number;
  /** Bytes of a line. */
  readonly line: number;
  /** Seconds of all cases on one core. */
  readonly seconds: number;
}

/** Timed cases: spread over the product, so that small and large networks are among them. */
const TIMED = 6;
/** No further case is timed after this time, in milliseconds. */
const LONG_ENOUGH = 20_000;

/** Times some cases of a plan. The first of all warms the compiler up and is not counted. @throws InputError */
export async function estimateSurvey(plan: SettledPlan): Promise<Estimate> {
  const { backend } = plan;
  if (backend === "webgl") throw new InputError("--backend: an estimate is for processor and reference");
  const product = new CaseProduct(plan);
  product.check();
  const began = performance.now();
  const engine = await createSurveyEngine(backend);
  await new CaseMeasurer(engine, plan.measure).measure(product.caseAt(0).spec);
  const count = Math.min(TIMED, product.groups);
  const times: { first: number; further: number; line: number }[] = [];
  for (let k = 0; k < count && (k === 0 || performance.now() - began < LONG_ENOUGH); k++) {
    // Groups in the order of the bit-reversal-like golden section: any beginning of it lies over all of them.
    const group = Math.floor(((k * GOLDEN_SECTION) % 1) * product.groups);
    const found = product.caseAt(group * product.groupSize);
    const measurer = new CaseMeasurer(engine, plan.measure);
    const time = async () => {
      const start = performance.now();
      const measurement = await measurer.measure(found.spec);
      return { measurement, ms: performance.now() - start };
    };
    const first = await time();
    const further = await time();
    const line = writeLine({ ...found, hash: plan.hash }, first.measurement, { attempt: 1, ms: first.ms }).length + 1;
    times.push({ first: first.ms, further: further.ms, line });
  }
  const mean = (pick: (time: (typeof times)[number]) => number) =>
    times.reduce((sum, time) => sum + pick(time) / times.length, 0);
  const [first, further] = [mean((time) => time.first), mean((time) => time.further)];
  const { count: cases, groups: trainings } = product;
  const seconds = (trainings * first + (cases - trainings) * further) / 1000;
  return { cases, trainings, timed: times.length, first, further, line: mean((time) => time.line), seconds };
}

const GOLDEN_SECTION = (Math.sqrt(5) - 1) / 2;

/** An estimate in some lines. */
export function describeEstimate(
  { cases, trainings, timed, first, further, line, seconds }: Estimate,
  shards: number,
): string {
  const cores = availableParallelism();
  const plain = (text: string) => text.replaceAll("\u00a0", " ");
  return plain(
    [
      `${formatExact(cases)} cases around ${formatExact(trainings)} different weights`,
      `a case: about ${formatNumber(first, 2)} ms with its training, ${formatNumber(further, 2)} ms without (mean of ${timed} timed cases)`,
      `all on one core: about ${formatSeconds(seconds)}`,
      `on the ${formatExact(cores)} cores of this machine: about ${formatSeconds(seconds / cores)}`,
      ...(shards > 1
        ? [`in ${formatExact(shards)} shards on such machines: about ${formatSeconds(seconds / cores / shards)}`]
        : []),
      `lines: about ${formatNumber((cases * line) / 1e6, 2)} MB`,
    ].join("\n"),
  );
}

import { average, HALVES, listPowers, type PairProblem, type Row, roundTo, sampleRows } from "./pair-problem";
import type { PairRanking } from "./pair-ranking";
import { makeChain } from "./thread";

/** Inputs that are tried, the first layer's arguments at a step, and how many places between the samples. */
const STEPPED_INPUTS = 2;
const STEP_ARGUMENTS = [0.5, -0.5, 2] as const;
const QUANTILES = 7;

/** Adds chords along which one input passes through all layers, the first bias moves, and the sigmoid of the output steps near one of the samples. */
export function addSteps(
  ranking: PairRanking,
  { layout, l2, loss, data }: PairProblem,
  output: number,
  reach: number,
): void {
  const rows = sampleRows(data);
  for (let input = 0; input < Math.min(layout.inputs, STEPPED_INPUTS); input++) {
    const chain = makeChain(layout, input, output);
    for (const argument of STEP_ARGUMENTS) {
      for (const v of listPowers(reach).filter((power) => power > 1)) {
        const c = roundTo(-v * chain.value(argument), 1 / 16);
        const measure = (b: number) =>
          average(rows, ({ inputs, targets }) => loss(c + v * chain.value(inputs[input]! + b), targets[output]!));
        for (const place of listQuantiles(rows, input)) {
          const b = roundTo(argument - place, 1 / 64);
          const top = measure(b);
          for (const half of HALVES) {
            const ends = (measure(b - half) + measure(b + half)) / 2;
            const size = Math.abs(top) + Math.abs(ends) + l2 * (v * v + b * b + c * c);
            ranking.add(top - ends - l2 * half * half, size, () => [
              chain.place({ b: b - half, v, c }),
              chain.place({ b: b + half, v, c }),
            ]);
          }
        }
      }
    }
  }
}

/** Values of one input at evenly spaced quantiles of the samples. */
function listQuantiles(rows: readonly Row[], input: number): number[] {
  const values = rows.map(({ inputs }) => inputs[input]!).sort((one, other) => one - other);
  return Array.from({ length: QUANTILES }, (_, k) => values[Math.floor((k * (values.length - 1)) / (QUANTILES - 1))]!);
}

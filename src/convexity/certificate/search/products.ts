import { alongBias, type Line, listDirections, makeLine } from "./entry-direction";
import { averageRow, HALVES, listPowers, type PairProblem, sampleRows } from "./pair-problem";
import type { PairRanking } from "./pair-ranking";
import type { Thread } from "./thread";

/** Pairs of numbers. A pair and its exchange have the same product, their mean has another: one pair is across 0, one on one side of 0. */
const FACTORS: readonly (readonly [number, number])[] = [
  [1, -1],
  [1, 2],
];

/** Adds pairs of points with the same product of the weights into and out of a linear unit; their mean has another product. */
export function addProducts(
  ranking: PairRanking,
  problem: PairProblem,
  thread: Thread,
  output: number,
  reach: number,
): void {
  const powers = listPowers(reach);
  const sizes = [...HALVES.slice(0, 8), ...powers.filter((power) => power > 4)];
  // With a later layer that amplifies, the gain exceeds any penalty for any inputs.
  const gains = thread.canAmplify ? powers.filter((power) => power > 0) : [1];
  const rows = sampleRows(problem.data);
  const directions = thread.canAmplify ? [alongBias(problem.layout)] : listDirections(problem, output, rows);
  for (const direction of directions) {
    // Along the bias all samples have the same value.
    const isAlike = direction.w.every((entry) => entry === 0);
    const line = makeLine(problem, isAlike ? [averageRow(problem.data)] : rows, direction, output);
    for (const gain of gains) {
      for (const c of [0, ...powers]) {
        for (const size of sizes) {
          for (const [one, other] of FACTORS) {
            addProduct(ranking, problem, thread, line, { a: one * size, b: other * size, c: c * problem.scale, gain });
          }
        }
      }
    }
  }
}

function addProduct(
  ranking: PairRanking,
  { l2 }: PairProblem,
  thread: Thread,
  { direction, measure }: Line,
  { a, b, c, gain }: Readonly<Record<"a" | "b" | "c" | "gain", number>>,
): void {
  const entries = direction.square + 1;
  // The square of the distance from the mean to either end.
  const penalty = (l2 * entries * (a - b) ** 2) / 4;
  const still = l2 * (c * c + gain * gain + (entries * (a + b) ** 2) / 4);
  for (const sign of [1, -1]) {
    const ends = measure(c, sign * gain * a * b);
    const top = measure(c, (sign * gain * (a + b) ** 2) / 4);
    ranking.add(top - ends - penalty, Math.abs(top) + Math.abs(ends) + still, () => [
      thread.place({ w: direction.w.map((w) => w * a), b: direction.b * a, v: sign * b, c, gain }),
      thread.place({ w: direction.w.map((w) => w * b), b: direction.b * b, v: sign * a, c, gain }),
    ]);
  }
}

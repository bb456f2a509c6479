import { HALVES, listPowers, type PairProblem, roundTo } from "./pair-problem";
import type { PairRanking } from "./pair-ranking";
import type { Thread } from "./thread";

/** The middles b of the pairs: the extremes of every activation's second derivative are near some of them. */
const MIDDLES = [0, 0.25, 0.5, 0.75, 1, 1.5, 2, 3].flatMap((b) => (b === 0 ? [b] : [b, -b]));

/** Adds pairs with b = middle ± half; all other numbers are constant. */
export function addBends(
  ranking: PairRanking,
  { l2, loss, scale }: PairProblem,
  thread: Thread,
  target: number,
  reach: number,
): void {
  const gain = 1;
  const powers = listPowers(reach);
  for (const middle of MIDDLES) {
    const center = thread.rule.value(middle) + thread.offset;
    for (const half of HALVES) {
      const rise = thread.rule.value(middle + half) + thread.offset - center;
      const fall = thread.rule.value(middle - half) + thread.offset - center;
      for (const power of powers) {
        const v = power * scale;
        for (const place of [0, ...powers]) {
          // Rounded to few digits: the middle of the output changes by less than one of them.
          const c = roundTo(place * scale - v * center, scale / 16);
          const z = c + v * center;
          const [top, first, last] = [loss(z, target), loss(z + v * fall, target), loss(z + v * rise, target)];
          const gap = top - (first + last) / 2 - l2 * half * half;
          ranking.add(gap, Math.abs(top) + Math.abs(first + last) / 2 + l2 * (v * v + c * c), () => [
            thread.place({ b: middle - half, v, c, gain }),
            thread.place({ b: middle + half, v, c, gain }),
          ]);
        }
      }
    }
  }
}

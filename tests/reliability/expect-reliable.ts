import { describe, expect, it } from "vitest";
import { COUNT_NAMES } from "./bound-check";
import type { ReliabilityRun } from "./reliability-run";

/** Number of points in one test. */
const PORTION = 1_000;

/**
 * Declares tests that compare an evaluator's bounds and classes on adversarial plans with ball arithmetic.
 * @param name  the evaluator and the seed
 * @param run  called when the tests run
 */
export function expectReliable(name: string, points: number, run: () => ReliabilityRun): void {
  describe(`bounds and classes on ${points} adversarial points: ${name}`, () => {
    for (let from = 0; from < points; from += PORTION) {
      it(`points ${from} to ${from + PORTION}`, async () => {
        const counts = await run().next(PORTION);
        expect(counts.faults, JSON.stringify(COUNT_NAMES.map((name) => [name, counts[name]]))).toEqual([]);
        expect(counts.points).toBeGreaterThanOrEqual(PORTION);
        // The oracle must decide nearly every point, and the evaluator must state bounds.
        expect(counts.unresolved).toBeLessThan(0.02 * counts.points);
        expect(counts.unbounded).toBeLessThan(0.1 * counts.points);
      });
    }
  });
}

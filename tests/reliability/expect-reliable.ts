import { describe, expect, it } from "vitest";
import { COUNT_NAMES } from "./bound-check";
import { startReferenceRun } from "./reliability-run";

/** Points of one test: a fault is named by its plan. */
const PORTION = 1_000;

/** Declares tests that hold the float64 evaluator's bounds and classes on one seed's adversarial plans against ball arithmetic. */
export function expectReliable(seed: number, points: number): void {
  describe(`float64 bounds and classes on ${points} adversarial points (seed ${seed})`, () => {
    const run = startReferenceRun(seed);
    for (let from = 0; from < points; from += PORTION) {
      it(`points ${from} to ${from + PORTION}`, async () => {
        const counts = await run.next(PORTION);
        expect(counts.faults, JSON.stringify(COUNT_NAMES.map((name) => [name, counts[name]]))).toEqual([]);
        expect(counts.points).toBeGreaterThanOrEqual(PORTION);
        // The oracle must have told nearly everywhere, and the evaluator must have said something.
        expect(counts.unresolved).toBeLessThan(0.02 * counts.points);
        expect(counts.unbounded).toBeLessThan(0.1 * counts.points);
      });
    }
  });
}

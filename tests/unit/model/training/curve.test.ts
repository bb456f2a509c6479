import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { Parameters } from "../../../../src/model/network/layout";
import {
  blendCurve,
  CURVE_KINDS,
  type Curve,
  drawPlaces,
  evaluateCurveGradient,
  placeOnCurve,
  startCurve,
} from "../../../../src/model/training/curve";
import { averageOverCurve, CurveTraining, MEASURED_PLACES } from "../../../../src/model/training/curve-training";
import { createRandom } from "../../../../src/numeric/random";
import { describeMoons, type TrainedNetwork, trainNetwork } from "../../slice/plane/trained-network";

let [one, two]: TrainedNetwork[] = [];
beforeAll(async () => {
  [one, two] = await Promise.all([1, 2].map((seed) => trainNetwork(describeMoons({}, { seed, steps: 60 }))));
});

const entry = fc.double({ min: -1e9, max: 1e9, noNaN: true });
const triple = fc
  .array(fc.tuple(entry, entry, entry), { minLength: 1, maxLength: 6 })
  .map((rows) => [0, 1, 2].map((k) => Float64Array.from(rows, (row) => row[k]!) as Parameters));
const unit = fc.double({ min: 0, max: 1, noNaN: true });

/** Central differences at this step err by about h²·|f‴|/6 + 2⁻⁵²·|f|/h ≈ 1e-9 for losses below 1 and derivatives below 100. */
const STEP = 1e-5;
const DIFFERENCE_ERROR = 1e-8;

describe.each(CURVE_KINDS)("a %s curve", (kind) => {
  it("begins and ends at its ends, bit for bit", () => {
    fc.assert(
      fc.property(triple, ([from, bend, to]) => {
        const curve: Curve = { kind, from: from!, bend: bend!, to: to! };
        for (const [t, end] of [
          [0, from!],
          [1, to!],
        ] as const) {
          const placed = placeOnCurve(curve, t);
          expect(placed).not.toBe(end);
          expect([...placed].every((value, p) => Object.is(value, end[p]))).toBe(true);
        }
      }),
    );
  });

  it("weighs its three points by shares that add up to 1, and the bend as much as it can at t = ½", () => {
    fc.assert(
      fc.property(unit, (t) => {
        const [from, bend, to] = blendCurve(kind, t);
        expect(Math.abs(from + bend + to - 1)).toBeLessThan(4 * Number.EPSILON);
        expect(Math.min(from, bend, to)).toBeGreaterThanOrEqual(0);
        expect(bend).toBeLessThanOrEqual(blendCurve(kind, 0.5)[1]);
        const mirrored = blendCurve(kind, 1 - t);
        expect(Math.abs(mirrored[0] - to) + Math.abs(mirrored[1] - bend)).toBeLessThan(8 * Number.EPSILON);
      }),
    );
  });

  it("starts as the straight line in its own pace", () => {
    fc.assert(
      fc.property(triple, unit, ([from, , to], t) => {
        const placed = placeOnCurve(startCurve(kind, from!, to!), t);
        placed.forEach((value, p) => {
          const size = Math.abs(from![p]!) + Math.abs(to![p]!);
          expect(Math.abs(value - (from![p]! + t * (to![p]! - from![p]!)))).toBeLessThanOrEqual(
            8 * Number.EPSILON * size,
          );
        });
      }),
    );
  });

  it("has the gradient that differences of its mean loss give", () => {
    const places = [0.1, 0.35, 0.5, 0.8];
    const bend = one!.center.map((value, p) => value + 0.3 * two!.center[p]!) as Parameters;
    const curve: Curve = { kind, from: one!.center, bend, to: two!.center };
    const { loss, gradient } = evaluateCurveGradient(one!, curve, places);
    const meanAt = (p: number, offset: number) => {
      const moved = { ...curve, bend: bend.map((value, q) => value + (p === q ? offset : 0)) as Parameters };
      return places.reduce((sum, t) => sum + one!.lossOf(placeOnCurve(moved, t)), 0) / places.length;
    };
    expect(Math.abs(loss - meanAt(0, 0))).toBeLessThan(1e-15);
    gradient.forEach((slope, p) => {
      const difference = (meanAt(p, STEP) - meanAt(p, -STEP)) / (2 * STEP);
      expect(Math.abs(slope - difference)).toBeLessThan(DIFFERENCE_ERROR);
    });
    expect(Math.hypot(...gradient)).toBeGreaterThan(1e3 * DIFFERENCE_ERROR);
  });

  it("is trained to the same bend by the same seed, and leaves its ends alone", () => {
    const [from, to] = [one!.center.slice() as Parameters, two!.center.slice() as Parameters];
    const train = (seed: number) => {
      const training = new CurveTraining(one!, startCurve(kind, from, to), 0.02, seed);
      for (let step = 0; step < 5; step++) expect(training.takeStep()).toBe(true);
      return training.curve;
    };
    const first = train(7);
    expect(train(7)).toEqual(first);
    expect(train(8).bend).not.toEqual(first.bend);
    expect([from, to]).toEqual([one!.center, two!.center]);
    expect([first.from, first.to]).toEqual([one!.center, two!.center]);
  });

  it("stays where it is when the loss is not finite along it", async () => {
    const network = { layers: [2, 5, 4, 1], activation: "relu" };
    const straight = await trainNetwork(describeMoons({ network, loss: { kind: "mse" } }, { steps: 0 }));
    // Products of two layers overflow.
    const far = straight.center.map(() => 1e200) as Parameters;
    const training = new CurveTraining(straight, startCurve(kind, straight.center, far), 0.02, 0);
    const before = training.curve;
    expect(training.takeStep()).toBe(false);
    expect(training.curve).toEqual(before);
  });
});

describe("the places along a curve", () => {
  it("are drawn one from each equal piece", () => {
    const random = createRandom(3, "curve");
    for (let draw = 0; draw < 50; draw++) {
      drawPlaces(random, 4).forEach((t, piece) => {
        expect(t).toBeGreaterThanOrEqual(piece / 4);
        expect(t).toBeLessThan((piece + 1) / 4);
      });
    }
  });

  it("average as the integral does, exactly where the loss is straight", () => {
    expect(MEASURED_PLACES.at(0)).toBe(0);
    expect(MEASURED_PLACES.at(-1)).toBe(1);
    expect(averageOverCurve(MEASURED_PLACES)).toBe(0.5);
    expect(averageOverCurve(MEASURED_PLACES.map(() => 3))).toBe(3);
    // The trapezoid rule errs by h²·f″/12 for a parabola: 2/(12·64²).
    expect(averageOverCurve(MEASURED_PLACES.map((t) => t * t)) - 1 / 3).toBeCloseTo(2 / (12 * 64 * 64), 12);
  });
});

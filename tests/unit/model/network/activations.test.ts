import { describe, expect, it } from "vitest";
import { ACTIVATIONS } from "../../../../src/experiment/spec";
import { type ActivationRule, activationRule } from "../../../../src/model/network/activations";
import { SCALAR_LOSS_RULES } from "../../../../src/model/network/losses";

const RULES: readonly (readonly [string, ActivationRule])[] = [
  ...ACTIVATIONS.map((name) => [name, activationRule(name, 0.01)] as const),
  ["leaky-relu of slope 0", activationRule("leaky-relu", 0)],
  ["leaky-relu of slope 1", activationRule("leaky-relu", 1)],
];

/** Dense over [−12, 12], where the activations are curved, and sparse up to ±50. */
const POINTS = [
  ...Array.from({ length: 48_001 }, (_, i) => -12 + i / 2000),
  ...Array.from({ length: 2_001 }, (_, i) => -50 + i / 20),
];

/** Fails with the points where `isRight` does not hold. */
function expectEverywhere(points: readonly number[], isRight: (z: number) => boolean, what: string): void {
  expect(
    points.filter((z) => !isRight(z)),
    what,
  ).toEqual([]);
}

/** Keeps the largest number only. */
function keepLargest(largest: number[], value: number): number[] {
  return [Math.max(value, ...largest)];
}

const hasKink = (rule: ActivationRule) => rule.firstJump > 0 || rule.secondJump > 0;

describe("activation rules", () => {
  for (const [name, rule] of RULES) {
    it(`${name}: derivatives against central differences`, () => {
      const h = 2 ** -13;
      const [sup1, , sup3] = rule.bounds;
      const smooth = POINTS.filter((z) => !hasKink(rule) || Math.abs(z) > h);
      expectEverywhere(
        smooth,
        (z) => {
          const slope = (rule.value(z + h) - rule.value(z - h)) / (2 * h);
          // Truncation h²/6·sup|φ'''| (φ''' of the piece), and two values off by a few ulp each over 2h.
          const rounding = (16 * 2 ** -52 * (Math.abs(rule.value(z)) + sup1 * h + Math.abs(z))) / (2 * h);
          return Math.abs(slope - rule.first(z)) <= (h * h * sup3) / 6 + rounding;
        },
        "first derivative",
      );
      expectEverywhere(
        smooth,
        (z) => {
          const curvature = (rule.first(z + h) - rule.first(z - h)) / (2 * h);
          // No fourth derivative here exceeds 8.
          const rounding = (16 * 2 ** -52 * (sup1 + Math.abs(z))) / (2 * h);
          return Math.abs(curvature - rule.second(z)) <= (8 * h * h) / 6 + rounding;
        },
        "second derivative",
      );
    });

    it(`${name}: the limits of the library errors hold up to any |z|, and are no loose ones`, () => {
      for (const limit of [0, 1e-3, 0.5, 1, 2, 5, 12, 50, 1e6]) {
        const limits = rule.libraryLimits(limit);
        const within = [...POINTS, limit, -limit].filter((z) => Math.abs(z) <= limit);
        const errors = [rule.libraryValue, rule.libraryFirst, rule.librarySecond];
        for (const [order, error] of errors.entries()) {
          const most = Math.max(0, ...within.map((z) => error.call(rule, z)).reduce(keepLargest, []));
          expect(most, `order ${order}, limit ${limit}`).toBeLessThanOrEqual(limits[order]!);
          if (limit >= 12) expect(limits[order]!, `order ${order}, limit ${limit}`).toBeLessThanOrEqual(2 * most);
        }
      }
    });

    it(`${name}: sup|φ'|, sup|φ''| and sup|φ'''| are bounds, and no loose ones`, () => {
      const most = [0, 0, 0] as [number, number, number];
      const h = 1 / 4096;
      for (const z of POINTS) {
        const third = hasKink(rule) && Math.abs(z) < 2 * h ? 0 : (rule.second(z + h) - rule.second(z - h)) / (2 * h);
        [rule.first(z), rule.second(z), third].forEach((entry, order) => {
          most[order] = Math.max(most[order]!, Math.abs(entry));
        });
      }
      rule.bounds.forEach((bound, order) => {
        expect(most[order]!, `order ${order + 1}`).toBeLessThanOrEqual(bound * (1 + 1e-9));
        expect(most[order]!, `order ${order + 1}`).toBeGreaterThanOrEqual(0.97 * bound);
      });
    });

    it(`${name}: the jumps at 0 are those that are stated`, () => {
      const tiny = 1e-12;
      expect(Math.abs(rule.first(tiny) - rule.first(-tiny))).toBeCloseTo(rule.firstJump, 9);
      expect(Math.abs(rule.second(tiny) - rule.second(-tiny))).toBeCloseTo(rule.secondJump, 9);
      if (rule.firstJump > 0) expect(rule.first(0)).toBe(rule.first(-tiny));
    });

    it(`${name}: error constants are finite and not negative`, () => {
      expectEverywhere(
        [...POINTS, -1e18, -1e4, 1e4, 1e18],
        (z) =>
          [rule.libraryValue(z), rule.libraryFirst(z), rule.librarySecond(z)].every(
            (library) => library >= 0 && Number.isFinite(library),
          ),
        "library constants",
      );
    });

    it(`${name}: finite and right out to where weights end`, () => {
      for (const z of [-1e36, -1e18, -1e9, -800, 800, 1e9, 1e18, 1e36]) {
        for (const entry of [rule.value(z), rule.first(z), rule.second(z)]) {
          expect(Number.isNaN(entry), `at ${z}`).toBe(false);
        }
        expect(Math.abs(rule.first(z))).toBeLessThanOrEqual(rule.bounds[0]);
      }
    });
  }

  it("the scalar losses are convex functions of their argument", () => {
    for (const rule of Object.values(SCALAR_LOSS_RULES)) {
      expectEverywhere(POINTS, (z) => rule.second(z) >= 0 && rule.first(z + 0.1) >= rule.first(z), "convex");
    }
  });

  it("relu'(0) = 0", () => {
    expect(activationRule("relu", 0).first(0)).toBe(0);
  });
});

import { describe, expect, it } from "vitest";
import { boundHessianError } from "../../../../src/model/hessian/error";
import { HessianOperator } from "../../../../src/model/hessian/product";
import { assembleHessian } from "../../../../src/model/hessian/spectrum";
import { asParameters } from "../../../../src/model/network/layout";
import type { LandscapePlan } from "../../../../src/slice/landscape-plan";
import { drawAdversarialPlans, NUMBER_RANGES } from "../../../reliability/adversarial-plans";
import {
  type Ball,
  BallArithmetic,
  compareDistance,
  fromNumber,
  TooWide,
  ZERO,
} from "../../../reliability/oracle/ball";
import { LossOracle } from "../../../reliability/oracle/loss-jet";
import { amount } from "../../../support/long-run";

const POINTS = amount(500, 2_000);
const PORTION = 250;
/** The oracle takes a jet for each pair of parameters. */
const MOST_PARAMETERS = 14;

/** The bound on the Hessian's error is for the computed piece, so the true Hessian is unique only without kinks. */
function isSmooth({ layout, loss }: LandscapePlan): boolean {
  return loss.kind !== "hinge" && layout.layers.every(({ activation }) => !/relu|elu/.test(activation));
}

/** Entry (p, q) of the Hessian of the whole loss at the plan's centre: the mixed derivative along two axes. */
function readEntry(plan: LandscapePlan, p: number, q: number, bits: number): Ball {
  const axis = (index: number) => {
    const values = new Float64Array(plan.layout.parameterCount);
    values[index] = 1;
    return asParameters(plan.layout, values);
  };
  const ranged = { plan: { ...plan, dx: axis(p), dy: axis(q) }, xRange: [0, 1], yRange: [0, 1] } as const;
  return new LossOracle(ranged).evaluate(0, 0, bits).xy;
}

/** The largest row sum of |H − truth|: no less than the spectral norm. */
function compareRows(plan: LandscapePlan, matrix: Float64Array, bound: number, bits: number) {
  const arithmetic = new BallArithmetic(bits);
  const size = plan.layout.parameterCount;
  const sums: Ball[] = Array.from({ length: size }, () => ZERO);
  for (let p = 0; p < size; p++) {
    for (let q = 0; q <= p; q++) {
      const difference = arithmetic.subtract(fromNumber(matrix[p * size + q]!), readEntry(plan, p, q, bits));
      const distance = difference.mid < 0n ? arithmetic.negate(difference) : difference;
      sums[p] = arithmetic.add(sums[p]!, distance);
      if (q < p) sums[q] = arithmetic.add(sums[q]!, distance);
    }
  }
  const verdicts = sums.map((sum) => compareDistance(0, sum, bound));
  if (verdicts.includes("unclear")) throw new TooWide("a row sum");
  return verdicts.includes("outside") ? "outside" : "within";
}

async function checkPlan(plan: LandscapePlan): Promise<"within" | "outside" | "unresolved" | "not finite"> {
  const operator = new HessianOperator(plan, plan.center);
  const { matrix, finite } = await assembleHessian(operator);
  if (!finite) return "not finite";
  const bound = boundHessianError(plan, operator.terms);
  for (const bits of [128, 320, 896]) {
    try {
      return compareRows(plan, matrix, bound, bits);
    } catch (error) {
      if (!(error instanceof TooWide)) throw error;
    }
  }
  return "unresolved";
}

describe(`the whole Hessian's error bound at ${POINTS} adversarial points`, () => {
  const plans = drawAdversarialPlans({ range: NUMBER_RANGES.float64, seed: 3001, plansOfTopology: 1 });
  for (let from = 0; from < POINTS; from += PORTION) {
    it(`points ${from} to ${from + PORTION}`, async () => {
      const counts = { within: 0, outside: 0, unresolved: 0, "not finite": 0 };
      for (let count = 0; count < PORTION; ) {
        const { plan } = plans.next().value!;
        if (plan.layout.parameterCount > MOST_PARAMETERS || !isSmooth(plan)) continue;
        counts[await checkPlan(plan)]++;
        count++;
      }
      expect(counts.outside, JSON.stringify(counts)).toBe(0);
      expect(counts.within, JSON.stringify(counts)).toBeGreaterThan(0.8 * PORTION);
    });
  }
});

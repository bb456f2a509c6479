import { describe, expect, it } from "vitest";
import { ACTIVATIONS, LOSSES } from "../../../../src/experiment/spec";
import { JetEvaluator } from "../../../../src/model/jets/jet-evaluator";
import { evaluateGradient, evaluateLoss } from "../../../../src/model/network/evaluate";
import { asParameters, type Parameters } from "../../../../src/model/network/layout";
import { createRandom } from "../../../../src/numeric/random";
import { FLOAT64 } from "../../../../src/numeric/rounding";
import { type LandscapePlan, sliceOfPlan } from "../../../../src/slice/landscape-plan";
import { evaluatePlainly } from "../../../support/plain-forward";
import { describeRequest, makeRandomPlan, type PlanRequest } from "../../../support/random-plans";

/** Every activation with every loss, residual or not. */
const REQUESTS: readonly PlanRequest[] = ACTIVATIONS.flatMap((activation) =>
  LOSSES.flatMap((loss) =>
    [false, true].map(
      (residual): PlanRequest => ({
        activation,
        loss,
        hidden: [3, 3],
        residual,
        samples: 4,
        ...(loss === "mse" && residual ? { output: "sigmoid", outputs: 2, l2: 0.05 } : {}),
      }),
    ),
  ),
);

/** Random points of a plan's slice, away from its borders. */
function drawPoints(seed: number, count: number): [number, number][] {
  const random = createRandom(seed, "test points");
  return Array.from({ length: count }, () => [random.uniform(-0.8, 0.8), random.uniform(-0.8, 0.8)]);
}

function jetsOf(plan: LandscapePlan): JetEvaluator {
  return new JetEvaluator(plan, sliceOfPlan(plan), FLOAT64);
}

function parametersAt({ layout, center, dx, dy }: LandscapePlan, x: number, y: number): Parameters {
  return asParameters(
    layout,
    center.map((theta, p) => theta + x * dx[p]! + y * dy[p]!),
  );
}

/** Whether no unit and no hinge switches within the step of a difference, so that the loss is analytic there. */
function isOnOnePiece(plan: LandscapePlan, points: readonly (readonly [number, number])[]): boolean {
  // A hinge switches where the loss of its sample does, so each sample has a plan of its own.
  const hinges = (x: number, y: number) =>
    plan.loss.kind !== "hinge"
      ? ""
      : Array.from({ length: plan.data.samples }, (_, s) => {
          const { inputs, outputs } = plan.data;
          const one = {
            ...plan.data,
            samples: 1,
            x: plan.data.x.subarray(s * inputs, (s + 1) * inputs),
            y: plan.data.y.subarray(s * outputs, (s + 1) * outputs),
          };
          return evaluatePlainly({ ...plan, loss: { kind: "hinge", l2: 0 }, data: one }, x, y).loss > 0 ? "+" : "-";
        }).join("");
  const kinked = plan.layout.layers.some(({ activation }) => ["relu", "leaky-relu", "elu"].includes(activation));
  const signs = (x: number, y: number) => (kinked ? evaluatePlainly(plan, x, y).signs : "");
  return new Set(points.map(([x, y]) => `${signs(x, y)} ${hinges(x, y)}`)).size === 1;
}

/** A second difference along a direction with its step, and a bound on the evaluation's share of its error. */
function secondDifference(jets: JetEvaluator, [x, y]: [number, number], [a, b]: readonly [number, number], h: number) {
  const [before, middle, after] = [-1, 0, 1].map((t) => jets.evaluate(x + t * h * a, y + t * h * b));
  return {
    slope: (after!.loss - before!.loss) / (2 * h),
    slopeRounding: (after!.lossError + before!.lossError) / (2 * h),
    value: (after!.loss - 2 * middle!.loss + before!.loss) / (h * h),
    rounding: (after!.lossError + 2 * middle!.lossError + before!.lossError) / (h * h),
  };
}

const H = 2 ** -11;

describe("jets against central differences", () => {
  let checked = 0;
  for (const [seed, request] of REQUESTS.entries()) {
    it(`${describeRequest(request)} (seed ${seed})`, () => {
      const plan = makeRandomPlan(request, seed);
      const jets = jetsOf(plan);
      for (const point of drawPoints(seed, 6)) {
        const jet = jets.evaluate(...point);
        for (const direction of [
          [1, 0],
          [0, 1],
          [1, 1],
        ] as const) {
          const [a, b] = direction;
          const stencil = [-2, -1, 0, 1, 2].map((t) => [point[0] + t * H * a, point[1] + t * H * b] as const);
          if (!isOnOnePiece(plan, stencil)) continue;
          checked++;
          const [near, far] = [
            secondDifference(jets, point, direction, H),
            secondDifference(jets, point, direction, 2 * H),
          ];
          // The truncation error is c·h² + O(h⁴): a third of what doubling the step changes. Twice that is allowed, h² more of the
          // function's own size for the O(h⁴), and the rounding of both.
          const slope = a * jet.x + b * jet.y;
          const slack = H * H * (1 + jet.loss);
          expect(Math.abs(near.slope - slope)).toBeLessThanOrEqual(
            (2 / 3) * Math.abs(far.slope - near.slope) + slack * H + 2 * (near.slopeRounding + far.slopeRounding),
          );
          const curvature = a * a * jet.xx + 2 * a * b * jet.xy + b * b * jet.yy;
          expect(Math.abs(near.value - curvature)).toBeLessThanOrEqual(
            (2 / 3) * Math.abs(far.value - near.value) + slack + 2 * (near.rounding + far.rounding),
          );
        }
      }
    });
  }

  it("nearly all of them could be checked", () => {
    expect(checked).toBeGreaterThan(0.9 * REQUESTS.length * 6 * 3);
  });
});

describe("jets, gradients and losses agree", () => {
  for (const [seed, request] of REQUESTS.entries()) {
    it(`${describeRequest(request)} (seed ${seed})`, () => {
      const plan = makeRandomPlan(request, seed);
      const jets = jetsOf(plan);
      for (const [x, y] of drawPoints(seed + 1000, 5)) {
        const theta = parametersAt(plan, x, y);
        const jet = jets.evaluate(x, y);
        const { loss, gradient } = evaluateGradient(plan, theta);
        expect(loss).toBe(evaluateLoss(plan, theta));
        // The jets' bound covers one of the two evaluations; the plain one has no larger error.
        expect(Math.abs(jet.loss - loss)).toBeLessThanOrEqual(2 * jet.lossError);
        expect(Math.abs(jet.loss - evaluatePlainly(plan, x, y).loss)).toBeLessThanOrEqual(2 * jet.lossError);
        for (const [direction, slope] of [
          [plan.dx, jet.x],
          [plan.dy, jet.y],
        ] as const) {
          const products = gradient.map((entry, p) => entry * direction[p]!);
          const sum = products.reduce((partial, entry) => partial + entry, 0);
          const size = products.reduce((partial, entry) => partial + Math.abs(entry), 0);
          // Two orders of the same sums: about a hundred roundings, through weights and slopes that amplify by less than 100.
          expect(Math.abs(sum - slope)).toBeLessThanOrEqual(1e4 * FLOAT64.unit * (size + 1));
        }
      }
    });
  }
});

describe("the gradient against central differences, parameter by parameter", () => {
  for (const [seed, request] of REQUESTS.entries()) {
    it(`${describeRequest(request)} (seed ${seed})`, () => {
      const plan = makeRandomPlan(request, seed);
      const { gradient } = evaluateGradient(plan, plan.center);
      for (let p = 0; p < gradient.length; p++) {
        const dx = plan.center.map((_, i) => Number(i === p)) as Parameters;
        const line = { ...plan, dx };
        if (
          !isOnOnePiece(
            line,
            [-2, -1, 0, 1, 2].map((t) => [t * H, 0] as const),
          )
        )
          continue;
        const jets = jetsOf(line);
        const [near, far] = [secondDifference(jets, [0, 0], [1, 0], H), secondDifference(jets, [0, 0], [1, 0], 2 * H)];
        expect(Math.abs(near.slope - gradient[p]!), `parameter ${p}`).toBeLessThanOrEqual(
          (2 / 3) * Math.abs(far.slope - near.slope) +
            H ** 3 * (1 + jets.evaluate(0, 0).loss) +
            2 * (near.slopeRounding + far.slopeRounding),
        );
      }
    });
  }
});

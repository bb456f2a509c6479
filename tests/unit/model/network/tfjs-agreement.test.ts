import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { ACTIVATIONS, type Activation, LOSSES, type LossKind } from "../../../../src/experiment/spec";
import { JetEvaluator } from "../../../../src/model/jets/jet-evaluator";
import { evaluateGradient, evaluateLoss } from "../../../../src/model/network/evaluate";
import { asParameters, layoutNetwork, type NetworkLayout } from "../../../../src/model/network/layout";
import { predict } from "../../../../src/model/network/predict";
import { FLOAT32_GPU } from "../../../../src/numeric/rounding";
import type { LandscapePlan } from "../../../../src/slice/landscape-plan";
import { describeRequest, makeRandomPlan, type PlanRequest } from "../../../support/random-plans";
import { TFJS_ACTIVATIONS } from "../../../support/tfjs-network";

beforeAll(async () => {
  // Without its advice on faster packages.
  tf.enableProdMode();
  await tf.setBackend("cpu");
});

const TFJS_LOSSES: Record<LossKind, (y: tf.Tensor2D, f: tf.Tensor2D) => tf.Tensor> = {
  mse: tf.losses.meanSquaredError,
  bce: (y, f) => tf.losses.sigmoidCrossEntropy(y, f),
  "softmax-ce": (y, f) => tf.losses.softmaxCrossEntropy(y, f),
  hinge: tf.losses.hingeLoss,
};

/** The network in tfjs, from the same flat weights. */
function predictWithTfjs({ layers }: NetworkLayout, theta: tf.Tensor1D, x: tf.Tensor2D): tf.Tensor2D {
  return layers.reduce<tf.Tensor2D>((below, { inputs, units, kernel, bias, activation, residual }) => {
    const weights = tf.slice1d(theta, kernel, inputs * units).as2D(inputs, units);
    const z = tf.add<tf.Tensor2D>(tf.matMul(below, weights), tf.slice1d(theta, bias, units));
    // tfjs's erf is Abramowitz & Stegun's to 1.5e-7, like the kernel's.
    const active = TFJS_ACTIVATIONS[activation](z, 0.01);
    return residual ? tf.add<tf.Tensor2D>(active, below) : active;
  }, x);
}

interface TfjsResult {
  readonly predictions: Float32Array;
  readonly loss: number;
  readonly gradient: Float32Array;
}

function runTfjs({ layout, loss, data, center }: LandscapePlan): TfjsResult {
  return tf.tidy(() => {
    const x = tf.tensor2d(Float32Array.from(data.x), [data.samples, data.inputs]);
    const y = tf.tensor2d(Float32Array.from(data.y), [data.samples, data.outputs]);
    const lossOf = (theta: tf.Tensor1D): tf.Scalar => {
      const value = TFJS_LOSSES[loss.kind](y, predictWithTfjs(layout, theta, x)).asScalar();
      return tf.add(value, tf.mul(tf.sum(tf.square(theta)), loss.l2));
    };
    const theta = tf.tensor1d(Float32Array.from(center));
    const { value, grad } = tf.valueAndGrad((vector: tf.Tensor) => lossOf(vector as tf.Tensor1D))(theta);
    return {
      predictions: predictWithTfjs(layout, theta, x).dataSync() as Float32Array,
      loss: value.dataSync()[0]!,
      gradient: grad.dataSync() as Float32Array,
    };
  });
}

/** Rounds all numbers of a plan to float32, so that both sides start from the same ones. */
function storeInFloat32(plan: LandscapePlan): LandscapePlan {
  const store = (values: Float64Array) => values.map(Math.fround);
  return {
    ...plan,
    center: asParameters(plan.layout, store(plan.center)),
    data: { ...plan.data, x: store(plan.data.x), y: store(plan.data.y) },
  };
}

/**
 * Bounds a plain float32 evaluation of a plan. The model's bound takes the first layer's dot products for float64, so the same network
 * is given a first layer that copies the inputs: then all its own layers are bounded as float32.
 */
function boundPlainFloat32(plan: LandscapePlan): number {
  const { layout, data, center } = plan;
  const { inputs } = layout;
  const copying = layoutNetwork({
    layers: [inputs, inputs, ...layout.layers.map(({ units }) => units)],
    activation: ["identity", ...layout.layers.slice(0, -1).map(({ activation }) => activation as Activation)],
    output: layout.layers.at(-1)!.activation as "identity" | "sigmoid",
    residual: layout.layers.some(({ residual }) => residual),
  });
  const identity = Array.from({ length: inputs * inputs }, (_, p) => Number(p % (inputs + 1) === 0));
  const theta = asParameters(copying, [...identity, ...new Array<number>(inputs).fill(0), ...center]);
  const still = asParameters(copying, new Float64Array(copying.parameterCount));
  const slice = { center: theta, dx: still, dy: still, xLimit: 0, yLimit: 0 };
  return new JetEvaluator({ layout: copying, loss: plan.loss, data }, slice, FLOAT32_GPU).evaluate(0, 0).lossError;
}

const REQUESTS: readonly PlanRequest[] = ACTIVATIONS.flatMap((activation) =>
  LOSSES.flatMap((loss) =>
    [false, true].map(
      (residual): PlanRequest => ({
        activation,
        loss,
        // Three inputs and widths other than three: the copying layer is joined by no residual connection.
        hidden: [5, 5],
        residual,
        outputs: loss === "mse" ? 2 : loss === "softmax-ce" ? 4 : 1,
        samples: 17,
        ...(loss === "mse" && residual ? { output: "sigmoid" } : {}),
      }),
    ),
  ),
);

describe("the float64 reference against tfjs", () => {
  for (const [seed, request] of REQUESTS.entries()) {
    it(`${describeRequest(request)} (seed ${seed})`, () => {
      for (const weights of [0.3, 1, 4]) {
        const plan = storeInFloat32(makeRandomPlan({ ...request, scale: weights }, seed));
        const found = runTfjs(plan);
        const loss = evaluateLoss(plan, plan.center);
        const bound = boundPlainFloat32(plan);
        expect(Math.abs(found.loss - loss), `loss, weights ${weights}`).toBeLessThanOrEqual(bound);
        if (weights > 1) continue;
        // Outputs and slopes carry no stated bound: a float32's roundings through three layers of at most five terms.
        const predictions = predict(plan.layout, plan.center, plan.data);
        const size = Math.max(1, ...predictions.map(Math.abs));
        found.predictions.forEach((output, i) => {
          expect(Math.abs(output - predictions[i]!)).toBeLessThan(2000 * 2 ** -23 * size);
        });
        const { gradient } = evaluateGradient(plan, plan.center);
        const steepest = Math.max(1, ...gradient.map(Math.abs));
        found.gradient.forEach((slope, p) => {
          expect(Math.abs(slope - gradient[p]!), `slope ${p}`).toBeLessThan(2000 * 2 ** -23 * steepest);
        });
      }
    });
  }

  it("the l2 penalty is that of all parameters", () => {
    const plan = storeInFloat32(makeRandomPlan({ activation: "tanh", loss: "mse", hidden: [5], l2: 0.25 }, 1));
    const squares = plan.center.reduce((sum, theta) => sum + theta * theta, 0);
    const bare = evaluateLoss({ layout: plan.layout, loss: { kind: "mse", l2: 0 }, data: plan.data }, plan.center);
    const loss = evaluateLoss(plan, plan.center);
    expect(loss).toBeCloseTo(bare + 0.25 * squares, 13);
    expect(Math.abs(runTfjs(plan).loss - loss)).toBeLessThan(200 * 2 ** -23 * loss);
  });
});

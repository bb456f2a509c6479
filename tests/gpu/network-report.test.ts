import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { createComputeService } from "../../src/compute/service/client";
import { DEFAULT_SPEC } from "../../src/experiment/defaults";
import { parseSpec } from "../../src/experiment/parse";
import { ACTIVATIONS } from "../../src/experiment/spec";
import { createWebglBackend, type WebglBackend } from "../../src/gpu/backend";
import { makeProblem } from "../../src/model/problem";
import { reportNetwork } from "../../src/model/report/network";
import { evaluateLossWithOps } from "../support/tfjs-network";
import { makeTrainingPlan } from "../support/training-plans";

let backend: WebglBackend;
beforeAll(async () => {
  backend = await createWebglBackend();
});

/** The error of an entry of a float32 gradient is a few tens of roundings of the largest entry. */
const GRADIENT_NOISE = 128 * 2 ** -24;
/** The absolute error of sin and cos within ±π that Vulkan allows ("Precision of GLSL.std.450"); a browser may use Vulkan. */
const SINE_NOISE = 2 ** -11;

describe("the gradient by layer", () => {
  it.each(ACTIVATIONS)("equals that of tfjs on WebGL: %s", async (activation) => {
    const { layout, loss, data, initial } = makeTrainingPlan({
      loss: "bce",
      l2: 0.01,
      network: { activation, residual: true },
    });
    const { layers } = await reportNetwork({ layout, loss, data }, initial);
    expect(tf.getBackend()).toBe("webgl");
    const found = tf.tidy(() => {
      const x = tf.tensor2d(Float32Array.from(data.x), [data.samples, data.inputs]);
      const y = tf.tensor2d(Float32Array.from(data.y), [data.samples, data.outputs]);
      const gradient = tf.grad((theta) => evaluateLossWithOps(layout, loss, theta as tf.Tensor1D, x, y));
      return gradient(tf.tensor1d(Float32Array.from(initial))) as tf.Tensor1D;
    });
    const values = await backend.readData(found);
    found.dispose();
    const largest = values.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0);
    for (const [k, { kernel, bias, units }] of layout.layers.entries()) {
      const { gradient } = layers[k]!;
      const noise = activation === "sin" ? SINE_NOISE : GRADIENT_NOISE;
      const within = (count: number) => Math.sqrt(count) * noise * largest;
      expect(Math.abs(gradient.kernel - Math.hypot(...values.subarray(kernel, bias)))).toBeLessThan(
        within(bias - kernel),
      );
      expect(Math.abs(gradient.bias - Math.hypot(...values.subarray(bias, bias + units)))).toBeLessThan(within(units));
    }
  });
});

it("is the same from the worker, during a training, as computed directly", async () => {
  const service = await createComputeService();
  const spec = parseSpec({ ...DEFAULT_SPEC, network: { layers: [2, 6, 4, 1], activation: "relu" } });
  const { parameters } = await service.run("train", {
    ...spec,
    weights: { ...spec.weights, steps: 5 },
  } as typeof spec);
  const training = service.run("train", spec);
  const report = await service.run("reportNetwork", { spec, parameters });
  expect(report).toEqual(await reportNetwork(makeProblem(spec), parameters));
  expect(await training).toMatchObject({ status: "finished" });
});

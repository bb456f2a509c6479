import { describe, expect, it } from "vitest";
import { createProcessorService } from "../../../../src/compute/service/processor-service";
import { DEFAULT_SPEC } from "../../../../src/experiment/defaults";
import { parseSpec } from "../../../../src/experiment/parse";
import type { Spec } from "../../../../src/experiment/spec";
import { RANDOM_DEFAULT } from "../../../support/random-default";

/** The page's first experiment in a plane of random directions, with another data set, loss and activation. */
function vary(name: string, activation: string, loss: string, layers = [2, 8, 8, 1]): Spec {
  return parseSpec({
    ...RANDOM_DEFAULT,
    dataset: name === "iris" ? { kind: "named", name } : { ...RANDOM_DEFAULT.dataset, name },
    network: { layers, activation },
    loss: { kind: loss },
  });
}

const EXPERIMENTS: Readonly<Record<string, Spec>> = {
  "the page's first experiment": DEFAULT_SPEC,
  "moons, sigmoid": vary("moons", "sigmoid", "bce"),
  "circles, tanh": vary("circles", "tanh", "bce"),
  "xor, relu, hinge": vary("xor", "relu", "hinge"),
  "spirals, elu": vary("spirals", "elu", "bce"),
  "gaussians, softplus, mse": vary("gaussians", "softplus", "mse"),
  "sine, gelu, mse": vary("sine", "gelu", "mse", [1, 8, 8, 1]),
  "circles, leaky-relu": vary("circles", "leaky-relu", "bce"),
  "iris, silu, softmax-ce": vary("iris", "silu", "softmax-ce", [4, 8, 8, 3]),
};

describe("the undecided share of a trained network's slice, on the processor", () => {
  it.each(Object.keys(EXPERIMENTS))("is at most a thousandth: %s", async (name) => {
    const spec = EXPERIMENTS[name]!;
    const service = await createProcessorService();
    const { parameters, status } = await service.run("train", spec);
    expect(status).toBe("finished");
    const { landscape } = await service.run("evaluate", { spec, parameters, extent: "slice" });
    expect(landscape.grid.columns * landscape.grid.rows).toBe(97 * 97);
    expect(landscape.backend.kind).toBe("processor");
    expect(landscape.summary.undecided).toBeLessThanOrEqual(0.001);
    expect(landscape.summary["not-finite"]).toBe(0);
  });
});

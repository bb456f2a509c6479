import { describe, expect, it } from "vitest";
import { layoutNetwork } from "../../../../src/model/network/layout";
import { drawInitialParameters } from "../../../../src/model/training/initial-parameters";

const layout = layoutNetwork({
  layers: [40, 60, 50, 3],
  activation: "relu",
  output: "identity",
  residual: false,
});

function kernelOf(initializer: "glorot-uniform" | "he-normal", layer: number, seed = 5): Float64Array {
  const { kernel, bias } = layout.layers[layer]!;
  return drawInitialParameters(layout, initializer, seed).subarray(kernel, bias);
}

function meanAndVariance(values: Float64Array): { mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, variance };
}

describe("initial weights", () => {
  it("are the same for the same seed and others for another", () => {
    const first = drawInitialParameters(layout, "he-normal", 5);
    expect(drawInitialParameters(layout, "he-normal", 5)).toEqual(first);
    expect(drawInitialParameters(layout, "he-normal", 6)).not.toEqual(first);
  });

  it.each(["glorot-uniform", "he-normal"] as const)("%s: are float32 numbers, with zero biases", (initializer) => {
    const theta = drawInitialParameters(layout, initializer, 5);
    expect(theta).toEqual(theta.map(Math.fround));
    for (const { bias, units } of layout.layers)
      expect([...theta.subarray(bias, bias + units)]).toEqual(Array(units).fill(0));
  });

  it("glorot-uniform: fill ±√(6 / (inputs + units)) evenly", () => {
    const kernel = kernelOf("glorot-uniform", 0);
    const limit = Math.sqrt(6 / 100);
    expect(Math.max(...kernel)).toBeLessThanOrEqual(limit);
    expect(Math.min(...kernel)).toBeGreaterThanOrEqual(-limit);
    // Of 2400 uniform draws, the extremes are within 1 % of the ends, except in one case in e¹².
    expect(Math.max(...kernel)).toBeGreaterThan(0.99 * limit);
    const { mean, variance } = meanAndVariance(kernel);
    // Five standard errors: of the mean s/√n, of a uniform variance s²·√(0.8/n).
    expect(Math.abs(mean)).toBeLessThan((5 * limit) / Math.sqrt(3 * 2400));
    expect(Math.abs(variance / (limit ** 2 / 3) - 1)).toBeLessThan(5 * Math.sqrt(0.8 / 2400));
  });

  it("he-normal: have variance 2 / inputs, cut at two deviations of the uncut normal", () => {
    const kernel = kernelOf("he-normal", 1);
    const variance = 2 / 60;
    const cut = (2 * Math.sqrt(variance)) / 0.8796256610342398;
    expect(Math.max(...kernel.map(Math.abs))).toBeLessThanOrEqual(cut);
    const measured = meanAndVariance(kernel);
    expect(Math.abs(measured.mean)).toBeLessThan(5 * Math.sqrt(variance / 3000));
    // A truncated normal's fourth moment is below a normal's: √(2/n) is above its standard error.
    expect(Math.abs(measured.variance / variance - 1)).toBeLessThan(5 * Math.sqrt(2 / 3000));
  });
});

import { describe, expect, it } from "vitest";
import type { Dataset } from "../../../../src/data/dataset";
import { asParameters, layoutNetwork } from "../../../../src/model/network/layout";
import { decisionThreshold, measureAccuracy } from "../../../../src/model/report/accuracy";

const layoutOf = (layers: number[]) =>
  layoutNetwork({ layers, activation: "identity", output: "identity", residual: false });

function dataOf(x: number[], y: number[], outputs: number, task: Dataset["task"]): Dataset {
  return { samples: x.length, inputs: 1, outputs, x: Float64Array.from(x), y: Float64Array.from(y), task };
}

describe("accuracy", () => {
  it("counts the samples on their own side of the threshold", () => {
    const layout = layoutOf([1, 1]);
    const identity = asParameters(layout, [1, 0]);
    const data = dataOf([-1, 0.2, 0.7, 3], [0, 1, 1, 0], 1, "classification");
    expect(measureAccuracy(layout, data, identity, 0)).toBe(0.75);
    expect(measureAccuracy(layout, data, identity, 0.5)).toBe(0.5);
  });

  it("takes the largest of several outputs, the first of equals", () => {
    const layout = layoutOf([1, 3]);
    const theta = asParameters(layout, [1, -1, 0, 0, 0, 0.5]);
    const data = dataOf([2, -2, 0, 0.5], [1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0], 3, "classification");
    expect(measureAccuracy(layout, data, theta, 0)).toBe(1);
    expect(measureAccuracy(layout, data, asParameters(layout, [0, 0, 0, 0, 0, 0]), 0)).toBe(0.5);
  });

  it("is none where the targets are no classes", () => {
    const single = layoutOf([1, 1]);
    const theta = asParameters(single, [1, 0]);
    expect(measureAccuracy(single, dataOf([0, 1], [0, 1], 1, "regression"), theta, 0)).toBeNull();
    expect(measureAccuracy(single, dataOf([0, 1], [0.5, 1], 1, "given"), theta, 0)).toBeNull();
    expect(measureAccuracy(single, dataOf([0, 1], [0, 1], 1, "given"), theta, 0)).toBe(1);
    const double = layoutOf([1, 2]);
    const zero = asParameters(double, [0, 0, 1, 0]);
    expect(measureAccuracy(double, dataOf([0, 1], [1, 1, 1, 0], 2, "given"), zero, 0)).toBeNull();
    expect(measureAccuracy(double, dataOf([0, 1], [0, 1, 1, 0], 2, "given"), zero, 0)).toBe(0.5);
  });

  it("parts logits at 0, targets and probabilities at ½", () => {
    expect(decisionThreshold({ kind: "bce" }, { output: "identity" })).toBe(0);
    expect(decisionThreshold({ kind: "hinge" }, { output: "identity" })).toBe(0);
    expect(decisionThreshold({ kind: "mse" }, { output: "identity" })).toBe(0.5);
    expect(decisionThreshold({ kind: "mse" }, { output: "sigmoid" })).toBe(0.5);
  });
});

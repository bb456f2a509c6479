import { describe, expect, it } from "vitest";
import { makeDataset } from "../../../src/data/make-dataset";
import { countTest, trainingSet } from "../../../src/data/split-dataset";
import type { DatasetSpec } from "../../../src/experiment/spec";

const moons = { kind: "generated", name: "moons", samples: 50, noise: 0.1, seed: 3 } as const;
const test = { fraction: 0.3, seed: 4 };
const rowsOf = (dataset: DatasetSpec, outputs = 1) => {
  const { samples, inputs, x, y } = makeDataset(dataset, outputs);
  return Array.from({ length: samples }, (_, s) =>
    [...x.subarray(s * inputs, (s + 1) * inputs), ...y.subarray(s * outputs, (s + 1) * outputs)].join(),
  );
};

describe.each<[string, DatasetSpec, number]>([
  ["generated samples", moons, 1],
  ["iris", { kind: "named", name: "iris" }, 3],
  ["given samples", { kind: "points", inputs: [[1], [2], [3], [4], [5]], targets: [[0], [1], [0], [1], [0]] }, 1],
])("%s", (_, dataset, outputs) => {
  const whole = rowsOf(dataset, outputs);
  const train = rowsOf({ ...dataset, test }, outputs);
  const tested = rowsOf({ ...dataset, test, evaluate: "test" }, outputs);

  it("are divided: each is in one set", () => {
    expect(tested).toHaveLength(Math.round(0.3 * whole.length));
    expect([...train, ...tested].sort()).toEqual([...whole].sort());
    expect(rowsOf({ ...dataset, test, evaluate: "train" }, outputs)).toEqual(train);
  });

  it("are divided by the seed", () => {
    expect(rowsOf({ ...dataset, test: { ...test }, evaluate: "test" }, outputs)).toEqual(tested);
    const others = [5, 6, 7].map((seed) => rowsOf({ ...dataset, test: { ...test, seed }, evaluate: "test" }, outputs));
    expect(others.some((other) => other.join() !== tested.join())).toBe(true);
  });
});

it("keeps the order of the whole", () => {
  const ordered = {
    kind: "points",
    inputs: Array.from({ length: 40 }, (_, i) => [i]),
    targets: Array(40).fill([0]),
  } as const;
  for (const evaluate of ["train", "test"] as const) {
    const { x } = makeDataset(
      { ...ordered, inputs: [...ordered.inputs], targets: [...ordered.targets], test, evaluate },
      1,
    );
    expect([...x].sort((a, b) => a - b)).toEqual([...x]);
  }
});

it("leaves at least one sample on either side", () => {
  expect(countTest(2, 0.01)).toBe(1);
  expect(countTest(2, 0.9)).toBe(1);
  expect(countTest(10, 0.25)).toBe(3);
});

it("the training never sees the samples of the test", () => {
  expect(rowsOf(trainingSet({ ...moons, test, evaluate: "test" }))).toEqual(rowsOf({ ...moons, test }));
  expect(trainingSet(moons)).toBe(moons);
});

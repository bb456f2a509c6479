import { describe, expect, it } from "vitest";
import { createReferenceService } from "../../../../src/compute/service/reference-service";
import { runExperiment } from "../../../../src/compute/studies/run-experiment";
import { makeDataset } from "../../../../src/data/make-dataset";
import { parseSpec, type SpecError } from "../../../../src/experiment/parse";

const dataset = { kind: "generated", name: "moons", samples: 40, noise: 0.2, seed: 2 };
const test = { fraction: 0.25, seed: 9 };
const read = (data: object, weights: object = { kind: "trained", steps: 30, seed: 1 }) =>
  parseSpec({
    format: "losscape-spec",
    version: 1,
    dataset: data,
    network: { layers: [2, 3, 1], activation: "tanh" },
    loss: { kind: "bce", l2: 0.01 },
    weights,
    plane: { kind: "random", seed: 1 },
    grid: { columns: 3, rows: 3 },
  });
const run = (spec: ReturnType<typeof read>) => runExperiment(spec, createReferenceService(), () => {});

/** The same samples as given points: what a run without a split makes of one set alone. */
function asPoints(evaluate: "train" | "test") {
  const { samples, x, y } = makeDataset(read({ ...dataset, test, evaluate }).dataset, 1);
  return {
    kind: "points",
    inputs: Array.from({ length: samples }, (_, s) => [...x.subarray(2 * s, 2 * s + 2)]),
    targets: Array.from(y, (target) => [target]),
  };
}

describe("with samples kept for a test", async () => {
  const train = await run(read({ ...dataset, test }));
  const tested = await run(read({ ...dataset, test, evaluate: "test" }));

  it("the training is that on the other samples alone, whatever is evaluated", async () => {
    const alone = await run(read(asPoints("train")));
    expect(train.spec.weights).toEqual(alone.spec.weights);
    expect(tested.spec.weights).toEqual(alone.spec.weights);
    expect(train.loss).toEqual(alone.loss);
  });

  it("the landscape of the test is that of its samples", async () => {
    const alone = await run(read(asPoints("test"), tested.spec.weights));
    expect(tested.loss).toEqual(alone.loss);
    expect(tested.curvature).toEqual(alone.curvature);
    expect(tested.loss).not.toEqual(train.loss);
    expect(tested.spec.dataset).toMatchObject({ test, evaluate: "test" });
  });

  it("the result has the loss and the accuracy of both, at the centre and along the training", () => {
    expect(train.sets).toMatchObject({ evaluated: "train", train: { samples: 30 }, test: { samples: 10 } });
    expect(tested.sets).toMatchObject({ evaluated: "test", train: train.sets!.train, test: train.sets!.test });
    expect(train.sets!.train.loss).toBeCloseTo(train.loss[1]![1]!, 12);
    expect(tested.sets!.test.loss).toBeCloseTo(tested.loss[1]![1]!, 12);
    for (const set of ["train", "test"] as const) {
      const { accuracy, samples } = train.sets![set];
      expect(Number.isInteger(Math.round(accuracy! * samples * 1e9) / 1e9)).toBe(true);
    }
    const log = train.sets!.log!;
    expect([log[0]!.step, log.at(-1)!.step]).toEqual([0, 30]);
    expect(log.at(-1)).toMatchObject({ train: train.sets!.train, test: train.sets!.test });
    expect(log[0]!.train.loss).toBeGreaterThan(log.at(-1)!.train.loss!);
  });

  it("a result runs again as it is, without a log", async () => {
    const again = await run(parseSpec(tested.spec));
    expect(again.loss).toEqual(tested.loss);
    expect(again.sets).toEqual({ evaluated: "test", train: tested.sets!.train, test: tested.sets!.test });
  });
});

it("without a test there is nothing to say of it", async () => {
  expect((await run(read(dataset))).sets).toBeUndefined();
});

describe("is refused in one sentence", () => {
  it.each<[object, string]>([
    [{ ...dataset, evaluate: "test" }, "spec.dataset.evaluate: test names a set, and dataset.test"],
    [{ ...dataset, samples: 1, test }, "spec.dataset.test: 1 sample cannot be divided"],
    [{ ...dataset, test: { fraction: 0, seed: 1 } }, "spec.dataset.test.fraction: 0 is below 0.01"],
    [{ ...dataset, test: { fraction: 1, seed: 1 } }, "spec.dataset.test.fraction: 1 is above 0.9"],
    [{ ...dataset, test, evaluate: "both" }, "spec.dataset.evaluate"],
  ])("%j", (data, sentence) => {
    expect(() => read(data)).toThrow(
      expect.objectContaining<Partial<SpecError>>({ message: expect.stringContaining(sentence) }),
    );
  });
});

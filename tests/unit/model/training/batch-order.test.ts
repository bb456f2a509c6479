import { describe, expect, it } from "vitest";
import { BatchOrder, selectSamples } from "../../../../src/model/training/batch-order";
import { makeTrainingPlan } from "../../../support/training-plans";

const sorted = (indices: Iterable<number>) => [...indices].sort((a, b) => a - b);

describe("batch order", () => {
  it("shows every sample once an epoch, in an order of its own", () => {
    const order = new BatchOrder(10, 4, 3);
    const epochs = [0, 1, 2].map((epoch) => [0, 1, 2].map((batch) => [...order.samplesAt(epoch * 3 + batch)]));
    expect(order.batchesPerEpoch).toBe(3);
    for (const epoch of epochs) {
      expect(epoch.map((batch) => batch.length)).toEqual([4, 4, 2]);
      expect(sorted(epoch.flat())).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    }
    expect(epochs[1]).not.toEqual(epochs[0]);
    expect(epochs[2]).not.toEqual(epochs[1]);
  });

  it("answers for any step in any order", () => {
    const steps = [7, 0, 31, 7, 2, 30];
    const asked = new BatchOrder(25, 8, 9);
    for (const step of steps) expect(asked.samplesAt(step)).toEqual(new BatchOrder(25, 8, 9).samplesAt(step));
  });

  it("is one full batch where the batch is not smaller than the data", () => {
    expect(new BatchOrder(10, "full", 1).isFull).toBe(true);
    expect(new BatchOrder(10, 10, 1).isFull).toBe(true);
    expect(new BatchOrder(10, 999, 1).isFull).toBe(true);
    expect(new BatchOrder(10, 9, 1).isFull).toBe(false);
  });

  it("selects inputs and targets together", () => {
    const { data } = makeTrainingPlan();
    const chosen = selectSamples(data, Int32Array.of(5, 0));
    expect(chosen.samples).toBe(2);
    expect([...chosen.x]).toEqual([data.x[10], data.x[11], data.x[0], data.x[1]]);
    expect([...chosen.y]).toEqual([data.y[5], data.y[0]]);
  });
});

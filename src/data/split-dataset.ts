import type { DatasetSpec } from "../experiment/spec";
import { createRandom } from "../numeric/random";
import type { Dataset } from "./dataset";

/** The two sets that a data set is divided into. */
export type SetName = "train" | "test";

/** The same data set, of which only the samples of the training are evaluated. Where nothing is kept for a test, that is all of them. */
export function trainingSet<Data extends DatasetSpec>(dataset: Data): Data {
  return dataset.test === undefined || dataset.evaluate !== "test" ? dataset : { ...dataset, evaluate: "train" };
}

/** The number of samples that are kept for the test: the fraction, rounded, but at least 1 on either side. */
export function countTest(samples: number, fraction: number): number {
  return Math.min(samples - 1, Math.max(1, Math.round(samples * fraction)));
}

/** The samples of one set, in their order in the whole. Those of the test are drawn by the seed. */
export function takeSet(data: Dataset, { fraction, seed }: NonNullable<DatasetSpec["test"]>, set: SetName): Dataset {
  const { samples, inputs, outputs } = data;
  const random = createRandom(seed, "test split");
  const isTest = new Uint8Array(samples);
  const order = Int32Array.from({ length: samples }, (_, s) => s);
  const count = countTest(samples, fraction);
  for (let i = 0; i < count; i++) {
    const j = i + random.below(samples - i);
    [order[i], order[j]] = [order[j]!, order[i]!];
    isTest[order[i]!] = 1;
  }
  const kept = [...isTest.keys()].filter((s) => isTest[s] === (set === "test" ? 1 : 0));
  const pick = (values: Float64Array, width: number) => {
    const picked = new Float64Array(kept.length * width);
    kept.forEach((s, k) => {
      picked.set(values.subarray(s * width, (s + 1) * width), k * width);
    });
    return picked;
  };
  return { ...data, samples: kept.length, x: pick(data.x, inputs), y: pick(data.y, outputs) };
}

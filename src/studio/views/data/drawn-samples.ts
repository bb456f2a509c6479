import { createRandom } from "../../../numeric/random";
import { formatExact } from "../../../words/numbers";

/** Which samples are drawn where there are too many: always the same ones, so that the picture stands still. */
const SEED = 1;

/**
 * Draws samples at random, each as likely: in data that alternate or are sorted by class, every second or the first thousand would leave
 * out a class.
 *
 * @returns indices of min(samples, most) samples, rising
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

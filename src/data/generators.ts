import type { GeneratedDataset } from "../experiment/spec";
import type { Random } from "../numeric/random";

interface Sample {
  readonly input: readonly number[];
  /** The class, 0 or 1, or the value of a regression. */
  readonly target: number;
}

interface Generator {
  readonly inputs: number;
  readonly task: "classification" | "regression";
  /** Makes sample `index` of `count`. Classes alternate, so that every prefix of the set is balanced. */
  sample(index: number, count: number, noise: number, random: Random): Sample;
}

/** Adds normal noise of standard deviation `noise` to each coordinate. */
function blur(point: readonly number[], noise: number, random: Random): number[] {
  return point.map((entry) => entry + noise * random.normal());
}

/** A point at this distance from 0. */
function polar(radius: number, angle: number): readonly number[] {
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
}

/** The position of sample `index` among those of its class, 0 to 1. */
function progressInClass(index: number, count: number): number {
  return Math.floor(index / 2) / Math.max(1, Math.ceil(count / 2) - 1);
}

/** The inputs of every generated set have magnitude about 1 and mean about 0. */
export const GENERATORS: Record<GeneratedDataset, Generator> = {
  /** Two interleaved half circles of radius 1. */
  moons: {
    inputs: 2,
    task: "classification",
    sample(index, count, noise, random) {
      const target = index % 2;
      const angle = Math.PI * progressInClass(index, count);
      const point =
        target === 0
          ? [Math.cos(angle) - 0.5, Math.sin(angle) - 0.25]
          : [0.5 - Math.cos(angle), 0.25 - Math.sin(angle)];
      return { input: blur(point, noise, random), target };
    },
  },
  /** A circle of radius ½ inside one of radius 1. */
  circles: {
    inputs: 2,
    task: "classification",
    sample(index, _count, noise, random) {
      const target = index % 2;
      const angle = random.uniform(0, 2 * Math.PI);
      const radius = target === 1 ? 0.5 : 1;
      return { input: blur(polar(radius, angle), noise, random), target };
    },
  },
  /** The four quadrants of [−1, 1]²; the class is 1 where the signs differ. */
  xor: {
    inputs: 2,
    task: "classification",
    sample(index, _count, noise, random) {
      const target = index % 2;
      const x = random.uniform(0.1, 1) * (random.below(2) === 0 ? -1 : 1);
      const y = random.uniform(0.1, 1) * (x > 0 === (target === 0) ? 1 : -1);
      return { input: blur([x, y], noise, random), target };
    },
  },
  /** Two arms of one and a half turns, the second turned by π. */
  spirals: {
    inputs: 2,
    task: "classification",
    sample(index, count, noise, random) {
      const target = index % 2;
      const progress = progressInClass(index, count);
      const angle = 3 * Math.PI * progress + Math.PI * target;
      const radius = 0.1 + 0.9 * progress;
      return { input: blur(polar(radius, angle), noise, random), target };
    },
  },
  /** Two clouds around (−0.6, −0.6) and (0.6, 0.6); `noise` adds to their standard deviation of 0.3. */
  gaussians: {
    inputs: 2,
    task: "classification",
    sample(index, _count, noise, random) {
      const target = index % 2;
      const center = target === 0 ? -0.6 : 0.6;
      return { input: blur([center, center], 0.3 + noise, random), target };
    },
  },
  /** y = sin(πx) on [−1, 1], noise on y. */
  sine: {
    inputs: 1,
    task: "regression",
    sample(index, count, noise, random) {
      const x = count === 1 ? 0 : -1 + (2 * index) / (count - 1);
      return { input: [x], target: Math.sin(Math.PI * x) + noise * random.normal() };
    },
  },
  /** y = 0.8x − 0.3 on [−1, 1], noise on y. */
  linear: {
    inputs: 1,
    task: "regression",
    sample(index, count, noise, random) {
      const x = count === 1 ? 0 : -1 + (2 * index) / (count - 1);
      return { input: [x], target: 0.8 * x - 0.3 + noise * random.normal() };
    },
  },
};

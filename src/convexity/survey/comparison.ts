import type { Activation } from "../../experiment/spec";
import { summarizeValues } from "./distribution";
import { adjustByHolm, boundMedian, type MedianInterval, testSigns } from "./sign-test";
import type { SurveyFindings, SurveyRow } from "./survey";

/** The share that is not convex of one activation against another's, on the same planes around weights of the same seeds. */
export interface Comparison {
  readonly of: Activation;
  readonly against: Activation;
  /** Planes that were measured for both, and those that were not. */
  readonly pairs: number;
  readonly leftOut: number;
  /**
   * What is independent of one another, and so is counted. Planes through one centre share its weights: their differences are averaged,
   * and the seeds are counted. Where there is one seed the planes are, and what is said holds for its weights alone.
   */
  readonly unit: "seed" | "plane";
  /** How many units show more, less, or the same of `of` as of `against`. */
  readonly greater: number;
  readonly less: number;
  readonly equal: number;
  /** Of the units' differences, `of` − `against`, as a fraction of the plane; null where there are none. */
  readonly median: number | null;
  /** Of that median, at 95 % at least; null where there are too few units. */
  readonly interval: MedianInterval | null;
  /** Of the two-sided exact sign test, and the same adjusted by Holm's method for the number of comparisons. */
  readonly p: number;
  readonly adjustedP: number;
}

/** Fractions are of at most 33² points, means of at most 10⁴ of them: what is not 0 is above 9e-8, and rounding is below 1e-11. */
const ROUNDING = 1e-9;
/** Least coverage of an interval. */
const LEVEL = 0.95;

/** Compares every activation but the first with the first. */
export function compareActivations({ activations, rows }: SurveyFindings): Comparison[] {
  const [against, ...others] = activations;
  if (against === undefined) return [];
  const compared = others.map((of) => comparePair(rows, of, against));
  const adjusted = adjustByHolm(compared.map(({ p }) => p));
  return compared.map((comparison, i) => ({ ...comparison, adjustedP: adjusted[i]! }));
}

function comparePair(rows: readonly SurveyRow[], of: Activation, against: Activation): Comparison {
  const bases = new Map(
    rows.filter((row) => row.activation === against).map((row) => [pairKey(row), row.nonconvex] as const),
  );
  const partners = rows.filter((row) => row.activation === of && bases.has(pairKey(row)));
  const bySeed = new Map<number | null, number[]>();
  let pairs = 0;
  for (const row of partners) {
    const base = bases.get(pairKey(row)) ?? null;
    if (row.nonconvex === null || base === null) continue;
    pairs++;
    const differences = bySeed.get(row.weightSeed) ?? [];
    differences.push(row.nonconvex - base);
    bySeed.set(row.weightSeed, differences);
  }
  const unit = countSeeds(rows) > 1 ? "seed" : "plane";
  const samples = [...bySeed.values()];
  const differences = unit === "seed" ? samples.map(average) : samples.flat();
  const test = testSigns(differences);
  return {
    of,
    against,
    pairs,
    leftOut: partners.length - pairs,
    unit,
    ...test,
    median: summarizeValues(differences)?.median ?? null,
    interval: boundMedian(differences, LEVEL),
    adjustedP: test.p,
  };
}

/** The same plane around weights of the same seed has the same key whatever the activation. */
function pairKey({ weightSeed, planeSeed }: SurveyRow): string {
  return `${weightSeed} ${planeSeed}`;
}

function countSeeds(rows: readonly SurveyRow[]): number {
  return new Set(rows.map(({ weightSeed }) => weightSeed)).size;
}

/** The mean of a seed's differences; one that comes to nothing but rounding is 0, since only then it has no sign. */
function average(differences: readonly number[]): number {
  const mean = differences.reduce((sum, difference) => sum + difference / differences.length, 0);
  return Math.abs(mean) < ROUNDING ? 0 : mean;
}

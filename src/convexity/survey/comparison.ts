import type { Activation } from "../../experiment/spec";
import { settleMean, testDifferences } from "./paired-differences";
import { adjustByHolm, type MedianInterval } from "./sign-test";
import type { SurveyFindings, SurveyRow } from "./survey";

/** Compares the non-convex shares of two activations on the same planes around weights of the same seeds. */
export interface Comparison {
  readonly of: Activation;
  readonly against: Activation;
  /** Number of planes that were evaluated for both, and of the others. */
  readonly pairs: number;
  readonly leftOut: number;
  /**
   * The independent units that are counted. Planes through one centre share its weights, so their differences are averaged and the seeds are
   * counted. With one seed the planes are counted, and the comparison then holds for the weights of that seed only.
   */
  readonly unit: "seed" | "plane";
  /** Number of units in which `of` has a larger, a smaller or an equal share than `against`. */
  readonly greater: number;
  readonly less: number;
  readonly equal: number;
  /** The median of the units' differences `of` − `against`, as a fraction of the plane; null without units. */
  readonly median: number | null;
  /** A confidence interval of this median, with at least 95 %; null with too few units. */
  readonly interval: MedianInterval | null;
  /** The p-value of the two-sided exact sign test, and the same adjusted by Holm's method for the number of comparisons. */
  readonly p: number;
  readonly adjustedP: number;
}

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
  const test = testDifferences(differences);
  return { of, against, pairs, leftOut: partners.length - pairs, unit, ...test, adjustedP: test.p };
}

/** The same plane around weights of the same seed has the same key for every activation. */
function pairKey({ weightSeed, planeSeed }: SurveyRow): string {
  return `${weightSeed} ${planeSeed}`;
}

function countSeeds(rows: readonly SurveyRow[]): number {
  return new Set(rows.map(({ weightSeed }) => weightSeed)).size;
}

/** The mean of a seed's differences; a mean that is only rounding becomes 0, so that it has no sign. */
function average(differences: readonly number[]): number {
  return settleMean(differences.reduce((sum, difference) => sum + difference / differences.length, 0));
}

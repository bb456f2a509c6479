import type { CaseProduct } from "../../experiment/survey/case-product";
import { type BootstrapInterval, bootstrapMean } from "./bootstrap";
import { CASE_STATUSES, type CaseColumns, CENTER_SIGNS, VERDICTS } from "./case-columns";
import { type Distribution, summarizeValues } from "./distribution";
import { labelValues } from "./factor-labels";
import { type DifferenceTest, LEVEL, settleMean, testDifferences } from "./paired-differences";
import { adjustByHolm } from "./sign-test";
import type { Blindness } from "./summary";

/** The cases with one value of one factor, or with one value of each of two. */
export interface LevelSummary {
  readonly label: string;
  readonly cases: Readonly<Record<(typeof CASE_STATUSES)[number], number>>;
  /** Distributions over the measured cases of the fractions that are shown to be not convex, and undecided. */
  readonly nonconvex: Distribution | null;
  readonly undecided: Distribution | null;
  /** Cases with at least one point that is shown to be not convex. */
  readonly showing: number;
  readonly lambdaMin: Distribution | null;
  /** Cases around weights where λmin is below 0 by more than its bound. */
  readonly belowZero: number;
  readonly verdicts: Readonly<Record<Exclude<(typeof VERDICTS)[number], "none">, number>>;
  readonly blindness: Blindness;
}

export interface FactorSummary {
  /** The path of the field in the spec. */
  readonly factor: string;
  readonly levels: readonly LevelSummary[];
}

/** A table of the first factor against another one. */
export interface CrossedSummary {
  readonly rows: string;
  readonly columns: string;
  readonly rowLabels: readonly string[];
  readonly columnLabels: readonly string[];
  /** [row][column] */
  readonly cells: readonly (readonly LevelSummary[])[];
}

/** One value of a factor against the first, all other factors being equal. */
export interface FactorComparison extends DifferenceTest {
  readonly factor: string;
  readonly of: string;
  readonly against: string;
  /** Pairs of cases that were both measured, and the others. */
  readonly pairs: number;
  readonly leftOut: number;
  /** What is counted: the differences of a seed are averaged, because they share weights or data. */
  readonly unit: "seed" | "plane" | "case";
  readonly bootstrap: BootstrapInterval | null;
  /** The p-value, adjusted by Holm's method for the number of comparisons. */
  readonly adjustedP: number;
}

/** What must hold of any loss; a number other than 0 would be an error of this program. */
export interface KnownFacts {
  /** Slices that are convex by a theorem, and those of them with a point that is shown to be not convex. */
  readonly convexByTheorem: number;
  readonly convexShownOtherwise: number;
  /** Planes through centres where λmin is above 0 beyond its bound, and those of them that curve down there beyond their bound. */
  readonly minima: number;
  readonly minimaShownOtherwise: number;
  /** Planes that curve down at a centre where λmin lies within its bound of 0: there the plane proves what the whole Hessian leaves open. */
  readonly decidedByPlane: number;
}

export interface FactorStatistics {
  readonly overall: LevelSummary;
  readonly factors: readonly FactorSummary[];
  readonly crossed: readonly CrossedSummary[];
  readonly comparisons: readonly FactorComparison[];
  readonly known: KnownFacts;
}

/** A field that varies, and not by chance. */
interface Factor {
  readonly name: string;
  readonly labels: readonly string[];
  levelOf(index: number): number;
  /** The number of its axis, where it is alone on it: only then are two of its values compared with all else equal. */
  readonly axis: number | null;
}

/** More values than these are a scan of a number: each would have its own row and its own test. */
const MOST_LEVELS = 50;

/** Summarizes a survey, complete or with gaps. */
export function summarizeFactors(product: CaseProduct, columns: CaseColumns): FactorStatistics {
  const factors = listFactors(product);
  const [first, ...others] = factors;
  const comparisons = factors.flatMap((factor) => compareLevels(product, columns, factor));
  const adjusted = adjustByHolm(comparisons.map(({ p }) => p));
  return {
    overall: summarizeCells(columns, ["all"], () => 0)[0]!,
    factors: factors.map(({ name, labels, levelOf }) => ({
      factor: name,
      levels: summarizeCells(columns, labels, levelOf),
    })),
    crossed: first ? others.map((other) => cross(columns, first, other)) : [],
    comparisons: comparisons.map((comparison, i) => ({ ...comparison, adjustedP: adjusted[i]! })),
    known: checkKnown(columns),
  };
}

/** The factors of a survey, without seeds and long scans. */
export function listFactors(product: CaseProduct): Factor[] {
  return product.axes.flatMap(({ paths, count, isSeed, valuesAt }, axis) => {
    if (isSeed || count < 2) return [];
    return paths.flatMap((name, k) => {
      const values = Array.from({ length: count }, (_, place) => JSON.stringify(valuesAt(place)[k]));
      const distinct = [...new Set(values)];
      if (distinct.length < 2 || distinct.length > MOST_LEVELS) return [];
      const levels = values.map((value) => distinct.indexOf(value));
      return {
        name,
        labels: labelValues(distinct.map((text) => JSON.parse(text) as unknown)),
        levelOf: (index: number) => levels[product.placesOf(index)[axis]!]!,
        axis: paths.length === 1 ? axis : null,
      };
    });
  });
}

function cross(columns: CaseColumns, rows: Factor, others: Factor): CrossedSummary {
  const width = others.labels.length;
  const labels = rows.labels.flatMap((row) => others.labels.map((column) => `${row}, ${column}`));
  const cells = summarizeCells(columns, labels, (index) => rows.levelOf(index) * width + others.levelOf(index));
  return {
    rows: rows.name,
    columns: others.name,
    rowLabels: rows.labels,
    columnLabels: others.labels,
    cells: rows.labels.map((_, row) => cells.slice(row * width, (row + 1) * width)),
  };
}

/** Summarizes the cases of each cell. */
function summarizeCells(
  columns: CaseColumns,
  labels: readonly string[],
  cellOf: (index: number) => number,
): LevelSummary[] {
  const sizes = new Uint32Array(labels.length);
  const cells = new Uint32Array(columns.count);
  for (let index = 0; index < columns.count; index++) {
    cells[index] = cellOf(index);
    sizes[cells[index]!]!++;
  }
  // The numbers of the cases, cell after cell.
  const starts = Array.from(sizes, (_, cell) => sizes.subarray(0, cell).reduce((sum, size) => sum + size, 0));
  const order = new Uint32Array(columns.count);
  const next = [...starts];
  for (let index = 0; index < columns.count; index++) order[next[cells[index]!]!++] = index;
  return labels.map((label, cell) => {
    const own = order.subarray(starts[cell]!, starts[cell]! + sizes[cell]!);
    return summarizeLevel(columns, label, own);
  });
}

function summarizeLevel(columns: CaseColumns, label: string, own: Uint32Array): LevelSummary {
  const finite = (column: Float64Array) =>
    Float64Array.from(own, (index) => column[index]!).filter((value) => !Number.isNaN(value));
  const count = (holds: (index: number) => boolean) => own.reduce((sum, index) => sum + Number(holds(index)), 0);
  const isStatus = (name: (typeof CASE_STATUSES)[number]) => {
    const wanted = CASE_STATUSES.indexOf(name);
    return count((index) => columns.status[index] === wanted);
  };
  const isVerdict = (name: (typeof VERDICTS)[number]) => {
    const wanted = VERDICTS.indexOf(name);
    return count((index) => columns.verdict[index] === wanted);
  };
  const through = own.filter((index) => columns.lambdaMin[index]! < 0);
  const centers = (name: (typeof CENTER_SIGNS)[number]) => {
    const wanted = CENTER_SIGNS.indexOf(name);
    return through.reduce((sum, index) => sum + Number(columns.center[index] === wanted), 0);
  };
  const [showing, hiding] = [centers("below"), centers("not-below")];
  return {
    label,
    cases: {
      gap: isStatus("gap"),
      measured: isStatus("measured"),
      diverged: isStatus("diverged"),
      failed: isStatus("failed"),
    },
    nonconvex: summarizeValues(finite(columns.nonconvex)),
    undecided: summarizeValues(finite(columns.undecided)),
    showing: count((index) => columns.nonconvex[index]! > 0),
    lambdaMin: summarizeValues(finite(columns.lambdaMin)),
    belowZero: through.length,
    verdicts: {
      "not-convex": isVerdict("not-convex"),
      "convex-by-theorem": isVerdict("convex-by-theorem"),
      undecided: isVerdict("undecided"),
    },
    blindness: { planes: through.length, showing, hiding, undecided: through.length - showing - hiding },
  };
}

/** Compares every value of a factor but the first with the first, over pairs of cases that are equal in all else. */
function compareLevels(
  product: CaseProduct,
  columns: CaseColumns,
  { name, labels, axis }: Factor,
): Omit<FactorComparison, "adjustedP">[] {
  if (axis === null || columns.nonconvex.every(Number.isNaN)) return [];
  const { unit, count, unitOf } = chooseUnits(product);
  return labels.slice(1).map((of, i) => {
    const sums = new Float64Array(count);
    const pairsOf = new Uint32Array(count);
    let leftOut = 0;
    for (let index = 0; index < columns.count; index++) {
      const places = product.placesOf(index);
      if (places[axis] !== i + 1) continue;
      const base = product.indexOf(places.with(axis, 0));
      const difference = columns.nonconvex[index]! - columns.nonconvex[base]!;
      if (Number.isNaN(difference)) {
        leftOut++;
        continue;
      }
      const at = unitOf(places, index);
      sums[at]! += difference;
      pairsOf[at]!++;
    }
    const means = Array.from(sums, (sum, at) => settleMean(sum / pairsOf[at]!)).filter((mean) => !Number.isNaN(mean));
    const pairs = pairsOf.reduce((sum, own) => sum + own, 0);
    const bootstrap = bootstrapMean(means, LEVEL);
    return { factor: name, of, against: labels[0]!, pairs, leftOut, unit, ...testDifferences(means), bootstrap };
  });
}

interface Units {
  readonly unit: FactorComparison["unit"];
  readonly count: number;
  unitOf(places: readonly number[], index: number): number;
}

/** Seeds of weights and data are independent draws; where none varies, those of planes are, around the same weights; else the cases. */
function chooseUnits({ axes, count }: CaseProduct): Units {
  const seeds = axes.flatMap(({ isSeed, isOfSlice, count }, axis) =>
    isSeed && count > 1 ? [{ axis, count, isOfSlice }] : [],
  );
  const ofWeights = seeds.filter(({ isOfSlice }) => !isOfSlice);
  const own = ofWeights.length > 0 ? ofWeights : seeds;
  if (own.length === 0) return { unit: "case", count, unitOf: (_, index) => index };
  return {
    unit: ofWeights.length > 0 ? "seed" : "plane",
    count: own.reduce((product, seed) => product * seed.count, 1),
    unitOf: (places) => own.reduce((at, seed) => at * seed.count + places[seed.axis]!, 0),
  };
}

function checkKnown(columns: CaseColumns): KnownFacts {
  const byTheorem = VERDICTS.indexOf("convex-by-theorem");
  const below = CENTER_SIGNS.indexOf("below");
  const known = { convexByTheorem: 0, convexShownOtherwise: 0, minima: 0, minimaShownOtherwise: 0, decidedByPlane: 0 };
  for (let index = 0; index < columns.count; index++) {
    if (columns.verdict[index] === byTheorem) {
      known.convexByTheorem++;
      if (columns.nonconvex[index]! > 0) known.convexShownOtherwise++;
    }
    const curvesDown = columns.center[index] === below;
    if (columns.lambdaMin[index]! > 0) {
      known.minima++;
      if (curvesDown) known.minimaShownOtherwise++;
    }
    if (columns.lambdaMin[index] === 0 && curvesDown) known.decidedByPlane++;
  }
  return known;
}

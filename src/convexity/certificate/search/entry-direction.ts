import type { NetworkLayout } from "../../../model/network/layout";
import { average, type PairProblem, type Row, roundTo } from "./pair-problem";

/** A direction of the weights into a unit. */
export interface EntryDirection {
  readonly w: readonly number[];
  readonly b: number;
  /** ‖(w, b)‖² */
  readonly square: number;
  /** w·x + b */
  along(row: Row): number;
}

function makeDirection(w: readonly number[], b: number): EntryDirection {
  return {
    w,
    b,
    square: w.reduce((sum, entry) => sum + entry * entry, b * b),
    along: ({ inputs }) => w.reduce((sum, entry, i) => sum + entry * inputs[i]!, b),
  };
}

export function alongBias(layout: NetworkLayout): EntryDirection {
  return makeDirection(new Array<number>(layout.inputs).fill(0), 1);
}

/** Number of single inputs that are tried, those of largest magnitude first. */
const SINGLE_INPUTS = 2;

/**
 * Lists the bias, the inputs of largest magnitude and, with a penalty, Σ s·(x, 1) for the possible slopes s of each sample's loss. Along the
 * last direction the outputs approach the targets fastest for its length. Entries are rounded to three bits.
 */
export function listDirections(
  { layout, l2, scale }: PairProblem,
  output: number,
  rows: readonly Row[],
): EntryDirection[] {
  const bias = alongBias(layout);
  if (l2 === 0 && layout.layers.length > 1) return [bias];
  const sizes = Array.from({ length: layout.inputs }, (_, i) => average(rows, ({ inputs }) => inputs[i]! ** 2));
  const largest = sizes
    .map((size, i) => ({ size, i }))
    .sort((one, other) => other.size - one.size)
    .slice(0, SINGLE_INPUTS);
  const singles = largest.map(({ i }) =>
    makeDirection(
      sizes.map((_, other) => Number(other === i)),
      0,
    ),
  );
  const followers = [0, 0.5, 1].map((level) => {
    const slope = ({ targets }: Row) => targets[output]! / scale - level;
    const w = sizes.map((_, i) => average(rows, (row) => slope(row) * row.inputs[i]!));
    const b = average(rows, slope);
    const length = Math.sqrt(w.reduce((sum, entry) => sum + entry * entry, b * b));
    return makeDirection(
      w.map((entry) => roundTo(entry / length, 1 / 8)),
      roundTo(b / length, 1 / 8),
    );
  });
  return [bias, ...singles, ...followers].filter(({ square }) => square > 0);
}

/** Samples with their values along a direction. */
export interface Line {
  readonly direction: EntryDirection;
  /** The mean loss where the output's argument is c + t·(w·x + b). */
  measure(c: number, t: number): number;
}

export function makeLine({ loss }: PairProblem, rows: readonly Row[], direction: EntryDirection, output: number): Line {
  const along = rows.map((row) => direction.along(row));
  return {
    direction,
    measure: (c, t) => average(rows, (row, k) => loss(c + t * along[k]!, row.targets[output]!)),
  };
}

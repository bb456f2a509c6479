import type { Slice } from "../model/jets/slice";
import type { LayerLayout } from "../model/network/layout";
import { lostAcross, type Rounding } from "../numeric/rounding";

/** Sums of the absolute weights and directions of one unit, or of one input. */
interface AbsoluteSums {
  readonly center: Float64Array;
  readonly dx: Float64Array;
  readonly dy: Float64Array;
  /** The number of weights in each sum. */
  readonly count: number;
}

/**
 * The norms of one layer's weights at a point of a slice. With w̄ = |θ| + x̄·|dx| + ȳ·|dy| + η(1 + x̄ + ȳ) they are linear in x̄ and ȳ, so a
 * point costs one operation for each unit and input instead of one for each weight.
 */
export class LayerNorms {
  readonly inputs: number;
  readonly units: number;
  /** The largest Σ max(|dx|, |dy|) over the weights of a unit, its bias included. */
  readonly slopeRow: number;
  /** Σ max(|dx|, |dy|) over all weights, biases left out. */
  readonly slopeSum: number;
  readonly #rows: AbsoluteSums;
  readonly #columns: AbsoluteSums;
  readonly #rounding: Rounding;
  #row = 0;
  #column = 0;

  constructor({ inputs, units, kernel, bias }: LayerLayout, { center, dx, dy }: Slice, rounding: Rounding) {
    this.#rounding = rounding;
    this.inputs = inputs;
    this.units = units;
    const sumOver = (count: number, terms: number, positionOf: (sum: number, term: number) => number): AbsoluteSums => {
      const add = (vector: Float64Array) =>
        Float64Array.from({ length: count }, (_, sum) => {
          let total = 0;
          for (let term = 0; term < terms; term++) total += Math.abs(vector[positionOf(sum, term)]!);
          return total;
        });
      return { center: add(center), dx: add(dx), dy: add(dy), count: terms };
    };
    this.#rows = sumOver(units, inputs + 1, (j, i) => (i < inputs ? kernel + i * units + j : bias + j));
    this.#columns = sumOver(inputs, units, (i, j) => kernel + i * units + j);
    const slope = (position: number) => Math.max(Math.abs(dx[position]!), Math.abs(dy[position]!)) + rounding.underflow;
    let [slopeRow, slopeSum] = [0, 0];
    for (let j = 0; j < units; j++) {
      let kernelSlopes = 0;
      for (let i = 0; i < inputs; i++) kernelSlopes += slope(kernel + i * units + j);
      slopeRow = Math.max(slopeRow, kernelSlopes + slope(bias + j));
      slopeSum += kernelSlopes;
    }
    this.slopeRow = slopeRow;
    this.slopeSum = slopeSum;
  }

  /** The largest Σ w̄ over the weights of a unit, its bias included, at the point last placed. */
  get row(): number {
    return this.#row;
  }

  /** The largest Σ w̄ over the weights that leave one input. */
  get column(): number {
    return this.#column;
  }

  place(xBar: number, yBar: number): void {
    this.#row = largestSum(this.#rows, xBar, yBar, this.#rounding);
    this.#column = largestSum(this.#columns, xBar, yBar, this.#rounding);
  }
}

function largestSum({ center, dx, dy, count }: AbsoluteSums, xBar: number, yBar: number, rounding: Rounding): number {
  let most = 0;
  for (let i = 0; i < center.length; i++) most = Math.max(most, center[i]! + xBar * dx[i]! + yBar * dy[i]!);
  return most + count * lostAcross(xBar, yBar, rounding);
}

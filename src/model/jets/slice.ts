import type { Dataset } from "../../data/dataset";
import { FLOAT64, gamma, type Rounding } from "../../numeric/rounding";
import type { NetworkLayout, Parameters } from "../network/layout";

/** A two-dimensional slice of weight space: θ + x·dx + y·dy, |x| ≤ xLimit, |y| ≤ yLimit. */
export interface Slice {
  readonly center: Parameters;
  readonly dx: Parameters;
  readonly dy: Parameters;
  readonly xLimit: number;
  readonly yLimit: number;
}

/** Numbers per sample and unit in a first-layer projection. */
export const PROJECTION_STRIDE = 4;

/**
 * The first layer is affine in the slice coordinates: z = z0 + x·z1 + y·z2. It is computed once in float64, so the input width
 * costs nothing at the grid points.
 *
 * @returns [samples · units · 4]: z0, z1, z2 and a bound on the float64 errors of z0 + x·z1 + y·z2 and of z1 and z2
 *
 *     sample 0, unit 0 │ z0 z1 z2 ε │ sample 0, unit 1 │ z0 z1 z2 ε │ …
 */
export function projectFirstLayer(layout: NetworkLayout, data: Dataset, slice: Slice): Float64Array {
  const { inputs, units, kernel, bias } = layout.layers[0]!;
  const projection = new Float64Array(data.samples * units * PROJECTION_STRIDE);
  const lost = gamma(inputs + 3, FLOAT64.unit);
  const reach = [1, Math.max(1, slice.xLimit), Math.max(1, slice.yLimit)];
  const vectors = [slice.center, slice.dx, slice.dy];
  // Unit by unit within a row of the kernel, which lies in one piece. Each unit's sums still run over the inputs in their order.
  const sums = new Float64Array(units);
  const magnitudes = new Float64Array(units);
  for (let s = 0; s < data.samples; s++) {
    for (const [v, vector] of vectors.entries()) {
      for (let j = 0; j < units; j++) {
        sums[j] = vector[bias + j]!;
        magnitudes[j] = Math.abs(sums[j]!);
      }
      for (let i = 0; i < inputs; i++) {
        const value = data.x[s * inputs + i]!;
        const row = kernel + i * units;
        for (let j = 0; j < units; j++) {
          const product = value * vector[row + j]!;
          sums[j]! += product;
          magnitudes[j]! += Math.abs(product);
        }
      }
      for (let j = 0; j < units; j++) {
        const at = (s * units + j) * PROJECTION_STRIDE;
        projection[at + v] = sums[j]!;
        projection[at + 3]! += lost * reach[v]! * magnitudes[j]!;
      }
    }
  }
  return projection;
}

/**
 * The number added to |x| where it multiplies a rounding unit: a grid coordinate is rounded in float64 (four roundings of numbers
 * up to its limit) with every precision of the evaluation, and a very small one may become 0.
 */
export function coordinateSlack(limit: number, rounding: Rounding): number {
  return (4 * FLOAT64.unit * limit) / rounding.unit + rounding.underflow;
}

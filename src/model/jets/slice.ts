import type { Dataset } from "../../data/dataset";
import type { Pacer } from "../../numeric/pacer";
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

/** Multiply-adds of a projection between two looks at the clock. */
const PROJECTED_AT_ONCE = 1_000_000;

/**
 * The same with rests for other work, because many inputs take long.
 * @param onProgress  called with the fraction that is done
 * @throws DOMException named AbortError when the pacer's signal is aborted
 */
export async function projectWithRests(
  layout: NetworkLayout,
  data: Dataset,
  slice: Slice,
  pacer: Pacer,
  onProgress?: (fraction: number) => void,
): Promise<Float64Array> {
  const { units } = layout.layers[0]!;
  const projection = new Float64Array(data.samples * units * PROJECTION_STRIDE);
  const step = Math.ceil(PROJECTED_AT_ONCE / (units * (data.inputs + 1)));
  for (let from = 0; from < data.samples; from += step) {
    const samples = Math.min(step, data.samples - from);
    const x = data.x.subarray(from * data.inputs, (from + samples) * data.inputs);
    projection.set(projectFirstLayer(layout, { ...data, samples, x }, slice), from * units * PROJECTION_STRIDE);
    if (!pacer.isDue()) continue;
    onProgress?.((from + samples) / data.samples);
    await pacer.rest();
  }
  return projection;
}

/** The share of the projection in the work of evaluating this many points, counted in multiply-adds. */
export function shareOfProjection({ layers, parameterCount }: NetworkLayout, points: number): number {
  const { inputs, units } = layers[0]!;
  const projected = 3 * inputs * units;
  const atPoint = FOR_CURVATURE * (parameterCount - inputs * units);
  return projected / (projected + points * atPoint);
}

/** Multiply-adds a weight for the loss and its second derivatives: five forward and three backward. */
const FOR_CURVATURE = 8;

/**
 * The number added to |x| where it multiplies a rounding unit: a grid coordinate is rounded in float64 (four roundings of numbers
 * up to its limit) with every precision of the evaluation, and a very small one may become 0.
 */
export function coordinateSlack(limit: number, rounding: Rounding): number {
  return (4 * FLOAT64.unit * limit) / rounding.unit + rounding.underflow;
}

import type { LossKind } from "../experiment/spec";
import type { LayerLayout } from "../model/network/layout";

/** All that a kernel's source depends on. Sizes, points and scalars are uniforms. */
export interface KernelTopology {
  readonly layers: readonly LayerLayout[];
  readonly loss: LossKind;
  /** Whether the kernel also gives the exact second derivatives and their bound, in a second texture. */
  readonly curvature: boolean;
}

/** Most products of a network whose kernel is written without loops; more would take too long to compile. */
const MAX_STRAIGHT_PRODUCTS = 300;

/** Most units of a layer of such a network: drivers refuse an expression of too many terms. */
const MOST_STRAIGHT_UNITS = 64;

/** Most inputs, a texel, of a network whose first layer is computed from them: for few, that is cheaper than fetching each unit's z. */
const MOST_DIRECT_INPUTS = 4;

/** Whether the kernel is written without loops over units. */
export function isStraight(layers: readonly LayerLayout[]): boolean {
  return countProducts(layers) <= MAX_STRAIGHT_PRODUCTS && layers.every(({ units }) => units <= MOST_STRAIGHT_UNITS);
}

/** Whether the first layer is computed from the inputs, as all others are, and not from its projection. */
export function isDirect(layers: readonly LayerLayout[]): boolean {
  return layers[0]!.inputs <= MOST_DIRECT_INPUTS && isStraight(layers);
}

/** The number of products of a weight and a value for one sample; the first layer costs one for each unit. */
export function countProducts(layers: readonly LayerLayout[]): number {
  return layers.reduce((sum, { inputs, units }, k) => sum + (k === 0 ? 1 : inputs) * units, 0);
}

/** Index in θ of the first weight that the kernel reads. The weights of a projected first layer are part of the projection. */
export function findFirstWeight(layers: readonly LayerLayout[]): number {
  return isDirect(layers) ? 0 : layers[0]!.bias + layers[0]!.units;
}

/** Whether φ'' is 0 wherever it exists. */
export function isPiecewiseLinear({ activation }: LayerLayout): boolean {
  return activation === "identity" || activation === "relu" || activation === "leaky-relu";
}

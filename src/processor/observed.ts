import type { NetworkLayout } from "../model/network/layout";

/** What the kernel saw of one layer at one point: largest and smallest values over all its units and all samples. */
export interface ObservedLayer {
  /** max |a|: a is what the layer gives, after its activation and its residual connection. */
  readonly value: number;
  /** max of |∂a/∂x| and |∂a/∂y|. */
  readonly slope: number;
  /** max |z|: z is the input of the activation. */
  readonly input: number;
  /** min |z| */
  readonly leastInput: number;
  /** max of |∂z/∂x| and |∂z/∂y|. */
  readonly inputSlope: number;
  /** Σ over the samples of max over the units of |∂ℓ/∂z|. */
  readonly inputAdjoint: number;
  /** Σ over the samples of max over the units of |∂ℓ/∂a|. */
  readonly valueAdjoint: number;
  /** max |φ(z)|, before the residual connection is added. */
  readonly activated: number;
}

/**
 * What the kernel found at one point of a slice: sums over all samples and outputs, without the penalty, and what an error analysis needs
 * of each layer. An overflow may leave no trace in a sum; the largest numbers of the layers show whether one was possible (point-bound.ts).
 */
export interface ObservedPoint {
  readonly loss: number;
  readonly x: number;
  readonly y: number;
  readonly xx: number;
  readonly xy: number;
  readonly yy: number;
  /** Σ over samples and outputs of |∂ℓ/∂f|. */
  readonly outputAdjoint: number;
  /** min over samples and outputs of hinge's argument |r|; +∞ with another loss. */
  readonly leastArgument: number;
  /** One for each layer, the first layer first. */
  readonly layers: readonly ObservedLayer[];
}

/**
 * The order in which the kernel writes these numbers, one float64 each:
 *
 *     │ loss x y xx xy yy outputAdjoint leastArgument │ layer 0: value slope … activated │ layer 1 │ …
 */
const POINT_NUMBERS = 8;
const LAYER_NUMBERS = 8;

/** The numbers that the kernel writes for a point. */
export function recordLength(layers: number): number {
  return POINT_NUMBERS + layers * LAYER_NUMBERS;
}

/** Reads the record that begins at this index. */
export function readObservedPoint(records: Float64Array, start: number, layers: number): ObservedPoint {
  const seen: ObservedLayer[] = [];
  for (let k = 0; k < layers; k++) seen.push(readObservedLayer(records, start + POINT_NUMBERS + k * LAYER_NUMBERS));
  return {
    loss: records[start]!,
    x: records[start + 1]!,
    y: records[start + 2]!,
    xx: records[start + 3]!,
    xy: records[start + 4]!,
    yy: records[start + 5]!,
    outputAdjoint: records[start + 6]!,
    leastArgument: records[start + 7]!,
    layers: seen,
  };
}

function readObservedLayer(records: Float64Array, at: number): ObservedLayer {
  return {
    value: records[at]!,
    slope: records[at + 1]!,
    input: records[at + 2]!,
    leastInput: records[at + 3]!,
    inputSlope: records[at + 4]!,
    inputAdjoint: records[at + 5]!,
    valueAdjoint: records[at + 6]!,
    activated: records[at + 7]!,
  };
}

/** Samples that the kernel computes side by side; the last block is filled up with copies whose loss counts 0 times. */
export const BLOCK_SAMPLES = 4;

/** The largest number of additions through which one term goes until it is part of a sum over all samples. */
export interface SummationDepth {
  /** Σℓ, and the sums of absolute adjoints. */
  readonly loss: number;
  /** Σℓ_x and Σℓ_y, terms ∂ℓ/∂f·∂f/∂x. */
  readonly gradient: number;
  /** Σℓ_xx, Σℓ_xy and Σℓ_yy, terms ℓ″·f_x·f_y, u_x·a_y and ∂ℓ/∂a·φ″·z_x·z_y. */
  readonly curvature: number;
}

/**
 * The kernel adds the outputs of a sample, for the curvature then the units of each layer (two or three terms of a unit first) and the
 * layers; then block by block the samples of one lane; at last the lanes of a block, two by two.
 */
export function summationDepth({ layers, outputs }: NetworkLayout, samples: number): SummationDepth {
  const across = Math.ceil(samples / BLOCK_SAMPLES) + 2;
  const units = Math.max(...layers.map((layer) => layer.units));
  return {
    loss: outputs + across,
    gradient: outputs + across,
    curvature: Math.max(outputs + 1, units + 2) + layers.length + 1 + across,
  };
}

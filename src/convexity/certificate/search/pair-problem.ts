import type { Dataset } from "../../../data/dataset";
import type { LossSpec } from "../../../experiment/spec";
import type { NetworkLayout } from "../../../model/network/layout";
import { averageTargets, makeOutputLoss, type OutputLoss } from "./output-loss";

/** The numbers with which the gaps of pairs of sparse weights are computed. */
export interface PairProblem {
  readonly layout: NetworkLayout;
  readonly kind: LossSpec["kind"];
  readonly l2: number;
  readonly data: Dataset;
  readonly loss: OutputLoss;
  /** The unit of the outputs: a power of two of about the targets' magnitude, at least 1. */
  readonly scale: number;
}

export function makePairProblem(layout: NetworkLayout, { kind, l2 }: LossSpec, data: Dataset): PairProblem {
  return { layout, kind, l2, data, loss: makeOutputLoss(layout, kind), scale: measureScale(layout, data) };
}

/** Half lengths of chords. */
export const HALVES: readonly number[] = Array.from({ length: 16 }, (_, k) => 2 ** (2 - k));

/** ±2ᵏ from ½ to a reach, spaced so that there are few. */
export function listPowers(reach: number): number[] {
  const factor = reach <= 16 ? 2 : 4;
  const powers: number[] = [];
  for (let power = 0.5; power <= reach; power *= factor) powers.push(power, -power);
  return powers;
}

/** @param unit  a power of two */
export function roundTo(value: number, unit: number): number {
  return Math.round(value / unit) * unit + 0;
}

/** One sample, or several with the same values along a thread. */
export interface Row {
  readonly inputs: Float64Array;
  readonly targets: Float64Array;
}

/** Most samples in the ranking of a pair. */
const RANKED_SAMPLES = 128;

/** An evenly spaced selection of the samples. */
export function sampleRows({ samples, inputs, outputs, x, y }: Dataset): Row[] {
  const step = Math.max(1, samples / RANKED_SAMPLES);
  return Array.from({ length: Math.floor(samples / step) }, (_, k) => {
    const s = Math.floor(k * step);
    return { inputs: x.subarray(s * inputs, (s + 1) * inputs), targets: y.subarray(s * outputs, (s + 1) * outputs) };
  });
}

/** One row for all samples, where they all have the same output. */
export function averageRow(data: Dataset): Row {
  return { inputs: new Float64Array(data.inputs), targets: averageTargets(data) };
}

export function average(rows: readonly Row[], measure: (row: Row, index: number) => number): number {
  return rows.reduce((sum, row, k) => sum + measure(row, k), 0) / rows.length;
}

function measureScale(layout: NetworkLayout, { y }: Dataset): number {
  const largest = y.reduce((most, target) => Math.max(most, Math.abs(target)), 1);
  return layout.layers.at(-1)!.activation === "identity" ? 2 ** Math.ceil(Math.log2(largest)) : 1;
}

import type { Dataset } from "../../../data/dataset";
import type { NetworkLayout, Parameters } from "../../../model/network/layout";
import { predict } from "../../../model/network/predict";

/** A window on two inputs of the data, in the data's units. */
export interface PictureWindow {
  /** Which inputs are drawn across and upwards; the second is null where the data has one input and the target is drawn. */
  readonly across: number;
  readonly up: number | null;
  readonly xRange: readonly [number, number];
  readonly yRange: readonly [number, number];
}

/** The decisions of a network, a class and a confidence for each place. */
export interface DecisionField {
  readonly classes: Uint8Array;
  /** 0 on the border between classes to 1. */
  readonly confidence: Float32Array;
}

/** The margin around the data, as a part of its extent. */
const MARGIN = 0.12;

/** The window that shows all samples. Iris is shown by its petals, which separate the species best. */
export function frameData(data: Dataset): PictureWindow {
  if (data.inputs === 1) {
    return { across: 0, up: null, xRange: columnRange(data.x, 1, 0), yRange: columnRange(data.y, data.outputs, 0) };
  }
  const across = data.inputs === 4 ? 2 : 0;
  const up = across + 1;
  return {
    across,
    up,
    xRange: columnRange(data.x, data.inputs, across),
    yRange: columnRange(data.x, data.inputs, up),
  };
}

function columnRange(values: Float64Array, stride: number, column: number): readonly [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = column; i < values.length; i += stride) {
    low = Math.min(low, values[i]!);
    high = Math.max(high, values[i]!);
  }
  const margin = (high - low || 1) * MARGIN;
  return [low - margin, high + margin];
}

/** The mean of each input; inputs that are not drawn have this value. */
function meanInputs({ samples, inputs, x }: Dataset): Float64Array {
  const mean = new Float64Array(inputs);
  for (let i = 0; i < x.length; i++) mean[i % inputs]! += x[i]! / samples;
  return mean;
}

/** The class of the largest output; for a single output, 1 above the threshold and 0 below. */
function classify(
  outputs: Float64Array,
  from: number,
  count: number,
  threshold: number,
): { readonly chosen: number; readonly lead: number } {
  if (count === 1) {
    const lead = outputs[from]! - threshold;
    return { chosen: lead > 0 ? 1 : 0, lead: Math.abs(lead) };
  }
  let chosen = 0;
  let second = Number.NEGATIVE_INFINITY;
  for (let k = 1; k < count; k++) {
    const value = outputs[from + k]!;
    const best = outputs[from + chosen]!;
    if (value > best) {
      second = best;
      chosen = k;
    } else if (value > second) second = value;
  }
  return { chosen, lead: outputs[from + chosen]! - second };
}

/** Inputs at side × side points of the window, from the top left; the inputs that are not drawn have their mean values. */
export function placeInputs(data: Dataset, frame: PictureWindow, side: number): Float64Array {
  const x = new Float64Array(side * side * data.inputs);
  const mean = meanInputs(data);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const start = (row * side + column) * data.inputs;
      x.set(mean, start);
      x[start + frame.across] = mix(frame.xRange, (column + 0.5) / side);
      if (frame.up !== null) x[start + frame.up] = mix(frame.yRange, 1 - (row + 0.5) / side);
    }
  }
  return x;
}

/**
 * What the network decides at some places.
 *
 * @param places  inputs, as those of placeInputs
 * @param threshold  the value of a single output that separates the classes: 0 for a logit, ½ for a target
 */
export function decideOverWindow(
  layout: NetworkLayout,
  theta: Parameters,
  places: Float64Array,
  threshold: number,
): DecisionField {
  const samples = places.length / layout.inputs;
  const outputs = predict(layout, theta, { samples, inputs: layout.inputs, x: places });
  const classes = new Uint8Array(samples);
  const confidence = new Float32Array(samples);
  for (let i = 0; i < samples; i++) {
    const { chosen, lead } = classify(outputs, i * layout.outputs, layout.outputs, threshold);
    classes[i] = chosen;
    confidence[i] = Math.tanh(lead);
  }
  return { classes, confidence };
}

/** The fitted curve of a network with one input: its first output at `count` evenly spaced places across the window. */
export function followCurve(
  layout: NetworkLayout,
  theta: Parameters,
  frame: PictureWindow,
  count: number,
): { readonly x: Float64Array; readonly y: Float64Array } {
  const x = Float64Array.from({ length: count }, (_, i) => mix(frame.xRange, i / (count - 1)));
  const outputs = predict(layout, theta, { samples: count, inputs: 1, x });
  return { x, y: Float64Array.from({ length: count }, (_, i) => outputs[i * layout.outputs]!) };
}

function mix([from, to]: readonly [number, number], part: number): number {
  return from + (to - from) * part;
}

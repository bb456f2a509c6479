import type { Activation, OutputActivation } from "../../experiment/spec";
import { measureLength } from "../../numeric/measure-length";
import { createPacer } from "../../numeric/pacer";
import { addSampleGradient } from "../network/evaluate";
import { type LayerLayout, type Parameters, zeroParameters } from "../network/layout";
import type { Problem } from "../problem";
import { reportUnit, type UnitReport } from "./unit";

/** The gradient of the loss in the parameters of one layer. */
export interface LayerGradient {
  /** ‖∂L/∂W‖: the Euclidean length over the layer's kernel, the l2 term included. */
  readonly kernel: number;
  /** ‖∂L/∂b‖. */
  readonly bias: number;
  /** The root of the mean square over all parameters of the layer, so that wide and narrow layers can be compared. */
  readonly perParameter: number;
}

export interface LayerReport {
  readonly activation: Activation | OutputActivation;
  readonly gradient: LayerGradient;
  readonly units: readonly UnitReport[];
}

/** The activity of the units of a network over a data set, and the gradient of each layer. */
export interface NetworkReport {
  /** The loss at θ, l2 included. */
  readonly loss: number;
  readonly samples: number;
  /** From the first hidden layer to the output layer. */
  readonly layers: readonly LayerReport[];
}

/**
 * Runs every sample forward and backward once, in float64, which costs as much as one gradient, and reports on every unit.
 * It lets other work on its thread run every few milliseconds.
 *
 * @param theta  [layout.parameterCount]; not changed
 * @throws DOMException named AbortError when the signal is aborted
 */
export async function reportNetwork(
  problem: Problem,
  theta: Parameters,
  signal?: AbortSignal | undefined,
): Promise<NetworkReport> {
  const { layout, loss, data } = problem;
  const pacer = createPacer(signal);
  const gradient = zeroParameters(layout);
  // Ordered by unit, so that the values of one unit over all samples are contiguous: [units · samples].
  const preactivations = layout.layers.map(({ units }) => new Float64Array(units * data.samples));
  let sum = 0;
  for (let s = 0; s < data.samples; s++) {
    if (pacer.isDue()) await pacer.rest();
    const { loss: ofSample, pass } = addSampleGradient(problem, theta, s, gradient);
    sum += ofSample;
    pass.preactivations.forEach((z, k) => {
      const values = preactivations[k]!;
      for (let j = 0; j < z.length; j++) values[j * data.samples + s] = z[j]!;
    });
  }
  for (let p = 0; p < gradient.length; p++) gradient[p]! /= data.samples;
  const layers: LayerReport[] = [];
  for (const [k, layer] of layout.layers.entries()) {
    const units: UnitReport[] = [];
    for (let j = 0; j < layer.units; j++) {
      if (pacer.isDue()) await pacer.rest();
      const z = preactivations[k]!.subarray(j * data.samples, (j + 1) * data.samples);
      units.push(reportUnit(layer, layout.leakySlope, z, measureUnitGradient(layer, gradient, j)));
    }
    const { activation } = layer;
    layers.push({ activation, units, gradient: measureLayerGradient(layer, gradient, loss.l2, theta) });
  }
  const penalty = loss.l2 > 0 ? loss.l2 * measureLength(theta) ** 2 : 0;
  return { loss: sum / data.samples + penalty, samples: data.samples, layers };
}

/** The length of the data's gradient in a unit's incoming weights and bias. */
function measureUnitGradient({ kernel, bias, inputs, units }: LayerLayout, gradient: Parameters, unit: number): number {
  const own = Array.from({ length: inputs }, (_, i) => gradient[kernel + i * units + unit]!);
  return measureLength([...own, gradient[bias + unit]!]);
}

function measureLayerGradient(
  { kernel, bias, units }: LayerLayout,
  data: Parameters,
  l2: number,
  theta: Parameters,
): LayerGradient {
  const end = bias + units;
  const whole = data.subarray(kernel, end).map((entry, i) => entry + 2 * l2 * theta[kernel + i]!);
  return {
    kernel: measureLength(whole.subarray(0, bias - kernel)),
    bias: measureLength(whole.subarray(bias - kernel)),
    perParameter: measureLength(whole) / Math.sqrt(end - kernel),
  };
}

import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Activation } from "../../src/experiment/spec";
import type { ModelChoices } from "../../src/formats/models/bare-tensors";
import type { ModelDocument } from "../../src/formats/models/model-document";
import { readModel } from "../../src/formats/models/read-model";
import { recognizeFile } from "../../src/formats/recognize-file";
import { activationRule } from "../../src/model/network/activations";
import { layoutNetwork } from "../../src/model/network/layout";
import { FLOAT32_GPU, gamma } from "../../src/numeric/rounding";

export const MODELS = path.resolve("tests/formats/models");

/** What the program that wrote a model says of it. */
export interface ModelSidecar {
  readonly file: string;
  readonly verdict: "read" | "refuse" | "read-with-choice" | "read-or-refuse";
  readonly network: {
    readonly layers: readonly number[];
    readonly activation: readonly Activation[];
    readonly output: "identity" | "sigmoid" | "softmax";
    readonly residual: boolean;
    readonly leakySlope?: number;
  };
  readonly weights: readonly { readonly kernel: number[][]; readonly bias: number[] }[];
  readonly inputs: readonly number[][];
  readonly outputs: readonly number[][];
}

/** Reads a model as the command line does: its neighbours are the files of its folder. */
export async function readKnownModel(name: string, choices: ModelChoices = {}): Promise<ModelDocument> {
  const place = path.join(MODELS, name);
  const file = name.includes(".") ? place : path.join(place, "model.json");
  const bytes = new Uint8Array(readFileSync(file));
  const findFile = (neighbour: string) => {
    const found = path.join(path.dirname(file), neighbour);
    return existsSync(found) ? new Uint8Array(readFileSync(found)) : undefined;
  };
  return readModel(await recognizeFile(file, bytes), bytes, { findFile, choices });
}

/**
 * The outputs of a model for one input, softmax included, in float64, and a bound on what the same computation in float32 can differ by:
 * Higham's bound of each sum, carried through the layers by the bounds of the activations' slopes, and the error of the activations'
 * own functions.
 */
export function outputsWithBound(model: ModelDocument, input: readonly number[]) {
  const layout = layoutNetwork(model.network);
  const { unit } = FLOAT32_GPU;
  let values = [...input];
  let errors = values.map((value) => unit * Math.abs(value));
  model.weights.layers.forEach(({ kernel, bias }, k) => {
    const { activation, residual } = layout.layers[k]!;
    const rule = activationRule(activation, layout.leakySlope);
    const next = bias.map((offset, j) => {
      const z = values.reduce((sum, value, i) => sum + value * kernel[i]![j]!, offset);
      const reach = values.reduce(
        (sum, value, i) => sum + (Math.abs(value) + errors[i]!) * Math.abs(kernel[i]![j]!),
        Math.abs(offset),
      );
      const carried = errors.reduce((sum, error, i) => sum + error * Math.abs(kernel[i]![j]!), 0);
      // One rounding more for each weight and input that was itself rounded to float32.
      const error = carried + gamma(values.length + 3, unit) * reach;
      const value = rule.value(z) + (residual ? values[j]! : 0);
      const own =
        rule.bounds[0] * error + unit * (rule.libraryLimits(Math.abs(z) + error)[0] + Math.abs(rule.value(z)));
      return { value, error: own + (residual ? errors[j]! + unit * Math.abs(value) : 0) };
    });
    values = next.map(({ value }) => value);
    errors = next.map(({ error }) => error);
  });
  if (!model.softmax) return { values, errors };
  const total = values.reduce((sum, value) => sum + Math.exp(value), 0);
  // Each output of the softmax changes by at most half the largest change of a logit; its own operations: n + 4 roundings.
  const largest = Math.max(...errors);
  return {
    values: values.map((value) => Math.exp(value) / total),
    errors: values.map(() => largest / 2 + gamma(values.length + 4, unit)),
  };
}

import type { Dataset } from "../../data/dataset";
import type { LossSpec, NetworkSpec } from "../../experiment/spec";
import type { NetworkLayout, Parameters } from "../network/layout";
import { predict } from "../network/predict";

/** The threshold of a single output between the two classes: 0 for a logit, ½ for a probability or a regression on 0 and 1. */
export function decisionThreshold(loss: Pick<LossSpec, "kind">, network: Pick<NetworkSpec, "output">): number {
  return loss.kind === "mse" || network.output === "sigmoid" ? 0.5 : 0;
}

/**
 * The share of samples that the network classifies correctly, 0 to 1. The class is the side of the threshold for a single output, else
 * the index of the largest output, the first of equal ones.
 *
 * @returns null where the targets are not classes: neither 0 and 1 nor one-hot
 */
export function measureAccuracy(
  layout: NetworkLayout,
  data: Dataset,
  theta: Parameters,
  threshold: number,
): number | null {
  if (!hasClasses(data)) return null;
  const predictions = predict(layout, theta, data);
  const { samples, outputs } = data;
  let right = 0;
  for (let s = 0; s < samples; s++) {
    const row = predictions.subarray(s * outputs, (s + 1) * outputs);
    const target = data.y.subarray(s * outputs, (s + 1) * outputs);
    const said = outputs === 1 ? Number(row[0]! > threshold) : findLargest(row);
    const meant = outputs === 1 ? target[0]! : findLargest(target);
    if (said === meant) right++;
  }
  return right / samples;
}

function hasClasses({ task, samples, outputs, y }: Dataset): boolean {
  if (task !== "given") return task === "classification";
  if (!y.every((target) => target === 0 || target === 1)) return false;
  if (outputs === 1) return true;
  const ones = (s: number) => y.subarray(s * outputs, (s + 1) * outputs).reduce((sum, target) => sum + target, 0);
  return Array.from({ length: samples }, (_, s) => ones(s)).every((count) => count === 1);
}

/** The index of the largest entry, the first of equal ones. */
function findLargest(values: Float64Array): number {
  let largest = 0;
  for (let j = 1; j < values.length; j++) {
    if (values[j]! > values[largest]!) largest = j;
  }
  return largest;
}

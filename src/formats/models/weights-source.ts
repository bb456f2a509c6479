import * as v from "valibot";
import { describeIssue, parseSpec } from "../../experiment/parse";
import { type LayerWeights, NetworkSchema, type NetworkSpec } from "../../experiment/spec";
import { asObject, ownField } from "./keras-config";
import { parseModel } from "./model-document";
import { refuse } from "./refuse";

/** A network with its weights, to be written for other programs. */
export interface WeightsSource {
  readonly network: NetworkSpec;
  readonly layers: readonly LayerWeights[];
  /** Whether a softmax follows the outputs. */
  readonly softmax: boolean;
}

/**
 * The network and the weights of a result, of a spec with given weights, or of a model.
 * @throws FormatError, SpecError with one sentence
 */
export function readWeightsSource(content: unknown): WeightsSource {
  const root = asObject(content);
  if (ownField(root, "format") === "losscape-model") {
    const { network, weights, softmax = false } = parseModel(content);
    return { network, layers: weights.layers, softmax };
  }
  const spec = parseSpec(ownField(root, "format") === "losscape-result" ? ownField(root, "spec") : content);
  if (spec.weights.kind === "trained") {
    refuse("its weights are not trained yet: run npm run landscape first, whose result holds them");
  }
  return { network: spec.network, layers: spec.weights.layers, softmax: false };
}

/** The name under which a file of tensors says which network they belong to. */
export const NETWORK_KEY = "losscape_network";

/** What a file of tensors says of its network, as JSON. */
export function writeNetworkText({ network, softmax }: WeightsSource): string {
  return JSON.stringify({ ...network, ...(softmax ? { softmax } : {}) });
}

const NetworkTextSchema = v.strictObject({ ...NetworkSchema.entries, softmax: v.optional(v.literal(true)) });

/** Reads what writeNetworkText wrote. @throws FormatError */
export function readNetworkText(text: string): { readonly network: NetworkSpec; readonly softmax: boolean } {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    refuse(`${NETWORK_KEY}: it is not JSON`);
  }
  const result = v.safeParse(NetworkTextSchema, content, { abortEarly: true });
  if (!result.success) refuse(describeIssue(NETWORK_KEY, result.issues[0]));
  const { softmax = false, ...network } = result.output;
  return { network, softmax };
}

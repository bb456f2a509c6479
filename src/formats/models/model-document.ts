import * as v from "valibot";
import { checkLayers, checkWidths, deepFreeze, describeIssue } from "../../experiment/parse";
import { GivenWeightsSchema, type LayerWeights, NetworkSchema, type NetworkSpec } from "../../experiment/spec";
import { refuse } from "./refuse";

export const PARTS = ["kernel", "bias"] as const;

/** Which tensor of the file became which part of which layer, from 0, and whether its rows and columns were exchanged. */
export interface MappingEntry {
  readonly tensor: string;
  readonly layer: number;
  readonly part: (typeof PARTS)[number];
  readonly transposed: boolean;
}

/** A network with its weights, from another program's file. */
export interface ModelDocument {
  readonly format: "losscape-model";
  readonly version: 1;
  readonly network: NetworkSpec;
  readonly weights: { readonly kind: "given"; readonly layers: readonly LayerWeights[] };
  readonly mapping: readonly MappingEntry[];
  /** Sentences for the reader: what the file does not say, and what was assumed. */
  readonly notes: readonly string[];
  /** Whether the program applies a softmax to these outputs, which then are logits; absent: no. */
  readonly softmax?: true;
}

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const MappingSchema = v.array(
  v.strictObject({ tensor: v.string(), layer: whole, part: v.picklist(PARTS), transposed: v.boolean() }),
);
const ModelSchema = v.strictObject({
  format: v.literal("losscape-model"),
  version: v.literal(1),
  network: NetworkSchema,
  weights: GivenWeightsSchema,
  mapping: MappingSchema,
  notes: v.array(v.string()),
  softmax: v.optional(v.literal(true)),
});

/**
 * Checks a model from any value: its limits, and that network and weights fit together.
 * @throws SpecError with one sentence
 */
export function parseModel(input: unknown): ModelDocument {
  const result = v.safeParse(ModelSchema, input, { abortEarly: true });
  if (!result.success) refuse(describeIssue("model", result.issues[0]));
  const { softmax, ...model } = result.output;
  checkWidths("model", model.network);
  checkLayers("weights.layers", model.weights.layers, model.network.layers);
  return deepFreeze({ ...model, ...(softmax ? { softmax } : {}) });
}

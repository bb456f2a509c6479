import type { Activation, Spec } from "../../experiment/spec";
import { FIELD_NAMES, FIELDS, type FieldName } from "../../studio/fields/all-fields";
import { type Field, fieldOptions } from "../../studio/fields/field";
import { ACTIVATION_NAMES, joinWords, NORMALIZATION_NAMES } from "../../words/names";
import { formatExact } from "../../words/numbers";
import { hasSameStart, hasSameWeights, isSame, type Pair } from "./pair";

/** One difference of two experiments, with the names of the page's controls. */
export interface SpecDifference {
  readonly label: string;
  readonly a: string;
  readonly b: string;
}

/** Fields that have a difference of their own in the list. */
const LISTED_APART: readonly FieldName[] = [
  "activation",
  "activationPerLayer",
  "activation1",
  "activation2",
  "activation3",
  "activation4",
  "activation5",
  "activation6",
  "weights",
];

/** The differences of two experiments, in the order of the panel. */
export function listDifferences(a: Spec, b: Spec): readonly SpecDifference[] {
  const lines: SpecDifference[] = [];
  const add = (label: string, one: string, other: string): void => {
    if (one !== other) lines.push({ label, a: one, b: other });
  };
  if (a.network.layers.length > 2 || b.network.layers.length > 2) {
    add("Activation", nameActivation(a), nameActivation(b));
  }
  add("Weights", nameWeights(a), nameWeights(b));
  for (const name of FIELD_NAMES) {
    if (LISTED_APART.includes(name)) continue;
    const field = FIELDS[name];
    const [one, other] = [readField(field, a), readField(field, b)];
    // A field that only one of them has follows from another difference in the list.
    if (one !== null && other !== null) add(field.label, one, other);
  }
  return [...lines, ...listNumbers(a, b)];
}

/** Numbers of files have no control, so the list only says that they differ. */
function listNumbers(a: Spec, b: Spec): readonly SpecDifference[] {
  const sections = [
    ["Points", a.dataset, b.dataset, "points"],
    ["Weights", a.weights, b.weights, "given"],
    ["Plane", a.plane, b.plane, "given"],
    ["Plane", a.plane, b.plane, "interpolation"],
    ["Plane", a.plane, b.plane, "minima"],
  ] as const;
  return sections
    .filter(([, one, other, kind]) => one.kind === kind && other.kind === kind && !isSame(one, other))
    .map(([label]) => ({ label, a: "its own numbers", b: "other numbers" }));
}

function readField(field: Field, spec: Spec): string | null {
  const value = field.read(spec);
  if (value === null) return null;
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return formatExact(value);
  if (field.kind !== "choice") return value;
  return Object.entries(fieldOptions(field, spec)).find(([, option]) => option === value)?.[0] ?? value;
}

function nameActivation({ network }: Spec): string {
  const { activation } = network;
  const names: readonly Activation[] = typeof activation === "string" ? [activation] : activation;
  return names.map((name) => ACTIVATION_NAMES[name].label).join(", ");
}

function nameWeights({ weights }: Spec): string {
  return weights.kind === "given" ? "given" : "trained";
}

/** A short name for each: the activations where these differ, else the letters A and B. */
export function namePair({ a, b }: Pair): readonly [a: string, b: string] {
  const [one, other] = [nameActivation(a), nameActivation(b)];
  return one === other ? ["A", "B"] : [one, other];
}

/** The names of the two losses within a sentence. */
export function nameLosses(pair: Pair): readonly [a: string, b: string] {
  const [a, b] = namePair(pair);
  return a === "A" ? ["of A", "of B"] : [`with ${a}`, `with ${b}`];
}

/** "2–8–8–1 · Two moons · 200 steps" */
export function describeExperiment(spec: Spec): string {
  const { weights, network } = spec;
  const steps = weights.kind === "trained" ? `${formatExact(weights.steps)} steps` : "given weights";
  return [network.layers.join("–"), readField(FIELDS.dataset, spec) ?? "", steps].join(" · ");
}

/** What a fair comparison shares, and a sentence for where it is not shared. */
const FAIRNESS: readonly (readonly [section: "dataset" | "loss" | "grid", name: string, sentence: string])[] = [
  ["dataset", "data", "The data differ, so each loss is a mean over other samples."],
  ["loss", "loss", "The losses are of different kinds, so their heights cannot be compared."],
  ["grid", "grid", "The grids differ, so the points of the two slices do not correspond."],
];

/** One sentence for each thing that a fair comparison shares and this one does not. */
export function listWarnings(pair: Pair): readonly string[] {
  const { a, b, onePlane } = pair;
  const warnings = FAIRNESS.filter(([section]) => !isSame(a[section], b[section])).map(([, , sentence]) => sentence);
  if (!onePlane && !isSame(a.plane, b.plane)) {
    const kinds = a.plane.kind === b.plane.kind ? "have different settings" : "are of different kinds";
    warnings.push(`The planes ${kinds}, so the slices show different directions of weight space.`);
  }
  if (a.network.layers.length === 2 && b.network.layers.length === 2) {
    warnings.push("Without a hidden layer the activation has no effect.");
  }
  return warnings;
}

/** What both sides share, and what they do not share though a reader might expect it. */
export interface Sharing {
  /** Noun phrases. */
  readonly shared: readonly string[];
  /** Sentences. */
  readonly apart: readonly string[];
}

export function describeSharing(pair: Pair): Sharing {
  const { a, b } = pair;
  const sections = FAIRNESS.filter(([section]) => isSame(a[section], b[section])).map(([, name]) => name);
  const parts = [
    sections.length > 0 ? { shared: joinWords(sections) } : {},
    describeWeights(pair),
    describePlanes(pair),
  ];
  return {
    shared: parts.flatMap(({ shared }) => shared ?? []),
    apart: parts.flatMap(({ apart }) => apart ?? []),
  };
}

/** What is shared or not shared in one part of the experiments. */
interface SharedPart {
  readonly shared?: string;
  readonly apart?: string;
}

function describeWeights(pair: Pair): SharedPart {
  const { a, b, weights } = pair;
  if (weights === "shared") {
    return { shared: `A’s ${a.weights.kind === "trained" ? "trained " : ""}weights` };
  }
  if (hasSameWeights(pair) && weights === "own") return { shared: "the given weights" };
  if (a.weights.kind === "given" || !hasSameStart(a, b)) {
    return { apart: "Each side has its own weights." };
  }
  const { seed } = a.weights;
  if (weights === "initial") return { shared: `the initial weights (seed ${seed}), before any training step` };
  const start = `the initial weights (seed ${seed}), which do not depend on the activation`;
  return isSame(a.weights, b.weights)
    ? { shared: `${start}; the training settings` }
    : { shared: start, apart: "The training settings of A and B differ." };
}

function describePlanes(pair: Pair): SharedPart {
  const { a, b, onePlane } = pair;
  const same = hasSameWeights(pair);
  if (onePlane) {
    return {
      shared: same ? "the plane and its centre" : "A’s two directions; each slice goes through its own weights",
    };
  }
  const alike = isSame(a.plane, b.plane) && isSame(a.network.layers, b.network.layers);
  if (a.plane.kind === "permutation" && alike && a.plane.units === undefined) {
    return { apart: "Each slice exchanges two units of its own network: those that raise its loss most half way." };
  }
  if (a.plane.kind !== "random" || !alike) return { apart: "Each slice has its own plane." };
  const { seed, normalization } = a.plane;
  if (same) return { shared: `the random directions (plane seed ${seed})` };
  if (normalization === "none") {
    return { shared: `the random directions (plane seed ${seed}); each slice goes through its own weights` };
  }
  return {
    shared: `the random directions (plane seed ${seed}), which ${NORMALIZATION_NAMES[normalization].inText} normalisation scales to the weights of each side`,
  };
}

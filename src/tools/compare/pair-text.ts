import type { Activation, Spec } from "../../experiment/spec";
import { FIELD_NAMES, FIELDS, type FieldName } from "../../studio/fields/all-fields";
import { type Field, fieldOptions } from "../../studio/fields/field";
import { ACTIVATION_NAMES, joinWords, NORMALIZATION_NAMES } from "../../words/names";
import { formatExact } from "../../words/numbers";
import { hasSameStart, hasSameWeights, isSame, type Pair } from "./pair";

/** One thing in which two experiments differ, as the page's own controls name it. */
export interface SpecDifference {
  readonly label: string;
  readonly a: string;
  readonly b: string;
}

/** Fields that are told by a line of their own. */
const TOLD_APART: readonly FieldName[] = [
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

/** Field by field, in the order of the panel, in what two experiments differ. */
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
    if (TOLD_APART.includes(name)) continue;
    const field = FIELDS[name];
    const [one, other] = [readField(field, a), readField(field, b)];
    // What one of the two does not have follows from a difference that is told.
    if (one !== null && other !== null) add(field.label, one, other);
  }
  return [...lines, ...listNumbers(a, b)];
}

/** Numbers of files have no control: that they differ is all that is said. */
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
    .map(([label]) => ({ label, a: "numbers of its file", b: "other numbers" }));
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
  return weights.kind === "given" ? "of a file" : "trained";
}

/** The two in a word each: their activations where these tell them apart, else their letters. */
export function namePair({ a, b }: Pair): readonly [a: string, b: string] {
  const [one, other] = [nameActivation(a), nameActivation(b)];
  return one === other ? ["A", "B"] : [one, other];
}

/** Which loss each one's is, within a sentence. */
export function nameLosses(pair: Pair): readonly [a: string, b: string] {
  const [a, b] = namePair(pair);
  return a === "A" ? ["of A", "of B"] : [`with ${a}`, `with ${b}`];
}

/** "2–8–8–1 · Two moons · 200 steps" */
export function describeExperiment(spec: Spec): string {
  const { weights, network } = spec;
  const steps = weights.kind === "trained" ? `${formatExact(weights.steps)} steps` : "weights of a file";
  return [network.layers.join("–"), readField(FIELDS.dataset, spec) ?? "", steps].join(" · ");
}

/** What a fair comparison has in common, and what it means where it is not. */
const FAIRNESS: readonly (readonly [section: "dataset" | "loss" | "grid", name: string, sentence: string])[] = [
  ["dataset", "data", "The data are not the same, so each loss is a mean over other points."],
  ["loss", "loss", "The losses are not of one kind, so their heights do not compare."],
  ["grid", "grid", "The grids are not the same, so no point of one slice stands beside one of the other."],
];

/** One sentence for each thing that is not the same and should be. */
export function listWarnings(pair: Pair): readonly string[] {
  const { a, b, onePlane } = pair;
  const warnings = FAIRNESS.filter(([section]) => !isSame(a[section], b[section])).map(([, , sentence]) => sentence);
  if (!onePlane && !isSame(a.plane, b.plane)) {
    const kinds = a.plane.kind === b.plane.kind ? "are drawn otherwise" : "are of two kinds";
    warnings.push(`The planes ${kinds}, so the slices cut weight space in different ways.`);
  }
  if (a.network.layers.length === 2 && b.network.layers.length === 2) {
    warnings.push("Without a hidden layer the activation plays no part.");
  }
  return warnings;
}

/** What both sides have in common, and what each has of its own that might be thought common. */
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

/** One of the two is said of each part. */
interface SharedPart {
  readonly shared?: string;
  readonly apart?: string;
}

function describeWeights(pair: Pair): SharedPart {
  const { a, b, weights } = pair;
  if (weights === "shared") {
    return { shared: `A’s ${a.weights.kind === "trained" ? "trained " : ""}weights, at which both stand` };
  }
  if (hasSameWeights(pair) && weights === "own") return { shared: "the weights, those of the file" };
  if (a.weights.kind === "given" || !hasSameStart(a, b)) {
    return { apart: "Each stands at weights of its own, drawn apart from the other’s." };
  }
  const { seed } = a.weights;
  if (weights === "initial") return { shared: `the first weights (seed ${seed}), before any step` };
  const start = `the first weights (seed ${seed}; the activation has no part in them)`;
  return isSame(a.weights, b.weights)
    ? { shared: `${start} and the way of training` }
    : { shared: start, apart: "Each is trained in its own way." };
}

function describePlanes(pair: Pair): SharedPart {
  const { a, b, onePlane } = pair;
  const same = hasSameWeights(pair);
  if (onePlane) {
    return {
      shared: same ? "one plane, with the same centre" : "A’s two directions, each slice through its own weights",
    };
  }
  const alike = isSame(a.plane, b.plane) && isSame(a.network.layers, b.network.layers);
  if (a.plane.kind !== "random" || !alike) return { apart: "Each slice lies in a plane of its own." };
  const { seed, normalization } = a.plane;
  if (same) return { shared: `the random directions (plane seed ${seed})` };
  if (normalization === "none") {
    return { shared: `the random directions (plane seed ${seed}), each slice through its own weights` };
  }
  return {
    shared: `plane seed ${seed}, whose random directions ${NORMALIZATION_NAMES[normalization].inText} normalisation scales to each one’s own weights`,
  };
}

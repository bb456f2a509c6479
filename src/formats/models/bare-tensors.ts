import { quoteText } from "../../experiment/quote";
import type { Activation, OutputActivation } from "../../experiment/spec";
import { assembleNetwork, type ModelStep } from "./assemble-network";
import type { MappingEntry, ModelDocument } from "./model-document";
import { refuse } from "./refuse";
import type { Tensor } from "./tensor";

/** What a file of tensors alone does not say. */
export interface ModelChoices {
  readonly activation?: Activation | readonly Activation[];
  readonly output?: OutputActivation;
  readonly residual?: boolean;
  readonly leakySlope?: number;
  /** Whether a softmax follows the outputs. */
  readonly softmax?: boolean;
  /** Which tensor is which part of which layer: corrects what the names and shapes suggest. */
  readonly mapping?: readonly MappingEntry[];
}

/** Most layers of which all orders are tried. */
const MOST_LAYERS = 7;
/** How a file writes its kernels: [out][in] as PyTorch's Linear, or [in][out] as Keras and Flax. */
type Order = "output-first" | "input-first";

/** A kernel and its bias. */
export interface TensorPair {
  /** The layer's name in the file. */
  readonly layer: string;
  readonly kernel: Tensor;
  readonly bias: Tensor | null;
}

type DenseStep = Extract<ModelStep, { kind: "dense" }>;

/** Tensors as dense layers in their order. */
interface Placement {
  readonly pairs: readonly TensorPair[];
  readonly order: Order;
}

/**
 * A dense network from tensors with names alone.
 *
 * @param tensors  in the order of the file
 * @param isOrdered  whether that order is the layers': else their names are compared
 * @throws FormatError, SpecError with one sentence that names the tensor that cannot be mapped
 */
export function networkFromTensors(
  tensors: readonly Tensor[],
  isOrdered: boolean,
  choices: ModelChoices,
): ModelDocument {
  refuseOtherKinds(tensors);
  const notes: string[] = [];
  const suggested = suggestOrder(tensors);
  const dense = choices.mapping
    ? followMapping(tensors, choices.mapping)
    : placeLayers(pairUp(tensors), isOrdered, suggested, false, notes);
  return connect(dense, choices, notes);
}

/**
 * A dense network from Keras' layers without their configuration: kernels are [in][out] by the format.
 * @throws FormatError, SpecError with one sentence
 */
export function networkFromKerasPairs(
  pairs: readonly TensorPair[],
  isOrdered: boolean,
  choices: ModelChoices,
): ModelDocument {
  if (pairs.length === 0) refuse("it holds no dense layer");
  const notes: string[] = [];
  return connect(placeLayers(pairs, isOrdered, "input-first", true, notes), choices, notes);
}

/** Puts the chosen activations between dense layers, and says which choices were not made. */
function connect(dense: readonly DenseStep[], choices: ModelChoices, notes: string[]): ModelDocument {
  const hidden = dense.length - 1;
  const { activation = "relu", output = "identity", residual = false, leakySlope = 0.01 } = choices;
  if (typeof activation !== "string" && activation.length !== hidden) {
    refuse(`activation: ${activation.length} names where ${hidden} hidden layers have one each`);
  }
  if (choices.activation === undefined && hidden > 0) {
    notes.unshift(
      "The file does not say the activations: relu is assumed for the hidden layers. " +
        "If the model has another, choose it and read the file again.",
    );
  }
  if (choices.output === undefined) {
    notes.push("The file does not say whether the outputs have a sigmoid or a softmax: none is assumed.");
  }
  const steps = dense.flatMap((layer, k): ModelStep[] => {
    const { name, kernel } = layer;
    if (k === hidden) return [layer, { kind: "activation", name, activation: output }];
    const own = typeof activation === "string" ? activation : activation[k]!;
    const isJoined = residual && k > 0 && kernel.shape[0] === kernel.shape[1];
    return [
      layer,
      { kind: "activation", name, activation: own, ...(own === "leaky-relu" ? { slope: leakySlope } : {}) },
      ...(isJoined ? [{ kind: "add", name } as const] : []),
    ];
  });
  if (choices.softmax) steps.push({ kind: "softmax", name: "softmax" });
  return assembleNetwork(steps, notes);
}

const NORMALISATION = /(running_mean|running_var|num_batches_tracked|moving_mean|moving_variance|gamma|beta)$/;

function refuseOtherKinds(tensors: readonly Tensor[]): void {
  const odd = tensors.find(({ name }) => NORMALISATION.test(name));
  if (odd) {
    const layer = odd.name.replace(NORMALISATION, "");
    const own = tensors.filter(({ name }) => name.startsWith(layer)).map(({ name }) => quoteText(name));
    refuse(`${own.slice(0, 6).join(", ")}: belong to a batch normalisation, which cannot be mapped`);
  }
  for (const { name, shape } of tensors) {
    if (shape.length > 2) {
      const found = `${shape.length} dimensions (${shape.join(", ")})`;
      refuse(`${quoteText(name)}: has ${found}, as a convolution has, which cannot be mapped`);
    }
    if (shape.length === 0) refuse(`${quoteText(name)}: is a single number, which no dense layer has`);
  }
}

function followMapping(tensors: readonly Tensor[], mapping: readonly MappingEntry[]): DenseStep[] {
  const layers: { kernel?: MappingEntry; bias?: MappingEntry }[] = [];
  for (const entry of mapping) {
    if (entry.layer >= mapping.length) refuse(`mapping: layer ${entry.layer} of ${mapping.length} tensors`);
    layers[entry.layer] ??= {};
    const layer = layers[entry.layer]!;
    if (layer[entry.part]) refuse(`mapping: layer ${entry.layer} has two tensors as ${entry.part}`);
    layer[entry.part] = entry;
  }
  const find = (name: string) =>
    tensors.find((tensor) => tensor.name === name) ?? refuse(`mapping: the file has no tensor ${quoteText(name)}`);
  return Array.from(layers, (layer, k) => {
    if (!layer?.kernel) refuse(`mapping: layer ${k} has no kernel`);
    const bias = layer.bias ? find(layer.bias.tensor) : null;
    return makeDense({ layer: layer.kernel.tensor, kernel: find(layer.kernel.tensor), bias }, layer.kernel.transposed);
  });
}

function makeDense({ layer, kernel, bias }: TensorPair, transposed: boolean): DenseStep {
  return { kind: "dense", name: layer, kernel, transposed, bias };
}

/** @param isFixed  whether the format itself fixes the order of the kernels */
function placeLayers(
  pairs: readonly TensorPair[],
  isOrdered: boolean,
  suggested: Order | null,
  isFixed: boolean,
  notes: string[],
): DenseStep[] {
  const sorted = isOrdered ? pairs : [...pairs].sort((a, b) => compareNames(a.layer, b.layer));
  const preferred = suggested ?? "output-first";
  const other = preferred === "input-first" ? "output-first" : "input-first";
  const orders: readonly Order[] = isFixed ? [preferred] : [preferred, other];
  const placement =
    orders.map((order) => placeInOrder(sorted, order)).find((found) => found !== null) ??
    orders.map((order) => searchOrder(sorted, order, notes)).find((found) => found !== null);
  if (!placement) {
    const shapes = sorted.map(({ layer, kernel }) => `${quoteText(layer, 20)} ${kernel.shape.join(" × ")}`);
    refuse(`the layers do not follow one another in any order: ${shapes.slice(0, 8).join(", ")}`);
  }
  if (!isFixed) noteOrder(placement, suggested, notes);
  return placement.pairs.map((pair) => makeDense(pair, placement.order === "output-first"));
}

/** Says how far the order of the kernels is known. */
function noteOrder({ pairs, order }: Placement, suggested: Order | null, notes: string[]): void {
  const written = order === "output-first" ? "[out][in], as PyTorch writes them" : "[in][out], as Keras writes them";
  if (suggested !== null && suggested !== order) {
    notes.push(`The names suggest another order, but the shapes fit together only with kernels as ${written}.`);
  }
  const square = pairs.filter(({ kernel }) => kernel.shape[0] === kernel.shape[1]);
  if (square.length === pairs.length) {
    const why = suggested === null ? "it is assumed that they are" : "the names say";
    notes.push(`Every kernel is square, so no shape tells it from its transpose; ${why} ${written}.`);
  } else if (square.length > 0) {
    const names = square.map(({ kernel }) => quoteText(kernel.name)).join(", ");
    notes.push(`${names} is square, so its own shape hides its order: like the others it is taken as ${written}.`);
  }
}

/** PyTorch calls a kernel "weight"; Keras and Flax call it "kernel". */
function suggestOrder(tensors: readonly Tensor[]): Order | null {
  const matrices = tensors.filter(({ shape }) => shape.length === 2);
  if (matrices.every(({ name }) => /(^|[._/])weight$/.test(name))) return "output-first";
  if (matrices.every(({ name }) => /(^|[._/])kernel(:0)?$/.test(name))) return "input-first";
  return null;
}

const NAMED = /^(.*?)[._/]?(weights?|kernel|bias|w|b)(:0)?$/i;
/** W1 and b1; scikit-learn's coefs_0 and intercepts_0. */
const NUMBERED = /^(weights?|kernels?|w|coefs?_?|bias(?:es)?|b|intercepts?_?)[._-]?(\d+)$/i;

/** The layer that a name belongs to. */
function layerOf(name: string): string | null {
  const numbered = NUMBERED.exec(name);
  if (numbered) return numbered[2]!;
  return NAMED.exec(name)?.[1] ?? null;
}

function pairUp(tensors: readonly Tensor[]): TensorPair[] {
  const matrices = tensors.filter(({ shape }) => shape.length === 2);
  if (matrices.length === 0) refuse("no tensor of the file has 2 dimensions, so it holds no dense layer");
  const vectors = tensors.filter(({ shape }) => shape.length === 1);
  const isNamed = tensors.every(({ name }) => layerOf(name) !== null);
  const pairs = matrices.map((kernel) => {
    const layer = isNamed ? layerOf(kernel.name)! : kernel.name;
    const next = tensors[tensors.indexOf(kernel) + 1];
    const bias = isNamed
      ? vectors.find(({ name }) => layerOf(name) === layer)
      : next?.shape.length === 1
        ? next
        : undefined;
    return { layer, kernel, bias: bias ?? null };
  });
  const used = new Set(pairs.flatMap(({ kernel, bias }) => [kernel, bias]));
  const left = tensors.find((tensor) => !used.has(tensor));
  if (left)
    refuse(
      `${quoteText(left.name)}: belongs to no dense layer (${left.shape.join(" × ")} numbers), and cannot be mapped`,
    );
  const twin = pairs.find(({ layer, kernel }) =>
    pairs.some((other) => other.layer === layer && other.kernel !== kernel),
  );
  if (twin) refuse(`${quoteText(twin.kernel.name)}: shares its layer ${quoteText(twin.layer)} with another kernel`);
  return pairs;
}

const collator = new Intl.Collator("en", { numeric: true });

/** Numbers within names are compared as numbers: layer 10 follows layer 9. */
function compareNames(a: string, b: string): number {
  return collator.compare(a, b);
}

/** Inputs and units of a kernel. */
function sizesOf({ kernel }: TensorPair, order: Order): readonly [number, number] {
  const [rows = 0, columns = 0] = kernel.shape;
  return order === "output-first" ? [columns, rows] : [rows, columns];
}

function placeInOrder(pairs: readonly TensorPair[], order: Order): Placement | null {
  const fits = pairs.every((pair, k) => {
    const [inputs, units] = sizesOf(pair, order);
    const below = pairs[k - 1];
    return (pair.bias === null || pair.bias.shape[0] === units) && (!below || sizesOf(below, order)[1] === inputs);
  });
  return fits ? { pairs, order } : null;
}

/** Finds the orders in which the shapes follow one another, where the names' own order does not. */
function searchOrder(pairs: readonly TensorPair[], order: Order, notes: string[]): Placement | null {
  if (pairs.length > MOST_LAYERS) return null;
  const found: (readonly TensorPair[])[] = [];
  const extend = (chain: readonly TensorPair[], rest: readonly TensorPair[]): void => {
    if (rest.length === 0) found.push(chain);
    for (const pair of rest) {
      const longer = [...chain, pair];
      if (placeInOrder(longer.slice(-2), order)) {
        extend(
          longer,
          rest.filter((other) => other !== pair),
        );
      }
    }
  };
  extend([], pairs);
  const [first] = found;
  if (!first) return null;
  const names = first.map(({ layer }) => quoteText(layer)).join(", ");
  notes.push(`The order of the names does not fit the shapes: the layers are taken in the order ${names}.`);
  if (found.length > 1) notes.push(`${found.length} orders of the layers fit the shapes: check the mapping.`);
  return { pairs: first, order };
}

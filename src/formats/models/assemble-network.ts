import { quoteText } from "../../experiment/quote";
import type { Activation, LayerWeights } from "../../experiment/spec";
import type { ModelDocument } from "./model-document";
import { parseModel } from "./model-document";
import { refuse } from "./refuse";
import type { Tensor } from "./tensor";

/** One operation of a model. */
export type ModelStep =
  | {
      readonly kind: "dense";
      readonly name: string;
      /** Two dimensions. */
      readonly kernel: Tensor;
      /** Whether the rows of the kernel are the units. */
      readonly transposed: boolean;
      readonly bias: Tensor | null;
    }
  | {
      readonly kind: "activation";
      readonly name: string;
      readonly activation: Activation;
      /** Slope of leaky-relu below zero. */
      readonly slope?: number;
    }
  | { readonly kind: "softmax"; readonly name: string }
  /** x · scale + shift, each one number or one an input. */
  | {
      readonly kind: "affine";
      readonly name: string;
      readonly scale: ArrayLike<number>;
      readonly shift: ArrayLike<number>;
    }
  /** Adds the input of the last layer to its output. */
  | { readonly kind: "add"; readonly name: string };

interface Layer {
  readonly dense: Extract<ModelStep, { kind: "dense" }>;
  readonly inputs: number;
  readonly units: number;
  activation: Activation | null;
  residual: boolean;
}

/** An input normalisation: x · scale + shift, each one number or one an input. */
interface Affine {
  readonly scale: ArrayLike<number>;
  readonly shift: ArrayLike<number>;
}

/**
 * Makes a network from its operations in their order.
 *
 * @param notes  what the reader has to say of the file
 * @throws SpecError with one sentence where an operation has no place in the networks here, or where a limit is exceeded
 */
export function assembleNetwork(steps: readonly ModelStep[], notes: readonly string[] = []): ModelDocument {
  const builder = new NetworkBuilder();
  for (const step of steps) builder.add(step);
  return builder.finish(notes);
}

class NetworkBuilder {
  readonly #layers: Layer[] = [];
  readonly #slopes = new Map<number, string>();
  readonly #normalisations: string[] = [];
  #normalisation: Affine | null = null;
  #softmax: string | null = null;

  add(step: ModelStep): void {
    if (this.#softmax !== null)
      refuse(`${quoteText(step.name)}: follows the softmax, which must be the last operation`);
    switch (step.kind) {
      case "dense":
        this.#addDense(step);
        break;
      case "activation":
        this.#addActivation(step);
        break;
      case "affine":
        this.#addAffine(step);
        break;
      case "add":
        this.#addResidual(step.name);
        break;
      case "softmax":
        this.#softmax = step.name;
    }
  }

  #addDense(dense: Extract<ModelStep, { kind: "dense" }>): void {
    const [rows, columns, ...more] = dense.kernel.shape;
    if (rows === undefined || columns === undefined || more.length > 0) {
      const shape = dense.kernel.shape.join(" × ");
      refuse(
        `${quoteText(dense.kernel.name)}: its shape ${shape || "()"} is not that of a dense layer, which has 2 dimensions`,
      );
    }
    const [inputs, units] = dense.transposed ? [columns, rows] : [rows, columns];
    const below = this.#layers.at(-1)?.units;
    if (below !== undefined && below !== inputs) {
      refuse(`${quoteText(dense.kernel.name)}: takes ${inputs} inputs, and the layer before it has ${below} units`);
    }
    this.#layers.push({ dense, inputs, units, activation: null, residual: false });
  }

  #addActivation({ name, activation, slope }: Extract<ModelStep, { kind: "activation" }>): void {
    const isLeaky = activation === "leaky-relu" && slope !== 0;
    const kind = activation === "leaky-relu" && !isLeaky ? "relu" : activation;
    if (kind === "identity") return;
    const layer = this.#layers.at(-1);
    if (!layer) refuse(`${quoteText(name)}: stands before the first dense layer`);
    if (layer.residual)
      refuse(`${quoteText(name)}: follows an addition; here a layer's input is added after its activation`);
    if (layer.activation !== null) refuse(`${quoteText(name)}: follows another activation, and a layer here has one`);
    layer.activation = kind;
    if (isLeaky && slope !== undefined) this.#slopes.set(slope, name);
  }

  #addAffine({ name, scale, shift }: Extract<ModelStep, { kind: "affine" }>): void {
    if (this.#layers.length > 0) {
      refuse(
        `${quoteText(name)}: scales or shifts values between layers; only a normalisation of the inputs can be folded in`,
      );
    }
    this.#normalisations.push(name);
    const before = this.#normalisation ?? { scale: [1], shift: [0] };
    const size = Math.max(scale.length, shift.length, before.scale.length, before.shift.length);
    for (const list of [scale, shift, before.scale, before.shift]) {
      if (list.length !== 1 && list.length !== size)
        refuse(`${quoteText(name)}: ${list.length} numbers for ${size} inputs`);
    }
    this.#normalisation = {
      scale: Float64Array.from({ length: size }, (_, i) => entry(before.scale, i) * entry(scale, i)),
      shift: Float64Array.from({ length: size }, (_, i) => entry(before.shift, i) * entry(scale, i) + entry(shift, i)),
    };
  }

  #addResidual(name: string): void {
    const layer = this.#layers.at(-1);
    if (!layer || this.#layers.length < 2 || layer.inputs !== layer.units) {
      refuse(`${quoteText(name)}: adds values that are not the input of a hidden layer of the same width`);
    }
    if (layer.residual) refuse(`${quoteText(name)}: adds to a layer a second time`);
    layer.residual = true;
  }

  finish(notes: readonly string[]): ModelDocument {
    const layers = this.#layers;
    const last = layers.at(-1);
    if (!last) refuse("the file has no dense layer");
    if (last.residual)
      refuse("the last layer's input is added to the outputs, and here only hidden layers are joined so");
    const output = last.activation ?? "identity";
    if (output !== "identity" && output !== "sigmoid") {
      refuse(
        `${quoteText(last.dense.name)}: the outputs have the activation ${output}, and here they have identity or sigmoid`,
      );
    }
    if (this.#softmax !== null && output !== "identity") {
      refuse(`${quoteText(this.#softmax)}: follows the activation ${output}`);
    }
    const slope = this.#settleSlope();
    return parseModel({
      format: "losscape-model",
      version: 1,
      network: {
        layers: [layers[0]!.inputs, ...layers.map(({ units }) => units)],
        activation: layers.slice(0, -1).map(({ activation }) => activation ?? "identity"),
        output,
        residual: this.#settleResidual(),
        ...(slope === null ? {} : { leakySlope: slope }),
      },
      weights: { kind: "given", layers: layers.map((layer, k) => this.#readLayer(layer, k === 0)) },
      mapping: layers.flatMap(({ dense: { kernel, transposed, bias } }, layer) => [
        { tensor: kernel.name, layer, part: "kernel", transposed },
        ...(bias ? [{ tensor: bias.name, layer, part: "bias", transposed: false }] : []),
      ]),
      notes: [...notes, ...this.#makeNotes()],
      ...(this.#softmax === null ? {} : { softmax: true }),
    });
  }

  #settleSlope(): number | null {
    const [slope, other] = this.#slopes.keys();
    if (other !== undefined) {
      refuse(
        `${quoteText(this.#slopes.get(other)!)}: has the slope ${other} and another layer ${slope}; here all layers share one`,
      );
    }
    return slope ?? null;
  }

  /** A network here joins every hidden layer that is as wide as the one before it, or none. */
  #settleResidual(): boolean {
    const wide = this.#layers.slice(1, -1).filter(({ inputs, units }) => inputs === units);
    const isResidual = wide.some(({ residual }) => residual);
    const odd = wide.find(({ residual }) => residual !== isResidual);
    if (odd) {
      refuse(
        `${quoteText(odd.dense.name)}: has no addition around it and another layer has one; ` +
          "here every hidden layer that is as wide as the one before it has one, or none has",
      );
    }
    return isResidual;
  }

  #readLayer({ dense, inputs, units }: Layer, isFirst: boolean): LayerWeights {
    const { kernel, transposed, bias } = dense;
    const numbers = kernel.read();
    const matrix = Array.from({ length: inputs }, (_, i) =>
      Array.from({ length: units }, (_, j) => numbers[transposed ? j * inputs + i : i * units + j]!),
    );
    const offsets = bias ? [...bias.read()] : new Array<number>(units).fill(0);
    if (offsets.length !== units) {
      refuse(`${quoteText(bias?.name ?? "")}: ${offsets.length} numbers for a layer of ${units} units`);
    }
    return isFirst && this.#normalisation
      ? foldIn(this.#normalisation, matrix, offsets)
      : { kernel: matrix, bias: offsets };
  }

  #makeNotes(): string[] {
    const notes: string[] = [];
    if (this.#normalisations.length > 0) {
      notes.push(
        `The normalisation of the inputs (${this.#normalisations.map((name) => quoteText(name)).join(", ")}) is folded ` +
          "into the first layer's weights: the network takes the inputs as they were before it.",
      );
    }
    const bare = this.#layers.flatMap(({ dense }, k) => (dense.bias ? [] : [k]));
    if (bare.length > 0) notes.push(`No bias is in the file for layer ${bare.join(", ")}: it is 0.`);
    if (this.#softmax !== null) {
      notes.push(
        "The program ends with a softmax: the outputs here are the logits before it, as the loss softmax-ce takes them.",
      );
    }
    return notes;
  }
}

function entry(list: ArrayLike<number>, i: number): number {
  return list[list.length === 1 ? 0 : i]!;
}

/** (x · scale + shift)·W + b = x·(scale · W) + (b + shift·W), in float64. */
function foldIn({ scale, shift }: Affine, kernel: readonly number[][], bias: readonly number[]): LayerWeights {
  for (const list of [scale, shift]) {
    if (list.length !== 1 && list.length !== kernel.length) {
      refuse(`the normalisation has ${list.length} numbers, and the network ${kernel.length} inputs`);
    }
  }
  return {
    kernel: kernel.map((row, i) => row.map((weight) => weight * entry(scale, i))),
    bias: bias.map((offset, j) => kernel.reduce((sum, row, i) => sum + entry(shift, i) * row[j]!, offset)),
  };
}

import { quoteText } from "../../experiment/quote";
import type { Activation } from "../../experiment/spec";
import { joinWords } from "../../words/names";
import { assembleNetwork, type ModelStep } from "./assemble-network";
import { type GraphNode, lineUp } from "./line-up";
import type { ModelDocument } from "./model-document";
import { type FindFile, type OnnxAttribute, type OnnxGraph, type OnnxNode, readOnnxFile } from "./onnx-file";
import { refuse } from "./refuse";
import { shortestFloat } from "./shortest-float";
import type { Tensor } from "./tensor";

/**
 * A dense network from an ONNX file. Of the graph, only the operators between its input and its output are looked at.
 *
 * @param findFile  finds the file that holds the weights where the model stores them apart
 * @throws SpecError with one sentence that names the operator that cannot be mapped, or the limit
 */
export function readOnnxModel(bytes: Uint8Array, findFile: FindFile): ModelDocument {
  const file = readOnnxFile(bytes, findFile);
  const input = onlyName("inputs", file.inputs);
  const output = onlyName("outputs", file.outputs);
  return assembleNetwork(lineUp(new OnnxReader(file).readGraph(), input, output));
}

function onlyName(what: string, names: readonly string[]): string {
  if (names.length === 1) return names[0]!;
  const list = names.slice(0, 5).map((name) => quoteText(name, 30));
  return refuse(`the model has ${names.length} ${what} (${list.join(", ")}), and a network here has one`);
}

/** Activations whose operator has no attribute that changes them. */
const PLAIN: Readonly<Record<string, Activation>> = {
  Relu: "relu",
  Sigmoid: "sigmoid",
  Tanh: "tanh",
  Softplus: "softplus",
  Sin: "sin",
};
/** Operators that pass their first input on when a model is evaluated. */
const PASSING = ["Identity", "Dropout", "Cast"];
/** All operators that have a place in a dense network. */
const MAPPED = [
  ...Object.keys(PLAIN),
  ...PASSING,
  ...["Gemm", "MatMul", "Add", "Sub", "Mul", "Div", "Erf", "Constant", "Transpose", "Flatten", "Softmax"],
  ...["LeakyRelu", "Elu", "Swish", "Gelu"],
];
/** float32 and float64, the types a Cast may make. */
const FLOAT_TYPES: readonly number[] = [1, 11];
/** A constant that a program computed in float32 differs from its real value by at most 4 units of its last place. */
const CONSTANT_ERROR = 2 ** -22;

class OnnxReader {
  readonly #file: OnnxGraph;
  readonly #makers = new Map<string, OnnxNode>();
  readonly #constants: Map<string, Tensor>;

  constructor(file: OnnxGraph) {
    this.#file = file;
    this.#constants = new Map(file.tensors);
    for (const node of file.nodes) {
      for (const output of node.outputs) {
        if (output === "") continue;
        if (this.#makers.has(output)) refuse(`${quoteText(output)}: is made by two operators`);
        this.#makers.set(output, node);
      }
    }
    for (const node of file.nodes) this.#foldConstant(node);
  }

  /** Constants, and transposed or copied ones; the operators of a file stand in the order of their use. */
  #foldConstant(node: OnnxNode): void {
    const [output] = node.outputs;
    if (output === undefined || node.domain !== "") return;
    const [first] = node.inputs;
    const source = first === undefined ? undefined : this.#constants.get(first);
    if (node.operator === "Constant") {
      const tensor = readConstant(node);
      if (tensor) this.#constants.set(output, tensor);
    } else if (source && (node.operator === "Identity" || node.operator === "Cast"))
      this.#constants.set(output, source);
    else if (source && node.operator === "Transpose" && source.shape.length === 2) {
      const order = node.attributes.get("perm")?.integers ?? [1, 0];
      if (order.join() === "1,0") this.#constants.set(output, transpose(source));
    }
  }

  readGraph(): Map<string, GraphNode> {
    const graph = new Map<string, GraphNode>();
    const waiting = [...this.#file.outputs];
    for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
      if (graph.has(value) || this.#file.inputs.includes(value)) continue;
      const maker = this.#makers.get(value);
      if (!maker) refuse(`${quoteText(value)}: is used, and no operator makes it`);
      const node = this.#readNode(maker);
      graph.set(value, node);
      waiting.push(...node.from);
    }
    return graph;
  }

  #readNode(node: OnnxNode): GraphNode {
    const { operator, name, inputs, domain } = node;
    if (domain !== "")
      refuse(`${quoteText(name)}: the operator ${quoteText(operator)} of ${quoteText(domain)} cannot be mapped`);
    const from = [inputs[0] ?? ""];
    if (PASSING.includes(operator)) return this.#readPassing(node);
    const plain = Object.hasOwn(PLAIN, operator) ? PLAIN[operator] : undefined;
    if (plain) return { name, from, step: { kind: "activation", name, activation: plain } };
    switch (operator) {
      case "Gemm":
        return this.#readGemm(node);
      case "MatMul":
        return { name, from, step: this.#makeDense(node, inputs[1], false, null) };
      case "Add":
      case "Sub":
      case "Mul":
      case "Div":
        return this.#readArithmetic(node);
      case "LeakyRelu":
        return {
          name,
          from,
          step: { kind: "activation", name, activation: "leaky-relu", slope: readAlpha(node, 0.01) },
        };
      case "Elu":
        if (readAlpha(node, 1) !== 1)
          refuse(`${quoteText(name)}: Elu with alpha ${readAlpha(node, 1)}, and here alpha is 1`);
        return { name, from, step: { kind: "activation", name, activation: "elu" } };
      case "Swish":
        if (readAlpha(node, 1) !== 1)
          refuse(`${quoteText(name)}: Swish with alpha ${readAlpha(node, 1)}, and here alpha is 1`);
        return { name, from, step: { kind: "activation", name, activation: "silu" } };
      case "Gelu":
        if ((node.attributes.get("approximate")?.text || "none") !== "none") refuseApproximateGelu(name);
        return { name, from, step: { kind: "activation", name, activation: "gelu" } };
      case "Softmax":
        return { name, from, step: this.#readSoftmax(node) };
      case "Flatten":
        if ((node.attributes.get("axis")?.integer ?? 1) !== 1)
          refuse(`${quoteText(name)}: Flatten along another axis than 1`);
        return { name, from, step: null };
      default:
        return this.#refuseOperators(node);
    }
  }

  /** Names all operators of the graph that no dense network has: one of them alone may be a by-product of another. */
  #refuseOperators({ operator }: OnnxNode): never {
    const unknown = new Set([operator]);
    for (const other of this.#file.nodes) if (!MAPPED.includes(other.operator)) unknown.add(other.operator);
    const names = [...unknown].slice(0, 8).map((name) => quoteText(name, 30));
    return refuse(
      `${joinWords(names)}: ${names.length === 1 ? "this operator" : "these operators"} cannot be mapped to a dense network`,
    );
  }

  #readPassing({ name, operator, inputs, attributes }: OnnxNode): GraphNode {
    const type = attributes.get("to")?.integer ?? 0;
    if (operator === "Cast" && !FLOAT_TYPES.includes(type))
      refuse(`${quoteText(name)}: Cast to a type that is not float`);
    return { name, from: [inputs[0] ?? ""], step: null };
  }

  #readGemm(node: OnnxNode): GraphNode {
    const { name, inputs, attributes } = node;
    for (const factor of ["alpha", "beta"] as const) {
      const value = attributes.get(factor)?.float ?? 1;
      if (value !== 1) refuse(`${quoteText(name)}: Gemm with ${factor} ${value}, and here ${factor} is 1`);
    }
    if (attributes.get("transA")?.integer)
      refuse(`${quoteText(name)}: Gemm transposes its inputs, which cannot be mapped`);
    const isTransposed = (attributes.get("transB")?.integer ?? 0) !== 0;
    const bias = inputs[2] ? this.#constant(inputs[2]) : null;
    if (inputs[2] && !bias) refuse(`${quoteText(name)}: its bias ${quoteText(inputs[2])} is not a constant`);
    return { name, from: [inputs[0] ?? ""], step: this.#makeDense(node, inputs[1], isTransposed, bias) };
  }

  #makeDense(node: OnnxNode, weight: string | undefined, transposed: boolean, bias: Tensor | null): ModelStep {
    const kernel = this.#constant(weight ?? "");
    if (!kernel) refuse(`${quoteText(node.name)}: its second operand ${quoteText(weight ?? "")} is not a constant`);
    const stored = STORED.get(kernel);
    const isTransposed = stored ? !transposed : transposed;
    return {
      kind: "dense",
      name: node.name,
      kernel: stored ?? kernel,
      transposed: isTransposed,
      bias: bias && flat(bias),
    };
  }

  #constant(name: string): Tensor | null {
    return this.#constants.get(name) ?? null;
  }

  #readSoftmax({ name, attributes }: OnnxNode): ModelStep {
    const axis = attributes.get("axis")?.integer ?? -1;
    if (axis !== -1 && axis !== 1) refuse(`${quoteText(name)}: Softmax along axis ${axis}, and here it is the last`);
    return { kind: "softmax", name };
  }

  /** A bias after MatMul, an addition around a layer, a product that is SiLU or GELU, or a normalisation of the inputs. */
  #readArithmetic(node: OnnxNode): GraphNode {
    const { name, operator } = node;
    const [a = "", b = ""] = node.inputs;
    const [left, right] = [this.#constant(a), this.#constant(b)];
    const constant = left ?? right;
    if (operator === "Add" && constant) {
      const dense = this.#readBias(left ? b : a, constant);
      if (dense) return dense;
    }
    if (operator === "Add" && !constant) return { name, from: [a, b], step: { kind: "add", name } };
    if (operator === "Mul" || operator === "Div") {
      const product = this.#readProduct(node);
      if (product) return product;
    }
    if (!constant || (left && operator !== "Add" && operator !== "Mul")) {
      refuse(`${quoteText(name)}: the operator ${operator} of these values cannot be mapped`);
    }
    const numbers = flat(constant).read();
    const affine = {
      Add: { scale: [1], shift: numbers },
      Sub: { scale: [1], shift: numbers.map((value) => -value) },
      Mul: { scale: numbers, shift: [0] },
      Div: { scale: numbers.map((value) => 1 / value), shift: [0] },
    }[operator as "Add" | "Sub" | "Mul" | "Div"];
    return { name, from: [left ? b : a], step: { kind: "affine", name, ...affine } };
  }

  /** MatMul + Add is one dense layer. */
  #readBias(value: string, bias: Tensor): GraphNode | null {
    const maker = this.#makers.get(value);
    if (maker?.operator !== "MatMul" || maker.domain !== "") return null;
    const step = this.#makeDense(maker, maker.inputs[1], false, flat(bias));
    return { name: maker.name, from: [maker.inputs[0] ?? ""], step };
  }

  /** x · σ(x) is SiLU; x · ½ · (1 + erf(x / √2)) is GELU, in any order of the factors. */
  #readProduct(node: OnnxNode): GraphNode | null {
    const { factor, values } = this.#factors(node.outputs[0] ?? "");
    const [first, second, ...more] = values;
    if (first === undefined || second === undefined || more.length > 0) return null;
    for (const [x, gate] of [
      [first, second],
      [second, first],
    ] as const) {
      const maker = this.#makers.get(gate);
      const activation: Activation | null =
        maker?.operator === "Sigmoid" && maker.inputs[0] === x && factor === 1
          ? "silu"
          : this.#isErrorGate(gate, x) && isClose(factor, 0.5)
            ? "gelu"
            : null;
      if (activation) return { name: node.name, from: [x], step: { kind: "activation", name: node.name, activation } };
      if (this.#unitGate(gate)?.operator === "Tanh") refuseApproximateGelu(node.name);
    }
    return null;
  }

  /** Whether a value is 1 + erf(x / √2). */
  #isErrorGate(gate: string, x: string): boolean {
    const maker = this.#unitGate(gate);
    if (maker?.operator !== "Erf") return false;
    const { factor, values } = this.#factors(maker.inputs[0] ?? "");
    return values.length === 1 && values[0] === x && isClose(factor, Math.SQRT1_2);
  }

  /** The operator whose value v makes this value 1 + v. */
  #unitGate(gate: string): OnnxNode | undefined {
    const maker = this.#makers.get(gate);
    if (maker?.operator !== "Add") return undefined;
    const [a = "", b = ""] = maker.inputs;
    if (this.#scalar(a) === 1) return this.#makers.get(b);
    return this.#scalar(b) === 1 ? this.#makers.get(a) : undefined;
  }

  /** A constant of one number; null for every other value. */
  #scalar(name: string): number | null {
    const constant = this.#constant(name);
    const isOne = constant?.shape.every((size) => size === 1);
    return constant && isOne ? (constant.read()[0] ?? null) : null;
  }

  /** A value as a number times a product of values, through Mul and through Div by a number. */
  #factors(value: string): { readonly factor: number; readonly values: readonly string[] } {
    let factor = 1;
    const values: string[] = [];
    const waiting = [value];
    for (let count = 0; waiting.length > 0; count++) {
      if (count > 8) return { factor: 0, values: [] };
      const at = waiting.pop()!;
      const scalar = this.#scalar(at);
      const maker = this.#makers.get(at);
      const [a = "", b = ""] = maker?.inputs ?? [];
      const divisor = maker?.operator === "Div" ? this.#scalar(b) : null;
      if (scalar !== null) factor *= scalar;
      else if (maker?.operator === "Mul") waiting.push(a, b);
      else if (divisor !== null) {
        factor /= divisor;
        waiting.push(a);
      } else values.push(at);
    }
    return { factor, values };
  }
}

/** The stored tensor of each one that was made by transposing it. */
const STORED = new WeakMap<Tensor, Tensor>();

function transpose(tensor: Tensor): Tensor {
  const [rows = 0, columns = 0] = tensor.shape;
  const read = () => {
    const numbers = tensor.read();
    return Float64Array.from(numbers, (_, k) => numbers[(k % rows) * columns + Math.floor(k / rows)]!);
  };
  const made = { name: tensor.name, shape: [columns, rows], read };
  STORED.set(made, tensor);
  return made;
}

function readConstant({ name, attributes }: OnnxNode): Tensor | null {
  const tensor = attributes.get("value")?.tensor;
  if (tensor) return tensor.name === "" ? { ...tensor, name } : tensor;
  const float = attributes.get("value_float");
  const numbers = float ? [float.float] : attributes.get("value_floats")?.floats;
  if (!numbers) return null;
  return { name, shape: float ? [] : [numbers.length], read: () => Float64Array.from(numbers) };
}

/** A constant of one row as a vector; others stay as they are and are refused where they are used. */
function flat(tensor: Tensor): Tensor {
  const long = tensor.shape.filter((size) => size !== 1);
  if (long.length > 1)
    refuse(`${quoteText(tensor.name)}: its shape ${tensor.shape.join(" × ")} is not that of one row`);
  return { ...tensor, shape: [long[0] ?? 1] };
}

function readAlpha({ attributes }: Pick<OnnxNode, "attributes">, otherwise: number): number {
  const alpha: OnnxAttribute | undefined = attributes.get("alpha");
  return alpha ? shortestFloat(alpha.float) : otherwise;
}

function isClose(found: number, wanted: number): boolean {
  return Math.abs(found - wanted) <= CONSTANT_ERROR * wanted;
}

function refuseApproximateGelu(name: string): never {
  return refuse(
    `${quoteText(name)}: the approximate GELU (by tanh) cannot be mapped: here GELU is the exact one, by erf`,
  );
}

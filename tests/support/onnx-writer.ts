/** Writes small ONNX files, in protobuf's wire format, for models that no program at hand writes. */

type Part = Uint8Array<ArrayBuffer>;

function join(parts: readonly Uint8Array[]): Part {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

function varint(value: number): Part {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  return Uint8Array.from([...bytes, Number(rest)]);
}

const integer = (field: number, value: number) => join([varint(field << 3), varint(value)]);
const bytes = (field: number, value: Uint8Array) => join([varint((field << 3) | 2), varint(value.length), value]);
const text = (field: number, value: string) => bytes(field, new TextEncoder().encode(value));
const float = (field: number, value: number) =>
  join([varint((field << 3) | 5), new Uint8Array(Float32Array.of(value).buffer)]);

/** A tensor of float32. */
export function onnxTensor(name: string, shape: readonly number[], values: readonly number[]): Part {
  const raw = new Uint8Array(Float32Array.from(values).buffer);
  return join([...shape.map((size) => integer(1, size)), integer(2, 1), text(8, name), bytes(9, raw)]);
}

export interface WrittenNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly domain?: string;
  readonly floats?: Readonly<Record<string, number>>;
  readonly integers?: Readonly<Record<string, number | readonly number[]>>;
  readonly texts?: Readonly<Record<string, string>>;
}

function writeNode({ operator, inputs, output, domain, floats, integers, texts }: WrittenNode): Part {
  const attributes = [
    ...Object.entries(floats ?? {}).map(([name, value]) => join([text(1, name), float(2, value)])),
    ...Object.entries(integers ?? {}).map(([name, value]) =>
      typeof value === "number"
        ? join([text(1, name), integer(3, value)])
        : join([text(1, name), ...value.map((one) => integer(8, one))]),
    ),
    ...Object.entries(texts ?? {}).map(([name, value]) => join([text(1, name), text(4, value)])),
  ];
  return join([
    ...inputs.map((name) => text(1, name)),
    text(2, output),
    text(4, operator),
    ...attributes.map((attribute) => bytes(5, attribute)),
    ...(domain === undefined ? [] : [text(7, domain)]),
  ]);
}

/** A model from "x" to "y". */
export function writeOnnx(nodes: readonly WrittenNode[], tensors: readonly Uint8Array[]): Part {
  const graph = join([
    ...nodes.map((node) => bytes(1, writeNode(node))),
    ...tensors.map((tensor) => bytes(5, tensor)),
    bytes(11, text(1, "x")),
    bytes(12, text(1, "y")),
  ]);
  return join([integer(1, 8), bytes(7, graph)]);
}

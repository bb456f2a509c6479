import { type WrittenArray, writeNpz } from "../arrays/write-npz";
import { writeSafetensors } from "./safetensors";
import { NETWORK_KEY, type WeightsSource, writeNetworkText } from "./weights-source";

interface WrittenTensor {
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

/** How the kernels stand in the files for PyTorch. */
const ORDER = "weight[unit][input] and bias[unit], as in torch.nn.Linear";

/** Weights as `.safetensors`, in float64, with the names and the order of a torch.nn.Sequential of Linear layers and activations. */
export function writeSafetensorsWeights(source: WeightsSource): Uint8Array {
  const tensors = [...listTensors(source)].map(([name, { shape, values }]) => ({ name, shape, values }));
  return writeSafetensors(tensors, { format: "pt", order: ORDER, [NETWORK_KEY]: writeNetworkText(source) });
}

/** The same as NumPy's archive. Its texts are arrays of bytes, so that no text is a pickle. */
export function writeNpzWeights(source: WeightsSource): Uint8Array {
  const text = (words: string) => {
    const values = new TextEncoder().encode(words);
    return { shape: [values.length], values };
  };
  return writeNpz(
    new Map<string, WrittenArray>([
      ...listTensors(source),
      ["order", text(ORDER)],
      [NETWORK_KEY, text(writeNetworkText(source))],
    ]),
  );
}

/** 0.weight, 0.bias, 2.weight, 2.bias, …: between two Linear layers stands an activation. */
function listTensors({ layers }: WeightsSource): Map<string, WrittenTensor> {
  const tensors = new Map<string, WrittenTensor>();
  layers.forEach(({ kernel, bias }, k) => {
    const [inputs, units] = [kernel.length, bias.length];
    const values = Float64Array.from({ length: inputs * units }, (_, at) => {
      return kernel[at % inputs]![Math.floor(at / inputs)]!;
    });
    tensors.set(`${2 * k}.weight`, { shape: [units, inputs], values });
    tensors.set(`${2 * k}.bias`, { shape: [units], values: Float64Array.from(bias) });
  });
  return tensors;
}

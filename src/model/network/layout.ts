import type { Activation, LayerWeights, NetworkSpec, OutputActivation } from "../../experiment/spec";

declare const parameterBrand: unique symbol;

/**
 * All weights of a network as one flat vector θ, [parameterCount]: layer after layer, the kernel row by row (input by
 * input), then the bias. Also a direction in weight space, or a gradient.
 */
export type Parameters = Float64Array & { readonly [parameterBrand]: true };

/** The positions of one layer's numbers in a parameter vector, and the operations after its affine map. */
export interface LayerLayout {
  readonly inputs: number;
  readonly units: number;
  /** Offset of kernel[0][0]; kernel[i][j] is at `kernel + i * units + j`. */
  readonly kernel: number;
  /** Offset of bias[0]. */
  readonly bias: number;
  readonly activation: Activation | OutputActivation;
  /** Whether the layer's input is added to its output. */
  readonly residual: boolean;
}

/** A network's shape, derived once from its spec. */
export interface NetworkLayout {
  readonly layers: readonly LayerLayout[];
  readonly inputs: number;
  readonly outputs: number;
  readonly parameterCount: number;
  /** Slope of leaky-relu below zero. */
  readonly leakySlope: number;
}

/** Whether a layer is affine: its activation is the identity, by its name or by its slope. */
export function isLinearLayer({ activation }: LayerLayout, { leakySlope }: NetworkLayout): boolean {
  return activation === "identity" || (activation === "leaky-relu" && leakySlope === 1);
}

/** PyTorch's default, and that of Maas et al. 2013. */
const DEFAULT_LEAKY_SLOPE = 0.01;

/** Derives the position of every weight. A residual connection joins two hidden layers of equal width. */
export function layoutNetwork(network: NetworkSpec): NetworkLayout {
  const sizes = network.layers;
  const last = sizes.length - 2;
  const layers: LayerLayout[] = [];
  let offset = 0;
  for (let k = 0; k <= last; k++) {
    const inputs = sizes[k]!;
    const units = sizes[k + 1]!;
    const hidden = typeof network.activation === "string" ? network.activation : network.activation[k];
    layers.push({
      inputs,
      units,
      kernel: offset,
      bias: offset + inputs * units,
      activation: k === last ? network.output : hidden!,
      residual: network.residual && k > 0 && k < last && inputs === units,
    });
    offset += (inputs + 1) * units;
  }
  return {
    layers,
    inputs: sizes[0]!,
    outputs: sizes[last + 1]!,
    parameterCount: offset,
    leakySlope: network.leakySlope ?? DEFAULT_LEAKY_SLOPE,
  };
}

/** A zero vector of a network's length. */
export function zeroParameters(layout: NetworkLayout): Parameters {
  return new Float64Array(layout.parameterCount) as Parameters;
}

/**
 * Takes a plain vector as a parameter vector.
 * @throws RangeError when its length is not the network's
 */
export function asParameters(layout: NetworkLayout, values: ArrayLike<number>): Parameters {
  if (values.length !== layout.parameterCount) {
    throw new RangeError(`${values.length} numbers where the network has ${layout.parameterCount} parameters`);
  }
  return Float64Array.from(values) as Parameters;
}

/** Flattens per-layer kernels and biases, as a file holds them, into θ. */
export function flattenWeights(layout: NetworkLayout, weights: readonly LayerWeights[]): Parameters {
  return asParameters(
    layout,
    weights.flatMap((layer) => [...layer.kernel.flat(), ...layer.bias]),
  );
}

/** The inverse of flattenWeights. */
export function unflattenWeights(layout: NetworkLayout, theta: Parameters): LayerWeights[] {
  return layout.layers.map(({ inputs, units, kernel, bias }) => ({
    kernel: Array.from({ length: inputs }, (_, i) => [...theta.subarray(kernel + i * units, kernel + (i + 1) * units)]),
    bias: [...theta.subarray(bias, bias + units)],
  }));
}

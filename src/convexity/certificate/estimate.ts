import type { Activation } from "../../experiment/spec";
import type { SmoothActivation } from "./elementary";
import { countDoublings } from "./enclosure";
import type { Certificate } from "./schema";

/**
 * How long a check takes, in µs of the reference machine (one core of a server processor of 2.1 GHz, Node 20): the network is run in
 * float64, which says how large the numbers are, and each operation on integers is charged by the length of its operands.
 * docs/certificates.md gives the model; `npm run bench` compares it with the clock.
 */

/** Once so much has been counted, in µs, the rest of the samples is taken for like those seen: looking on would itself take long. */
const COUNTED = 6e7;
/** A digit of a BigInt, in bits. */
const DIGIT = 64;
/** Digits beyond which V8 multiplies by Karatsuba's method. */
const KARATSUBA = 34;

const digits = (length: number): number => Math.max(1, Math.ceil(length / DIGIT));

/** A sum, a comparison or a shift, with what holds the number. */
const addCost = (length: number): number => 0.04 + 0.001 * digits(length);
const smallQuotientCost = (length: number): number => 0.05 + 0.009 * digits(length);

/** A product of numbers of these lengths in bits. */
function productCost(one: number, other: number): number {
  const [a, b] = [digits(one), digits(other)];
  return 0.03 + 0.0023 * a * b * Math.min(1, (KARATSUBA / Math.min(a, b)) ** 0.415);
}

/** A quotient of so many bits by a divisor of so many. */
const quotientCost = (length: number, divisor: number): number => 0.13 + 2 * productCost(length, divisor);

/** One term of a series and both its bounds: two products cut to `work` bits, two quotients by a small number. */
const termCost = (work: number): number => 2 * (productCost(work, work) + 3 * addCost(work) + smallQuotientCost(work));

/** A squaring of both bounds. */
const squaringCost = (work: number): number => 2 * (productCost(work, work) + 2 * addCost(work));

/** Terms until a series ends whose n-th term is the one before times 2^−fall / divisor(n). */
function countTerms(work: number, fall: number, divisor: (n: number) => number): number {
  let terms = 0;
  for (let left = work; left > 0; ) {
    terms++;
    left -= Math.max(0.1, fall + Math.log2(divisor(terms)));
  }
  return terms;
}

const halvingsOf = (exponent: number): number => Math.max(0, Math.ceil(exponent) + 8);

function expCost(t: number, work: number): number {
  if (t >= work) return 0.2;
  const exponent = Math.log2(t);
  const halvings = halvingsOf(exponent);
  return countTerms(work, halvings - exponent, (n) => n) * termCost(work) + halvings * squaringCost(work);
}

const sigmoidCost = (x: number, work: number): number =>
  expCost(Math.abs(x), work) + 2 * quotientCost(work, work) + 8 * addCost(work);

function softplusCost(x: number, work: number): number {
  const tail = Math.exp(-Math.abs(x));
  const exp = expCost(Math.abs(x), work);
  if (tail < 2 ** -work) return exp + 0.5;
  const fall = -2 * Math.log2(tail / (2 + tail));
  return exp + 2 * quotientCost(work, work) + countTerms(work - fall / 2, fall, () => 1) * termCost(work);
}

function normalCost(x: number, bits: number): number {
  if (x * x >= 2 * bits) return 0.5;
  const work = bits + 32 * (2 + Math.ceil((x * x) / 32));
  // Terms rise until n is x², and end where they are below one unit.
  let [terms, term, n] = [0, work + Math.log2(Math.abs(x)), 3];
  for (; term > 0 || 2 * x * x > n; n += 2) {
    term += Math.log2((x * x) / n);
    terms++;
  }
  return terms * termCost(work) + expCost((x * x) / 2, work) + 6 * squaringCost(work);
}

function sinCost(x: number, bits: number): number {
  const exponent = Math.log2(Math.abs(x));
  if (exponent > bits) return 0.3;
  const halvings = halvingsOf(exponent);
  const work = bits + 32 + 2 * halvings;
  const fall = 2 * (halvings - exponent);
  const terms = countTerms(work, fall, (n) => 2 * n * (2 * n + 1)) + countTerms(work, fall, (n) => 2 * n * (2 * n - 1));
  return terms * termCost(work) + halvings * (3 * productCost(work, work) + 7 * addCost(work)) + 4 * addCost(work);
}

const GUARD = 32;
/** What one evaluation of a smooth function at x costs, with so many fractional bits. */
const FUNCTION_COSTS: Readonly<Record<string, (x: number, bits: number) => number>> = {
  sigmoid: (x, bits) => sigmoidCost(x, bits + GUARD),
  tanh: (x, bits) => sigmoidCost(2 * x, bits + 1 + GUARD),
  elu: (x, bits) => (x > 0 ? 0.1 : expCost(-x, bits + GUARD)),
  softplus: (x, bits) => softplusCost(x, bits + GUARD),
  silu: (x, bits) => sigmoidCost(x, bits + GUARD) + squaringCost(bits),
  gelu: (x, bits) => normalCost(x, bits) + squaringCost(bits),
  sin: sinCost,
} satisfies Record<SmoothActivation, (x: number, bits: number) => number>;

/** Arguments within an eighth of a binade cost the same. */
const STEPS = 8;
const remembered = new Map<string, number>();

/** What bounds on a function over an interval around x cost; `count` evaluations where the interval is wide. */
function functionCost(name: string, x: number, bits: number, count: number): number {
  const cost = FUNCTION_COSTS[name];
  if (!cost) return 0.1;
  // Smaller arguments than one unit are as cheap as one unit.
  const step = Math.round(STEPS * Math.log2(Math.min(Math.max(Math.abs(x), 2 ** -bits), 2 ** 1000)));
  const sign = x < 0 ? -1 : 1;
  const key = `${name} ${bits} ${sign * (step + 1e5)}`;
  let known = remembered.get(key);
  if (known === undefined) {
    known = cost(sign * 2 ** (step / STEPS), bits);
    remembered.set(key, known);
  }
  return count * known + 4 * addCost(bits);
}

/** One layer as float64, and how long its exact numbers are, in bits. */
interface SizedLayer {
  /** A row an input; typed, since every sample goes through them. */
  readonly kernel: readonly Float64Array[];
  readonly bias: Float64Array;
  readonly denominator: number;
  /** Mean length of the numerators. */
  readonly length: number;
  /** log2 of the largest sum of magnitudes over a unit's inputs: how much an error grows. */
  readonly growth: number;
}

type Network = readonly SizedLayer[];
type Weights = Pick<SizedLayer, "kernel" | "bias">;

/** @param most  the denominator's bits; where it is left out, as many as the weights need */
function sizeLayer({ kernel, bias }: Weights, most?: number): SizedLayer {
  const denominator =
    most ??
    [bias, ...kernel].reduce((max, row) => row.reduce((m, weight) => Math.max(m, countDoublings(weight)), max), 0);
  let [lengths, count] = [0, 0];
  const sums = new Float64Array(bias.length);
  for (const row of kernel) {
    count += row.length;
    for (let j = 0; j < row.length; j++) {
      const size = Math.abs(row[j]!);
      sums[j]! += size;
      if (size !== 0) lengths += Math.max(1, denominator + Math.log2(size));
    }
  }
  return { kernel, bias, denominator, length: lengths / Math.max(1, count), growth: Math.log2(Math.max(...sums)) };
}

/** The mean of the points in float64, then the points. */
function sizeNetworks({ points }: Certificate): Network[] {
  const networks = points.map(({ layers }) =>
    layers.map(({ kernel, bias }) =>
      sizeLayer({ kernel: kernel.map((row) => Float64Array.from(row)), bias: Float64Array.from(bias) }),
    ),
  );
  const average = (rows: readonly Float64Array[]) => {
    const mean = new Float64Array(rows[0]!.length);
    for (const row of rows) {
      for (let j = 0; j < mean.length; j++) mean[j]! += row[j]! / rows.length;
    }
    return mean;
  };
  const mean = networks[0]!.map(({ kernel }, k) => {
    const layers = networks.map((network) => network[k]!);
    const weights = {
      kernel: kernel.map((_, i) => average(layers.map((layer) => layer.kernel[i]!))),
      bias: average(layers.map(({ bias }) => bias)),
    };
    const longest = layers.reduce((most, { denominator }) => Math.max(most, denominator), 0);
    return sizeLayer(weights, longest + Math.log2(points.length));
  });
  return [mean, ...networks];
}

const ACTIVATIONS: Readonly<Record<string, (z: number) => number>> = {
  identity: (z) => z,
  relu: (z) => Math.max(z, 0),
  elu: (z) => (z > 0 ? z : Math.expm1(z)),
  sigmoid: (z) => 1 / (1 + Math.exp(-z)),
  tanh: Math.tanh,
  softplus: (z) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))),
  silu: (z) => z / (1 + Math.exp(-z)),
  // Its size alone matters here.
  gelu: (z) => z / (1 + Math.exp(-1.702 * z)),
  sin: (z) => (Math.abs(z) < 1e300 ? Math.sin(z) : 0),
} satisfies Record<Exclude<Activation, "leaky-relu">, (z: number) => number>;

interface Shape {
  readonly activations: readonly string[];
  readonly residual: readonly boolean[];
  readonly leakySlope: number;
  readonly loss: Certificate["loss"]["kind"];
  readonly inputDenominator: number;
}

/** A vector of a layer on its way: float64 values, and how its exact bounds are held. */
interface Vector {
  readonly values: readonly number[];
  /** Bits of the denominator. */
  readonly denominator: number;
  /** Bounds an entry: one where nothing was rounded. */
  readonly bounds: number;
  /** log2 of how far the bounds are apart. */
  readonly width: number;
  /** µs so far. */
  readonly cost: number;
}

/** z = W·a + b */
function applyAffine(layer: SizedLayer, input: Vector, bits: number | null): Vector {
  const sums = Float64Array.from(layer.bias);
  let [lengths, live] = [0, 0];
  input.values.forEach((value, i) => {
    if (value === 0) return;
    live++;
    lengths += Math.max(1, input.denominator + Math.log2(Math.abs(value)));
    const row = layer.kernel[i]!;
    for (let j = 0; j < row.length; j++) sums[j]! += value * row[j]!;
  });
  const length = live > 0 ? lengths / live : 1;
  const product = input.bounds * productCost(length, layer.length) + 2 * addCost(length + layer.length) + 0.03;
  const cost = input.cost + sums.length * (live * product + 0.12 * (input.values.length - live));
  const values = Array.from(sums, (z) => (Number.isFinite(z) ? z : Math.sign(z) * 1e300 || 0));
  const denominator = input.denominator + layer.denominator;
  const width = Math.max(input.width + layer.growth, -(bits ?? 0));
  return roundVector({ values, denominator, bounds: input.bounds, width, cost }, bits);
}

function roundVector(vector: Vector, bits: number | null): Vector {
  if (bits === null) return vector;
  const { denominator, values } = vector;
  const cost = vector.cost + values.length * 2 * (quotientCost(bits, denominator) + 2 * addCost(denominator + bits));
  return { ...vector, denominator: bits, bounds: 2, cost };
}

function applyActivation(name: string, leakySlope: number, z: Vector, bits: number | null): Vector {
  if (name === "leaky-relu") {
    const slope = countDoublings(leakySlope);
    const values = z.values.map((value) => (value > 0 ? value : leakySlope * value));
    const cost = z.cost + values.length * z.bounds * productCost(z.denominator, slope);
    return roundVector({ ...z, values, denominator: z.denominator + slope, cost }, bits);
  }
  const count = evaluationsOver(z);
  const cost = z.values.reduce((sum, value) => sum + functionCost(name, value, bits ?? 0, count), z.cost);
  return { ...z, values: z.values.map(ACTIVATIONS[name]!), cost };
}

/** A function that rises is evaluated at both ends of a wide interval. */
const evaluationsOver = ({ width }: Vector): number => (width > -16 ? 2 : 1);

/** What one sample's loss costs for one network, in µs. */
function sampleCost(shape: Shape, network: Network, sample: readonly number[], bits: number | null): number {
  const { activations, residual, leakySlope, loss, inputDenominator } = shape;
  let vector: Vector = {
    values: sample,
    denominator: bits ?? inputDenominator,
    bounds: bits === null || inputDenominator <= bits ? 1 : 2,
    width: bits === null ? Number.NEGATIVE_INFINITY : -bits,
    cost: 2 + 0.1 * sample.length,
  };
  network.forEach((layer, k) => {
    const input = vector;
    vector = applyActivation(activations[k]!, leakySlope, applyAffine(layer, input, bits), bits);
    if (!residual[k]) return;
    const values = vector.values.map((value, j) => value + input.values[j]!);
    const cost = vector.cost + values.length * 2 * productCost(vector.denominator, layer.denominator);
    vector = { ...vector, values, cost };
  });
  return vector.cost + lossCost(loss, vector, bits);
}

function lossCost(loss: Shape["loss"], outputs: Vector, bits: number | null): number {
  const { values, denominator } = outputs;
  if (loss === "mse") return values.length * (2 * productCost(denominator, denominator) + 6 * addCost(denominator));
  if (loss === "hinge") return values.length * 6 * addCost(denominator);
  const softplus = (value: number) => functionCost("softplus", value, bits ?? 0, 1);
  if (loss === "bce") return evaluationsOver(outputs) * values.reduce((sum, value) => sum + softplus(value), 0);
  // Every output but one, at both ends of its bounds.
  const [top = 0, ...others] = values.toSorted((a, b) => b - a);
  return others.reduce((sum, value) => sum + 2 * softplus(value - top), 0);
}

/** Seconds that one attempt takes; `bits` null is exact arithmetic. */
export function estimateAttempt(certificate: Certificate, bits: number | null): number {
  const { dataset, network, loss } = certificate;
  const { activation, layers, leakySlope = 0.01, output } = network;
  const hidden = layers.slice(2).map((_, k) => (typeof activation === "string" ? activation : activation[k]!));
  const shape: Shape = {
    activations: [...hidden, output],
    residual: layers.map((width, k) => network.residual && k > 0 && k < layers.length - 2 && width === layers[k + 1]),
    leakySlope,
    loss: loss.kind,
    inputDenominator: dataset.inputs.reduce(
      (most, row) => row.reduce((max, entry) => Math.max(max, countDoublings(entry)), most),
      0,
    ),
  };
  const networks = sizeNetworks(certificate);
  // Weights are read twice: for the mean, and for their own point.
  const read = 1.2 * networks.length * countNumbers(layers) + 0.4 * dataset.inputs.length * layers[0]!;
  let [counted, samples] = [0, 0];
  for (const sample of dataset.inputs) {
    for (const layersOfOne of networks) {
      // Where no input passes the first layer, all samples have the outputs of the first.
      if (samples === 0 || !isBlind(layersOfOne[0]!)) counted += sampleCost(shape, layersOfOne, sample, bits);
      else counted += SHARED_COST;
    }
    samples++;
    if (counted > COUNTED) break;
  }
  return (read + counted * (dataset.inputs.length / samples)) / 1e6;
}

/** A sample whose outputs are known: its loss, once for each target, and a sum. */
const SHARED_COST = 3;

const isBlind = ({ kernel }: SizedLayer): boolean => kernel.every((row) => row.every((weight) => weight === 0));

const countNumbers = (layers: readonly number[]): number =>
  layers.slice(1).reduce((sum, units, k) => sum + units * (layers[k]! + 1), 0);

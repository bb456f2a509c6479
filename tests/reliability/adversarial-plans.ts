import { ACTIVATIONS, type Activation, LOSSES, type LossKind, type NetworkSpec } from "../../src/experiment/spec";
import { activationRule } from "../../src/model/network/activations";
import {
  asParameters,
  type LayerLayout,
  layoutNetwork,
  type NetworkLayout,
  type Parameters,
} from "../../src/model/network/layout";
import { createRandom, type Random } from "../../src/numeric/random";
import { makeGrid } from "../../src/slice/grid";
import type { RangedPlan } from "./oracle/loss-jet";

/** The range of an arithmetic's numbers. */
export interface NumberRange {
  /** Decimal exponent of the smallest subnormal number. */
  readonly smallest: number;
  /** −z for which e^z is the smallest normal number, or the smallest subnormal one. */
  readonly flush: readonly [number, number];
}

export const NUMBER_RANGES = {
  float32: { smallest: -45, flush: [85, 105] },
  float64: { smallest: -323, flush: [706, 747] },
} as const satisfies Record<string, NumberRange>;

/** The properties for which a kernel is compiled. */
interface Topology {
  readonly network: NetworkSpec;
  readonly loss: LossKind;
}

export interface AdversarialRequest {
  readonly range: NumberRange;
  readonly seed: number;
  /** Number of consecutive plans with one topology, for which a kernel is compiled once. */
  readonly plansOfTopology: number;
}

/**
 * An endless list of plans that test losses by underflow: small networks with ordinary numbers, except for a few at both ends of the range
 * that a spec allows; exponentials near the smallest numbers; numbers flushed to 0 next to very large ones. The same request gives the same
 * plans.
 */
export function* drawAdversarialPlans({ range, seed, plansOfTopology }: AdversarialRequest): Generator<RangedPlan> {
  const random = createRandom(seed, "adversarial plans");
  for (;;) {
    const topology = drawTopology(random);
    for (let i = 0; i < plansOfTopology; i++) yield new PlanDrawing(topology, range, random).draw();
  }
}

function chooseFrom<T>(random: Random, values: readonly T[]): T {
  return values[random.below(values.length)]!;
}

function happens(random: Random, probability: number): boolean {
  return random.uniform() < probability;
}

function drawTopology(random: Random): Topology {
  const loss = chooseFrom(random, LOSSES);
  const width = () => 1 + random.below(4);
  const hidden = Array.from({ length: chooseFrom(random, [0, 1, 1, 2, 2, 3, 4, 6]) }, width);
  const residual = happens(random, 0.3);
  // A residual connection needs two layers of equal width.
  if (residual) hidden.fill(width());
  const outputs = loss === "softmax-ce" ? 2 + random.below(3) : 1 + random.below(2);
  const single: Activation = chooseFrom(random, ACTIVATIONS);
  const activation = happens(random, 0.3) ? hidden.map(() => chooseFrom(random, ACTIVATIONS)) : single;
  const output = loss === "mse" && happens(random, 0.25) ? "sigmoid" : "identity";
  return { loss, network: { layers: [width(), ...hidden, outputs], activation, output, residual } };
}

/** The argument of a layer's activation at which its exponential, e^−|z|, e^−2|z| or e^−½z², has this exponent. */
function flushArgument(layer: LayerLayout, exponent: number): number {
  if (layer.activation === "tanh") return exponent / 2;
  return layer.activation === "gelu" ? Math.sqrt(2 * exponent) : exponent;
}

const EXPONENTIAL: ReadonlySet<string> = new Set(["sigmoid", "tanh", "elu", "softplus", "silu", "gelu"]);

/** The numbers of a plan before they are disturbed. */
interface PlanNumbers {
  readonly samples: number;
  readonly center: Parameters;
  readonly dx: Parameters;
  readonly dy: Parameters;
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** One plan while it is made. */
class PlanDrawing {
  readonly #layout: NetworkLayout;
  /** The probability that a tensor has unusual numbers. */
  readonly #wildness: number;

  constructor(
    private readonly topology: Topology,
    private readonly range: NumberRange,
    private readonly random: Random,
  ) {
    const leakySlope = Math.min(
      1,
      chooseFrom(random, [() => 0.01, () => 10 ** random.uniform(-8, 0), () => this.#drawScale()])(),
    );
    this.#layout = layoutNetwork({ ...topology.network, leakySlope });
    this.#wildness = chooseFrom(random, [0, 0.1, 0.1, 0.3, 0.3, 0.7]);
  }

  draw(): RangedPlan {
    const { random, topology } = this;
    const layout = this.#layout;
    const samples = chooseFrom(random, [1, 1, 2, 2, 3, 4]);
    const numbers: PlanNumbers = {
      samples,
      center: this.#drawParameters(),
      dx: this.#drawParameters(),
      dy: this.#drawParameters(),
      x: this.#drawInputs(samples),
      y: this.#drawTargets(samples),
    };
    const reach = this.#disturb(numbers);
    const [xRange, yRange] = [this.#drawRange(reach), this.#drawRange(reach)];
    const size = () => chooseFrom(random, [2, 3, 5, 5, 5, 7]);
    const { center, dx, dy, x, y } = numbers;
    return {
      xRange,
      yRange,
      plan: {
        layout,
        loss: { kind: topology.loss, l2: happens(random, 0.2) ? Math.min(1000, this.#drawScale()) : 0 },
        data: { samples, inputs: layout.inputs, outputs: layout.outputs, x, y, task: "given" },
        center,
        dx,
        dy,
        grid: makeGrid({ columns: size(), rows: size(), xRange: [...xRange], yRange: [...yRange] }),
      },
    };
  }

  /** Disturbs the numbers so that a number lost to underflow matters. @returns a suitable reach of the slice, or null */
  #disturb(numbers: PlanNumbers): number | null {
    const { random } = this;
    if (this.topology.loss === "softmax-ce" && happens(random, 0.5)) return this.#isolateFlush(numbers);
    return chooseFrom(random, [
      () => null,
      () => this.#placeAtFlush(numbers),
      () => this.#isolateFlush(numbers),
      () => this.#cancelSums(numbers),
      () => this.#flushDirections(numbers),
    ])();
  }

  /** A positive magnitude within the limits of a spec, or 0. */
  #drawScale(): number {
    const { random } = this;
    const { smallest } = this.range;
    const power = (from: number, to: number) => 10 ** random.uniform(from, to);
    return chooseFrom(random, [
      () => power(-2, 2),
      () => power(0, 17.5),
      () => power(12, 17.5),
      () => power(smallest / 2, 0),
      () => power(smallest, 0),
      () => power(smallest, smallest + 10),
      () => 0,
    ])();
  }

  /** Draws the entries of one tensor: most near one scale, some 0, and a few at another scale. */
  #tensor(): () => number {
    const { random } = this;
    const scale = happens(random, this.#wildness) ? this.#drawScale() : 10 ** random.uniform(-0.7, 0.5);
    const exact = happens(random, 0.2);
    const strays = this.#wildness / 5;
    return () => {
      if (happens(random, 0.1)) return 0;
      const size = happens(random, strays) ? this.#drawScale() : scale;
      const factor = exact ? chooseFrom(random, [-2, -1, -0.5, 0.5, 1, 1]) : Math.max(-9, Math.min(9, random.normal()));
      return Math.max(-1e18, Math.min(1e18, size * factor));
    };
  }

  #drawParameters(): Parameters {
    const values = new Float64Array(this.#layout.parameterCount);
    for (const { kernel, bias, units } of this.#layout.layers) {
      const [kernels, biases] = [this.#tensor(), this.#tensor()];
      for (let p = kernel; p < bias; p++) values[p] = kernels();
      for (let p = bias; p < bias + units; p++) values[p] = biases();
    }
    return asParameters(this.#layout, values);
  }

  #drawInputs(samples: number): Float64Array {
    const { inputs } = this.#layout;
    const x = new Float64Array(samples * inputs);
    for (let i = 0; i < inputs; i++) {
      const fill = this.#tensor();
      for (let s = 0; s < samples; s++) x[s * inputs + i] = fill();
    }
    return x;
  }

  /** The bias with which the exponentials of a unit are near the smallest numbers. */
  #flushBias(layer: LayerLayout): number {
    const [from, to] = this.range.flush;
    return -flushArgument(layer, this.random.uniform(from, to));
  }

  /** A layer whose activation takes an exponential, or the output layer, of which the loss takes one. */
  #exponentialLayer(): LayerLayout {
    const { random, topology } = this;
    const { layers } = this.#layout;
    if (topology.loss === "softmax-ce" && happens(random, 0.6)) return layers.at(-1)!;
    const smooth = layers.filter(({ activation }) => EXPONENTIAL.has(activation));
    return smooth.length > 0 ? chooseFrom(random, smooth) : layers.at(-1)!;
  }

  #nextLayer({ bias, units }: LayerLayout): LayerLayout | undefined {
    return this.#layout.layers.find(({ kernel }) => kernel === bias + units);
  }

  /** Puts some units of a layer near the flush to 0, among ordinary numbers. */
  #placeAtFlush({ center }: PlanNumbers): null {
    const { random } = this;
    const layer = this.#exponentialLayer();
    const { kernel, bias, units } = layer;
    for (let p = kernel; p < bias; p++) if (happens(random, 0.8)) center[p] = 0;
    for (let j = 0; j < units; j++) {
      if (happens(random, 0.6)) center[bias + j] = chooseFrom(random, [1, -1, -1, -1]) * -this.#flushBias(layer);
    }
    const next = this.#nextLayer(layer);
    if (next && happens(random, 0.4)) this.#fillLarge(center, next.kernel, next.bias);
    return null;
  }

  /** Puts units near the flush to 0. Only these move along the slice, and fast, so that no other error hides their loss. */
  #isolateFlush({ center, dx, dy, x, y, samples }: PlanNumbers): number {
    const { random, topology } = this;
    const layer = this.#exponentialLayer();
    const { kernel, bias, units } = layer;
    const isOutput = layer === this.#layout.layers.at(-1) && layer.activation === "identity";
    // One output is constant and usually right, so that only the other outputs change the loss.
    const still = isOutput ? random.below(units) : -1;
    if (topology.loss === "softmax-ce" && still >= 0 && happens(random, 0.8)) {
      for (let s = 0; s < samples; s++) for (let j = 0; j < units; j++) y[s * units + j] = Number(j === still);
    }
    center.fill(0, kernel, bias);
    dx.fill(0);
    dy.fill(0);
    if (happens(random, 0.5)) this.#fillLarge(x, 0, x.length);
    for (let j = 0; j < units; j++) {
      center[bias + j] = j === still ? 0 : this.#flushBias(layer);
      if (j !== still) for (const direction of [dx, dy]) this.#moveUnit(direction, layer, j);
    }
    const next = this.#nextLayer(layer);
    if (next && happens(random, 0.5)) this.#fillLarge(center, next.kernel, next.bias);
    const speed = largestMagnitude(dx, dy) * (1 + largestMagnitude(x));
    return 10 ** random.uniform(-3, 1) / Math.max(1e-20, speed);
  }

  #moveUnit(direction: Parameters, { kernel, bias, units, inputs }: LayerLayout, j: number): void {
    const { random } = this;
    const scale = happens(random, 0.5) ? 10 ** random.uniform(0, 17.5) : 1;
    for (let i = 0; i < inputs; i++) direction[kernel + i * units + j] = scale * chooseFrom(random, [0, 1, -1, 0.3]);
    if (happens(random, 0.3)) direction[bias + j] = scale * chooseFrom(random, [1, -1]);
  }

  /** A bias that cancels nearly all of the first sample's input, so that the rounding of the sum remains. */
  #cancelSums({ center, x }: PlanNumbers): number {
    const { random } = this;
    let below = x.slice(0, this.#layout.inputs);
    // All are on the lower side, so that no other unit's error hides theirs.
    const signs = chooseFrom(random, [[-1], [-1], [-1, 1], [1]] as const);
    for (const layer of this.#layout.layers) {
      const { kernel, bias, units, inputs, activation } = layer;
      const rule = activationRule(activation, this.#layout.leakySlope);
      const scale = 10 ** random.uniform(0, 8);
      if (happens(random, 0.5))
        for (let p = kernel; p < bias; p++) center[p] = Math.max(-1e18, Math.min(1e18, center[p]! * scale));
      below = Float64Array.from({ length: units }, (_, j) => {
        let sum = 0;
        for (let i = 0; i < inputs; i++) sum += center[kernel + i * units + j]! * below[i]!;
        if (Math.abs(sum) < 1e18 && happens(random, 0.7)) {
          center[bias + j] = chooseFrom<number>(random, signs) * 10 ** random.uniform(-4, 1) - sum;
        }
        return rule.value(sum + center[bias + j]!);
      });
    }
    return 10 ** random.uniform(-12, -2);
  }

  /** Directions too small for the arithmetic, times coordinates and values with which they matter. */
  #flushDirections({ center, dx, dy, x }: PlanNumbers): number {
    const { random } = this;
    const layer = chooseFrom(random, this.#layout.layers);
    const { kernel, bias, units } = layer;
    const { smallest } = this.range;
    if (happens(random, 0.8)) this.#fillLarge(x, 0, x.length);
    if (kernel > 0 && happens(random, 0.7)) this.#fillLarge(center, 0, kernel);
    for (const numbers of [center, dx, dy]) {
      if (numbers !== center) numbers.fill(0);
      const exponent = random.uniform(smallest, smallest + 9);
      for (let p = kernel; p < bias + units; p++) {
        numbers[p] = numbers === center && happens(random, 0.7) ? 0 : 10 ** exponent * chooseFrom(random, [-1, 0.4, 1]);
      }
    }
    return 10 ** random.uniform(3, 6);
  }

  #fillLarge(values: Float64Array, from: number, to: number): void {
    const scale = 10 ** this.random.uniform(5, 17.5);
    for (let p = from; p < to; p++) {
      if (happens(this.random, 0.7)) values[p] = scale * chooseFrom(this.random, [-1, 1, 0.5]);
    }
  }

  #drawTargets(samples: number): Float64Array {
    const { random, topology } = this;
    const { outputs } = this.#layout;
    const targets = new Float64Array(samples * outputs);
    const fill = this.#tensor();
    for (let s = 0; s < samples; s++) {
      const chosen = random.below(outputs);
      for (let j = 0; j < outputs; j++) {
        targets[s * outputs + j] =
          topology.loss === "mse" ? fill() : topology.loss === "softmax-ce" ? Number(j === chosen) : random.below(2);
      }
    }
    return targets;
  }

  /** @param suited  a reach at which the disturbed numbers matter; null where there is none */
  #drawRange(suited: number | null): readonly [number, number] {
    const { random } = this;
    const reach =
      suited !== null && happens(random, 0.75)
        ? suited
        : chooseFrom(random, [
            () => 1,
            () => 10 ** random.uniform(-2, 1),
            () => 1e6,
            () => 10 ** random.uniform(0, 6),
            () => 10 ** random.uniform(-20, 0),
            () => 10 ** random.uniform(this.range.smallest, -15),
          ])();
    return chooseFrom(random, [
      [-reach, reach],
      [-reach, reach],
      [-reach, reach / 3],
      [0, reach],
    ] as const);
  }
}

function largestMagnitude(...vectors: readonly Float64Array[]): number {
  return Math.max(...vectors.map((vector) => vector.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0)));
}

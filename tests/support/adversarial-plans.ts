import { makeGrid } from "../../src/landscape/grid";
import {
  asParameters,
  type LayerLayout,
  layoutNetwork,
  type NetworkLayout,
  type Parameters,
} from "../../src/model/layout";
import { createRandom, type Random } from "../../src/spec/random";
import { ACTIVATIONS, type Activation, LOSSES, type LossKind, type NetworkSpec } from "../../src/spec/schema";
import type { RangedPlan } from "./oracle/loss-jet";

/** Where an arithmetic's numbers end. */
export interface NumberRange {
  /** Decimal exponent of the smallest subnormal number. */
  readonly smallest: number;
  /** −z for which e^z is at the end of the normal numbers, or of the subnormal ones. */
  readonly flush: readonly [number, number];
}

export const NUMBER_RANGES = {
  float32: { smallest: -45, flush: [84, 106] },
  float64: { smallest: -323, flush: [700, 750] },
} as const satisfies Record<string, NumberRange>;

/** What a kernel is compiled for. */
interface Topology {
  readonly network: NetworkSpec;
  readonly loss: LossKind;
}

export interface AdversarialRequest {
  readonly range: NumberRange;
  readonly seed: number;
  /** Plans of one topology in a row: a kernel is compiled once for them. */
  readonly plansOfTopology: number;
}

/**
 * Plans that look for what underflow loses, without end: small networks whose numbers are ordinary but for a few, which reach to both ends
 * of what a spec allows; exponentials at the flush; what is flushed next to what is very large. The same for the same request.
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
  // A residual connection needs two layers of one width.
  if (residual) hidden.fill(width());
  const outputs = loss === "softmax-ce" ? 2 + random.below(3) : 1 + random.below(2);
  const single: Activation = chooseFrom(random, ACTIVATIONS);
  const activation = happens(random, 0.3) ? hidden.map(() => chooseFrom(random, ACTIVATIONS)) : single;
  const output = loss === "mse" && happens(random, 0.25) ? "sigmoid" : "identity";
  return { loss, network: { layers: [width(), ...hidden, outputs], activation, output, residual } };
}

/** By what an activation multiplies its argument, or squares it, before it takes an exponential. */
function flushArgument(layer: LayerLayout, exponent: number): number {
  if (layer.activation === "tanh") return exponent / 2;
  return layer.activation === "gelu" ? Math.sqrt(2 * exponent) : exponent;
}

/** One plan on its way. */
class PlanDrawing {
  readonly #layout: NetworkLayout;
  /** How likely a tensor is to be out of the ordinary. */
  readonly #wildness: number;

  constructor(
    private readonly topology: Topology,
    private readonly range: NumberRange,
    private readonly random: Random,
  ) {
    const leakySlope = happens(random, 0.5) ? 0.01 : Math.min(1, Math.abs(this.#drawScale()));
    this.#layout = layoutNetwork({ ...topology.network, leakySlope });
    this.#wildness = chooseFrom(random, [0, 0.1, 0.1, 0.3, 0.3, 0.7]);
  }

  draw(): RangedPlan {
    const { random, topology } = this;
    const layout = this.#layout;
    const samples = chooseFrom(random, [1, 1, 2, 2, 3, 4]);
    const [center, dx, dy] = [this.#drawParameters(), this.#drawParameters(), this.#drawParameters()];
    if (happens(random, 0.5)) this.#placeAtFlush(center, [dx, dy]);
    const x = new Float64Array(samples * layout.inputs);
    for (let i = 0; i < layout.inputs; i++) {
      const fill = this.#tensor();
      for (let s = 0; s < samples; s++) x[s * layout.inputs + i] = fill();
    }
    const [xRange, yRange] = [this.#drawRange(), this.#drawRange()];
    const size = () => chooseFrom(random, [2, 3, 5, 5, 5, 7]);
    return {
      xRange,
      yRange,
      plan: {
        layout,
        loss: { kind: topology.loss, l2: happens(random, 0.2) ? Math.min(1000, this.#drawScale()) : 0 },
        data: {
          samples,
          inputs: layout.inputs,
          outputs: layout.outputs,
          x,
          y: this.#drawTargets(samples),
          task: "given",
        },
        center,
        dx,
        dy,
        grid: makeGrid({ columns: size(), rows: size(), xRange: [...xRange], yRange: [...yRange] }),
      },
    };
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

  /** Draws the entries of one tensor: all near one scale, but for some that are 0 and few that are elsewhere. */
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

  /** Puts a layer's units where their exponentials end; its kernel is 0 but where something should come through. */
  #placeAtFlush(center: Parameters, directions: readonly Parameters[]): void {
    const { random } = this;
    const layer = happens(random, 0.6) ? this.#layout.layers.at(-1)! : chooseFrom(random, this.#layout.layers);
    const { kernel, bias, units } = layer;
    for (let p = kernel; p < bias; p++) if (happens(random, 0.8)) center[p] = 0;
    for (let j = 0; j < units; j++) {
      if (happens(random, 0.35)) continue;
      const [from, to] = this.range.flush;
      center[bias + j] = chooseFrom(random, [-1, -1, -1, 1]) * flushArgument(layer, random.uniform(from, to));
    }
    if (happens(random, 0.5)) for (const direction of directions) direction.fill(0, bias, bias + units);
    if (!happens(random, 0.4)) return;
    // What is flushed meets what is large: the layer's own directions, or the next layer's weights.
    const next = this.#layout.layers.find((other) => other.kernel === bias + units) ?? layer;
    const [target, from, to] = happens(random, 0.5)
      ? ([directions[random.below(2)]!, kernel, bias] as const)
      : ([next === layer ? directions[0]! : center, next.kernel, next.bias] as const);
    const scale = 10 ** random.uniform(5, 17.5);
    for (let p = from; p < to; p++) if (happens(random, 0.7)) target[p] = scale * chooseFrom(random, [-1, 1, 0.5]);
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

  #drawRange(): readonly [number, number] {
    const { random } = this;
    const reach = chooseFrom(random, [
      () => 1,
      () => 10 ** random.uniform(-2, 1),
      () => 1e6,
      () => 10 ** random.uniform(0, 6),
      () => 10 ** random.uniform(-20, 0),
      () => 10 ** random.uniform(this.range.smallest, -15),
    ])();
    return chooseFrom(random, [
      [-reach, reach] as const,
      [-reach, reach] as const,
      [-reach, reach / 3] as const,
      [0, reach] as const,
    ]);
  }
}

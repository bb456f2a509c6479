import type { Activation, LossKind, OutputActivation } from "../../../src/experiment/spec";
import type { NetworkLayout } from "../../../src/model/network/layout";
import type { LandscapePlan } from "../../../src/slice/landscape-plan";
import { type Ball, fromInteger, fromNumber, ONE, signOf, toNumber, ZERO } from "./ball";
import { BallFunctions } from "./functions";

/** A slice and the two ranges of its grid, from which the exact grid points follow. */
export interface RangedPlan {
  readonly plan: LandscapePlan;
  readonly xRange: readonly [number, number];
  readonly yRange: readonly [number, number];
}

/** Value, first and second derivatives along a slice. */
export interface BallJet {
  readonly v: Ball;
  readonly x: Ball;
  readonly y: Ball;
  readonly xx: Ball;
  readonly xy: Ball;
  readonly yy: Ball;
}

type Derivatives = readonly [value: Ball, first: Ball, second: Ball];

/** The numbers of a plan as balls, all of them exact. */
interface ExactPlan {
  readonly center: readonly Ball[];
  readonly dx: readonly Ball[];
  readonly dy: readonly Ball[];
  readonly inputs: readonly Ball[];
  readonly leakySlope: Ball;
}

/**
 * The loss of a plan at its exact grid points with its derivatives there: of the real function that the float64 numbers of weights,
 * directions, data and ranges define, relu'(0) = 0. It is independent of src/ and shares no formula with it.
 */
export class LossOracle {
  readonly #exact: ExactPlan;

  constructor(private readonly ranged: RangedPlan) {
    const { center, dx, dy, data, layout } = ranged.plan;
    const exact = (values: Float64Array) => Array.from(values, fromNumber);
    this.#exact = {
      center: exact(center),
      dx: exact(dx),
      dy: exact(dy),
      inputs: exact(data.x),
      leakySlope: fromNumber(layout.leakySlope),
    };
  }

  /** @throws TooWide where the precision does not decide, for example, on which side of a kink a unit is */
  evaluate(column: number, row: number, bits: number): BallJet {
    const { plan, xRange, yRange } = this.ranged;
    const functions = functionsOf(bits);
    const x = placeOnRange(functions, xRange, column, plan.grid.columns - 1);
    const y = placeOnRange(functions, yRange, row, plan.grid.rows - 1);
    return new JetRun(functions, plan, this.#exact, x, y).run();
  }
}

const FUNCTIONS = new Map<number, BallFunctions>();

function functionsOf(bits: number): BallFunctions {
  const known = FUNCTIONS.get(bits) ?? new BallFunctions(bits);
  FUNCTIONS.set(bits, known);
  return known;
}

/** ((last − i)·from + i·to) / last, as makeGrid defines its points. */
function placeOnRange(functions: BallFunctions, [from, to]: readonly [number, number], i: number, last: number): Ball {
  const left = functions.multiply(fromInteger(last - i), fromNumber(from));
  const right = functions.multiply(fromInteger(i), fromNumber(to));
  return functions.divide(functions.add(left, right), fromInteger(last));
}

/** φ, φ', φ'' at z. */
export function deriveActivation(
  f: BallFunctions,
  name: Exclude<Activation, "identity">,
  leakySlope: Ball,
  z: Ball,
): Derivatives {
  switch (name) {
    case "relu":
      return signOf(z) > 0 ? [z, ONE, ZERO] : [ZERO, ZERO, ZERO];
    case "leaky-relu":
      return signOf(z) > 0 ? [z, ONE, ZERO] : [f.multiply(leakySlope, z), leakySlope, ZERO];
    case "elu": {
      if (signOf(z) > 0) return [z, ONE, ZERO];
      const power = f.exp(z);
      return [f.expMinusOne(z), power, power];
    }
    case "sin": {
      const [sine, cosine] = f.sinCos(z);
      return [sine, cosine, f.negate(sine)];
    }
    case "gelu": {
      const [density, distribution] = [f.normalDensity(z), f.normalDistribution(z)];
      const bent = f.subtract(fromInteger(2), f.multiply(z, z));
      return [f.multiply(z, distribution), f.add(distribution, f.multiply(z, density)), f.multiply(bent, density)];
    }
    case "tanh": {
      const mirrored = toNumber(z) < 0 ? z : f.negate(z);
      const twice = { ...mirrored, exponent: mirrored.exponent + 1 };
      const below = f.add(ONE, f.exp(twice));
      const size = f.divide(f.negate(f.expMinusOne(twice)), below);
      const value = toNumber(z) < 0 ? f.negate(size) : size;
      const first = f.divide(f.multiply(fromInteger(4), f.exp(twice)), f.multiply(below, below));
      return [value, first, f.multiply(fromInteger(-2), f.multiply(value, first))];
    }
    case "sigmoid":
      return deriveLogistic(f, z);
    case "softplus": {
      const [value, first] = deriveLogistic(f, z);
      return [softplusOf(f, z), value, first];
    }
    case "silu": {
      const [value, first, second] = deriveLogistic(f, z);
      const bent = f.add(f.multiply(fromInteger(2), first), f.multiply(z, second));
      return [f.multiply(z, value), f.add(value, f.multiply(z, first)), bent];
    }
  }
}

/** σ, σ', σ'' from t = e^−|z|: t/(1+t) or 1/(1+t), t/(1+t)², ∓t(1−t)/(1+t)³. */
function deriveLogistic(f: BallFunctions, z: Ball): Derivatives {
  const negative = toNumber(z) < 0;
  const tail = f.exp(negative ? z : f.negate(z));
  const whole = f.add(ONE, tail);
  const first = f.divide(tail, f.multiply(whole, whole));
  const second = f.divide(f.multiply(first, f.subtract(ONE, tail)), whole);
  return [f.divide(negative ? tail : ONE, whole), first, negative ? second : f.negate(second)];
}

function softplusOf(f: BallFunctions, z: Ball): Ball {
  if (toNumber(z) < 0) return f.logOnePlus(f.exp(z));
  return f.add(z, f.logOnePlus(f.exp(f.negate(z))));
}

/** One evaluation at one point. */
class JetRun {
  readonly #weights: readonly Ball[];

  constructor(
    private readonly f: BallFunctions,
    private readonly plan: LandscapePlan,
    private readonly exact: ExactPlan,
    x: Ball,
    y: Ball,
  ) {
    this.#weights = exact.center.map((theta, p) =>
      f.add(theta, f.add(f.multiply(x, exact.dx[p]!), f.multiply(y, exact.dy[p]!))),
    );
  }

  run(): BallJet {
    const { f } = this;
    const { data, loss, layout } = this.plan;
    let total: BallJet = CONSTANT_ZERO;
    for (let s = 0; s < data.samples; s++) {
      const outputs = this.#runNetwork(s);
      const targets = Array.from(data.y.subarray(s * layout.outputs, (s + 1) * layout.outputs));
      total = this.#add(total, this.#lossOf(loss.kind, outputs, targets));
    }
    const terms = fromInteger(data.samples * (loss.kind === "softmax-ce" ? 1 : layout.outputs));
    const mean = mapJet(total, (part) => f.divide(part, terms));
    return loss.l2 > 0 ? this.#add(mean, this.#penalty(fromNumber(loss.l2))) : mean;
  }

  #runNetwork(sample: number): BallJet[] {
    const { layout, data } = this.plan;
    let below = this.exact.inputs.slice(sample * data.inputs, (sample + 1) * data.inputs).map(constantJet);
    for (const layer of layout.layers) {
      const affine = Array.from({ length: layer.units }, (_, j) => this.#affine(below, layer, j));
      const active = affine.map((z) => this.#activate(layer.activation, z));
      below = layer.residual ? active.map((a, j) => this.#add(a, below[j]!)) : active;
    }
    return below;
  }

  #weightJet(p: number): BallJet {
    return { ...CONSTANT_ZERO, v: this.#weights[p]!, x: this.exact.dx[p]!, y: this.exact.dy[p]! };
  }

  #affine(below: readonly BallJet[], { units, kernel, bias }: NetworkLayout["layers"][number], j: number): BallJet {
    return below.reduce(
      (sum, a, i) => this.#add(sum, this.#multiply(this.#weightJet(kernel + i * units + j), a)),
      this.#weightJet(bias + j),
    );
  }

  #add(a: BallJet, b: BallJet): BallJet {
    const { f } = this;
    return {
      v: f.add(a.v, b.v),
      x: f.add(a.x, b.x),
      y: f.add(a.y, b.y),
      xx: f.add(a.xx, b.xx),
      xy: f.add(a.xy, b.xy),
      yy: f.add(a.yy, b.yy),
    };
  }

  /** The product rule, twice. */
  #multiply(a: BallJet, b: BallJet): BallJet {
    const { f } = this;
    const pair = (p: Ball, q: Ball, r: Ball, s: Ball) => f.add(f.multiply(p, q), f.multiply(r, s));
    const mixed = (ab: Ball, a1: Ball, a2: Ball, bb: Ball, b1: Ball, b2: Ball) =>
      f.add(pair(ab, b.v, a.v, bb), pair(a1, b2, a2, b1));
    return {
      v: f.multiply(a.v, b.v),
      x: pair(a.x, b.v, a.v, b.x),
      y: pair(a.y, b.v, a.v, b.y),
      xx: mixed(a.xx, a.x, a.x, b.xx, b.x, b.x),
      xy: mixed(a.xy, a.x, a.y, b.xy, b.x, b.y),
      yy: mixed(a.yy, a.y, a.y, b.yy, b.y, b.y),
    };
  }

  #compose([value, first, second]: Derivatives, z: BallJet): BallJet {
    const { f } = this;
    const bend = (a: Ball, b: Ball, ab: Ball) => f.add(f.multiply(second, f.multiply(a, b)), f.multiply(first, ab));
    return {
      v: value,
      x: f.multiply(first, z.x),
      y: f.multiply(first, z.y),
      xx: bend(z.x, z.x, z.xx),
      xy: bend(z.x, z.y, z.xy),
      yy: bend(z.y, z.y, z.yy),
    };
  }

  #activate(name: Activation | OutputActivation, z: BallJet): BallJet {
    return name === "identity" ? z : this.#compose(deriveActivation(this.f, name, this.exact.leakySlope, z.v), z);
  }

  #lossOf(kind: LossKind, outputs: readonly BallJet[], targets: readonly number[]): BallJet {
    if (kind === "softmax-ce") return this.#crossEntropy(outputs, targets);
    return outputs.reduce(
      (sum, output, j) => this.#add(sum, this.#scalarLoss(kind, output, targets[j]!)),
      CONSTANT_ZERO,
    );
  }

  /** mse (f − y)²; bce softplus(f) − y·f, y ∈ {0, 1}; hinge max(0, 1 − (2y − 1)·f). */
  #scalarLoss(kind: Exclude<LossKind, "softmax-ce">, output: BallJet, target: number): BallJet {
    const { f } = this;
    if (kind === "mse") {
      const residue = this.#add(output, constantJet(fromNumber(-target)));
      return this.#multiply(residue, residue);
    }
    const turned = target === 1 ? mapJet(output, (part) => f.negate(part)) : output;
    if (kind === "bce") return this.#activate("softplus", turned);
    return this.#activate("relu", this.#add(turned, constantJet(ONE)));
  }

  /** log Σe^(f_j − f_top) − Σ y_j·(f_j − f_top), derived with p_j = e^(f_j − f_top) / Σ. */
  #crossEntropy(outputs: readonly BallJet[], targets: readonly number[]): BallJet {
    const { f } = this;
    const top = outputs.reduce((most, { v }) => (signedLess(f, most, v) ? v : most), outputs[0]!.v);
    const shifted = outputs.map(({ v }) => f.subtract(v, top));
    const powers = shifted.map((entry) => f.exp(entry));
    const total = f.sum(powers);
    const p = powers.map((power) => f.divide(power, total));
    const slopes = p.map((probability, j) => f.subtract(probability, fromInteger(targets[j]!)));
    const weigh = (weights: readonly Ball[], values: readonly Ball[]) =>
      f.sum(weights.map((weight, j) => f.multiply(weight, values[j]!)));
    const [fx, fy] = [outputs.map(({ x }) => x), outputs.map(({ y }) => y)];
    const [meanX, meanY] = [weigh(p, fx), weigh(p, fy)];
    const bend = (second: readonly Ball[], a: readonly Ball[], b: readonly Ball[], meanA: Ball, meanB: Ball) => {
      const products = a.map((entry, j) => f.multiply(entry, b[j]!));
      return f.subtract(f.add(weigh(slopes, second), weigh(p, products)), f.multiply(meanA, meanB));
    };
    return {
      v: f.subtract(f.log(total), weigh(targets.map(fromInteger), shifted)),
      x: weigh(slopes, fx),
      y: weigh(slopes, fy),
      xx: bend(
        outputs.map(({ xx }) => xx),
        fx,
        fx,
        meanX,
        meanX,
      ),
      xy: bend(
        outputs.map(({ xy }) => xy),
        fx,
        fy,
        meanX,
        meanY,
      ),
      yy: bend(
        outputs.map(({ yy }) => yy),
        fy,
        fy,
        meanY,
        meanY,
      ),
    };
  }

  /** l2·Σw². */
  #penalty(l2: Ball): BallJet {
    const squares = this.#weights.map((_, p) => this.#multiply(this.#weightJet(p), this.#weightJet(p)));
    const total = squares.reduce((sum, square) => this.#add(sum, square), CONSTANT_ZERO);
    return mapJet(total, (part) => this.f.multiply(l2, part));
  }
}

const CONSTANT_ZERO: BallJet = { v: ZERO, x: ZERO, y: ZERO, xx: ZERO, xy: ZERO, yy: ZERO };

function constantJet(v: Ball): BallJet {
  return { ...CONSTANT_ZERO, v };
}

function mapJet(jet: BallJet, change: (part: Ball) => Ball): BallJet {
  return {
    v: change(jet.v),
    x: change(jet.x),
    y: change(jet.y),
    xx: change(jet.xx),
    xy: change(jet.xy),
    yy: change(jet.yy),
  };
}

/** Whether the middle of a is below the middle of b. */
function signedLess(f: BallFunctions, a: Ball, b: Ball): boolean {
  return f.subtract(a, b).mid < 0n;
}

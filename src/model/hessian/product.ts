import type { LayerLayout } from "../network/layout";
import type { Problem } from "../problem";
import { addProduct, addTransposed, type HessianTerms, linearizeLoss } from "./terms";

/** One layer's part of a product, reused for every sample: derivatives along v of z, of a and of ∂ℓ/∂a and ∂ℓ/∂z, [units]. */
interface LayerScratch {
  readonly z: Float64Array;
  readonly a: Float64Array;
  readonly delta: Float64Array;
  readonly dz: Float64Array;
}

/**
 * Exact products with the Hessian of the loss at one θ, in float64: the forward and the backward pass are differentiated along a direction
 * (the R-operator). There is no step size, and a product costs about two gradients. At a kink the second derivative is that of the piece with
 * relu'(0) = 0, as everywhere here.
 *
 * @see Pearlmutter 1994, "Fast Exact Multiplication by the Hessian", Neural Computation 6(1)
 */
export class HessianOperator {
  readonly parameterCount: number;
  readonly #terms: HessianTerms;
  readonly #scratch: readonly LayerScratch[];
  readonly #moves: boolean[];

  constructor(problem: Problem, theta: Float64Array) {
    const { layout } = problem;
    this.parameterCount = layout.parameterCount;
    this.#terms = linearizeLoss(problem, theta);
    this.#scratch = makeScratch(this.#terms);
    this.#moves = layout.layers.map(() => false);
  }

  /** The terms of the products, for the bound on their error. */
  get terms(): HessianTerms {
    return this.#terms;
  }

  /**
   * H·v.
   * @param direction  v, [parameterCount]; not changed
   * @param result  receives H·v, [parameterCount]
   */
  multiply(direction: Float64Array, result: Float64Array): void {
    multiplyTerms(this.#terms, this.#scratch, this.#moves, direction, result, 0);
  }
}

function makeScratch(terms: HessianTerms): LayerScratch[] {
  return terms.layers.map(({ layer: { units } }) => {
    const make = () => new Float64Array(units);
    return { z: make(), a: make(), delta: make(), dz: make() };
  });
}

/**
 * H·v from the terms of a loss. If the terms are bounds on magnitudes, so is the product.
 * @param lost  added to every intermediate number: the most that it may have lost to underflow
 */
export function applyTerms(terms: HessianTerms, direction: Float64Array, result: Float64Array, lost: number): void {
  multiplyTerms(
    terms,
    makeScratch(terms),
    terms.layers.map(() => false),
    direction,
    result,
    lost,
  );
}

function multiplyTerms(
  terms: HessianTerms,
  scratch: readonly LayerScratch[],
  moves: boolean[],
  direction: Float64Array,
  result: Float64Array,
  lost: number,
): void {
  terms.layers.forEach(({ layer }, k) => {
    moves[k] = hasEntry(direction, layer.kernel, layer.bias + layer.units);
  });
  result.fill(lost);
  for (let s = 0; s < terms.samples; s++) {
    pushForward(terms, scratch, moves, direction, s, lost);
    bendLoss(terms, scratch, s, lost);
    pullBack(terms, scratch, moves, direction, s, result, lost);
  }
  for (let p = 0; p < result.length; p++) {
    result[p] = result[p]! / terms.samples + terms.penalty * direction[p]! + lost;
  }
}

function hasEntry(vector: Float64Array, from: number, to: number): boolean {
  for (let p = from; p < to; p++) if (vector[p] !== 0) return true;
  return false;
}

/** R{z} = V·a + v_b + W·R{a}, R{φ(z)} = φ'·R{z}. */
function pushForward(
  terms: HessianTerms,
  scratch: readonly LayerScratch[],
  moves: readonly boolean[],
  direction: Float64Array,
  sample: number,
  lost: number,
): void {
  terms.layers.forEach(({ layer, first }, k) => {
    const { z, a } = scratch[k]!;
    const below = k > 0 ? terms.layers[k - 1]!.a : terms.inputs;
    const movedBelow = k > 0 ? scratch[k - 1]!.a : null;
    z.fill(0);
    if (moves[k]) {
      z.set(direction.subarray(layer.bias, layer.bias + layer.units));
      addProduct(z, layer, direction, below, sample * layer.inputs);
    }
    if (movedBelow) addProduct(z, layer, terms.weights, movedBelow, 0);
    const at = sample * layer.units;
    for (let j = 0; j < layer.units; j++) {
      z[j]! += lost;
      a[j] = first[at + j]! * z[j]! + (layer.residual ? movedBelow![j]! : 0) + lost;
    }
  });
}

/** R{∂ℓ/∂f} = ∂²ℓ/∂f²·R{f}. */
function bendLoss(terms: HessianTerms, scratch: readonly LayerScratch[], sample: number, lost: number): void {
  const { a, delta } = scratch.at(-1)!;
  const row = sample * a.length;
  let mean = lost;
  if (terms.coupling !== 0) for (let j = 0; j < a.length; j++) mean += terms.curvatures[row + j]! * a[j]!;
  for (let j = 0; j < a.length; j++) delta[j] = terms.curvatures[row + j]! * (a[j]! + terms.coupling * mean) + lost;
}

/** R{∂ℓ/∂z} = φ'·R{∂ℓ/∂a} + φ''·R{z}·∂ℓ/∂a, and from it the layer's part of H·v and R{∂ℓ/∂a} of the layer below. */
function pullBack(
  terms: HessianTerms,
  scratch: readonly LayerScratch[],
  moves: readonly boolean[],
  direction: Float64Array,
  sample: number,
  result: Float64Array,
  lost: number,
): void {
  for (let k = terms.layers.length - 1; k >= 0; k--) {
    const { layer, first, bend, dz: slopes } = terms.layers[k]!;
    const { z, delta, dz } = scratch[k]!;
    const at = sample * layer.units;
    for (let j = 0; j < layer.units; j++) {
      dz[j] = first[at + j]! * delta[j]! + bend[at + j]! * z[j]! + lost;
      result[layer.bias + j]! += dz[j]!;
    }
    addOuter(result, layer, k > 0 ? terms.layers[k - 1]!.a : terms.inputs, sample * layer.inputs, dz, 0);
    if (k === 0) return;
    const below = scratch[k - 1]!;
    addOuter(result, layer, below.a, 0, slopes, at);
    below.delta.fill(lost);
    if (layer.residual) for (let i = 0; i < layer.inputs; i++) below.delta[i]! += delta[i]!;
    if (moves[k]) addTransposed(below.delta, layer, direction, slopes, at);
    addTransposed(below.delta, layer, terms.weights, dz, 0);
  }
}

/** matrix[offset + i·units + j] += left[leftFrom + i]·right[rightFrom + j] */
function addOuter(
  matrix: Float64Array,
  { inputs, units, kernel }: LayerLayout,
  left: Float64Array,
  leftFrom: number,
  right: Float64Array,
  rightFrom: number,
): void {
  for (let i = 0; i < inputs; i++) {
    const entry = left[leftFrom + i]!;
    if (entry === 0) continue;
    const row = kernel + i * units;
    for (let j = 0; j < units; j++) matrix[row + j]! += entry * right[rightFrom + j]!;
  }
}

import erfc from "@stdlib/math-base-special-erfc";
import type { Activation, OutputActivation } from "../../experiment/spec";
import { FLOAT32_GPU } from "../../numeric/rounding";

/**
 * One activation φ with the constants of its error analysis.
 *
 * `library*` bound the distance of the computed φ, φ', φ'' from the true ones at the same z, in units of the roundoff u. They hold for
 * this file in float64 and for shaders/compute/activations in float32, term by term as docs/error-bounds.md derives them.
 */
export interface ActivationRule {
  value(z: number): number;
  first(z: number): number;
  second(z: number): number;
  /** sup|φ'|, sup|φ''|, sup|φ'''| where φ is smooth. */
  readonly bounds: readonly [number, number, number];
  /** The jump of φ' at 0 (relu: 1). */
  readonly firstJump: number;
  /** The jump of φ'' at 0 (elu: 1). */
  readonly secondJump: number;
  /** Whether φ is convex and nondecreasing: of a convex function it is then convex (Boyd & Vandenberghe 2004, §3.2.4). */
  readonly isConvexNondecreasing: boolean;
  libraryValue(z: number): number;
  libraryFirst(z: number): number;
  librarySecond(z: number): number;
  /** Upper bounds of the three over |z| ≤ limit, in units of u. */
  libraryLimits(limit: number): readonly [number, number, number];
}

const INVERSE_SQRT_2_PI = 0.3989422804014327;

function zero(): number {
  return 0;
}

/** σ(z) = 1 / (1 + e^−z), without overflow and accurate in the small tail. */
function sigmoid(z: number): number {
  const tail = Math.exp(-Math.abs(z));
  return z >= 0 ? 1 / (1 + tail) : tail / (1 + tail);
}

/** σ'(z) = σ(z)·σ(−z), even in z. */
function sigmoidFirst(z: number): number {
  const tail = Math.exp(-Math.abs(z));
  return tail / ((1 + tail) * (1 + tail));
}

/** σ''(z) = σ'(z)·(1 − 2σ(z)), odd in z. */
function sigmoidSecond(z: number): number {
  const tail = Math.exp(-Math.abs(z));
  return ((-Math.sign(z) * (1 - tail)) / (1 + tail)) * sigmoidFirst(z);
}

/** log(1 + e^z) without overflow. */
function softplus(z: number): number {
  return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
}

/** softplus(z) − max(z, 0). */
function softplusTail(z: number): number {
  return Math.log1p(Math.exp(-Math.abs(z)));
}

function tanhFirst(z: number): number {
  const tail = Math.exp(-2 * Math.abs(z));
  return (4 * tail) / ((1 + tail) * (1 + tail));
}

/**
 * |z|, at most 750, where e^−750 and e^−½·750² are already 0. Without the limit, 0 times an overflowed number would be NaN.
 */
function near(z: number): number {
  return Math.min(Math.abs(z), 750);
}

function normalDensity(z: number): number {
  return INVERSE_SQRT_2_PI * Math.exp(-0.5 * z * z);
}

function normalDistribution(z: number): number {
  return 0.5 * erfc(-z * Math.SQRT1_2);
}

function sigmoidLibrary(z: number): number {
  return sigmoid(z) * (11 + Math.max(-z, 0));
}

function sigmoidFirstLibrary(z: number): number {
  return sigmoidFirst(z) * (28 + Math.abs(z));
}

const identityRule: ActivationRule = {
  value: (z) => z,
  first: () => 1,
  second: zero,
  bounds: [1, 0, 0],
  firstJump: 0,
  secondJump: 0,
  isConvexNondecreasing: true,
  libraryValue: zero,
  libraryFirst: zero,
  librarySecond: zero,
  libraryLimits: () => [0, 0, 0],
};

const sigmoidRule: ActivationRule = {
  value: sigmoid,
  first: sigmoidFirst,
  second: sigmoidSecond,
  // sup|σ'| = 1/4, sup|σ''| = 1/(6√3), sup|σ'''| = 1/8
  bounds: [0.25, 0.09622505, 0.125],
  firstJump: 0,
  secondJump: 0,
  isConvexNondecreasing: false,
  libraryValue: sigmoidLibrary,
  libraryFirst: sigmoidFirstLibrary,
  librarySecond: (z) => sigmoidFirst(z) * (46 + Math.abs(z)),
  // |z|·σ' is at most 0.224.
  libraryLimits: () => [11, 7.3, 11.8],
};

const tanhRule: ActivationRule = {
  value: Math.tanh,
  first: tanhFirst,
  second: (z) => -2 * Math.tanh(z) * tanhFirst(z),
  // sup|tanh''| = 4/(3√3), sup|tanh'''| = 2
  bounds: [1, 0.76980036, 2],
  firstJump: 0,
  secondJump: 0,
  isConvexNondecreasing: false,
  libraryValue: (z) => 20 * Math.abs(Math.tanh(z)),
  libraryFirst: (z) => tanhFirst(z) * (24 + 2 * Math.abs(z)),
  librarySecond: (z) => 2 * Math.abs(Math.tanh(z)) * tanhFirst(z) * (46 + 2 * Math.abs(z)),
  // |z|·|tanh|·tanh' is at most 0.33.
  libraryLimits: () => [20, 24.1, 36.8],
};

/** @param lost  error of the stored slope, in units of u */
function makeLeakyRule(slope: number, lost: number): ActivationRule {
  return {
    // relu'(0) = 0 by convention, so the slope below holds at 0 too.
    value: (z) => (z > 0 ? z : slope * z),
    first: (z) => (z > 0 ? 1 : slope),
    second: zero,
    bounds: [Math.max(1, slope), 0, 0],
    firstJump: 1 - slope,
    secondJump: 0,
    // The slope is between 0 and 1.
    isConvexNondecreasing: true,
    libraryValue: (z) => (z > 0 ? 0 : 2 * (slope + lost) * Math.abs(z)),
    libraryFirst: () => slope + lost,
    librarySecond: zero,
    libraryLimits: (limit) => [2 * (slope + lost) * limit, slope + lost, 0],
  };
}

const eluRule: ActivationRule = {
  value: (z) => (z > 0 ? z : Math.expm1(z)),
  first: (z) => (z > 0 ? 1 : Math.exp(z)),
  second: (z) => (z > 0 ? 0 : Math.exp(z)),
  bounds: [1, 1, 1],
  firstJump: 0,
  secondJump: 1,
  isConvexNondecreasing: true,
  libraryValue: (z) => (z > 0 ? 0 : -14 * Math.expm1(z)),
  libraryFirst: (z) => (z > 0 ? 0 : Math.exp(z) * (6 - z)),
  librarySecond: (z) => (z > 0 ? 0 : Math.exp(z) * (6 - z)),
  libraryLimits: () => [14, 6, 6],
};

const softplusRule: ActivationRule = {
  value: softplus,
  first: sigmoid,
  second: sigmoidFirst,
  bounds: [1, 0.25, 0.09622505],
  firstJump: 0,
  secondJump: 0,
  isConvexNondecreasing: true,
  libraryValue: (z) => softplus(z) + softplusTail(z) * (14 + Math.abs(z)),
  libraryFirst: sigmoidLibrary,
  librarySecond: sigmoidFirstLibrary,
  // The tail is at most ln 2, and |z| times the tail at most 0.317.
  libraryLimits: (limit) => [limit + 10.8, 11, 7.3],
};

const siluRule: ActivationRule = {
  value: (z) => z * sigmoid(z),
  first: (z) => sigmoid(z) + z * sigmoidFirst(z),
  second: (z) => 2 * sigmoidFirst(z) + z * sigmoidSecond(z),
  // sup|φ'| = 1.0998…, sup|φ''| = φ''(0) = 1/2, sup|φ'''| = 0.3085…
  bounds: [1.1, 0.5, 0.31],
  firstJump: 0,
  secondJump: 0,
  isConvexNondecreasing: false,
  libraryValue: (z) => Math.abs(z) * sigmoid(z) * (12 + Math.max(-z, 0)),
  libraryFirst: (z) => 2 * sigmoidLibrary(z) + near(z) * sigmoidFirst(z) * (31 + near(z)),
  librarySecond: (z) => sigmoidFirst(z) * (60 + 2 * near(z) + near(z) * (49 + near(z))),
  // |z|·σ' is at most 0.224 and z²·σ' at most 0.44.
  libraryLimits: (limit) => [12 * limit + 3.9, 29.4, 27],
};

/** Bounds the error of the computed normal distribution function, in units of u. */
function normalLibrary(z: number): number {
  return 2 + 156 * normalDensity(z);
}

const geluRule: ActivationRule = {
  value: (z) => z * normalDistribution(z),
  first: (z) => normalDistribution(z) + z * normalDensity(z),
  second: (z) => (2 - near(z) ** 2) * normalDensity(z),
  // sup|φ'| = 1.1289…, sup|φ''| = 2/√(2π), sup|φ'''| = 0.7787…
  bounds: [1.13, 0.79788457, 0.78],
  firstJump: 0,
  secondJump: 0,
  isConvexNondecreasing: false,
  libraryValue: (z) => Math.abs(z) * (normalLibrary(z) + normalDistribution(z)),
  libraryFirst: (z) => normalLibrary(z) + 1.2 + near(z) * normalDensity(z) * (12 + 2 * near(z) ** 2),
  librarySecond: (z) => {
    const square = near(z) ** 2;
    return normalDensity(z) * (4 + 2 * square + Math.abs(2 - square) * (10 + 2 * square));
  },
  // With the density d: |z|·d is at most 0.242, z²·d at most 0.294, |z|³·d at most 0.463, z⁴·d at most 0.864.
  libraryLimits: (limit) => [3 * limit + 37.8, 69.4, 16.1],
};

const sinRule: ActivationRule = {
  value: Math.sin,
  first: Math.cos,
  second: (z) => -Math.sin(z),
  bounds: [1, 1, 1],
  firstJump: 0,
  secondJump: 0,
  isConvexNondecreasing: false,
  libraryValue: (z) => 4 + 2 * Math.abs(z),
  libraryFirst: (z) => 4 + 2 * Math.abs(z),
  librarySecond: (z) => 4 + 2 * Math.abs(z),
  libraryLimits: (limit) => [4 + 2 * limit, 4 + 2 * limit, 4 + 2 * limit],
};

const RULES: Record<Exclude<Activation, "leaky-relu">, ActivationRule> = {
  identity: identityRule,
  sigmoid: sigmoidRule,
  tanh: tanhRule,
  relu: makeLeakyRule(0, 0),
  elu: eluRule,
  softplus: softplusRule,
  silu: siluRule,
  gelu: geluRule,
  sin: sinRule,
};

/** The rule of an activation; only leaky-relu uses `leakySlope`. */
export function activationRule(name: Activation | OutputActivation, leakySlope: number): ActivationRule {
  return name === "leaky-relu" ? makeLeakyRule(leakySlope, FLOAT32_GPU.underflow) : RULES[name];
}

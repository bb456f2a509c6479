import erf from "@stdlib/math-base-special-erf";
import type { Activation } from "../../src/experiment/spec";
import type { LandscapePlan } from "../../src/slice/landscape-plan";

/** Rounds the result of one operation: `Math.fround`, or nothing for float64. */
type Round = (value: number) => number;

/** The textbook formula of each φ, in float64. */
function textbookActivation(name: Activation, z: number, leakySlope: number): number {
  switch (name) {
    case "identity":
      return z;
    case "sigmoid":
      return 1 / (1 + Math.exp(-z));
    case "tanh":
      return Math.tanh(z);
    case "relu":
      return Math.max(z, 0);
    case "leaky-relu":
      return z > 0 ? z : leakySlope * z;
    case "elu":
      return z > 0 ? z : Math.expm1(z);
    case "softplus":
      return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
    case "silu":
      return z / (1 + Math.exp(-z));
    case "gelu":
      return 0.5 * z * (1 + erf(z * Math.SQRT1_2));
    case "sin":
      return Math.sin(z);
  }
}

/** One sample's loss with every operation rounded, summed over the outputs in order. */
function addSampleLoss(plan: LandscapePlan, sum: number, f: readonly number[], y: Float64Array, round: Round): number {
  if (plan.loss.kind === "softmax-ce") {
    const top = Math.max(...f);
    const shifted = f.map((logit) => round(logit - top));
    const total = shifted.reduce((partial, g) => round(partial + round(Math.exp(g))), 0);
    const chosen = shifted.reduce((partial, g, j) => round(partial + round(g * y[j]!)), 0);
    return round(sum + round(round(Math.log(total)) - chosen));
  }
  return f.reduce((partial, output, j) => {
    const target = y[j]!;
    if (plan.loss.kind === "mse") {
      const difference = round(output - round(target));
      return round(partial + round(difference * difference));
    }
    const signed = (1 - 2 * target) * output;
    if (plan.loss.kind === "hinge") return round(partial + Math.max(0, round(1 + signed)));
    return round(partial + round(textbookActivation("softplus", signed, 0)));
  }, sum);
}

/** A slice's loss at a point, and which pre-activations are positive. */
export interface PlainResult {
  readonly loss: number;
  readonly signs: string;
}

/**
 * The loss at a point of a slice, by a plain forward pass that rounds every operation. It is independent of src/model: it reads only the
 * plan's layout. As in the evaluators, the first layer's three dot products and the penalty are computed in float64 and then rounded.
 */
export function evaluatePlainly(
  plan: LandscapePlan,
  x: number,
  y: number,
  round: Round = (value) => value,
): PlainResult {
  const { layout, data, center, dx, dy } = plan;
  const [rx, ry] = [round(x), round(y)];
  const place = (a: number, b: number, c: number) =>
    round(round(round(a) + round(rx * round(b))) + round(ry * round(c)));
  const signs: string[] = [];
  let sum = 0;
  for (let s = 0; s < data.samples; s++) {
    let below: number[] = [];
    layout.layers.forEach(({ inputs, units, kernel, bias, activation, residual }, k) => {
      const z = Array.from({ length: units }, (_, j) => {
        if (k === 0) {
          const dot = (vector: Float64Array) =>
            Array.from({ length: inputs }, (__, i) => data.x[s * inputs + i]! * vector[kernel + i * units + j]!).reduce(
              (partial, product) => partial + product,
              vector[bias + j]!,
            );
          return place(dot(center), dot(dx), dot(dy));
        }
        let partial = place(center[bias + j]!, dx[bias + j]!, dy[bias + j]!);
        for (let i = 0; i < inputs; i++) {
          const p = kernel + i * units + j;
          partial = round(partial + round(place(center[p]!, dx[p]!, dy[p]!) * below[i]!));
        }
        return partial;
      });
      signs.push(z.map((entry) => (entry > 0 ? "+" : "-")).join(""));
      const active = z.map((entry) => round(textbookActivation(activation, entry, layout.leakySlope)));
      below = residual ? active.map((entry, j) => round(entry + below[j]!)) : active;
    });
    const row = data.y.subarray(s * data.outputs, (s + 1) * data.outputs);
    sum = addSampleLoss(plan, sum, below, row, round);
  }
  const terms = data.samples * (plan.loss.kind === "softmax-ce" ? 1 : data.outputs);
  const penalty = center.reduce((total, theta, p) => total + (theta + x * dx[p]! + y * dy[p]!) ** 2, 0);
  return { loss: round(sum / terms) + plan.loss.l2 * penalty, signs: signs.join("|") };
}

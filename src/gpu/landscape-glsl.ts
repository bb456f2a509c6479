import square from "../../shaders/compute/activations/square.glsl?raw";
import type { Activation } from "../experiment/spec";
import { affineGamma } from "../model/jets/jet-evaluator";
import { type ActivationRule, activationRule } from "../model/network/activations";
import type { LayerLayout } from "../model/network/layout";
import { SCALAR_LOSS_RULES, type ScalarLoss } from "../model/network/losses";
import { FLOAT32_GPU } from "../numeric/rounding";
import { ACTIVATION_OPERATIONS, type ActivationOperation } from "./activation-operations";
import type { KernelTopology } from "./landscape-topology";

type GlslRule = Exclude<Activation, "identity"> | "square";

/** Each rule's shader file, and the name of the function in it. */
const RULES: Readonly<Record<GlslRule, Pick<ActivationOperation, "shader" | "rule">>> = {
  ...ACTIVATION_OPERATIONS,
  square: { shader: square, rule: "squareRule" },
};

const LOSS_RULES = { mse: "square", bce: "softplus", hinge: "relu" } as const;

/** The shader files of all rules that a kernel needs. */
export function listRuleShaders({ layers, loss }: KernelTopology): string[] {
  const rules = new Set<GlslRule>(layers.flatMap(({ activation }) => (activation === "identity" ? [] : [activation])));
  if (loss !== "softmax-ce") rules.add(LOSS_RULES[loss]);
  return [...rules].map((name) => RULES[name].shader);
}

/** The unit that an argument of a layer becomes; with a residual connection, plus the unit below. */
export function writeUnit(layer: LayerLayout, errors: string, z: string, below: string): string {
  const unit = layer.activation === "identity" ? `passOn(${z})` : writeActivate(layer.activation, z, errors);
  return layer.residual ? `addUnits(${unit}, ${below})` : unit;
}

/** The unit that the argument of a scalar loss becomes. */
export function writeLossUnit(loss: ScalarLoss, r: string, errors: string): string {
  return writeActivate(LOSS_RULES[loss], r, errors);
}

/** A call of activateSmooth or activateKinked with the rule's bounds as literals. */
function writeActivate(name: GlslRule, z: string, errors: string): string {
  const { firstJump, secondJump, bounds } = boundsOf(name);
  const call = `${RULES[name].rule}(${z}.v), ${z}, ${errors}`;
  if (firstJump > 0) return `activateKinked(${call}, ${writeJump(name)})`;
  return `activateSmooth(${call}, vec3(${bounds.map(glslFloat).join(", ")}), ${glslFloat(secondJump)})`;
}

/**
 * Sets the bounds p{k} of a layer's outputs from those of its arguments, f{k} and span{k}, and kink{k}, the error of φ' where it is constant on
 * both sides of 0.
 * @param lane  a suffix of these names, for several samples at once
 */
export function writeLayerBounds({ activation, residual }: LayerLayout, k: number, lane: string): string[] {
  const [p, f, span, r] = ["p", "f", "span", "kink"].map((name) => `${name}${k}${lane}`) as [
    string,
    string,
    string,
    string,
  ];
  const lines: string[] = [];
  if (activation === "identity") {
    lines.push(`boundKinked(${p}, EXACT, ${f}, ${span}, 0.0, 0.0);`);
  } else if (boundsOf(activation).firstJump > 0) {
    const worst = `${RULES[activation].rule}(-${span}.largest)`;
    lines.push(
      `float ${r} = kinkedSlopeError(${worst}, ${f}, ${span}, ${writeJump(activation)});`,
      `boundKinked(${p}, ${worst}, ${f}, ${span}, ${r}, ${writeRounding(activation)});`,
    );
  }
  if (residual) lines.push(`joinErrors(${p}, ${p}, p${k - 1}${lane});`);
  return lines;
}

/** Sets the bound of through{k}, the slopes ∂ℓ/∂z of layer k, from above{k}, those ∂ℓ/∂a, and what they add to sums. */
export function writeSlopeBounds({ activation, units, inputs }: LayerLayout, k: number, lane: string): string[] {
  const [through, above] = [`through${k}${lane}`, `above${k}${lane}`];
  const lines: string[] = [];
  if (activation === "identity") lines.push(`${through}.e = ${above}.e;`);
  else if (boundsOf(activation).firstJump > 0) {
    lines.push(`${through}.e = kinkedSlopesError(${above}, kink${k}${lane}, ${writeRounding(activation)});`);
  }
  lines.push(
    `holdBackward(overflow, ${through}, column${k});`,
    `float budget${k}${lane} = budgetOf(${through}, ${writeGamma(units)});`,
    `boundTurns(h${lane}, p${k - 1}${lane}, budget${k}${lane}, column${k}, ${inputs}.0);`,
  );
  return lines;
}

/** Sets the bound of above{k − 1}, the slopes ∂ℓ/∂a of the layer below layer k. */
export function writeBelowError({ residual }: LayerLayout, k: number, lane: string): string {
  const [below, above] = [`above${k - 1}${lane}`, `above${k}${lane}`];
  const own = `column${k}.x * budget${k}${lane} + UNDERFLOW`;
  return `${below}.e = ${own}${residual ? ` + ${above}.e + U * ${below}.v` : ""};`;
}

function boundsOf(name: GlslRule): ActivationRule {
  return name === "square" ? SCALAR_LOSS_RULES.mse : activationRule(name, 0);
}

/** The jump of φ' at 0. The slope of leaky-relu is a uniform. */
function writeJump(name: GlslRule): string {
  return name === "leaky-relu" ? "1.0 - leakySlope" : glslFloat(boundsOf(name).firstJump);
}

/** The rounding error of a product with φ': none with the slopes 0 and 1 of relu. */
function writeRounding(name: GlslRule): string {
  return name === "relu" ? "0.0" : "U";
}

/** The rounding errors of sums over a layer's inputs, as literals: of values, and of derivatives. */
export function writeGammas(inputs: number): string {
  return `${writeGamma(inputs)}, ${writeGamma(3 * inputs)}`;
}

/** The rounding error of a sum of products with weights, as a literal. */
function writeGamma(terms: number): string {
  return glslFloat(affineGamma(terms, FLOAT32_GPU));
}

/** A float literal; an infinite bound is written as the largest float. */
function glslFloat(number: number): string {
  if (!Number.isFinite(number)) return "3.4e38";
  const text = number.toPrecision(9);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** 0 … count − 1. */
export function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

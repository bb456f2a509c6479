import square from "../../shaders/compute/activations/square.glsl?raw";
import elementary from "../../shaders/compute/elementary.glsl?raw";
import jet from "../../shaders/compute/jet.glsl?raw";
import mark from "../../shaders/compute/mark.glsl?raw";
import rule from "../../shaders/compute/rule.glsl?raw";
import softmaxJet from "../../shaders/compute/softmax-jet.glsl?raw";
import softmaxValue from "../../shaders/compute/softmax-value.glsl?raw";
import value from "../../shaders/compute/value.glsl?raw";
import type { Activation, LossKind } from "../experiment/spec";
import { affineGamma, projectionGamma } from "../model/jets/jet-evaluator";
import { type ActivationRule, activationRule } from "../model/network/activations";
import type { LayerLayout } from "../model/network/layout";
import { SCALAR_LOSS_RULES } from "../model/network/losses";
import { FLOAT32_GPU } from "../numeric/rounding";
import { ACTIVATION_OPERATIONS, type ActivationOperation } from "./activation-operations";
import { TEXTURE_WIDTH } from "./texture-width";

/** `loss`: value and bound. `curvature`: the exact second derivatives and their bound. */
export type KernelMode = "loss" | "curvature";

/** All that a kernel's source depends on. Sizes, ranges and scalars are uniforms. */
export interface KernelTopology {
  readonly layers: readonly LayerLayout[];
  readonly loss: LossKind;
  readonly mode: KernelMode;
}

/** The number of samples in a block. Blocks are summed first, then their sums are added: two levels keep the rounding error small. */
export const BLOCK_SAMPLES = 32;

type GlslRule = Exclude<Activation, "identity"> | "square";

/** Each rule's shader file, and the name of the function in it. */
const RULES: Readonly<Record<GlslRule, Pick<ActivationOperation, "shader" | "rule">>> = {
  ...ACTIVATION_OPERATIONS,
  square: { shader: square, rule: "squareRule" },
};

const LOSS_RULES = { mse: "square", bce: "softplus", hinge: "relu" } as const;

/**
 * The body of the fused kernel: one fragment evaluates one grid point over all samples, the layers written out one after another.
 *
 * Inputs are textures of RGBA texels, one record each:
 *
 *     projection   [samples · units of layer 0]  z0, z1, z2, ε      (src/model/jets/slice.ts)
 *     weights      [parameters after layer 0]    θ, dx, dy, max(|dx|, |dy|) + 2⁻¹⁰⁰
 *     targets      [samples · outputs]           scale, shift, y, 0 (src/model/network/losses.ts)
 *     coordinates  [max(columns, rows)]          x, y, 0, 0
 *
 * The output is one texel a point, in the order of the points, row by row of a texture of 2^textureShift columns: `loss` Σℓ, Σbound,
 * 0, 0; `curvature` Σxx, Σxy, Σyy, Σbound; sums over samples and outputs. Each Σbound carries a mark (shaders/compute/mark.glsl).
 */
export function assembleLandscapeShader(topology: KernelTopology): string {
  const { layers, loss, mode } = topology;
  const outputs = layers.at(-1)!.units;
  const rules = new Set<GlslRule>(layers.flatMap(({ activation }) => (activation === "identity" ? [] : [activation])));
  if (loss !== "softmax-ce") rules.add(LOSS_RULES[loss]);
  return [
    `#define OUTPUTS ${outputs}`,
    `#define PROJECTION_GAMMA ${glslFloat(projectionGamma(FLOAT32_GPU))}`,
    elementary,
    rule,
    ...[...rules].map((name) => RULES[name].shader),
    mode === "curvature" ? jet : value,
    ...(loss === "softmax-ce" ? [mode === "curvature" ? softmaxJet : softmaxValue] : []),
    mark,
    FETCHES,
    writeMain(topology),
  ].join("\n");
}

/** The kernel's input textures, in the order of the program's variables. */
export const KERNEL_INPUTS = ["projection", "weights", "targets", "coordinates"] as const;

/** Functions that fetch texel i of a texture, with a mask and a shift: an integer division would cost more than the products. */
const FETCHES = KERNEL_INPUTS.map(
  (name) =>
    `vec4 fetch_${name}(int i) { return texelFetch(${name}, ivec2(i & ${TEXTURE_WIDTH - 1}, i >> ${Math.log2(TEXTURE_WIDTH)}), 0); }`,
).join("\n");

/** Index in θ of the first weight that the kernel reads. The weights of the first layer are part of the projection. */
export function findFirstWeight(layers: readonly LayerLayout[]): number {
  return layers[0]!.bias + layers[0]!.units;
}

/** The channel of a kernel's output that holds the bound. */
export const BOUND_CHANNEL = { loss: 1, curvature: 3 } as const satisfies Record<KernelMode, number>;

function writeMain({ layers, loss, mode }: KernelTopology): string {
  const firstWeight = findFirstWeight(layers);
  const bound = `total[${BOUND_CHANNEL[mode]}]`;
  return `
void main() {
  // The framework's own coordinates go through floats and depend on the device's largest texture.
  int place = (int(gl_FragCoord.y) << textureShift) | int(gl_FragCoord.x);
  if (place >= pointCount) {
    setOutput(vec4(0.0));
    return;
  }
  int point = gridOffset + place;
  float x = fetch_coordinates(point % gridColumns).x;
  float y = fetch_coordinates(point / gridColumns).y;
  float xBar = abs(x) + coordinateSlack.x;
  float yBar = abs(y) + coordinateSlack.y;
  vec4 total = vec4(0.0);
  for (int block = sampleStart; block < sampleEnd; block += ${BLOCK_SAMPLES}) {
    vec4 partial = vec4(0.0);
    int blockEnd = min(block + ${BLOCK_SAMPLES}, sampleEnd);
    for (int s = block; s < blockEnd; s++) {
${layers.map((layer, k) => (k === 0 ? writeProjection(layer) : writeAffine(layer, layers[k - 1]!, k, firstWeight))).join("\n")}
${writeLoss(loss, layers.length - 1)}
    }
    total += partial;
  }
  ${bound} = markBound(${bound}, point, draw);
  setOutput(total);
}`;
}

function writeProjection(layer: LayerLayout): string {
  return `
      Jet a0[${layer.units}];
      for (int j = 0; j < ${layer.units}; j++) {
        a0[j] = projectJet(fetch_projection(s * ${layer.units} + j), x, y, xBar, yBar);
      }
${writeActivations(layer, 0)}`;
}

function writeAffine(layer: LayerLayout, below: LayerLayout, k: number, firstWeight: number): string {
  const { inputs, units } = layer;
  const kernel = layer.kernel - firstWeight;
  const bias = layer.bias - firstWeight;
  const g0 = glslFloat(affineGamma(inputs, FLOAT32_GPU));
  const g1 = glslFloat(affineGamma(3 * inputs, FLOAT32_GPU));
  const place = (index: string) => `placeWeight(fetch_weights(${index}), x, y, xBar, yBar)`;
  const product = (i: string) =>
    `accumulateJet(z, a${k - 1}[${i}], b${k}[${i}], ${place(`${kernel} + ${i} * ${units} + j`)});`;
  return `
      Budget b${k}[${below.units}];
      for (int i = 0; i < ${below.units}; i++) b${k}[i] = budgetOf(a${k - 1}[i], ${g0}, ${g1});
      Jet a${k}[${units}];
      for (int j = 0; j < ${units}; j++) {
        Jet z = beginJet(${place(`${bias} + j`)}, ${g0}, ${g1});
        ${writeLoop("i", inputs, product)}
        a${k}[j] = z;
      }
${writeActivations(layer, k)}`;
}

/** Most inputs of a unit whose loop is unrolled; more would take too long to compile. */
const MAX_UNROLLED_INPUTS = 32;

/**
 * A loop over a unit's inputs, unrolled where it is short. With constant indices a driver reads the jets below in place; with a variable
 * index it may gather them one component at a time.
 */
function writeLoop(variable: string, count: number, body: (index: string) => string): string {
  if (count > MAX_UNROLLED_INPUTS)
    return `for (int ${variable} = 0; ${variable} < ${count}; ${variable}++) ${body(variable)}`;
  return Array.from({ length: count }, (_, index) => body(String(index))).join("\n        ");
}

/** Replaces layer k's pre-activations by its outputs. */
function writeActivations(layer: LayerLayout, k: number): string {
  const outputs = layer.activation === "identity" ? `a${k}[j]` : writeCompose(layer.activation, `a${k}[j]`);
  const joined = layer.residual ? `addJets(${outputs}, a${k - 1}[j])` : outputs;
  if (joined === `a${k}[j]`) return "";
  return `      for (int j = 0; j < ${layer.units}; j++) a${k}[j] = ${joined};`;
}

/** A call of composeJet with the rule's bounds as literals. The slope of leaky-relu is a uniform, and so is the jump that depends on it. */
function writeCompose(name: GlslRule, z: string): string {
  const bounds: ActivationRule = name === "square" ? SCALAR_LOSS_RULES.mse : activationRule(name, 0);
  const jump = name === "leaky-relu" ? "(1.0 - leakySlope)" : glslFloat(bounds.firstJump);
  const sup = bounds.bounds.map(glslFloat).join(", ");
  return `composeJet(${RULES[name].rule}(${z}.v), ${z}, vec3(${sup}), ${jump}, ${glslFloat(bounds.secondJump)})`;
}

function writeLoss(loss: LossKind, last: number): string {
  if (loss === "softmax-ce") {
    return `
      float targets_[OUTPUTS];
      for (int j = 0; j < OUTPUTS; j++) targets_[j] = fetch_targets(s * OUTPUTS + j).z;
      partial += contribution(softmaxLoss(a${last}, targets_), summation);`;
  }
  return `
      for (int j = 0; j < OUTPUTS; j++) {
        vec4 target = fetch_targets(s * OUTPUTS + j);
        Jet r = argumentJet(a${last}[j], target.x, target.y);
        partial += contribution(${writeCompose(LOSS_RULES[loss], "r")}, summation);
      }`;
}

/** A float literal; an infinite bound is written as the largest float. */
function glslFloat(number: number): string {
  if (!Number.isFinite(number)) return "3.4e38";
  const text = number.toPrecision(9);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

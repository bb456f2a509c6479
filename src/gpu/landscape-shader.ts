import elu from "../../shaders/compute/activations/elu.glsl?raw";
import gelu from "../../shaders/compute/activations/gelu.glsl?raw";
import leakyRelu from "../../shaders/compute/activations/leaky-relu.glsl?raw";
import relu from "../../shaders/compute/activations/relu.glsl?raw";
import sigmoid from "../../shaders/compute/activations/sigmoid.glsl?raw";
import silu from "../../shaders/compute/activations/silu.glsl?raw";
import sin from "../../shaders/compute/activations/sin.glsl?raw";
import softplus from "../../shaders/compute/activations/softplus.glsl?raw";
import square from "../../shaders/compute/activations/square.glsl?raw";
import tanh from "../../shaders/compute/activations/tanh.glsl?raw";
import elementary from "../../shaders/compute/elementary.glsl?raw";
import jet from "../../shaders/compute/jet.glsl?raw";
import lanes1 from "../../shaders/compute/lanes-1.glsl?raw";
import lanes4 from "../../shaders/compute/lanes-4.glsl?raw";
import rule from "../../shaders/compute/rule.glsl?raw";
import softmaxJet from "../../shaders/compute/softmax-jet.glsl?raw";
import softmaxValue from "../../shaders/compute/softmax-value.glsl?raw";
import value from "../../shaders/compute/value.glsl?raw";
import { type ActivationRule, activationRule } from "../model/activations";
import { affineGamma, projectionGamma } from "../model/jets";
import type { LayerLayout, NetworkLayout } from "../model/layout";
import { SCALAR_LOSS_RULES } from "../model/losses";
import { FLOAT32_GPU } from "../model/rounding";
import type { Activation, LossKind } from "../spec/schema";

/** `loss`: value and bound. `curvature`: the exact second derivatives and their bound. */
export type KernelMode = "loss" | "curvature";

/** What a kernel's source depends on: topology alone. Sizes, ranges and scalars are uniforms. */
export interface KernelTopology {
  readonly layers: readonly LayerLayout[];
  readonly loss: LossKind;
  readonly mode: KernelMode;
  /** Samples that one pass of the loop treats together. */
  readonly lanes: 1 | 4;
}

/** How many passes of the sample loop are added up before their sum joins the total: two levels keep the rounding small. */
export const BLOCK_PASSES = 16;

/** A layer this wide or narrower leaves room in the registers for four samples at once. */
const MAX_WIDTH_FOR_FOUR_LANES = 16;

/** The topology of a network's kernel. */
export function kernelTopology(layout: NetworkLayout, loss: LossKind, mode: KernelMode): KernelTopology {
  const widest = Math.max(...layout.layers.map((layer) => layer.units));
  return { layers: layout.layers, loss, mode, lanes: widest <= MAX_WIDTH_FOR_FOUR_LANES ? 4 : 1 };
}

type GlslRule = Exclude<Activation, "identity"> | "square";

const RULE_SOURCES: Record<GlslRule, string> = {
  sigmoid,
  tanh,
  relu,
  "leaky-relu": leakyRelu,
  elu,
  softplus,
  silu,
  gelu,
  sin,
  square,
};

const LOSS_RULES = { mse: "square", bce: "softplus", hinge: "relu" } as const;

/**
 * The body of the fused kernel: one fragment evaluates one grid point over all samples, the layers written out one after another.
 *
 * Inputs are textures of RGBA texels, one record each:
 *
 *     projection   [samples · units of layer 0]  z0, z1, z2, ε      (src/model/slice.ts)
 *     weights      [parameters]                  θ, dx, dy, max(|dx|, |dy|) + 2⁻¹⁰⁰
 *     targets      [samples · outputs]           scale, shift, y, 0 (src/model/losses.ts)
 *     coordinates  [max(columns, rows)]          x, y, 0, 0
 *
 * The output is one texel a point: `loss` Σℓ, Σbound, 0, 0; `curvature` Σxx, Σxy, Σyy, Σbound; sums over samples and outputs.
 */
export function assembleLandscapeShader(topology: KernelTopology): string {
  const { layers, loss, mode, lanes } = topology;
  const outputs = layers.at(-1)!.units;
  const rules = new Set<GlslRule>(layers.flatMap(({ activation }) => (activation === "identity" ? [] : [activation])));
  if (loss !== "softmax-ce") rules.add(LOSS_RULES[loss]);
  return [
    lanes === 4 ? lanes4 : lanes1,
    `#define OUTPUTS ${outputs}`,
    `#define PROJECTION_GAMMA ${glslFloat(projectionGamma(FLOAT32_GPU))}`,
    elementary,
    rule,
    ...[...rules].map((name) => RULE_SOURCES[name]),
    mode === "curvature" ? jet : value,
    ...(loss === "softmax-ce" ? [mode === "curvature" ? softmaxJet : softmaxValue] : []),
    FETCHES,
    writeMain(topology),
  ].join("\n");
}

/** tfjs stores a packed [n, 2, 2] tensor as n texels, row after row of a texture whose shape it gives in numbers, two a texel. */
const FETCHES = ["projection", "weights", "targets", "coordinates"]
  .map(
    (name) =>
      `vec4 fetch_${name}(int i) { int width = ${name}TexShape[1] / 2; return texelFetch(${name}, ivec2(i % width, i / width), 0); }`,
  )
  .join("\n");

function writeMain(topology: KernelTopology): string {
  const { layers, loss, lanes } = topology;
  return `
vec4 evaluateSamples(int start, float x, float y, float xBar, float yBar) {
  int samples[LANES];
  laneMask live;
  for (int l = 0; l < LANES; l++) {
    samples[l] = min(start + l, sampleEnd - 1);
    ${lanes === 4 ? "live[l]" : "live"} = start + l < sampleEnd;
  }
${layers.map((layer, k) => (k === 0 ? writeProjection(layer) : writeAffine(layer, layers[k - 1]!, k))).join("\n")}
${writeLoss(loss, layers.length - 1)}
}

void main() {
  int point = gridOffset + getOutputCoords().x;
  float x = fetch_coordinates(point % gridColumns).x;
  float y = fetch_coordinates(point / gridColumns).y;
  float xBar = abs(x) + coordinateSlack.x;
  float yBar = abs(y) + coordinateSlack.y;
  vec4 total = vec4(0.0);
  for (int block = sampleStart; block < sampleEnd; block += ${BLOCK_PASSES} * LANES) {
    vec4 partial = vec4(0.0);
    for (int pass = 0; pass < ${BLOCK_PASSES}; pass++) {
      int start = block + pass * LANES;
      if (start >= sampleEnd) break;
      partial += evaluateSamples(start, x, y, xBar, yBar);
    }
    total += partial;
  }
  setOutput(total);
}`;
}

function writeProjection(layer: LayerLayout): string {
  return `
  Jet a0[${layer.units}];
${writeLoop(
  layer.units,
  layer.units,
  (j) => `{
    vec4 parts[LANES];
    for (int l = 0; l < LANES; l++) parts[l] = fetch_projection(samples[l] * ${layer.units} + ${j});
    Jet z = projectJet(parts, x, y, xBar, yBar);
    a0[${j}] = ${writeActivation(layer, "z", "")};
  }`,
)}`;
}

function writeAffine(layer: LayerLayout, below: LayerLayout, k: number): string {
  const g0 = glslFloat(affineGamma(layer.inputs, FLOAT32_GPU));
  const g1 = glslFloat(affineGamma(3 * layer.inputs, FLOAT32_GPU));
  const place = (index: string) => `placeWeight(fetch_weights(${index}), x, y, xBar, yBar)`;
  const product = (i: string, j: string) =>
    `accumulateJet(z, a${k - 1}[${i}], b${k}[${i}], ${place(`${layer.kernel} + ${i} * ${layer.units} + ${j}`)});`;
  return `
  Budget b${k}[${below.units}];
${writeLoop(below.units, below.units, (i) => `b${k}[${i}] = budgetOf(a${k - 1}[${i}], ${g0}, ${g1});`)}
  Jet a${k}[${layer.units}];
${writeLoop(
  layer.units,
  layer.units * layer.inputs,
  (j) => `{
    Jet z = beginJet(${place(`${layer.bias} + ${j}`)}, ${g0}, ${g1});
    ${writeLoop(layer.inputs, layer.inputs, (i) => product(i, j))}
    a${k}[${j}] = ${writeActivation(layer, "z", layer.residual ? `a${k - 1}[${j}]` : "")};
  }`,
)}`;
}

/** Products up to which a loop is written out. */
const MAX_UNROLLED_PRODUCTS = 256;

/**
 * A loop over `count` units whose body makes `products` products in all, written out where that is short: with constant indices the
 * jets of a layer live in registers, with a running index they live in memory.
 */
function writeLoop(count: number, products: number, body: (index: string) => string): string {
  if (products <= MAX_UNROLLED_PRODUCTS) {
    return Array.from({ length: count }, (_, index) => body(String(index))).join("\n");
  }
  return `for (int j = 0; j < ${count}; j++) ${body("j")}`;
}

function writeActivation(layer: LayerLayout, z: string, residual: string): string {
  const jetSource = layer.activation === "identity" ? z : writeCompose(layer.activation, z);
  return residual === "" ? jetSource : `addJets(${jetSource}, ${residual})`;
}

/** A call of composeJet with the rule's bounds written in. A leaky slope is a uniform, and so is what depends on it. */
function writeCompose(name: GlslRule, z: string): string {
  const functionName = name === "leaky-relu" ? "leakyReluRule" : `${name}Rule`;
  const bounds: ActivationRule = name === "square" ? SCALAR_LOSS_RULES.mse : activationRule(name, 0);
  const jump = name === "leaky-relu" ? "(1.0 - leakySlope)" : glslFloat(bounds.firstJump);
  const sup = bounds.bounds.map(glslFloat).join(", ");
  return `composeJet(${functionName}(${z}.v), ${z}, vec3(${sup}), ${jump}, ${glslFloat(bounds.secondJump)})`;
}

function writeLoss(loss: LossKind, last: number): string {
  if (loss === "softmax-ce") {
    return `
  lane y_[OUTPUTS];
  for (int j = 0; j < OUTPUTS; j++)
    for (int l = 0; l < LANES; l++) setLane(y_[j], l, fetch_targets(samples[l] * OUTPUTS + j).z);
  return contribution(softmaxLoss(a${last}, y_), live, summation);`;
  }
  return `
  vec4 sum = vec4(0.0);
  for (int j = 0; j < OUTPUTS; j++) {
    lane scale;
    lane shift;
    for (int l = 0; l < LANES; l++) {
      vec4 target = fetch_targets(samples[l] * OUTPUTS + j);
      setLane(scale, l, target.x);
      setLane(shift, l, target.y);
    }
    Jet r = argumentJet(a${last}[j], scale, shift);
    sum += contribution(${writeCompose(LOSS_RULES[loss], "r")}, live, summation);
  }
  return sum;`;
}

/** A float literal; an infinite bound is written as the largest float. */
function glslFloat(number: number): string {
  if (!Number.isFinite(number)) return "3.4e38";
  const text = number.toPrecision(9);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

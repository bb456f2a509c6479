import square from "../../shaders/compute/activations/square.glsl?raw";
import elementary from "../../shaders/compute/elementary.glsl?raw";
import rule from "../../shaders/compute/rule.glsl?raw";
import affine from "../../shaders/training/affine.glsl?raw";
import apply from "../../shaders/training/apply.glsl?raw";
import backward from "../../shaders/training/backward.frag.glsl?raw";
import common from "../../shaders/training/common.glsl?raw";
import forward from "../../shaders/training/forward.frag.glsl?raw";
import gradient from "../../shaders/training/gradient.frag.glsl?raw";
import scalarLoss from "../../shaders/training/losses/scalar.glsl?raw";
import softmaxLoss from "../../shaders/training/losses/softmax.glsl?raw";
import adam from "../../shaders/training/optimizers/adam.glsl?raw";
import momentum from "../../shaders/training/optimizers/momentum.glsl?raw";
import rmsprop from "../../shaders/training/optimizers/rmsprop.glsl?raw";
import sgd from "../../shaders/training/optimizers/sgd.glsl?raw";
import output from "../../shaders/training/output.frag.glsl?raw";
import update from "../../shaders/training/update.frag.glsl?raw";
import { LIMITS } from "../experiment/limits";
import type { LossKind, Optimizer } from "../experiment/spec";
import type { LayerLayout } from "../model/network/layout";
import type { ScalarLoss } from "../model/network/losses";
import { OPTIMIZER_SETTINGS } from "../model/training/optimizer";
import { ACTIVATION_OPERATIONS, type ActivationOperation } from "./activation-operations";
import { BAND_TEXELS, quadsOf, TRAINING_COLUMNS } from "./training-layout";

/** Most layers of a network, the output layer included. */
export const MOST_LAYERS = LIMITS.hiddenLayers.max + 1;

type LayerActivation = LayerLayout["activation"];

const PREAMBLE = [
  "#version 300 es",
  `#define COLUMNS ${TRAINING_COLUMNS}`,
  `#define BAND_SHIFT ${Math.log2(BAND_TEXELS / 4)}`,
  `#define LAYERS ${MOST_LAYERS}`,
  `#define OUTPUT_QUADS ${quadsOf(LIMITS.outputs.max)}`,
  common,
].join("\n");

const RULES = ["uniform float leakySlope;", elementary, rule, apply].join("\n");

/** A hidden layer's outputs and slopes. Depends on the activation alone, so that layers with the same activation have the same program. */
export function assembleForwardShader(activation: LayerActivation): string {
  return join(PREAMBLE, RULES, writeActivation(activation), affine, forward);
}

/** The rule of each scalar loss, and its argument's scale and shift (src/model/network/losses.ts). */
const SCALAR_LOSSES: Readonly<Record<ScalarLoss, { operation: ActivationOperation; argument: string }>> = {
  mse: { operation: { shader: square, rule: "squareRule" }, argument: "1.0, -y" },
  bce: { operation: ACTIVATION_OPERATIONS.softplus, argument: "1.0 - 2.0 * y, 0.0" },
  hinge: { operation: ACTIVATION_OPERATIONS.relu, argument: "1.0 - 2.0 * y, 1.0" },
};

/** The loss of each sample, and the errors of the output layer. */
export function assembleOutputShader(activation: LayerActivation, kind: LossKind): string {
  const layer = [PREAMBLE, RULES, writeActivation(activation), affine, output];
  if (kind === "softmax-ce") return join(...layer, softmaxLoss);
  const { operation, argument } = SCALAR_LOSSES[kind];
  return join(
    ...layer,
    operation.shader,
    `vec2 argumentOf(float y) { return vec2(${argument}); }`,
    `vec2 applyLoss(float r) { return APPLY(${operation.rule}(r), r); }`,
    scalarLoss,
  );
}

/** The errors of a layer, from those of the layer above. */
export const BACKWARD_SHADER = join(PREAMBLE, backward);

/** The gradient, and the losses, summed over blocks of samples. */
export const GRADIENT_SHADER = join(PREAMBLE, gradient);

const OPTIMIZER_SHADERS: Readonly<Record<Optimizer, string>> = { sgd, momentum, adam, rmsprop };

/** The step of every weight. */
export function assembleUpdateShader(optimizer: Optimizer): string {
  const settings = OPTIMIZER_SETTINGS;
  const constants = {
    MOMENTUM: settings.momentum,
    BETA1: settings.adam.beta1,
    ONE_MINUS_BETA1: 1 - settings.adam.beta1,
    BETA2: settings.adam.beta2,
    ONE_MINUS_BETA2: 1 - settings.adam.beta2,
    DECAY: settings.rmsprop.decay,
    ONE_MINUS_DECAY: 1 - settings.rmsprop.decay,
    EPSILON: optimizer === "adam" ? settings.adam.epsilon : settings.rmsprop.epsilon,
  };
  const defines = Object.entries(constants).map(([name, value]) => `#define ${name} ${value.toExponential(9)}`);
  return join(PREAMBLE, ...defines, update, OPTIMIZER_SHADERS[optimizer]);
}

function writeActivation(activation: LayerActivation): string {
  if (activation === "identity") return "vec2 activate(float z) { return vec2(z, 1.0); }";
  const { shader, rule: name } = ACTIVATION_OPERATIONS[activation];
  return join(shader, `vec2 activate(float z) { return APPLY(${name}(z), z); }`);
}

function join(...parts: readonly string[]): string {
  return parts.join("\n");
}

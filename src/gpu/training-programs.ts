import type { TrainingPlan } from "../model/training/session";
import { getTexelProgram, type TexelProgram } from "./texel-program";
import {
  assembleForwardShader,
  assembleOutputShader,
  assembleUpdateShader,
  BACKWARD_SHADER,
  GRADIENT_SHADER,
} from "./training-shader";

/** The programs of a training. */
export interface TrainingPrograms {
  /** One a hidden layer; layers with the same activation have the same. */
  readonly forward: readonly TexelProgram[];
  readonly output: TexelProgram;
  readonly backward: TexelProgram;
  readonly gradient: TexelProgram;
  readonly update: TexelProgram;
}

/** Begins to compile all programs of a training, so that they compile side by side. */
export function prepareTrainingPrograms(
  gl: WebGL2RenderingContext,
  { layout, loss, weights }: TrainingPlan,
): TrainingPrograms {
  const activations = layout.layers.map(({ activation }) => activation);
  return {
    forward: activations.slice(0, -1).map((activation) => getTexelProgram(gl, assembleForwardShader(activation))),
    output: getTexelProgram(gl, assembleOutputShader(activations.at(-1)!, loss.kind)),
    backward: getTexelProgram(gl, BACKWARD_SHADER),
    gradient: getTexelProgram(gl, GRADIENT_SHADER),
    update: getTexelProgram(gl, assembleUpdateShader(weights.optimizer)),
  };
}

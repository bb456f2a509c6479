import type { TrainingPlan } from "../model/training/session";
import { getTexelProgram, type TexelProgram } from "./texel-program";
import {
  assembleForwardShader,
  assembleLossShader,
  assembleUpdateShader,
  BACKWARD_SHADER,
  GRADIENT_SHADER,
} from "./training-shader";

/** The programs of a training. */
export interface TrainingPrograms {
  /** One a layer; layers with the same activation have the same. */
  readonly forward: readonly TexelProgram[];
  readonly loss: TexelProgram;
  readonly backward: TexelProgram;
  readonly gradient: TexelProgram;
  readonly update: TexelProgram;
}

/** Begins to compile all programs of a training, so that they compile side by side. */
export function prepareTrainingPrograms(
  gl: WebGL2RenderingContext,
  { layout, loss, weights }: TrainingPlan,
): TrainingPrograms {
  return {
    forward: layout.layers.map(({ activation }) => getTexelProgram(gl, assembleForwardShader(activation))),
    loss: getTexelProgram(gl, assembleLossShader(loss.kind)),
    backward: getTexelProgram(gl, BACKWARD_SHADER),
    gradient: getTexelProgram(gl, GRADIENT_SHADER),
    update: getTexelProgram(gl, assembleUpdateShader(weights.optimizer)),
  };
}

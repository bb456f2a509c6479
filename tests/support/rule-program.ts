import type { GPGPUProgram } from "@tensorflow/tfjs-backend-webgl";
import * as tf from "@tensorflow/tfjs-core";
import square from "../../shaders/compute/activations/square.glsl?raw";
import elementary from "../../shaders/compute/elementary.glsl?raw";
import rule from "../../shaders/compute/rule.glsl?raw";
import { ACTIVATION_OPERATIONS } from "../../src/gpu/activation-operations";
import type { WebglBackend } from "../../src/gpu/backend";

/** Every shader file of the kernel that defines a Rule, and the name of the function in it. */
export const RULE_SHADERS = { ...ACTIVATION_OPERATIONS, square: { shader: square, rule: "squareRule" } };
export type RuleName = keyof typeof RULE_SHADERS;

/** One expression of the shader library at many points: the texel (z, 0, 0, 0) becomes the expression's vec4. */
class ExpressionProgram implements GPGPUProgram {
  readonly variableNames = ["points"];
  readonly packedInputs = true;
  readonly packedOutput = true;
  readonly enableShapeUniforms = true;
  readonly customUniforms = [{ name: "leakySlope", type: "float" as const }];
  readonly userCode: string;

  constructor(
    readonly outputShape: number[],
    sources: readonly string[],
    expression: string,
  ) {
    this.userCode = [
      elementary,
      rule,
      ...sources,
      `
void main() {
  int i = getOutputCoords().x;
  int width = pointsTexShape[1] / 2;
  float z = texelFetch(points, ivec2(i % width, i / width), 0).x;
  ${expression}
}`,
    ].join("\n");
  }
}

async function runExpression(
  backend: WebglBackend,
  points: Float32Array,
  program: ExpressionProgram,
  leakySlope: number,
): Promise<Float32Array> {
  const texels = new Float32Array(points.length * 4);
  points.forEach((z, i) => {
    texels[4 * i] = z;
  });
  const unpacked = tf.tensor3d(texels, [points.length, 2, 2]);
  const packed = backend.webgl.packTensor(unpacked);
  const output = backend.webgl.runWebGLProgram(program, [packed], "float32", [[leakySlope]], true);
  try {
    return await backend.readData(output);
  } finally {
    for (const tensor of [output, packed]) backend.webgl.disposeIntermediateTensorInfo(tensor);
    unpacked.dispose();
  }
}

/** A Rule as the GPU computes it: one array for each member, [points] each. */
export interface RuleSweep {
  readonly value: Float32Array;
  readonly first: Float32Array;
  readonly second: Float32Array;
  readonly libraryValue: Float32Array;
  readonly libraryFirst: Float32Array;
  readonly librarySecond: Float32Array;
}

/** Evaluates a shader file's Rule at float32 points. */
export async function sweepRule(
  backend: WebglBackend,
  name: RuleName,
  points: Float32Array,
  leakySlope: number,
): Promise<RuleSweep> {
  const { shader, rule } = RULE_SHADERS[name];
  const run = (members: readonly string[]) => {
    const entries = members.map((member) => `r.${member}`).join(", ");
    const expression = `Rule r = ${rule}(z); setOutput(vec4(${entries}, 0.0));`;
    const program = new ExpressionProgram([points.length, 2, 2], [shader], expression);
    return runExpression(backend, points, program, leakySlope);
  };
  const values = await run(["value", "first", "second"]);
  const libraries = await run(["libraryValue", "libraryFirst", "librarySecond"]);
  const channel = (texels: Float32Array, c: number) => points.map((_, i) => texels[4 * i + c]!);
  return {
    value: channel(values, 0),
    first: channel(values, 1),
    second: channel(values, 2),
    libraryValue: channel(libraries, 0),
    libraryFirst: channel(libraries, 1),
    librarySecond: channel(libraries, 2),
  };
}

/** Evaluates one of elementary.glsl's functions of z. */
export async function sweepElementary(
  backend: WebglBackend,
  call: string,
  points: Float32Array,
): Promise<Float32Array> {
  const program = new ExpressionProgram([points.length, 2, 2], [], `setOutput(vec4(${call}, 0.0, 0.0, 0.0));`);
  const texels = await runExpression(backend, points, program, 0);
  return points.map((_, i) => texels[4 * i]!);
}

import type { GPGPUProgram, MathBackendWebGL } from "@tensorflow/tfjs-backend-webgl";
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { assembleLandscapeShader, KERNEL_INPUTS, type KernelTopology } from "./landscape-shader";

/** The kernel's uniforms, declared once: a missing or misspelt one fails the compile. */
const UNIFORMS = {
  gridOffset: "int",
  gridColumns: "int",
  sampleStart: "int",
  sampleEnd: "int",
  coordinateSlack: "vec2",
  summation: "float",
  leakySlope: "float",
} as const;

export type LandscapeUniforms = Readonly<Record<keyof typeof UNIFORMS, number[]>>;

/** The fused landscape kernel as a tfjs program: one fragment, one RGBA texel, one grid point. */
export class LandscapeProgram implements GPGPUProgram {
  readonly variableNames = [...KERNEL_INPUTS];
  readonly packedInputs = true;
  readonly packedOutput = true;
  /** Shapes arrive as uniforms, so another grid or data set needs no other shader. */
  readonly enableShapeUniforms = true;
  readonly customUniforms = Object.entries(UNIFORMS).map(([name, type]) => ({ name, type }));
  readonly userCode: string;
  outputShape: number[] = [2, 2, 2];

  constructor(readonly topology: KernelTopology) {
    this.userCode = assembleLandscapeShader(topology);
  }

  /**
   * Runs one tile.
   * @param inputs  in the order of variableNames, [texels, 2, 2] each
   * @returns [points, 2, 2] on the GPU; the caller disposes it
   */
  run(webgl: MathBackendWebGL, inputs: readonly TensorInfo[], points: number, uniforms: LandscapeUniforms): TensorInfo {
    // tfjs would squeeze a batch of one into another shape, and compile again.
    this.outputShape = [Math.max(2, points), 2, 2];
    const values = Object.keys(UNIFORMS).map((name) => uniforms[name as keyof LandscapeUniforms]);
    return webgl.runWebGLProgram(this, [...inputs], "float32", values, true);
  }
}

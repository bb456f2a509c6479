import type { GPGPUProgram, MathBackendWebGL } from "@tensorflow/tfjs-backend-webgl";
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { assembleLandscapeShader, KERNEL_INPUTS, type KernelTopology } from "./landscape-shader";

/** The kernel's uniforms, declared once, so that the compiler rejects a missing or misspelt one. */
const UNIFORMS = {
  gridOffset: "int",
  pointCount: "int",
  textureShift: "int",
  draw: "int",
  gridColumns: "int",
  sampleStart: "int",
  sampleEnd: "int",
  coordinateSlack: "vec2",
  summation: "float",
  leakySlope: "float",
} as const;

/** The uniforms that a caller sets; the program sets those of the output texture. */
export type LandscapeUniforms = Readonly<
  Record<Exclude<keyof typeof UNIFORMS, "pointCount" | "textureShift">, number[]>
>;

/** The fused landscape kernel as a tfjs program: one fragment, one RGBA texel, one grid point. */
export class LandscapeProgram implements GPGPUProgram {
  readonly variableNames = [...KERNEL_INPUTS];
  readonly packedInputs = true;
  readonly packedOutput = true;
  /** tfjs's PackingScheme.DENSE, which it does not export: the output's texture has the size that `run` passes. */
  readonly outPackingScheme = 0;
  /** Shapes are uniforms, so another grid or data set needs no new shader. */
  readonly enableShapeUniforms = true;
  readonly customUniforms = Object.entries(UNIFORMS).map(([name, type]) => ({ name, type }));
  readonly userCode: string;
  outputShape: number[] = [2, 2, 2];

  constructor(readonly topology: KernelTopology) {
    this.userCode = assembleLandscapeShader(topology);
  }

  /**
   * Runs one tile. Its texture is the smallest of 2^⌈k/2⌉ × 2^⌊k/2⌋ texels that is large enough. There are few such sizes, so textures
   * are used again; they are nearly square, because GPUs draw squares of fragments; and no side comes near a device's limit.
   * @param inputs  in the order of variableNames, [texels, 2, 2] each
   * @param points  1 to MAX_TILE_POINTS
   * @returns a texel a point, row by row of the texture, on the GPU; the caller disposes it
   */
  run(webgl: MathBackendWebGL, inputs: readonly TensorInfo[], points: number, uniforms: LandscapeUniforms): TensorInfo {
    // The texture has at least 2 texels: tfjs would remove a dimension of size 1 and compile again.
    const size = Math.max(1, Math.ceil(Math.log2(points)));
    const [textureShift, rowShift] = [Math.ceil(size / 2), Math.floor(size / 2)];
    this.outputShape = [2 ** size, 2, 2];
    const all = { ...uniforms, pointCount: [points], textureShift: [textureShift] };
    const values = Object.keys(UNIFORMS).map((name) => all[name as keyof typeof UNIFORMS]);
    return webgl.runWebGLProgram(this, [...inputs], "float32", values, true, [2 ** rowShift, 2 ** textureShift]);
  }
}

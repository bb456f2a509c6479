import type { MathBackendWebGL } from "@tensorflow/tfjs-backend-webgl";
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { KERNEL_INPUTS, type KERNEL_UNIFORMS } from "./landscape-shader";
import { getTexelProgram } from "./texel-program";

/** A value for each of the kernel's uniforms. */
export type LandscapeUniforms = Readonly<Record<keyof typeof KERNEL_UNIFORMS, number | readonly [number, number]>>;

/** One for each context, because the outputs change with each draw. */
const FRAMEBUFFERS = new WeakMap<WebGL2RenderingContext, WebGLFramebuffer>();

/**
 * Runs the fused landscape kernel with this source, one fragment for each texel of the outputs. Its textures are tfjs's, which uses those of
 * one landscape again for the next.
 * @param inputs  in the order of KERNEL_INPUTS
 * @param outputs  textures of one size, in the order of the kernel's outputs
 * @throws ProgramRefusedError where the driver does not compile the program
 */
export function drawLandscape(
  { gpgpu, texData }: MathBackendWebGL,
  source: string,
  inputs: readonly TensorInfo[],
  outputs: readonly TensorInfo[],
  uniforms: LandscapeUniforms,
): void {
  const gl = gpgpu.gl as WebGL2RenderingContext;
  const textureOf = ({ dataId }: TensorInfo) => texData.get(dataId).texture!;
  const samplers = KERNEL_INPUTS.map((name, i) => [name, textureOf(inputs[i]!)] as const);
  const framebuffer = FRAMEBUFFERS.get(gl) ?? gl.createFramebuffer();
  FRAMEBUFFERS.set(gl, framebuffer);
  gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
  const attachments = outputs.map((_, i) => gl.COLOR_ATTACHMENT0 + i);
  const attach = (i: number, texture: WebGLTexture | null): void =>
    gl.framebufferTexture2D(gl.FRAMEBUFFER, attachments[i]!, gl.TEXTURE_2D, texture, 0);
  for (const [i, output] of outputs.entries()) attach(i, textureOf(output).texture);
  gl.drawBuffers(attachments);
  const [rows, columns] = textureOf(outputs[0]!).texShape;
  try {
    getTexelProgram(gl, source).draw(
      framebuffer,
      { firstRow: 0, columns, rows },
      { ...uniforms, ...Object.fromEntries(samplers) },
    );
  } finally {
    // A texture that stays attached could not be used as an input.
    for (const i of outputs.keys()) attach(i, null);
    gl.bindFramebuffer(gl.FRAMEBUFFER, gpgpu.framebuffer);
  }
}

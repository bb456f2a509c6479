import type { MathBackendWebGL } from "@tensorflow/tfjs-backend-webgl";
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { KERNEL_INPUTS, KERNEL_UNIFORMS } from "./landscape-shader";

/** A value for each of the kernel's uniforms. */
export type LandscapeUniforms = Readonly<Record<keyof typeof KERNEL_UNIFORMS, number | readonly [number, number]>>;

type TfjsProgram = ReturnType<MathBackendWebGL["gpgpu"]["createProgram"]>;

/** The programs that are compiled on a context; a recovery makes a new tfjs backend and so a new list. */
const COMPILED = new WeakMap<MathBackendWebGL, Map<string, LandscapeProgram>>();

/**
 * The program with this source on tfjs's present context, compiled when it is first asked for.
 * @throws Error when the driver does not compile it
 */
export function findProgram(webgl: MathBackendWebGL, source: string): LandscapeProgram {
  const programs = COMPILED.get(webgl) ?? new Map<string, LandscapeProgram>();
  COMPILED.set(webgl, programs);
  const program = programs.get(source) ?? new LandscapeProgram(webgl, source);
  programs.set(source, program);
  return program;
}

/**
 * The fused landscape kernel on tfjs's context: one fragment, one point. tfjs's own programs have one output and the kernel may have two,
 * so it is compiled here; the vertex shader, the textures and the draw call are tfjs's.
 */
class LandscapeProgram {
  readonly #webgl: MathBackendWebGL;
  readonly #program: TfjsProgram;
  readonly #framebuffer: WebGLFramebuffer;
  readonly #locations = new Map<string, WebGLUniformLocation | null>();

  constructor(webgl: MathBackendWebGL, source: string) {
    const { gpgpu } = webgl;
    const gl = gpgpu.gl as WebGL2RenderingContext;
    this.#webgl = webgl;
    this.#program = gpgpu.createProgram(compileFragmentShader(gl, source));
    gpgpu.buildVao(this.#program);
    this.#framebuffer = gl.createFramebuffer()!;
    for (const name of [...KERNEL_INPUTS, ...Object.keys(KERNEL_UNIFORMS)]) {
      this.#locations.set(name, gl.getUniformLocation(this.#program, name));
    }
  }

  /**
   * Draws into all texels of the outputs. tfjs binds its own framebuffer, program and textures before each of its draws and reads, so
   * nothing is restored.
   * @param inputs  in the order of KERNEL_INPUTS
   * @param outputs  textures of one size, in the order of the kernel's outputs
   */
  run(inputs: readonly TensorInfo[], outputs: readonly TensorInfo[], uniforms: LandscapeUniforms): void {
    const { gpgpu } = this.#webgl;
    const gl = gpgpu.gl as WebGL2RenderingContext;
    gpgpu.setProgram(this.#program);
    gpgpu.bindVertexArray(this.#program.vao);
    for (const [unit, name] of KERNEL_INPUTS.entries()) {
      const location = this.#locations.get(name);
      if (location) gpgpu.setInputMatrixTexture(this.#textureOf(inputs[unit]!).texture, location, unit);
    }
    for (const [name, value] of Object.entries(uniforms)) {
      const location = this.#locations.get(name) ?? null;
      if (typeof value !== "number") gl.uniform2f(location, ...value);
      else if (KERNEL_UNIFORMS[name as keyof typeof KERNEL_UNIFORMS] === "int") gl.uniform1i(location, value);
      else gl.uniform1f(location, value);
    }
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.#framebuffer);
    const attachments = outputs.map((_, i) => gl.COLOR_ATTACHMENT0 + i);
    for (const [i, output] of outputs.entries()) this.#attach(attachments[i]!, this.#textureOf(output).texture);
    gl.drawBuffers(attachments);
    const [rows, columns] = this.#textureOf(outputs[0]!).texShape;
    gl.viewport(0, 0, columns, rows);
    gl.scissor(0, 0, columns, rows);
    gpgpu.executeProgram();
    // A texture that stays attached could not be used as an input.
    for (const attachment of attachments) this.#attach(attachment, null);
    gl.bindFramebuffer(gl.FRAMEBUFFER, gpgpu.framebuffer);
  }

  #attach(attachment: number, texture: WebGLTexture | null): void {
    const gl = this.#webgl.gpgpu.gl as WebGL2RenderingContext;
    gl.framebufferTexture2D(gl.FRAMEBUFFER, attachment, gl.TEXTURE_2D, texture, 0);
  }

  #textureOf(tensor: TensorInfo): { texture: WebGLTexture; texShape: [number, number] } {
    return this.#webgl.texData.get(tensor.dataId).texture!;
  }
}

function compileFragmentShader(gl: WebGL2RenderingContext, source: string): WebGLShader {
  const shader = gl.createShader(gl.FRAGMENT_SHADER)!;
  gl.shaderSource(shader, source);
  gl.compileShader(shader);
  if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS) && !gl.isContextLost()) {
    throw new Error(`The landscape kernel does not compile: ${gl.getShaderInfoLog(shader)}`);
  }
  return shader;
}

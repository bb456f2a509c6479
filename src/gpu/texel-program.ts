import { ProgramRefusedError } from "./device-errors";
import type { TexelTexture } from "./texel-device";
import type { TexelArea } from "./training-layout";

/** The value of a uniform; of a sampler, its texture. */
export type UniformValue = number | readonly number[] | Pick<TexelTexture, "texture">;

const VERTEX_SHADER = `#version 300 es
// One triangle that covers everything.
void main() {
  gl_Position = vec4(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0, 0.0, 1.0);
}`;

/** The programs of each context. They are few, because nothing but names goes into their sources, and they are kept. */
const PROGRAMS = new WeakMap<WebGL2RenderingContext, Map<string, TexelProgram>>();

/** The program of a fragment shader on a context. Its compilation begins, and its first draw waits for it. */
export function getTexelProgram(gl: WebGL2RenderingContext, source: string): TexelProgram {
  const programs = PROGRAMS.get(gl) ?? new Map<string, TexelProgram>();
  PROGRAMS.set(gl, programs);
  const program = programs.get(source) ?? new TexelProgram(gl, source);
  programs.set(source, program);
  return program;
}

/** A fragment shader that writes texels. Of tfjs's programs it differs in having several outputs, and draws of a few microseconds. */
export class TexelProgram {
  readonly #gl: WebGL2RenderingContext;
  readonly #program: WebGLProgram;
  /** Set by the first draw. */
  #setters: ReadonlyMap<string, (value: UniformValue) => void> | undefined;

  constructor(gl: WebGL2RenderingContext, source: string) {
    this.#gl = gl;
    this.#program = gl.createProgram();
    attachShader(gl, this.#program, gl.VERTEX_SHADER, VERTEX_SHADER);
    attachShader(gl, this.#program, gl.FRAGMENT_SHADER, source);
    gl.linkProgram(this.#program);
  }

  /**
   * Runs one fragment for each texel of an area. tfjs binds its own framebuffer, program and textures before each of its draws and reads, so
   * nothing is restored.
   * @param values  every uniform that the shader uses, and possibly others
   * @throws ProgramRefusedError where the driver does not compile the program
   */
  draw(
    framebuffer: WebGLFramebuffer,
    { firstRow, columns, rows }: TexelArea,
    values: Readonly<Record<string, UniformValue>>,
  ): void {
    const gl = this.#gl;
    this.#setters ??= this.#findUniforms();
    gl.useProgram(this.#program);
    for (const [name, set] of this.#setters) {
      const value = values[name];
      if (value === undefined) throw new Error(`The uniform ${name} has no value.`);
      set(value);
    }
    gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
    gl.viewport(0, firstRow, columns, rows);
    gl.scissor(0, firstRow, columns, rows);
    gl.bindVertexArray(null);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
  }

  #findUniforms(): Map<string, (value: UniformValue) => void> {
    const gl = this.#gl;
    const program = this.#program;
    // A lost context compiles nothing; whoever reads the result notices the loss.
    if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost()) {
      throw new ProgramRefusedError(`The graphics driver refuses a program: ${describeRefusal(gl, program)}`);
    }
    gl.useProgram(program);
    const setters = new Map<string, (value: UniformValue) => void>();
    let units = 0;
    for (let i = 0; i < gl.getProgramParameter(program, gl.ACTIVE_UNIFORMS); i++) {
      const { name, type } = gl.getActiveUniform(program, i)!;
      const location = gl.getUniformLocation(program, name);
      const isSampler = type === gl.SAMPLER_2D || type === gl.INT_SAMPLER_2D;
      if (isSampler) gl.uniform1i(location, units);
      const setter = isSampler ? makeSamplerSetter(gl, units++) : makeSetter(gl, type, location);
      setters.set(name.replace("[0]", ""), setter);
    }
    return setters;
  }
}

function attachShader(gl: WebGL2RenderingContext, program: WebGLProgram, type: number, source: string): void {
  const shader = gl.createShader(type)!;
  gl.shaderSource(shader, source);
  gl.compileShader(shader);
  gl.attachShader(program, shader);
}

function describeRefusal(gl: WebGL2RenderingContext, program: WebGLProgram): string {
  const logs = (gl.getAttachedShaders(program) ?? []).map((shader) => gl.getShaderInfoLog(shader));
  return [...logs, gl.getProgramInfoLog(program)].join(" ").trim();
}

function makeSamplerSetter(gl: WebGL2RenderingContext, unit: number): (value: UniformValue) => void {
  return (value) => {
    gl.activeTexture(gl.TEXTURE0 + unit);
    gl.bindTexture(gl.TEXTURE_2D, (value as Pick<TexelTexture, "texture">).texture);
  };
}

/** Sets a uniform where its value is another than before: most are the same in every step, and each call has its cost. */
function makeSetter(
  gl: WebGL2RenderingContext,
  type: number,
  location: WebGLUniformLocation | null,
): (value: UniformValue) => void {
  const set = (numbers: readonly number[]) => {
    if (type === gl.FLOAT) gl.uniform1fv(location, numbers);
    else if (type === gl.FLOAT_VEC2) gl.uniform2fv(location, numbers);
    else gl.uniform1iv(location, numbers);
  };
  let current: readonly number[] = [];
  return (value) => {
    const numbers = typeof value === "number" ? [value] : (value as readonly number[]);
    if (current.length > 0 && numbers.every((number, i) => number === current[i])) return;
    set(numbers);
    current = numbers;
  };
}

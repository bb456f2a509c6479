import { positionOfTexel, sizeOfTexels, type TexelSize } from "./training-layout";

/** A texture of RGBA float32 texels, or of whole numbers. */
export interface TexelTexture extends TexelSize {
  readonly texture: WebGLTexture;
}

/** Textures that one draw writes, each fragment the same texel of all. */
export interface TexelTarget {
  readonly framebuffer: WebGLFramebuffer;
  readonly textures: readonly TexelTexture[];
}

/** The textures of one training, on the context of tfjs but beside its own. */
export class TexelDevice {
  readonly gl: WebGL2RenderingContext;
  readonly #textures = new Set<WebGLTexture>();
  readonly #framebuffers: WebGLFramebuffer[] = [];

  constructor(gl: WebGL2RenderingContext) {
    this.gl = gl;
  }

  /** A texture of RGBA texels. @param values  four numbers a texel; without them, and beyond them, the texels are 0 */
  createTexels(size: TexelSize, values?: Float32Array): TexelTexture {
    const { gl } = this;
    const texels = this.#createTexture(size, gl.RGBA32F);
    if (values)
      this.#upload(texels, gl.RGBA, gl.FLOAT, arrange(values, 4, texels, new Float32Array(sizeOf(texels, 4))));
    return texels;
  }

  /** A texture of whole numbers, one a texel. */
  createIntegers(values: Int32Array): TexelTexture {
    const { gl } = this;
    const texels = this.#createTexture(sizeOfTexels(values.length), gl.R32I);
    this.#upload(texels, gl.RED_INTEGER, gl.INT, arrange(values, 1, texels, new Int32Array(sizeOf(texels, 1))));
    return texels;
  }

  /** @param textures  of one size, as WebGL wants it */
  createTarget(...textures: readonly TexelTexture[]): TexelTarget {
    const { gl } = this;
    const framebuffer = gl.createFramebuffer();
    this.#framebuffers.push(framebuffer);
    gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
    textures.forEach(({ texture }, i) => {
      gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0 + i, gl.TEXTURE_2D, texture, 0);
    });
    gl.drawBuffers(textures.map((_, i) => gl.COLOR_ATTACHMENT0 + i));
    return { framebuffer, textures };
  }

  /** Copies the first texels of a target's first texture to a row of another. */
  copyTexels(from: TexelTarget, size: TexelSize, to: TexelTexture, row: number): void {
    const { gl } = this;
    gl.bindFramebuffer(gl.FRAMEBUFFER, from.framebuffer);
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, to.texture);
    gl.copyTexSubImage2D(gl.TEXTURE_2D, 0, 0, row, 0, 0, size.columns, size.rows);
  }

  /**
   * Copies texels to a new buffer on the GPU, which the caller deletes.
   * @param parts  the first texels of one of a target's textures each; the numbers follow one another
   */
  copyToBuffer(parts: readonly { from: TexelTarget; attachment: number; size: TexelSize }[]): WebGLBuffer {
    const { gl } = this;
    const buffer = gl.createBuffer();
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, buffer);
    const bytes = parts.reduce((sum, { size }) => sum + bytesOf(size), 0);
    gl.bufferData(gl.PIXEL_PACK_BUFFER, bytes, gl.STREAM_READ);
    let offset = 0;
    for (const { from, attachment, size } of parts) {
      gl.bindFramebuffer(gl.FRAMEBUFFER, from.framebuffer);
      gl.readBuffer(gl.COLOR_ATTACHMENT0 + attachment);
      gl.readPixels(0, 0, size.columns, size.rows, gl.RGBA, gl.FLOAT, offset);
      gl.readBuffer(gl.COLOR_ATTACHMENT0);
      offset += bytesOf(size);
    }
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
    return buffer;
  }

  delete({ texture }: TexelTexture): void {
    this.gl.deleteTexture(texture);
    this.#textures.delete(texture);
  }

  dispose(): void {
    for (const framebuffer of this.#framebuffers) this.gl.deleteFramebuffer(framebuffer);
    for (const texture of this.#textures) this.gl.deleteTexture(texture);
  }

  #createTexture(size: TexelSize, format: number): TexelTexture {
    const { gl } = this;
    const texture = gl.createTexture();
    this.#textures.add(texture);
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.texStorage2D(gl.TEXTURE_2D, 1, format, size.columns, size.rows);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
    return { texture, ...size };
  }

  #upload({ columns, rows }: TexelTexture, format: number, type: number, values: Float32Array | Int32Array): void {
    const { gl } = this;
    // tfjs sets these for its own uploads, of pictures too.
    gl.bindBuffer(gl.PIXEL_UNPACK_BUFFER, null);
    gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false);
    gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, columns, rows, format, type, values);
  }
}

function bytesOf({ columns, rows }: TexelSize): number {
  return 16 * columns * rows;
}

function sizeOf({ columns, rows }: TexelSize, channels: number): number {
  return channels * columns * rows;
}

/** Puts texels of `channels` numbers where a texture has them. */
function arrange<Values extends Float32Array | Int32Array>(
  values: Values,
  channels: number,
  { columns }: TexelTexture,
  arranged: Values,
): Values {
  for (let i = 0; i * channels < values.length; i++) {
    const position = positionOfTexel(i, columns);
    for (let c = 0; c < channels; c++) arranged[position * channels + c] = values[i * channels + c]!;
  }
  return arranged;
}

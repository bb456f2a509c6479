// The backend without tfjs's kernels: all programs are our own.
import { MathBackendWebGL } from "@tensorflow/tfjs-backend-webgl/dist/base";
import * as tf from "@tensorflow/tfjs-core";
import { yieldToEvents } from "../numeric/yield-to-events";
import type { BackendInfo } from "../slice/backend-info";
import { ContextLostError, DeviceFaultError, LateAnswerError, WebglUnavailableError } from "./device-errors";
import { TEXTURE_WIDTH } from "./texture-width";

/** The backend's name in tfjs; recovery registers the new backend under the same name. */
const BACKEND_NAME = "webgl";

/** tfjs's setting for the number of bytes of textures that it keeps for reuse; −1: all. */
const KEPT_BYTES = "WEBGL_DELETE_TEXTURE_THRESHOLD";

/** Default time limit of a read, in milliseconds: far above two seconds, after which drivers reset a GPU that hangs. */
const ANSWER_LIMIT_MS = 15_000;

const BRISK_POLLING_MS = 3;

/** Waits before each attempt to make a new context: after a driver reset, a browser may refuse new contexts for a while. */
const RECOVERY_WAITS_MS = [0, 100, 200, 400, 800, 1_600] as const;

/** Options of a read from the GPU. */
export interface ReadOptions {
  /** Milliseconds after which the answer is late; 15 s by default. */
  readonly limitMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/** tfjs on WebGL2, as this folder uses it. A thread has one, because tfjs's engine is global. */
export interface WebglBackend {
  readonly info: BackendInfo;
  /** A sentence where the device renders 16-bit floats only, else empty. */
  readonly reason: string;
  /** tfjs's backend of the current context. Ask again after every await: a recovery replaces it. */
  readonly webgl: MathBackendWebGL;
  /** Rises by one with each recovery. Tensors made under an older number are gone. */
  readonly generation: number;
  /** Whether the current context is lost; then every result is worthless until `recover()`. */
  isContextLost(): boolean;
  /**
   * Waits for the GPU without blocking the thread, then reads a float32 tensor. tfjs then keeps the values on the CPU and frees the
   * texture: for a tensor that is used again, read a copy.
   * @throws ContextLostError when the context is lost meanwhile
   * @throws LateAnswerError when the GPU does not answer in time
   * @throws DeviceFaultError when the GPU has reported an error since the last read, in an allocation, a draw or a read
   */
  readData(tensor: tf.TensorInfo, options?: ReadOptions): Promise<Float32Array>;
  /**
   * Puts texels (RGBA, four numbers each) unchanged into a packed texture with TEXTURE_WIDTH texels a row. tfjs's upload is not used,
   * because it would compile two programs for every size of texture.
   * @returns a tensor for a program with packed inputs; the caller disposes it
   */
  uploadTexels(values: ArrayLike<number>): tf.TensorInfo;
  /** A packed texture of this many texels for a program to draw into; the caller disposes it. */
  allocateTexels(columns: number, rows: number): tf.TensorInfo;
  /**
   * Waits for the GPU without blocking the thread, then reads packed textures texel by texel, row by row. tfjs's read is not used,
   * because it would compile a program for every size. The tensors are not changed.
   * @param count  number of texels to read of each, from the first
   * @returns four numbers a texel, [4 · count] each
   * @throws ContextLostError, LateAnswerError and DeviceFaultError as readData
   * @throws DOMException named AbortError when the signal is aborted
   */
  readTexels(tensors: readonly tf.TensorInfo[], count: number, options?: ReadOptions): Promise<Float32Array[]>;
  /**
   * Waits for the GPU without blocking the thread, then reads float32 numbers from a buffer to which the GPU has copied them, and deletes it.
   * @throws ContextLostError, LateAnswerError, DeviceFaultError and DOMException as readTexels
   */
  readBuffer(buffer: WebGLBuffer, count: number, options?: ReadOptions): Promise<Float32Array>;
  /**
   * Releases a tensor's texture.
   * @param isSound  false after a failure: the texture may have no memory, so it is deleted and tfjs cannot use it again
   */
  release(tensor: tf.TensorInfo, isSound: boolean): void;
  /**
   * Makes a new context if the current one is lost, else does nothing. Simultaneous callers share one recovery.
   * @throws WebglUnavailableError when the browser provides no new context
   */
  recover(): Promise<void>;
  /** Loses the context, as a driver would; for tests. */
  loseContext(): void;
}

let shared: Promise<WebglBackend> | undefined;

/**
 * Starts tfjs on WebGL2, in a worker or on a page.
 * @throws WebglUnavailableError where WebGL2 is absent
 */
export function createWebglBackend(): Promise<WebglBackend> {
  shared ??= TfjsWebglBackend.create().catch((error: unknown) => {
    shared = undefined;
    throw error;
  });
  return shared;
}

/** Runs a computation. After a late answer or a lost context it recovers and runs it again, up to `attempts` times in all. */
export async function retryAfterContextLoss<Result>(
  backend: WebglBackend,
  attempts: number,
  compute: () => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    const { generation } = backend;
    try {
      return await compute();
    } catch (error) {
      // tfjs fails with various errors on a lost context, and on textures of a context that another user of the GPU has replaced. So the
      // test is not the error, but whether the context is still the same.
      const lost = error instanceof ContextLostError || backend.isContextLost() || backend.generation !== generation;
      if (!(lost || error instanceof LateAnswerError) || attempt >= attempts) throw error;
      await backend.recover();
    }
  }
}

class TfjsWebglBackend implements WebglBackend {
  generation = 0;
  readonly info: BackendInfo;
  readonly reason: string;
  #webgl: MathBackendWebGL;
  /** Set by the event, because a context that the browser has restored reports that it is not lost, although its textures are gone. */
  #lossSeen = false;
  #recovery: Promise<void> | undefined;

  static async create(): Promise<WebglBackend> {
    // By default tfjs computes small tensors on the CPU and refuses software rendering.
    tf.env().set("WEBGL_CPU_FORWARD", false);
    tf.env().set("SOFTWARE_WEBGL_ENABLED", true);
    if (tf.env().getNumber("WEBGL_VERSION") !== 2) {
      throw new WebglUnavailableError("This browser provides no WebGL2.");
    }
    if (!(await tf.setBackend(BACKEND_NAME))) throw new WebglUnavailableError("WebGL2 could not be started.");
    return new TfjsWebglBackend();
  }

  private constructor() {
    const float32 = tf.env().getBool("WEBGL_RENDER_FLOAT32_ENABLED");
    this.#webgl = this.#adoptBackend();
    this.info = { kind: "webgl", renderer: readRenderer(this.#context()), floatBits: float32 ? 32 : 16 };
    this.reason = float32
      ? ""
      : "This graphics device computes with 16-bit floats only, which is too coarse for a verdict.";
  }

  get webgl(): MathBackendWebGL {
    return this.#webgl;
  }

  isContextLost(): boolean {
    return this.#lossSeen || this.#context().isContextLost();
  }

  async readData(tensor: tf.TensorInfo, options: ReadOptions = {}): Promise<Float32Array> {
    const isLost = this.#watchLoss();
    const webgl = this.#webgl;
    await waitForGpu(this.#context(), isLost, options);
    const values = webgl.readSync(tensor.dataId);
    const fault = takeFault(webgl.gpgpu.gl as WebGL2RenderingContext);
    // A read from a lost context gives zeros, not an error.
    if (isLost()) throw new ContextLostError();
    if (fault !== null) throw fault;
    return Float32Array.from(values as Float32Array);
  }

  uploadTexels(values: ArrayLike<number>): tf.TensorInfo {
    const rows = Math.max(1, Math.ceil(values.length / 4 / TEXTURE_WIDTH));
    const padded = new Float32Array(4 * rows * TEXTURE_WIDTH);
    padded.set(values);
    const tensor = this.allocateTexels(TEXTURE_WIDTH, rows);
    const { texture } = this.#webgl.texData.get(tensor.dataId).texture!;
    this.#webgl.gpgpu.uploadDenseMatrixToTexture(texture, TEXTURE_WIDTH, rows, padded);
    return tensor;
  }

  allocateTexels(columns: number, rows: number): tf.TensorInfo {
    const webgl = this.#webgl;
    const tensor = webgl.makeTensorInfo([rows * columns, 2, 2], "float32");
    const data = webgl.texData.get(tensor.dataId);
    data.isPacked = true;
    // tfjs counts two numbers for each texel in each direction.
    data.texShape = [2 * rows, 2 * columns];
    webgl.uploadToGPU(tensor.dataId);
    return tensor;
  }

  async readTexels(
    tensors: readonly tf.TensorInfo[],
    count: number,
    options: ReadOptions = {},
  ): Promise<Float32Array[]> {
    this.#watchLoss();
    const { gpgpu, texData } = this.#webgl;
    const buffers = tensors.map((tensor) => {
      // The size of the texture in texels. A tensor's texShape counts numbers instead, and tfjs rounds it up to texels.
      const { texture, texShape } = texData.get(tensor.dataId).texture!;
      const columns = texShape[1];
      return gpgpu.createBufferFromTexture(texture, Math.min(texShape[0], Math.ceil(count / columns)), columns);
    });
    return this.#readBuffers(buffers, 4 * count, options);
  }

  async readBuffer(buffer: WebGLBuffer, count: number, options: ReadOptions = {}): Promise<Float32Array> {
    return (await this.#readBuffers([buffer], count, options))[0]!;
  }

  async #readBuffers(buffers: readonly WebGLBuffer[], count: number, options: ReadOptions): Promise<Float32Array[]> {
    const { gpgpu } = this.#webgl;
    const gl = gpgpu.gl as WebGL2RenderingContext;
    try {
      const isLost = this.#watchLoss();
      await waitForGpu(gl, isLost, options);
      const fault = takeFault(gl);
      const numbers = buffers.map((buffer) => gpgpu.downloadFloat32MatrixFromBuffer(buffer, count));
      // A read from a lost context gives zeros, not an error.
      if (isLost()) throw new ContextLostError();
      if (fault !== null) throw fault;
      return numbers;
    } finally {
      for (const buffer of buffers) gl.deleteBuffer(buffer);
    }
  }

  release(tensor: tf.TensorInfo, isSound: boolean): void {
    const kept = tf.env().getNumber(KEPT_BYTES);
    if (!isSound) tf.env().set(KEPT_BYTES, 0);
    try {
      this.#webgl.disposeIntermediateTensorInfo(tensor);
    } finally {
      tf.env().set(KEPT_BYTES, kept);
    }
  }

  /** @returns a function that says whether the present context is lost @throws ContextLostError when it is already lost */
  #watchLoss(): () => boolean {
    const { generation } = this;
    const isLost = () => this.generation !== generation || this.isContextLost();
    if (isLost()) throw new ContextLostError();
    return isLost;
  }

  recover(): Promise<void> {
    if (!this.isContextLost()) return Promise.resolve();
    this.#recovery ??= this.#replaceContext().finally(() => {
      this.#recovery = undefined;
    });
    return this.#recovery;
  }

  loseContext(): void {
    this.#context().getExtension("WEBGL_lose_context")?.loseContext();
  }

  async #replaceContext(): Promise<void> {
    for (const wait of RECOVERY_WAITS_MS) {
      await waitFor(wait);
      // After an incomplete attempt the registry may contain no backend.
      if (tf.engine().registryFactory[BACKEND_NAME] !== undefined) tf.removeBackend(BACKEND_NAME);
      tf.registerBackend(BACKEND_NAME, () => new MathBackendWebGL(), 2);
      if (!(await startBackend())) continue;
      this.#webgl = this.#adoptBackend();
      this.generation++;
      return;
    }
    throw new WebglUnavailableError("The graphics context was lost, and the browser does not provide a new one.");
  }

  #adoptBackend(): MathBackendWebGL {
    const webgl = tf.backend();
    if (!(webgl instanceof MathBackendWebGL)) throw new WebglUnavailableError("WebGL2 could not be started.");
    this.#lossSeen = false;
    // Errors from tfjs's own tests of the device at its start are not reported.
    takeFault(webgl.gpgpu.gl as WebGL2RenderingContext);
    const { canvas } = webgl.gpgpu.gl;
    canvas.addEventListener("webglcontextlost", () => {
      if (this.#webgl === webgl) this.#lossSeen = true;
    });
    return webgl;
  }

  #context(): WebGL2RenderingContext {
    return this.#webgl.gpgpu.gl as WebGL2RenderingContext;
  }
}

function waitFor(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

async function startBackend(): Promise<boolean> {
  try {
    return (await tf.setBackend(BACKEND_NAME)) && !(tf.backend() as MathBackendWebGL).gpgpu.gl.isContextLost();
  } catch {
    return false;
  }
}

/** Waits with a fence. tfjs's own wait would never end on a lost context. */
async function waitForGpu(
  gl: WebGL2RenderingContext,
  isLost: () => boolean,
  { limitMs = ANSWER_LIMIT_MS, signal }: ReadOptions,
): Promise<void> {
  const fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
  if (fence === null) throw new ContextLostError();
  gl.flush();
  const start = performance.now();
  try {
    for (;;) {
      // At first polls often, so that a fast answer is read at once; then rarely, so that a slow answer does not keep the CPU busy.
      await (performance.now() - start < BRISK_POLLING_MS ? yieldToEvents() : waitFor(1));
      if (isLost()) throw new ContextLostError();
      signal?.throwIfAborted();
      const status = gl.clientWaitSync(fence, 0, 0);
      if (status === gl.ALREADY_SIGNALED || status === gl.CONDITION_SATISFIED) return;
      if (performance.now() - start > limitMs) throw new LateAnswerError();
    }
  } finally {
    gl.deleteSync(fence);
  }
}

/** The first error that the GPU has reported since the last call; null where there is none. */
function takeFault(gl: WebGL2RenderingContext): DeviceFaultError | null {
  const first = gl.getError();
  // WebGL keeps one error of each kind until it is read.
  for (let other = first; other !== gl.NO_ERROR && other !== gl.CONTEXT_LOST_WEBGL; ) other = gl.getError();
  return first === gl.NO_ERROR ? null : new DeviceFaultError(`The GPU reported ${describeFault(gl, first)}.`);
}

function describeFault(gl: WebGL2RenderingContext, fault: number): string {
  switch (fault) {
    case gl.OUT_OF_MEMORY:
      return "that it is out of memory";
    case gl.INVALID_FRAMEBUFFER_OPERATION:
      return "that it cannot draw into a texture";
    default:
      return `error ${fault}`;
  }
}

function readRenderer(gl: WebGL2RenderingContext): string {
  const names = gl.getExtension("WEBGL_debug_renderer_info");
  return String(gl.getParameter(names?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER));
}

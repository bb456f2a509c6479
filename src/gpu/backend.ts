// The names used below are few, and a bundler drops an import of unused names: the bare import keeps the kernels.
import "@tensorflow/tfjs-backend-webgl";
import "@tensorflow/tfjs-core/dist/register_all_gradients";
import { MathBackendWebGL } from "@tensorflow/tfjs-backend-webgl";
import * as tf from "@tensorflow/tfjs-core";
import type { BackendInfo } from "../landscape/landscape";
import { yieldToEvents } from "../model/yield-to-events";
import { ContextLostError, DeviceFaultError, LateAnswerError, WebglUnavailableError } from "./device-errors";
import { TEXTURE_WIDTH } from "./texture-width";

/** The name under which tfjs knows the backend; recovery registers it again under the same one. */
const BACKEND_NAME = "webgl";

/** tfjs's setting of how many bytes of textures it keeps to use again; −1 is all. */
const KEPT_BYTES = "WEBGL_DELETE_TEXTURE_THRESHOLD";

/** How long a read waits for the GPU unless it says otherwise: drivers reset a GPU that hangs for about two seconds. */
const ANSWER_LIMIT_MS = 15_000;

const BRISK_POLLING_MS = 3;

/** After a driver reset a browser may refuse new contexts for a while; each wait doubles the one before. */
const RECOVERY_WAITS_MS = [0, 100, 200, 400, 800, 1_600] as const;

/** How a read waits for the GPU. */
export interface ReadOptions {
  /** Milliseconds until the answer is called late; 15 s where it is left out. */
  readonly limitMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/** tfjs on WebGL2, as everything in this folder sees it. There is one in a thread, because tfjs's engine is global. */
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
   * Waits for the GPU without blocking the thread, then reads a float32 tensor. tfjs then keeps the values on the CPU and
   * gives its texture back: read copies of tensors that are used further.
   * @throws ContextLostError when the context is lost meanwhile
   * @throws LateAnswerError when the GPU does not answer in time
   * @throws DeviceFaultError where the GPU has reported an error since it was last asked, in an allocation, a draw or a read
   */
  readData(tensor: tf.TensorInfo, options?: ReadOptions): Promise<Float32Array>;
  /**
   * Puts texels (RGBA, four numbers each) into a packed texture of TEXTURE_WIDTH texels a row, as they are: tfjs's own upload would
   * compile two programs for every size of texture.
   * @returns a tensor for a program with packed inputs; the caller disposes it
   */
  uploadTexels(values: ArrayLike<number>): tf.TensorInfo;
  /**
   * Waits for the GPU without blocking the thread, then reads a packed texture texel by texel, row by row: tfjs's own read would
   * compile a program for every size. The tensor stays as it is.
   * @param count  texels to read, from the first
   * @returns four numbers a texel, [4 · count]
   * @throws ContextLostError, LateAnswerError and DeviceFaultError as readData
   * @throws DOMException named AbortError when the signal is aborted
   */
  readTexels(tensor: tf.TensorInfo, count: number, options?: ReadOptions): Promise<Float32Array>;
  /**
   * Gives up a tensor's texture.
   * @param isSound  false where something went wrong with it: then it is deleted, for tfjs would use one that has no memory again
   */
  release(tensor: tf.TensorInfo, isSound: boolean): void;
  /**
   * Makes a new context if the current one is lost, else does nothing; callers at the same time share one recovery.
   * @throws WebglUnavailableError when the browser gives no new context
   */
  recover(): Promise<void>;
  /** Drops the context as a driver would, for tests. */
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

/** Runs a computation, and again for as long as what stopped it is a late answer or, after a recovery, a lost context. */
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
      // tfjs fails in many words on a dead context (no shader, no texture) and on textures of one that another user of the GPU has
      // replaced meanwhile: what counts is whether the context is still the one it was.
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
  /** Set by the event: a context that the browser restores says it is not lost, yet all its textures are. */
  #lossSeen = false;
  #recovery: Promise<void> | undefined;

  static async create(): Promise<WebglBackend> {
    // Ops on small tensors would run on the CPU unseen, and software rendering would be refused.
    tf.env().set("WEBGL_CPU_FORWARD", false);
    tf.env().set("SOFTWARE_WEBGL_ENABLED", true);
    if (tf.env().getNumber("WEBGL_VERSION") !== 2) {
      throw new WebglUnavailableError("This browser offers no WebGL2 here.");
    }
    if (!(await tf.setBackend(BACKEND_NAME))) throw new WebglUnavailableError("WebGL2 could not be started.");
    return new TfjsWebglBackend();
  }

  private constructor() {
    const float32 = tf.env().getBool("WEBGL_RENDER_FLOAT32_ENABLED");
    this.#webgl = this.#adoptBackend();
    this.info = { kind: "webgl", renderer: readRenderer(this.#context()), floatBits: float32 ? 32 : 16 };
    this.reason = float32 ? "" : "This device renders 16-bit floats only: too coarse for any verdict.";
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
    // A read from a dead context gives zeros, not an error.
    if (isLost()) throw new ContextLostError();
    if (fault !== null) throw fault;
    return Float32Array.from(values as Float32Array);
  }

  uploadTexels(values: ArrayLike<number>): tf.TensorInfo {
    const webgl = this.#webgl;
    const rows = Math.max(1, Math.ceil(values.length / 4 / TEXTURE_WIDTH));
    const padded = new Float32Array(4 * rows * TEXTURE_WIDTH);
    padded.set(values);
    const tensor = webgl.makeTensorInfo([rows * TEXTURE_WIDTH, 2, 2], "float32");
    const data = webgl.texData.get(tensor.dataId);
    data.isPacked = true;
    // tfjs counts two numbers a texel and direction.
    data.texShape = [2 * rows, 2 * TEXTURE_WIDTH];
    webgl.uploadToGPU(tensor.dataId);
    webgl.gpgpu.uploadDenseMatrixToTexture(data.texture!.texture, TEXTURE_WIDTH, rows, padded);
    return tensor;
  }

  async readTexels(tensor: tf.TensorInfo, count: number, options: ReadOptions = {}): Promise<Float32Array> {
    const isLost = this.#watchLoss();
    const { gpgpu, texData } = this.#webgl;
    const gl = gpgpu.gl as WebGL2RenderingContext;
    // The texture's own size: what tfjs calls a tensor's texShape counts numbers, and rounds up where it becomes texels.
    const { texture, texShape } = texData.get(tensor.dataId).texture!;
    const columns = texShape[1];
    const rows = Math.min(texShape[0], Math.ceil(count / columns));
    const buffer = gpgpu.createBufferFromTexture(texture, rows, columns);
    try {
      await waitForGpu(gl, isLost, options);
      const fault = takeFault(gl);
      const texels = gpgpu.downloadFloat32MatrixFromBuffer(buffer, 4 * count);
      // A read from a dead context gives zeros, not an error.
      if (isLost()) throw new ContextLostError();
      if (fault !== null) throw fault;
      return texels;
    } finally {
      gl.deleteBuffer(buffer);
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

  /** @returns whether the context of this moment is lost @throws ContextLostError when it is already */
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
      // The registry holds no backend where the attempt before failed half-way.
      if (tf.engine().registryFactory[BACKEND_NAME] !== undefined) tf.removeBackend(BACKEND_NAME);
      tf.registerBackend(BACKEND_NAME, () => new MathBackendWebGL(), 2);
      if (!(await startBackend())) continue;
      this.#webgl = this.#adoptBackend();
      this.generation++;
      return;
    }
    throw new WebglUnavailableError("The graphics context was lost and the browser gives no new one.");
  }

  #adoptBackend(): MathBackendWebGL {
    const webgl = tf.backend();
    if (!(webgl instanceof MathBackendWebGL)) throw new WebglUnavailableError("WebGL2 could not be started.");
    this.#lossSeen = false;
    // What tfjs tried out as it started is not ours to report.
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

/** Our own fence: tfjs's never resolves on a lost context and then polls for ever. */
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
      // A quick answer is had at once; a slow one does not cost a busy processor.
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

/** What the GPU has reported since it was last asked, in any call; null is nothing. */
function takeFault(gl: WebGL2RenderingContext): DeviceFaultError | null {
  const first = gl.getError();
  // Each kind of error is kept until it is taken.
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

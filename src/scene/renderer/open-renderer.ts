import type { RenderReply, RenderRequest } from "./render-messages";
import type { SurfaceRenderer } from "./surface-renderer";
import type { SurfaceFrame, SurfaceRendererPort, SurfaceState } from "./surface-state";

/** Where the surface is drawn: in a worker, or on the page's own thread where a worker cannot. */
export type RenderPlace = "worker" | "page";

let isDrawable: boolean | null = null;

/** Whether the browser draws WebGL2 at all. It is tried once, because the page waits for the graphics device; the context is given back. */
export function drawsWebgl2(): boolean {
  if (isDrawable !== null) return isDrawable;
  const context = document.createElement("canvas").getContext("webgl2");
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  isDrawable = context !== null;
  return isDrawable;
}

/** Starts loading what draws the surface, which takes longest of all that the page shows. */
export function prepareRenderer(): void {
  choosePlace();
}

/**
 * @param canvas  without a context; the renderer draws on it from now on. Null: a canvas that is not on the page
 * @param place  for tests; the page draws in the best place
 */
export function openRenderer(
  canvas: HTMLCanvasElement | null,
  place: RenderPlace = choosePlace(),
): SurfaceRendererPort {
  return place === "worker" ? new RemoteRenderer(canvas) : new PageRenderer(canvas);
}

function choosePlace(): RenderPlace {
  if (typeof OffscreenCanvas !== "function" || !("transferControlToOffscreen" in HTMLCanvasElement.prototype))
    return "page";
  try {
    openWorker();
    return "worker";
  } catch {
    // A sandboxed frame has no origin, and may start no worker.
    return "page";
  }
}

let worker: Worker | null = null;
let count = 0;
const waiting = new Map<number, { resolve(image: ImageBitmap | null): void; reject(error: Error): void }>();

/** One worker draws all surfaces. */
function openWorker(): Worker {
  if (worker) return worker;
  worker = new Worker(new URL("./render-worker.ts", import.meta.url), { type: "module", name: "render" });
  worker.addEventListener("message", ({ data }: MessageEvent<RenderReply>) => {
    const reply = waiting.get(data.number);
    waiting.delete(data.number);
    if ("error" in data) reply?.reject(new Error(data.error));
    else reply?.resolve(data.image);
  });
  worker.addEventListener("error", () => {
    for (const { reject } of waiting.values())
      reject(new Error("The code that draws the surface could not be loaded."));
    waiting.clear();
  });
  return worker;
}

/** The renderer in the worker. */
class RemoteRenderer implements SurfaceRendererPort {
  readonly #id = ++count;

  constructor(canvas: HTMLCanvasElement | null) {
    const offscreen = canvas?.transferControlToOffscreen() ?? new OffscreenCanvas(1, 1);
    this.#send({ kind: "open", id: this.#id, canvas: offscreen }, [offscreen]);
  }

  update(change: Partial<SurfaceState>): void {
    this.#send({ kind: "update", id: this.#id, change });
  }

  async draw(frame: SurfaceFrame): Promise<void> {
    await this.#ask("draw", frame);
  }

  async untilShown(): Promise<void> {
    await this.#request((number) => ({ kind: "wait", id: this.#id, number }));
  }

  async drawTile(frame: SurfaceFrame): Promise<ImageBitmap> {
    const image = await this.#ask("tile", frame);
    if (!image) throw new Error("The worker returned no picture.");
    return image;
  }

  rest(): void {
    this.#send({ kind: "rest", id: this.#id });
  }

  wake(): void {
    this.#send({ kind: "wake", id: this.#id });
  }

  dispose(): void {
    this.#send({ kind: "close", id: this.#id });
  }

  #ask(kind: "draw" | "tile", frame: SurfaceFrame): Promise<ImageBitmap | null> {
    return this.#request((number) => ({ kind, id: this.#id, number, frame }));
  }

  #request(make: (number: number) => RenderRequest): Promise<ImageBitmap | null> {
    const number = ++count;
    return new Promise((resolve, reject) => {
      waiting.set(number, { resolve, reject });
      this.#send(make(number));
    });
  }

  #send(request: RenderRequest, transfer: Transferable[] = []): void {
    openWorker().postMessage(request, transfer);
  }
}

/** The renderer on the page's own thread; its code is loaded only there. */
class PageRenderer implements SurfaceRendererPort {
  readonly #renderer: Promise<SurfaceRenderer>;

  constructor(canvas: HTMLCanvasElement | null) {
    const own = canvas ?? document.createElement("canvas");
    this.#renderer = import("./surface-renderer").then(({ SurfaceRenderer }) => new SurfaceRenderer(own));
    // A surface that could not be opened says so when it is drawn.
    this.#renderer.catch(() => {});
  }

  update(change: Partial<SurfaceState>): void {
    this.#renderer.then((renderer) => renderer.update(change)).catch(() => {});
  }

  async draw(frame: SurfaceFrame): Promise<void> {
    (await this.#renderer).draw(frame);
  }

  /** The page's own frames show it. */
  async untilShown(): Promise<void> {}

  async drawTile(frame: SurfaceFrame): Promise<HTMLCanvasElement> {
    const renderer = await this.#renderer;
    renderer.drawTile(frame);
    return renderer.canvas as HTMLCanvasElement;
  }

  rest(): void {
    this.#renderer.then((renderer) => renderer.rest()).catch(() => {});
  }

  wake(): void {
    this.#renderer.then((renderer) => renderer.wake()).catch(() => {});
  }

  dispose(): void {
    this.#renderer.then((renderer) => renderer.dispose()).catch(() => {});
  }
}

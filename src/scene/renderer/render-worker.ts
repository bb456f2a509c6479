import { messageOf } from "../../words/error-message";
import type { RenderReply, RenderRequest } from "./render-messages";
import { SurfaceRenderer } from "./surface-renderer";
import type { SurfaceFrame } from "./surface-state";

/** Draws all surfaces of the page, so that the page never waits for the graphics device. */
const renderers = new Map<number, SurfaceRenderer>();

function serve(request: RenderRequest): void {
  const { id } = request;
  if (request.kind === "open") renderers.set(id, new SurfaceRenderer(request.canvas));
  else if (request.kind === "update") renderers.get(id)?.update(request.change);
  else if (request.kind === "rest") renderers.get(id)?.rest();
  else if (request.kind === "wake") renderers.get(id)?.wake();
  else if (request.kind === "close") {
    renderers.get(id)?.dispose();
    renderers.delete(id);
  } else if (request.kind === "wait") {
    // A drawing is handed over at the end of the next frame.
    const reply: RenderReply = { number: request.number, image: null };
    requestAnimationFrame(() => requestAnimationFrame(() => postMessage(reply)));
  } else answer(request);
}

function answer({ kind, id, number, frame }: Extract<RenderRequest, { kind: "draw" | "tile" }>): void {
  try {
    const renderer = renderers.get(id);
    if (!renderer) throw new Error("This browser provides no WebGL2, which the picture needs.");
    const image = kind === "tile" ? copyTile(renderer, frame) : null;
    if (kind === "draw") renderer.draw(frame);
    postMessage({ number, image } satisfies RenderReply, { transfer: image ? [image] : [] });
  } catch (error) {
    postMessage({ number, error: messageOf(error) } satisfies RenderReply);
  }
}

/** Copies the picture into memory here, because the page would have to wait for the graphics device. */
function copyTile(renderer: SurfaceRenderer, frame: SurfaceFrame): ImageBitmap {
  renderer.drawTile(frame);
  const { canvas } = renderer;
  const copy = new OffscreenCanvas(canvas.width, canvas.height);
  copy.getContext("2d", { willReadFrequently: true })?.drawImage(canvas, 0, 0);
  return copy.transferToImageBitmap();
}

addEventListener("message", ({ data }: MessageEvent<RenderRequest>) => {
  try {
    serve(data);
  } catch (error) {
    // A surface that could not be opened says so when it is drawn.
    console.error(messageOf(error));
  }
});

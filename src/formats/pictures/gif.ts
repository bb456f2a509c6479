import { applyPalette, GIFEncoder, quantize } from "gifenc";
import type { DrawFrame, VideoOptions, VideoPlan } from "./video-plan";

/** A GIF has at most this many colours in a frame. */
const COLORS = 256;

/**
 * Encodes frames as a GIF that repeats. A GIF counts time in hundredths of a second, so neighbouring frames may differ by one; the length of the
 * whole is right.
 *
 * @throws DOMException named AbortError when the signal is aborted
 */
export async function encodeGif(
  { width, height, framesPerSecond, frames }: VideoPlan,
  drawFrame: DrawFrame,
  { signal, onProgress }: VideoOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const gif = GIFEncoder();
  const hundredthsAt = (frame: number) => Math.round((100 * frame) / framesPerSecond);
  for (let frame = 0; frame < frames; frame++) {
    signal.throwIfAborted();
    const context = (await drawFrame(frame)).getContext("2d") as CanvasRenderingContext2D | null;
    if (!context) throw new Error("This browser does not give the pixels of a picture.");
    const { data } = context.getImageData(0, 0, width, height);
    const palette = quantize(data, COLORS);
    const delay = 10 * (hundredthsAt(frame + 1) - hundredthsAt(frame));
    gif.writeFrame(applyPalette(data, palette), width, height, { palette, delay });
    onProgress(frame + 1);
  }
  signal.throwIfAborted();
  gif.finish();
  return gif.bytes();
}

import { Zip, ZipPassThrough } from "fflate";
import type { DrawFrame, VideoOptions } from "./video-plan";

/**
 * Packs frames as PNG files "frame-0001.png", "frame-0002.png" and so on. They are stored without compression, because PNG is compressed.
 *
 * @returns the archive in pieces
 * @throws Error with one sentence when a picture cannot be encoded
 * @throws DOMException named AbortError when the signal is aborted
 */
export async function archivePictures(
  drawFrame: DrawFrame,
  frames: number,
  { signal, onProgress }: VideoOptions,
): Promise<Uint8Array<ArrayBuffer>[]> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const archive = new Zip((error, part) => {
    if (error) throw error;
    parts.push(part as Uint8Array<ArrayBuffer>);
  });
  const digits = Math.max(4, `${frames}`.length);
  for (let frame = 0; frame < frames; frame++) {
    signal.throwIfAborted();
    const picture = await encodePicture(await drawFrame(frame));
    const file = new ZipPassThrough(`frame-${`${frame + 1}`.padStart(digits, "0")}.png`);
    archive.add(file);
    file.push(new Uint8Array(await picture.arrayBuffer()), true);
    onProgress(frame + 1);
  }
  archive.end();
  return parts;
}

function encodePicture(canvas: HTMLCanvasElement | OffscreenCanvas): Promise<Blob> {
  if ("convertToBlob" in canvas) return canvas.convertToBlob({ type: "image/png" });
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob) resolve(blob);
      else reject(new Error(`This browser cannot save a picture of ${canvas.width} × ${canvas.height} pixels.`));
    }, "image/png");
  });
}

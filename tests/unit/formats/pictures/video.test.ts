import { unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { encodeVideo, findVideoKind } from "../../../../src/formats/pictures/video";
import type { VideoPlan } from "../../../../src/formats/pictures/video-plan";

const PLAN: VideoPlan = { width: 4, height: 2, framesPerSecond: 10, frames: 12 };

/** A canvas of Node: its picture is two bytes with the number of its frame. */
function makeCanvas(frame: number, width = PLAN.width): OffscreenCanvas {
  const convertToBlob = async () => new Blob([Uint8Array.of(137, frame)]);
  return { width, height: PLAN.height, convertToBlob } as unknown as OffscreenCanvas;
}

async function encode(drawFrame: (frame: number) => OffscreenCanvas, signal = new AbortController().signal) {
  const progress: number[] = [];
  const options = { signal, onProgress: (frames: number) => progress.push(frames) };
  const blob = await encodeVideo(PLAN, await findVideoKind(PLAN), async (frame) => drawFrame(frame), options);
  return { blob, progress };
}

describe("where nothing encodes a video", () => {
  it("is an archive", async () => {
    expect(await findVideoKind(PLAN)).toEqual({ container: "zip", codec: null, label: "ZIP of PNG pictures" });
  });

  it("holds one picture a frame, each as it was drawn, in order", async () => {
    const { blob, progress } = await encode(makeCanvas);
    const files = unzipSync(new Uint8Array(await blob.arrayBuffer()));
    expect(blob.type).toBe("application/zip");
    expect(Object.keys(files)).toEqual(
      Array.from({ length: 12 }, (_, i) => `frame-00${`${i + 1}`.padStart(2, "0")}.png`),
    );
    expect(Object.values(files).map((file) => [...file])).toEqual(Array.from({ length: 12 }, (_, i) => [137, i]));
    expect(progress).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
  });

  it("refuses a frame of another size, and stops between two frames when it is cancelled", async () => {
    await expect(encode((frame) => makeCanvas(frame, frame === 3 ? 5 : 4))).rejects.toThrow(
      "frame 3: it has 5 × 2 pixels instead of 4 × 2",
    );
    const abort = new AbortController();
    const drawn: number[] = [];
    const cancelled = encode((frame) => {
      drawn.push(frame);
      if (frame === 4) abort.abort();
      return makeCanvas(frame);
    }, abort.signal);
    await expect(cancelled).rejects.toMatchObject({ name: "AbortError" });
    expect(drawn).toEqual([0, 1, 2, 3, 4]);
  });
});

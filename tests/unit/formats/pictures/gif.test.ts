import { describe, expect, it } from "vitest";
import { encodeVideo, findVideoKind } from "../../../../src/formats/pictures/video";

const PLAN = { width: 16, height: 8, framesPerSecond: 24, frames: 12 };

/** A canvas of one colour a frame: Node has none. */
function drawFrame(frame: number): HTMLCanvasElement {
  const data = new Uint8ClampedArray(4 * PLAN.width * PLAN.height);
  for (let pixel = 0; pixel < data.length; pixel += 4) data.set([20 * frame, 255 - 20 * frame, 40, 255], pixel);
  const context = { getImageData: () => ({ data }) };
  return { width: PLAN.width, height: PLAN.height, getContext: () => context } as unknown as HTMLCanvasElement;
}

/** The delays of all frames, in hundredths of a second, from their graphic control extensions. */
function readDelays(bytes: Uint8Array): number[] {
  const delays: number[] = [];
  for (let at = 0; at + 7 < bytes.length; at++) {
    const isControl = bytes[at] === 0x21 && bytes[at + 1] === 0xf9 && bytes[at + 2] === 4 && bytes[at + 7] === 0;
    if (isControl) delays.push(bytes[at + 4]! + 256 * bytes[at + 5]!);
  }
  return delays;
}

describe("a GIF", () => {
  const options = { signal: new AbortController().signal, onProgress: () => {} };

  it("has the plan's size and frames, and is as long as its frames", async () => {
    const kind = await findVideoKind(PLAN, "GIF");
    const seen: number[] = [];
    const blob = await encodeVideo(PLAN, kind, async (frame) => drawFrame(frame), {
      ...options,
      onProgress: (frames) => seen.push(frames),
    });
    const bytes = new Uint8Array(await blob.arrayBuffer());
    expect(blob.type).toBe("image/gif");
    expect(new TextDecoder().decode(bytes.subarray(0, 6))).toBe("GIF89a");
    expect([bytes[6]! + 256 * bytes[7]!, bytes[8]! + 256 * bytes[9]!]).toEqual([PLAN.width, PLAN.height]);
    const delays = readDelays(bytes);
    expect(delays).toHaveLength(PLAN.frames);
    expect(delays.reduce((sum, delay) => sum + delay, 0)).toBe(50);
    expect(seen.at(-1)).toBe(PLAN.frames);
  });

  it("ends when it is cancelled", async () => {
    const abort = new AbortController();
    const draw = async (frame: number) => {
      if (frame === 3) abort.abort();
      return drawFrame(frame);
    };
    const made = encodeVideo(PLAN, await findVideoKind(PLAN, "GIF"), draw, { ...options, signal: abort.signal });
    await expect(made).rejects.toMatchObject({ name: "AbortError" });
  });
});

it("pictures are offered beside the video", async () => {
  expect(await findVideoKind(PLAN, "PNG pictures")).toMatchObject({ container: "zip", codec: null });
});

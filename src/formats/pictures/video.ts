import type { OutputFormat, VideoCodec } from "mediabunny";
import type { DrawFrame, VideoOptions, VideoPlan } from "./video-plan";

/** What the frames can be saved as. */
export const FRAME_FILES = ["video", "GIF", "PNG pictures"] as const;
export type FrameFile = (typeof FRAME_FILES)[number];

/** The format of a video's file: with a codec that this browser encodes, or an archive of single pictures where it encodes none. */
export interface VideoKind {
  readonly container: "webm" | "mp4" | "gif" | "zip";
  /** Null in a GIF and in an archive. */
  readonly codec: VideoCodec | null;
  /** The name on the page: "WebM (VP9)". */
  readonly label: string;
}

/** The kinds in the order in which they are tried. WebM codecs need no patent licence; Safari supports only the last kind. */
const KINDS: readonly VideoKind[] = [
  { container: "webm", codec: "vp9", label: "WebM (VP9)" },
  { container: "webm", codec: "vp8", label: "WebM (VP8)" },
  { container: "mp4", codec: "avc", label: "MP4 (H.264)" },
];
const PICTURES: VideoKind = { container: "zip", codec: null, label: "ZIP of PNG pictures" };
const GIF: VideoKind = { container: "gif", codec: null, label: "GIF" };
const TYPES = { webm: "video/webm", mp4: "video/mp4", gif: "image/gif", zip: "application/zip" } as const;
/** Seconds between key frames; a player can jump to a key frame. */
const KEY_FRAME_SECONDS = 1;

/** Asks the browser which codecs it can encode at this size. The library is loaded only here. */
export async function findVideoKind(
  { width, height }: Pick<VideoPlan, "width" | "height">,
  file: FrameFile = "video",
): Promise<VideoKind> {
  if (file === "GIF") return GIF;
  if (file === "PNG pictures") return PICTURES;
  if (typeof VideoEncoder === "undefined") return PICTURES;
  const { canEncodeVideo } = await import("mediabunny");
  for (const kind of KINDS) {
    if (kind.codec && (await canEncodeVideo(kind.codec, { width, height }))) return kind;
  }
  return PICTURES;
}

/**
 * Draws and encodes every frame of a plan in order. The next frame is drawn only when the encoder is ready for it, so no frame is dropped.
 * Frame i is shown from time i / framesPerSecond, for 1 / framesPerSecond seconds.
 *
 * @throws RangeError with one sentence when a frame has another size than the plan
 * @throws DOMException named AbortError when the signal is aborted
 */
export async function encodeVideo(
  plan: VideoPlan,
  kind: VideoKind,
  drawFrame: DrawFrame,
  options: VideoOptions,
): Promise<Blob> {
  const bytes = await encodeKind(plan, kind, drawExactly(plan, drawFrame), options);
  return new Blob(bytes, { type: TYPES[kind.container] });
}

async function encodeKind(
  plan: VideoPlan,
  { container, codec }: VideoKind,
  drawFrame: DrawFrame,
  options: VideoOptions,
) {
  if (codec !== null) return encodeFrames(plan, codec, container === "mp4", drawFrame, options);
  if (container === "gif") return [await (await import("./gif")).encodeGif(plan, drawFrame, options)];
  return (await import("./picture-archive")).archivePictures(drawFrame, plan.frames, options);
}

async function encodeFrames(
  plan: VideoPlan,
  codec: VideoCodec,
  isMp4: boolean,
  drawFrame: DrawFrame,
  { signal, onProgress }: VideoOptions,
): Promise<ArrayBuffer[]> {
  const { BufferTarget, Mp4OutputFormat, Output, QUALITY_HIGH, VideoSample, VideoSampleSource, WebMOutputFormat } =
    await import("mediabunny");
  const format: OutputFormat = isMp4 ? new Mp4OutputFormat() : new WebMOutputFormat();
  const target = new BufferTarget();
  const output = new Output({ format, target });
  const source = new VideoSampleSource({
    codec,
    quality: QUALITY_HIGH,
    keyFrameInterval: KEY_FRAME_SECONDS,
    // The other mode may drop frames.
    latencyMode: "quality",
    contentHint: "detail",
  });
  output.addVideoTrack(source, { frameRate: plan.framesPerSecond });
  try {
    await output.start();
    for (let frame = 0; frame < plan.frames; frame++) {
      signal.throwIfAborted();
      const timing = { timestamp: frame / plan.framesPerSecond, duration: 1 / plan.framesPerSecond };
      const sample = new VideoSample(await drawFrame(frame), timing);
      await source.add(sample).finally(() => sample.close());
      onProgress(frame + 1);
    }
    signal.throwIfAborted();
    await output.finalize();
  } catch (error) {
    await output.cancel();
    throw error;
  }
  if (!target.buffer) throw new Error("The encoder wrote no video.");
  return [target.buffer];
}

/** Checks each frame's size: an encoder would scale or reject a frame of another size. */
function drawExactly({ width, height }: VideoPlan, drawFrame: DrawFrame): DrawFrame {
  return async (frame) => {
    const picture = await drawFrame(frame);
    if (picture.width === width && picture.height === height) return picture;
    throw new RangeError(
      `frame ${frame}: it has ${picture.width} × ${picture.height} pixels instead of ${width} × ${height}`,
    );
  };
}

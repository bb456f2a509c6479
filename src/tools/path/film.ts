import type { CameraView } from "../../experiment/view";
import type { FrameFile } from "../../formats/pictures/video";
import type { VideoPlan } from "../../formats/pictures/video-plan";

/** What the reader can choose for a video. */
export interface FilmChoice {
  readonly file: FrameFile;
  readonly size: FilmSize;
  readonly framesPerSecond: number;
  readonly frames: number;
  readonly camera: "fixed" | "slow turn";
  /** `same in all frames`: a loss has the same height in every frame. `fitted to each frame`: every frame uses the whole height. */
  readonly heights: "same in all frames" | "fitted to each frame";
}

/** Pixels; all even, because encoders require it. */
export const FILM_SIZES = {
  "640 × 360": [640, 360],
  "1280 × 720": [1280, 720],
  "1920 × 1080": [1920, 1080],
  "1080 × 1080": [1080, 1080],
} as const;
export type FilmSize = keyof typeof FILM_SIZES;
export const FRAME_RATES = [10, 24, 25, 30, 60] as const;
export const FRAME_LIMITS = { min: 2, max: 1200 } as const;
export const FIRST_CHOICE: FilmChoice = Object.freeze({
  file: "video",
  size: "1280 × 720",
  framesPerSecond: 24,
  frames: 96,
  camera: "fixed",
  heights: "same in all frames",
});

/** Frames of at least this height are drawn on a stage of half the size, at two pixels each: text and lines stay readable. */
const FINE_HEIGHT = 1_000;
/** Radians a second: a quarter turn takes six seconds. */
const TURN_RATE = Math.PI / 12;

export function planFilm({ size, framesPerSecond, frames }: FilmChoice): VideoPlan {
  const [width, height] = FILM_SIZES[size];
  return { width, height, framesPerSecond, frames };
}

/** Picture pixels for each pixel of the stage on which a frame is drawn. */
export function scaleOfFilm({ height }: Pick<VideoPlan, "height">): 1 | 2 {
  return height >= FINE_HEIGHT ? 2 : 1;
}

/** The index of the recorded point that a frame shows: the first frame shows the first point, the last frame the last, with equal steps between. */
export function pointOfFrame(frame: number, frames: number, points: number): number {
  return Math.round((frame / Math.max(1, frames - 1)) * (points - 1));
}

/** The common heights are fitted to this many slices: the first, the last, and some between. */
const SAMPLES = 9;

/** The indices of the recorded points whose slices the common heights are fitted to. */
export function samplePoints(points: number): readonly number[] {
  const count = Math.min(SAMPLES, points);
  return Array.from({ length: count }, (_, i) => pointOfFrame(i, count, points));
}

/** The camera of a frame. A slow turn has the same speed at every frame rate. */
export function cameraOfFrame(
  camera: CameraView,
  { camera: motion, framesPerSecond }: FilmChoice,
  frame: number,
): CameraView {
  if (motion === "fixed") return camera;
  return { ...camera, azimuth: camera.azimuth + (TURN_RATE * frame) / framesPerSecond };
}

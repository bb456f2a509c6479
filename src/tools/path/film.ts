import type { CameraView } from "../../experiment/view";
import type { VideoPlan } from "../../formats/pictures/video-plan";

/** What the reader chooses of a video. */
export interface FilmChoice {
  readonly size: FilmSize;
  readonly framesPerSecond: number;
  readonly frames: number;
  readonly camera: "held" | "slow turn";
  /** Whether the same loss stands at the same height in all frames, or each frame fills its height. */
  readonly heights: "of all frames" | "of each frame";
}

/** Pixels; all even, as encoders want them. */
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
  size: "1280 × 720",
  framesPerSecond: 24,
  frames: 96,
  camera: "held",
  heights: "of all frames",
});

/** From this height on, pictures are drawn at half the size and twice as fine: numbers and lines keep a size that can be read. */
const FINE_HEIGHT = 1_000;
/** Radians in a second: a quarter turn takes six. */
const TURN_RATE = Math.PI / 12;

export function planFilm({ size, framesPerSecond, frames }: FilmChoice): VideoPlan {
  const [width, height] = FILM_SIZES[size];
  return { width, height, framesPerSecond, frames };
}

/** Picture pixels for each pixel of the stage on which a frame is drawn. */
export function scaleOfFilm({ height }: Pick<VideoPlan, "height">): 1 | 2 {
  return height >= FINE_HEIGHT ? 2 : 1;
}

/** Which recorded point a frame shows: the first frame the first, the last frame the last, in even steps between. */
export function pointOfFrame(frame: number, frames: number, points: number): number {
  return Math.round((frame / Math.max(1, frames - 1)) * (points - 1));
}

/** Slices that the common heights are fitted to: the first, the last, and some between. */
const SAMPLES = 9;

/** Which recorded points the common heights are fitted to. */
export function samplePoints(points: number): readonly number[] {
  const count = Math.min(SAMPLES, points);
  return Array.from({ length: count }, (_, i) => pointOfFrame(i, count, points));
}

/** The camera of a frame: a slow turn goes round at the same pace whatever the frame rate. */
export function cameraOfFrame(
  camera: CameraView,
  { camera: motion, framesPerSecond }: FilmChoice,
  frame: number,
): CameraView {
  if (motion === "held") return camera;
  return { ...camera, azimuth: camera.azimuth + (TURN_RATE * frame) / framesPerSecond };
}

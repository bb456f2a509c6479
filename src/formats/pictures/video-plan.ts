/** A video's measures: pixels, frames in one second, and how many frames there are. */
export interface VideoPlan {
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  readonly frames: number;
}

export interface VideoOptions {
  readonly signal: AbortSignal;
  /** Frames done. */
  readonly onProgress: (frames: number) => void;
}

/** A picture of the plan's size, drawn for one frame; the next call may draw over it. */
export type DrawFrame = (frame: number) => Promise<HTMLCanvasElement | OffscreenCanvas>;

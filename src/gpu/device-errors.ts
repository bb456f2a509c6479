/** The graphics context went away: everything on the GPU is gone, and a computation may be repeated after `recover()`. */
export class ContextLostError extends Error {
  override readonly name = "ContextLostError";

  constructor() {
    super("The graphics context was lost.");
  }
}

/** The context is alive but gave no answer in time: less work at a time may get one. */
export class LateAnswerError extends Error {
  override readonly name = "LateAnswerError";

  constructor() {
    super("The GPU did not answer in time.");
  }
}

/** The GPU reported an error or left something unwritten, so that what it delivered is not to be used. */
export class DeviceFaultError extends Error {
  override readonly name = "DeviceFaultError";
}

/** WebGL2 cannot be had here. The message is a sentence for the reader. */
export class WebglUnavailableError extends Error {
  override readonly name = "WebglUnavailableError";
}

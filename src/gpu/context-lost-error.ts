/** The graphics context went away: everything on the GPU is gone, and a computation may be repeated after `recover()`. */
export class ContextLostError extends Error {
  override readonly name = "ContextLostError";

  constructor(message = "The graphics context was lost.") {
    super(message);
  }
}

/** WebGL2 cannot be had here. The message is a sentence for the reader. */
export class WebglUnavailableError extends Error {
  override readonly name = "WebglUnavailableError";
}

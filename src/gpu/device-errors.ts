/** The graphics context is lost, with everything on the GPU. A computation may be repeated after `recover()`. */
export class ContextLostError extends Error {
  override readonly name = "ContextLostError";

  constructor() {
    super("The graphics context was lost.");
  }
}

/** The context is not lost, but the GPU did not answer in time. Smaller draws may help. */
export class LateAnswerError extends Error {
  override readonly name = "LateAnswerError";

  constructor() {
    super("The GPU did not answer in time.");
  }
}

/** The GPU reported an error or left texels unwritten, so its results must not be used. */
export class DeviceFaultError extends Error {
  override readonly name = "DeviceFaultError";
}

/** WebGL2 is not available. The message is a sentence for the reader. */
export class WebglUnavailableError extends Error {
  override readonly name = "WebglUnavailableError";
}

/** The driver does not compile a program or does not link it. Other programs may still run. */
export class ProgramRefusedError extends Error {
  override readonly name = "ProgramRefusedError";
}

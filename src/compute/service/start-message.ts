/** The page's first message to its worker: what it shall compute with. */
export interface StartMessage {
  readonly engine: "webgl" | "reference";
  /** A sentence on why not WebGL, else empty. */
  readonly reason: string;
}

/** The worker's answer, once: whether it computes from now on. */
export interface StartedMessage {
  readonly isStarted: boolean;
}

/** The page's first message to its worker: the engine to compute with. */
export interface StartMessage {
  readonly engine: "webgl" | "reference";
  /** Why WebGL is not used, in a sentence, else empty. */
  readonly reason: string;
}

/** The worker's only answer to it: whether it has started. */
export interface StartedMessage {
  readonly isStarted: boolean;
}

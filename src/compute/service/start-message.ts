import type { EngineStart } from "../engine/engine-choice";

/** The page's first message to its worker: how its engines begin. */
export type StartMessage = EngineStart;

/** The worker's only answer to it: whether it has started. */
export interface StartedMessage {
  readonly isStarted: boolean;
}

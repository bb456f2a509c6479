import type { Priority } from "./service";

/** A message to the thread that computes. `call` is the caller's number for one call. */
export type CallMessage =
  | {
      readonly kind: "call";
      readonly call: number;
      readonly task: string;
      readonly request: unknown;
      readonly priority: Priority;
    }
  | { readonly kind: "command"; readonly call: number; readonly command: unknown }
  | { readonly kind: "abort"; readonly call: number };

/** A message back. The messages of one call arrive in the order in which they were sent. */
export type AnswerMessage =
  | { readonly kind: "progress"; readonly call: number; readonly progress: unknown }
  | { readonly kind: "done"; readonly call: number; readonly response: unknown }
  | { readonly kind: "failed"; readonly call: number; readonly error: SentError };

/** An error in a message, because a cloned error loses its name in some browsers. */
export interface SentError {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
}

/** A worker, the global scope of one, or a port. */
export interface Channel {
  postMessage(message: unknown, transfer?: Transferable[]): void;
  addEventListener(type: "message", listener: (event: MessageEvent) => void): void;
}

export function sendError(error: unknown): SentError {
  if (!(error instanceof Error)) return { name: "Error", message: String(error), stack: undefined };
  const { name, message, stack } = error;
  return { name, message, stack };
}

export function receiveError({ name, message, stack }: SentError): Error {
  if (name === "AbortError") return new DOMException(message, name);
  return Object.assign(new Error(message), { name, stack });
}

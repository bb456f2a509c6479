import { messageOf } from "../../words/error-message";

/** Whether the error means that the work was cancelled. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}

/** One sentence for the page on why something failed. */
export function describeFailure(error: unknown): string {
  if (isAbort(error)) return "This was cancelled.";
  return messageOf(error);
}

/** Whether this is the rejection of work that was cancelled. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}

/** One sentence on what went wrong, for the page. */
export function describeFailure(error: unknown): string {
  if (isAbort(error)) return "This was cancelled.";
  return error instanceof Error ? error.message : String(error);
}

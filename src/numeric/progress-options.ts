/** How the caller of a long computation follows it and ends it. */
export interface ProgressOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called with the fraction done, 0 to 1. */
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

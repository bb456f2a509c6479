/** Options with which the caller of a long computation follows its progress and ends it. */
export interface ProgressOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called with the fraction done, 0 to 1. */
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

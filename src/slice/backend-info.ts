/** What computes the numbers of a result. */
export interface BackendInfo {
  /** The fused kernel on WebGL, the fast float64 evaluator of the processor, or the plain float64 reference. */
  readonly kind: "webgl" | "processor" | "reference";
  /**
   * The graphics driver's name for itself, or what computes on the processor. Where several evaluators computed a landscape, also the number
   * of points of each of the others; `kind` is then that of the first.
   */
  readonly renderer: string;
  /** 16 where the device cannot render to 32-bit floats; no verdict is then given. */
  readonly floatBits: 16 | 32 | 64;
}

/** What computes the numbers of a result. */
export interface BackendInfo {
  readonly kind: "webgl" | "processor" | "reference";
  /**
   * The graphics driver's name for itself, or the JavaScript engine. For a landscape from both, also the number of points computed in float64;
   * `kind` is then "webgl".
   */
  readonly renderer: string;
  /** 16 where the device cannot render to 32-bit floats; no verdict is then given. */
  readonly floatBits: 16 | 32 | 64;
}

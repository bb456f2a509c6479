/** What evaluates: named so that a result says where its numbers come from. */
export interface BackendInfo {
  readonly kind: "webgl" | "reference";
  /**
   * The graphics driver's own name for itself, or the JavaScript engine. Of a landscape from both, also how many points are float64's;
   * `kind` is then "webgl".
   */
  readonly renderer: string;
  /** 16 where the device cannot render to 32-bit floats: then no verdict is given. */
  readonly floatBits: 16 | 32 | 64;
}

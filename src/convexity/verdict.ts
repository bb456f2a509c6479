/** The contract's verdict. `not-convex` is said only with a certificate that verifies. */
export interface Verdict {
  readonly kind: "not-convex" | "convex-by-theorem" | "undecided";
  readonly scope: "loss" | "slice";
  /** One sentence. */
  readonly reason: string;
}

import type { HessianSummary } from "../../../convexity/points/full-hessian";
import type { CenterHessian } from "../../../convexity/survey/survey";

/** What a survey keeps of the whole Hessian at a centre, or the sentence that says why it keeps nothing. */
export function keepHessian(
  summary: HessianSummary,
): { readonly hessian: CenterHessian; readonly message: "" } | { readonly hessian: null; readonly message: string } {
  const { min, max, tolerance, negative, zero, positive, provedNegative } = summary;
  if (![min, max, tolerance].every(Number.isFinite)) {
    return { hessian: null, message: "The whole Hessian is not finite there." };
  }
  return { hessian: { min, max, tolerance, negative, zero, positive, provedNegative }, message: "" };
}

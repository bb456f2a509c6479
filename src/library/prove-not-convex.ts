import type { Certificate } from "../convexity/certificate/schema";
import { settleLoss } from "../convexity/verdict/settle";
import type { Verdict } from "../convexity/verdict/verdict";
import { parseSpec } from "../experiment/parse";
import { flattenWeights, layoutNetwork } from "../model/network/layout";
import { planLandscape, withAnyPlane } from "../slice/plan-landscape";
import type { ComputeOptions, SpecInput } from "./options";
import { train } from "./train";

export interface Proof {
  /** Of the whole loss, a function of all weights. `undecided` says only that no proof was found either way. */
  readonly verdict: Verdict;
  /** The proof that the loss is not convex, which `verifyCertificate` accepts; null with every other verdict. */
  readonly certificate: Certificate | null;
}

/**
 * Searches for a proof that the loss of a spec is not convex in the weights, from its weights and from sparse weights that need no training.
 * It evaluates no grid. Where a theorem says that the loss is convex, that is the verdict, without a search.
 *
 * @param spec  untrusted; `trained` weights are trained first; its plane and its grid play no part
 * @throws SpecError with one sentence that names the first wrong field
 * @throws Error with one sentence when the training diverges
 * @throws the signal's reason when it is aborted
 */
export async function proveNotConvex(spec: SpecInput, options: ComputeOptions = {}): Promise<Proof> {
  const checked = parseSpec(spec);
  const share = checked.weights.kind === "trained" ? 0.5 : 0;
  const report = (stage: string, fraction: number) => options.onProgress?.({ stage, fraction });
  const { status, message, end } = await train(spec, {
    ...options,
    onProgress: ({ stage, fraction }) => report(stage, share * fraction),
  });
  if (status === "diverged") throw new Error(message);
  const center = flattenWeights(layoutNetwork(checked.network), end.layers);
  const { verdict, finding } = await settleLoss(planLandscape(withAnyPlane(checked), center), checked.network, {
    signal: options.signal,
    onProgress: (fraction) => report("search", share + (1 - share) * fraction),
  });
  return { verdict, certificate: finding?.certificate ?? null };
}

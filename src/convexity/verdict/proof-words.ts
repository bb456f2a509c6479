import { capitalise } from "../../words/names";
import { formatAtLeast } from "../../words/numbers";
import type { CertificateFinding, CertificateMethod } from "../certificate/search";

/** A proof in three steps: what is compared, how much higher the loss is, and why no convex loss is. */
interface ProofWords {
  readonly premise: string;
  /** @param gap  "at least 2.42" */
  readonly rise: (gap: string) => string;
  readonly conclusion: string;
}

const SAME = "the network, and so its loss, is the same";
const NO_RISE = "a convex loss could not rise between equal points";
const NO_ARCH = "a convex loss is nowhere above its chord";
const half = (gap: string): string => `half way between, the loss is ${gap} higher`;
const above = (gap: string): string => `half way between, the loss is ${gap} above its chord`;

const PROOF_WORDS: Readonly<Record<CertificateMethod, ProofWords>> = {
  exchange: { premise: `swap two hidden units: ${SAME}`, rise: half, conclusion: NO_RISE },
  permutation: { premise: `reorder the units of a hidden layer: ${SAME}`, rise: half, conclusion: NO_RISE },
  "collapsed-average": {
    premise: `shift the units of a hidden layer in a circle: ${SAME}`,
    rise: (gap) => `at the mean of all these copies, the loss is ${gap} higher`,
    conclusion: "a convex loss could not be higher at the mean of equal points",
  },
  "mirrored-units": {
    premise: `change the signs of all weights into and out of hidden units: ${SAME}`,
    rise: (gap) => `half way between, where these weights are 0, the loss is ${gap} higher`,
    conclusion: NO_RISE,
  },
  "scaled-units": {
    premise:
      "multiply the weights into hidden units by a factor and divide the weights out of them by it: the outputs are the same",
    rise: above,
    conclusion: NO_ARCH,
  },
  "sparse-weights": {
    premise: "take two sets of weights that are nearly all 0 and do not depend on the training",
    rise: above,
    conclusion: NO_ARCH,
  },
  "grid-chord": { premise: "take two points of this slice", rise: above, conclusion: NO_ARCH },
  "curvature-chord": {
    premise: "take two points of this slice where its curvature is negative",
    rise: above,
    conclusion: NO_ARCH,
  },
  "hessian-chord": {
    premise: "take two points along an eigenvector of the Hessian with a negative eigenvalue",
    rise: above,
    conclusion: NO_ARCH,
  },
};

type ProvedGap = Pick<CertificateFinding, "method" | "gap">;

/** The proof in three short sentences. */
export function listProofSentences({ method, gap }: ProvedGap): readonly string[] {
  const { premise, rise, conclusion } = PROOF_WORDS[method];
  return [premise, rise(`at least ${formatAtLeast(gap)}`), conclusion].map((step) => `${capitalise(step)}.`);
}

/** The proof in one sentence. */
export function describeProof({
  method,
  gap,
  certificate,
}: ProvedGap & Pick<CertificateFinding, "certificate">): string {
  const { premise, rise, conclusion } = PROOF_WORDS[method];
  const steps = [premise, rise(`at least ${formatAtLeast(gap)}`), conclusion];
  return `${capitalise(steps.join("; "))} (proved in ${certificate.arithmetic} arithmetic).`;
}

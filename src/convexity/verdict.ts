import type { LandscapePlan } from "../landscape/landscape";
import { CHORD_DIRECTIONS, CHORD_STRIDES } from "./chords";
import type { Landscape } from "./landscape";

/** The contract's verdict. `not-convex` is said only with a certificate that verifies. */
export interface Verdict {
  readonly kind: "not-convex" | "convex-by-theorem" | "undecided";
  readonly scope: "loss" | "slice";
  /** One sentence. */
  readonly reason: string;
}

const LOSS_NAMES = {
  mse: "the squared error",
  bce: "the logistic loss",
  "softmax-ce": "the softmax cross-entropy",
  hinge: "the hinge loss",
} as const;

/**
 * Whether a theorem makes the loss, or this slice of it, convex. An affine function of the weights goes into a convex function of
 * the output: so it is without hidden layers, and in a slice that moves the output layer alone (Boyd & Vandenberghe 2004, §3.2.2).
 */
export function findConvexityTheorem({ layout, loss, dx, dy }: LandscapePlan): Verdict | null {
  const { layers } = layout;
  if (layers.at(-1)!.activation !== "identity") return null;
  const name = LOSS_NAMES[loss.kind];
  const penalty = loss.l2 > 0 ? ", and the l2 penalty is convex too" : "";
  if (layers.length === 1) {
    return {
      kind: "convex-by-theorem",
      scope: "loss",
      reason: `Without a hidden layer the output is affine in the weights, and ${name} is convex in the output${penalty}.`,
    };
  }
  const outputLayer = layers.at(-1)!.kernel;
  const movesHiddenLayers = [dx, dy].some((direction) =>
    direction.subarray(0, outputLayer).some((entry) => entry !== 0),
  );
  if (movesHiddenLayers) return null;
  return {
    kind: "convex-by-theorem",
    scope: "slice",
    reason: `This slice moves the output layer alone, in which the output is affine, and ${name} is convex in the output${penalty}.`,
  };
}

/** What is said when neither a theorem nor a certificate settles the question: what was looked at. */
export function describeUndecided(landscape: Landscape): Verdict {
  const { grid, summary, backend } = landscape;
  if (backend.floatBits === 16) {
    return {
      kind: "undecided",
      scope: "loss",
      reason: "This device computes with 16-bit floats, too coarse to prove anything.",
    };
  }
  const nonconvex = summary["nonconvex-curvature"] + summary["nonconvex-chord"];
  const chords = CHORD_STRIDES.length * CHORD_DIRECTIONS.length;
  const looked = `${grid.columns} × ${grid.rows} points with up to ${chords} chords each`;
  return {
    kind: "undecided",
    scope: "loss",
    reason:
      nonconvex > 0
        ? `Of ${looked}, ${Math.round(nonconvex * grid.columns * grid.rows)} points are not convex beyond their error bounds, but no certificate was found.`
        : `None of ${looked} shows that the loss is not convex; a slice cannot prove that it is.`,
  };
}

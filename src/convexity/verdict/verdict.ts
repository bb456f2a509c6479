import type { LandscapePlan } from "../../slice/landscape-plan";
import { LOSS_NAMES } from "../../words/names";
import { CHORD_DIRECTIONS, CHORD_STRIDES } from "../lines/grid-chords";
import type { Landscape } from "../points/landscape";
import { areAffine, keepsConvex, propagateShapes } from "./composition-rule";
import { findPenaltyTheorem } from "./penalty-theorem";

/** The contract's verdict. It is `not-convex` only with a certificate that verifies. */
export interface Verdict {
  readonly kind: "not-convex" | "convex-by-theorem" | "undecided";
  readonly scope: "loss" | "slice";
  /** One sentence. */
  readonly reason: string;
}

/**
 * Finds a theorem by which the loss is convex, or convex on this slice: on the whole plane through θ, not only at the points of its grid.
 * A convex function of an affine one is convex (Boyd & Vandenberghe 2004, §3.2.2): this applies without hidden layers, and in a slice in
 * which the output is affine. A convex and nondecreasing function of a convex one is convex (§3.2.4): this applies where signs and targets
 * fit. A loss whose negative curvature is bounded becomes convex with a large enough l2 penalty.
 */
export function findConvexityTheorem(plan: LandscapePlan): Verdict | null {
  const { layout, loss, data } = plan;
  const { layers } = layout;
  const name = `the ${LOSS_NAMES[loss.kind].inText}`;
  const penalty = loss.l2 > 0 ? ", and the l2 penalty is convex too" : "";
  if (layers.length === 1 && layers[0]!.activation === "identity") {
    return {
      kind: "convex-by-theorem",
      scope: "loss",
      reason: `Without a hidden layer the output is affine in the weights, and ${name} is convex in the output${penalty}.`,
    };
  }
  const outweighed = findPenaltyTheorem(plan);
  if (outweighed !== null) return { kind: "convex-by-theorem", scope: "loss", reason: outweighed };
  const shapes = propagateShapes(plan);
  if (!keepsConvex(loss.kind, shapes, data.y)) return null;
  const slice = { kind: "convex-by-theorem", scope: "slice" } as const;
  if (!areAffine(shapes)) {
    const terms = loss.kind === "softmax-ce" ? "differences of outputs" : "outputs";
    const reason = `By the composition rule: for every sample ${name} is convex, it does not fall when ${terms} rise that are convex in this slice, and it does not rise when ${terms} rise that are concave in it${penalty}.`;
    return { ...slice, reason };
  }
  if (shapes.every((shape) => shape === "constant")) {
    return { ...slice, reason: `No weight that moves in this slice changes the output, which is constant${penalty}.` };
  }
  const subject = movesOutputLayerAlone(plan)
    ? "This slice moves only weights of the output layer, in which the output is affine"
    : "In this slice the output is affine: it depends on no product of two moving weights and on no nonlinear activation of one";
  return { ...slice, reason: `${subject}, and ${name} is convex in the output${penalty}.` };
}

function movesOutputLayerAlone({ layout, dx, dy }: LandscapePlan): boolean {
  const first = layout.layers.at(-1)!.kernel;
  return [dx, dy].every((direction) => direction.subarray(0, first).every((entry) => entry === 0));
}

/** The meaning of "undecided"; the points and chords that were tried follow. */
const UNDECIDED = "No proof was found that the loss is convex, and none that it is not:";

/** The verdict when no theorem applies and the weights alone gave no certificate, before a landscape is computed. */
export const UNDECIDED_SO_FAR: Verdict = {
  kind: "undecided",
  scope: "loss",
  reason: `${UNDECIDED} no theorem applies, and no certificate was found from the weights and their copies of equal loss, or from sparse weights.`,
};

/** The verdict when there is neither a theorem nor a certificate: it names the points and chords that were tried. */
export function describeUndecided(landscape: Landscape): Verdict {
  return { kind: "undecided", scope: "loss", reason: `${UNDECIDED} ${describeSearch(landscape)}` };
}

function describeSearch({ grid, summary, backend }: Landscape): string {
  if (backend.floatBits === 16) return "this device computes with 16-bit floats, too coarse to prove anything.";
  const nonconvex = Math.round(
    (summary["nonconvex-curvature"] + summary["nonconvex-chord"]) * grid.columns * grid.rows,
  );
  const chords = CHORD_STRIDES.length * CHORD_DIRECTIONS.length;
  const looked = `${grid.columns} × ${grid.rows} points with up to ${chords} chords each`;
  return nonconvex > 0
    ? `of ${looked}, ${nonconvex} show negative curvature or a chord below the surface beyond the error bounds, but no certificate that can be checked in time was found.`
    : `none of ${looked} shows negative curvature or a chord below the surface beyond the error bounds, and no certificate was found.`;
}

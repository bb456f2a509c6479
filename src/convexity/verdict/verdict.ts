import type { LandscapePlan } from "../../slice/landscape-plan";
import { LOSS_NAMES } from "../../words/names";
import { CHORD_DIRECTIONS, CHORD_STRIDES } from "../lines/grid-chords";
import type { Landscape } from "../points/landscape";
import { areAffine, keepsConvex, propagateShapes } from "./composition-rule";
import { findPenaltyTheorem } from "./penalty-theorem";

/** The contract's verdict. `not-convex` is said only with a certificate that verifies. */
export interface Verdict {
  readonly kind: "not-convex" | "convex-by-theorem" | "undecided";
  readonly scope: "loss" | "slice";
  /** One sentence. */
  readonly reason: string;
}

/**
 * Whether a theorem makes the loss, or this slice of it, convex: the whole plane through θ, not its grid alone. A convex function of an
 * affine one is convex (Boyd & Vandenberghe 2004, §3.2.2): so it is without hidden layers, and in a slice in which the output is affine.
 * A convex and nondecreasing function of a convex one is convex (§3.2.4): so it is where signs and targets fit. And a large enough l2
 * penalty makes a loss convex whose downward curvature is bounded.
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
    const reason = `In this slice the composition rule holds with signs: for every sample ${name} rises with what is convex in the slice, and falls with what is concave${penalty}.`;
    return { ...slice, reason };
  }
  if (shapes.every((shape) => shape === "constant")) {
    return { ...slice, reason: `Nothing that moves in this slice reaches the output, which is constant${penalty}.` };
  }
  const subject = movesOutputLayerAlone(plan)
    ? "This slice moves the output layer alone, in which the output is affine"
    : "In this slice the output is affine: no weight that moves is multiplied by another, and no activation bends what moves";
  return { ...slice, reason: `${subject}, and ${name} is convex in the output${penalty}.` };
}

function movesOutputLayerAlone({ layout, dx, dy }: LandscapePlan): boolean {
  const first = layout.layers.at(-1)!.kernel;
  return [dx, dy].every((direction) => direction.subarray(0, first).every((entry) => entry === 0));
}

/** What "undecided" does not mean; what was looked at follows. */
const UNDECIDED = "No proof was found either way, which does not mean that the loss is convex:";

/** What is said when no theorem applies and the weights alone gave no certificate, before a landscape has been looked at. */
export const UNDECIDED_SO_FAR: Verdict = {
  kind: "undecided",
  scope: "loss",
  reason: `${UNDECIDED} no theorem applies, and neither the weights with their copies of equal loss nor sparse weights give a certificate.`,
};

/** What is said when neither a theorem nor a certificate settles the question: what was looked at, and what that does not mean. */
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
    ? `of ${looked}, ${nonconvex} are not convex beyond their error bounds, but no certificate was found that can be checked in time.`
    : `none of ${looked} shows that it is not, and no certificate was found.`;
}

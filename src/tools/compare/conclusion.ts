import type { LandscapeOutcome } from "../../compute/jobs/landscape-outcome";
import { formatFraction, formatNumber } from "../../words/numbers";
import { shareNonconvex } from "./statistics";

/** What is proved about the whole loss of one side. A slice that is convex by a theorem proves nothing about the loss. */
type ProvedKind = "not-convex" | "convex" | "open";

/**
 * The result of a comparison in a few sentences, which claim no more than both verdicts prove. Shares are shares of the slices, not of the
 * losses.
 *
 * @param whose  names the losses: "with ReLU" and "with Sigmoid", or "of A" and "of B"
 */
export function describeConclusion(
  a: LandscapeOutcome,
  b: LandscapeOutcome,
  whose: readonly [a: string, b: string],
): string {
  return `${describeProvedKinds([provedKindOf(a), provedKindOf(b)], whose)} ${describeShares(a, b, whose)}${describeSizes(a, b, whose)}`;
}

/** A certificate is about the whole loss, also where the slice is convex. */
function provedKindOf({ verdict, finding }: LandscapeOutcome): ProvedKind {
  if (verdict.kind === "not-convex" || finding !== null) return "not-convex";
  return verdict.kind === "convex-by-theorem" && verdict.scope === "loss" ? "convex" : "open";
}

function describeProvedKinds([a, b]: readonly [ProvedKind, ProvedKind], [ofA, ofB]: readonly [string, string]): string {
  if (a !== b) {
    const text = `${describeProvedKind(a, ofA)}; ${describeProvedKind(b, ofB)}.`;
    return text.charAt(0).toUpperCase() + text.slice(1);
  }
  if (a === "not-convex") return `Both losses, ${ofA} and ${ofB}, are proved not convex.`;
  if (a === "convex") return `Both losses, ${ofA} and ${ofB}, are convex by a theorem.`;
  return `Nothing is proved about either loss, ${ofA} or ${ofB}: each may be convex or not.`;
}

function describeProvedKind(standing: ProvedKind, whose: string): string {
  if (standing === "not-convex") return `the loss ${whose} is proved not convex`;
  if (standing === "convex") return `the loss ${whose} is convex by a theorem`;
  return `nothing is proved about the loss ${whose}: it may be convex or not`;
}

function describeShares(a: LandscapeOutcome, b: LandscapeOutcome, [ofA, ofB]: readonly [string, string]): string {
  const shares = [a, b].map(({ landscape }) => shareNonconvex(landscape));
  if (shares.every((share) => share === 0)) return "No point of either slice is shown to be not convex.";
  const [one, other] = shares.map(formatFraction);
  return `In these slices, ${one} of the points are shown to be not convex ${ofA}, and ${other} ${ofB}.`;
}

/** Shares of slices that differ in size compare only in part: the larger slice reaches further from its centre. */
function describeSizes(
  { measure: a }: LandscapeOutcome,
  { measure: b }: LandscapeOutcome,
  [ofA, ofB]: readonly [string, string],
): string {
  if (!a || !b) return "";
  const [one, other] = [formatNumber(a.xNorm), formatNumber(b.xNorm)];
  if (one === other) return "";
  return ` The slices differ in size: in weight space, 1 on the x axis is ${one} ${ofA}, and ${other} ${ofB}.`;
}

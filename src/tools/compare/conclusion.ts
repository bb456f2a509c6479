import type { LandscapeOutcome } from "../../compute/jobs/landscape-outcome";
import { formatFraction } from "../../words/numbers";
import { shareNonconvex } from "./figures";

/** What is settled about the whole loss of one side; a slice that is convex by a theorem settles nothing of the loss. */
type Standing = "not-convex" | "convex" | "open";

/**
 * What a comparison shows, in a sentence or two, and no more than both verdicts prove: what is undecided stays so, and a share of a
 * slice is called that.
 *
 * @param whose  which loss each is: "with ReLU" and "with Sigmoid", or "of A" and "of B"
 */
export function describeConclusion(
  a: LandscapeOutcome,
  b: LandscapeOutcome,
  whose: readonly [a: string, b: string],
): string {
  return `${describeStandings([standingOf(a), standingOf(b)], whose)} ${describeShares(a, b, whose)}`;
}

/** A proof beside a convex slice is one of the whole loss. */
function standingOf({ verdict, finding }: LandscapeOutcome): Standing {
  if (verdict.kind === "not-convex" || finding !== null) return "not-convex";
  return verdict.kind === "convex-by-theorem" && verdict.scope === "loss" ? "convex" : "open";
}

function describeStandings([a, b]: readonly [Standing, Standing], [ofA, ofB]: readonly [string, string]): string {
  if (a !== b) {
    const text = `${describeStanding(a, ofA)}; ${describeStanding(b, ofB)}.`;
    return text.charAt(0).toUpperCase() + text.slice(1);
  }
  if (a === "not-convex") return `Both losses, ${ofA} and ${ofB}, are proved not convex.`;
  if (a === "convex") return `Both losses, ${ofA} and ${ofB}, are convex by a theorem.`;
  return `Nothing is proved of either loss: neither ${ofA} nor ${ofB} is it shown to be convex or not.`;
}

function describeStanding(standing: Standing, whose: string): string {
  if (standing === "not-convex") return `the loss ${whose} is proved not convex`;
  if (standing === "convex") return `the loss ${whose} is convex by a theorem`;
  return `nothing is proved of the loss ${whose}, which does not make it convex`;
}

function describeShares(a: LandscapeOutcome, b: LandscapeOutcome, [ofA, ofB]: readonly [string, string]): string {
  const shares = [a, b].map(({ landscape }) => shareNonconvex(landscape));
  if (shares.every((share) => share === 0)) return "Neither slice is shown not convex at any of its points.";
  const [one, other] = shares.map(formatFraction);
  return `In these slices ${one} of the points are shown not convex ${ofA}, ${other} ${ofB}.`;
}

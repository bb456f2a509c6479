import type { LandscapeDetails } from "../../compute/jobs/landscape-outcome";
import type { SettledFinding, Settlement } from "../../convexity/verdict/settle";
import type { StudioState } from "./state";

/** What is known of the weights on the page: all of it once the slice is complete, else what the weights alone settle. */
export function standingVerdict({ run }: Pick<StudioState, "run">): Settlement | null {
  return run.landscape.outcome ?? run.landscape.settlement;
}

/** What is found of the complete slice beyond its points, also while a proof is still looked for. */
export function standingDetails({ run }: Pick<StudioState, "run">): LandscapeDetails | null {
  return run.landscape.outcome ?? run.landscape.details;
}

/** The proof that the loss is not convex, as soon as there is one. */
export function standingProof(state: Pick<StudioState, "run">): SettledFinding | null {
  return standingVerdict(state)?.finding ?? null;
}

/** The verdict in a word, for styles and for scripts: `pending` while it is still looked for. */
export function verdictKind(state: Pick<StudioState, "run">): Settlement["verdict"]["kind"] | "pending" {
  const { phase } = state.run.landscape;
  const kind = standingVerdict(state)?.verdict.kind ?? "pending";
  // The weights alone may leave open what the slice will prove.
  const isOver = phase === "ready" || phase === "failed" || phase === "cancelled";
  return kind === "undecided" && !isOver ? "pending" : kind;
}

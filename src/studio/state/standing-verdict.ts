import type { LandscapeDetails } from "../../compute/jobs/landscape-outcome";
import type { SettledFinding, Settlement } from "../../convexity/verdict/settle";
import type { StudioState } from "./state";

/** The verdict on the weights on the page: from the complete slice, or else from the weights alone. */
export function standingVerdict({ run }: Pick<StudioState, "run">): Settlement | null {
  return run.landscape.outcome ?? run.landscape.settlement;
}

/** The results for the complete slice beyond its points, also while the search for a proof goes on. */
export function standingDetails({ run }: Pick<StudioState, "run">): LandscapeDetails | null {
  return run.landscape.outcome ?? run.landscape.details;
}

/** The proof that the loss is not convex, as soon as there is one. */
export function standingProof(state: Pick<StudioState, "run">): SettledFinding | null {
  return standingVerdict(state)?.finding ?? null;
}

/** The kind of verdict, for styles and scripts; `pending` during the search. */
export function verdictKind(state: Pick<StudioState, "run">): Settlement["verdict"]["kind"] | "pending" {
  const { phase } = state.run.landscape;
  const kind = standingVerdict(state)?.verdict.kind ?? "pending";
  // The slice may still prove what the weights alone could not.
  const isOver = phase === "ready" || phase === "failed" || phase === "cancelled";
  return kind === "undecided" && !isOver ? "pending" : kind;
}

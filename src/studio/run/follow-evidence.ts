import type { LandscapeOutcome } from "../../compute/jobs/landscape-outcome";
import type { ComputeService } from "../../compute/service/tasks";
import type { ChordPath } from "../../convexity/lines/chord-profile";
import type { SettledFinding } from "../../convexity/verdict/settle";
import { LIMITS } from "../../experiment/limits";
import type { Spec } from "../../experiment/spec";
import { layoutNetwork, type Parameters } from "../../model/network/layout";
import type { Evidence, EvidenceKind, FoundEvidence } from "../state/evidence";
import { settledSpec } from "../state/settled";
import { standingProof } from "../state/standing-verdict";
import type { StudioState } from "../state/state";
import type { Store } from "../state/store";
import { createAskLatest } from "./ask-latest";

/** What is computed for the card: the kind of evidence, its experiment and its place. */
interface EvidenceRequest {
  readonly open: EvidenceKind;
  readonly spec: Spec;
  readonly parameters: Parameters;
  /** The proof or the complete slice that the evidence belongs to. */
  readonly subject: SettledFinding | LandscapeOutcome;
  readonly place: Evidence["ends"] | Evidence["point"] | null;
}

/** Whether a network is small enough for its whole Hessian. */
export function allowsHessian({ network }: Spec): boolean {
  return layoutNetwork(network).parameterCount <= LIMITS.hessianParameters.max;
}

/** Computes what the open card shows, and again after a change of the experiment or the chosen places. */
export function followEvidence(store: Store, service: ComputeService): void {
  const latest = createAskLatest<EvidenceRequest, FoundEvidence | null>({
    run: (request, signal, onProgress) => findEvidence(service, request, signal, onProgress),
    isSame: (one, other) => one.open === other.open && one.subject === other.subject && one.place === other.place,
    // While a chord is dragged, late answers are still shown: each carries its own ends.
    isOfUse: (running, wanted) =>
      running.open === "chord" && wanted?.open === "chord" && running.subject === wanted.subject,
    onProgress: (fraction) => store.dispatch({ type: "evidence-progress", fraction }),
    onAnswer(found) {
      if (found) store.dispatch({ type: "evidence-found", found });
    },
    onFailure: (message) => store.dispatch({ type: "evidence-said", message }),
  });
  const look = (state: StudioState): void => latest.ask(requestOf(state));
  store.subscribe(look);
  look(store.getState());
}

function requestOf(state: StudioState): EvidenceRequest | null {
  const { run, evidence } = state;
  const { outcome } = run.landscape;
  const { parameters } = run.training;
  const { open, ends, point } = evidence;
  // The chord of a proof needs no slice.
  const subject = open === "proof" ? standingProof(state) : outcome;
  if (!open || !subject || !parameters) return null;
  const spec = settledSpec(state);
  const request = { open, spec, parameters, subject };
  if (open === "proof") return { ...request, place: null };
  if (open === "chord") return ends ? { ...request, place: ends } : null;
  return allowsHessian(spec) ? { ...request, place: point } : null;
}

async function findEvidence(
  service: ComputeService,
  { spec, parameters, subject, place }: EvidenceRequest,
  signal: AbortSignal,
  onProgress: (fraction: number) => void,
): Promise<FoundEvidence | null> {
  const profile = (path: ChordPath) => service.run("profileChord", { spec, parameters, path }, { signal });
  if ("points" in subject) {
    const path = proofPath(subject);
    return path && { kind: "proof", profile: await profile(path) };
  }
  if (place === null) return null;
  if ("from" in place) {
    return { kind: "chord", profile: await profile({ kind: "slice", ...place }), ends: place };
  }
  const [x, y] = place;
  const known = x === 0 && y === 0 ? subject.fullHessian?.center : undefined;
  const summary = known ?? (await service.run("analyzeHessian", { spec, parameters, x, y }, { signal, onProgress }));
  return { kind: "hessian", summary, point: place };
}

/** From the proof's first point through the mean of all points to the second; for two points this is the straight chord. */
function proofPath({ points: [from, to], mean }: SettledFinding): ChordPath | null {
  return from && to ? { kind: "weights", from, middle: mean, to } : null;
}

import type { LandscapeOutcome } from "../../compute/jobs/landscape-outcome";
import type { ComputeService } from "../../compute/service/tasks";
import type { ChordPath } from "../../convexity/lines/chord-profile";
import type { SettledFinding } from "../../convexity/verdict/settle";
import { refuseHessian } from "../../experiment/network-size";
import type { Spec } from "../../experiment/spec";
import type { Parameters } from "../../model/network/layout";
import type { Inspection, InspectionFound, Inspector } from "../state/inspection";
import { settledSpec } from "../state/settled";
import { standingProof } from "../state/standing-verdict";
import type { StudioState } from "../state/state";
import type { Store } from "../state/store";
import { createAskLatest } from "./ask-latest";

/** One thing to look at: of which experiment, and where. */
interface InspectionRequest {
  readonly open: Inspection;
  readonly spec: Spec;
  readonly parameters: Parameters;
  /** The proof, or all that is known of the slice: what is looked at belongs to it. */
  readonly subject: SettledFinding | LandscapeOutcome;
  readonly place: Inspector["ends"] | Inspector["point"] | null;
}

/** Whether a network is small enough for its whole Hessian. */
export function allowsHessian({ network }: Spec): boolean {
  return refuseHessian(network) === null;
}

/** Computes what the open inspector shows, and again when the experiment or the places under inspection have changed. */
export function followInspector(store: Store, service: ComputeService): void {
  const latest = createAskLatest<InspectionRequest, InspectionFound | null>({
    run: (request, signal, onProgress) => inspect(service, request, signal, onProgress),
    isSame: (one, other) => one.open === other.open && one.subject === other.subject && one.place === other.place,
    // A chord under the hand is shown as it moves, though its ends are already elsewhere: it says itself where it lies.
    isOfUse: (running, wanted) =>
      running.open === "chord" && wanted?.open === "chord" && running.subject === wanted.subject,
    onProgress: (fraction) => store.dispatch({ type: "inspecting", fraction }),
    onAnswer(found) {
      if (found) store.dispatch({ type: "inspected", found });
    },
    onFailure: (message) => store.dispatch({ type: "inspection-said", message }),
  });
  const look = (state: StudioState): void => latest.ask(requestOf(state));
  store.subscribe(look);
  look(store.getState());
}

function requestOf(state: StudioState): InspectionRequest | null {
  const { run, inspector } = state;
  const { outcome } = run.landscape;
  const { parameters } = run.training;
  const { open, ends, point } = inspector;
  // The chord of a proof needs no slice.
  const subject = open === "proof" ? standingProof(state) : outcome;
  if (!open || !subject || !parameters) return null;
  const spec = settledSpec(state);
  const request = { open, spec, parameters, subject };
  if (open === "proof") return { ...request, place: null };
  if (open === "chord") return ends ? { ...request, place: ends } : null;
  return allowsHessian(spec) ? { ...request, place: point } : null;
}

async function inspect(
  service: ComputeService,
  { spec, parameters, subject, place }: InspectionRequest,
  signal: AbortSignal,
  onProgress: (fraction: number) => void,
): Promise<InspectionFound | null> {
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

/** From the proof's first point over the mean of all to the second: of two points that is the straight chord. */
function proofPath({ points: [from, to], mean }: SettledFinding): ChordPath | null {
  return from && to ? { kind: "weights", from, middle: mean, to } : null;
}

import type { LandscapeOutcome } from "../../compute/jobs/landscape-outcome";
import type { CertificateMethod } from "../../convexity/certificate/search";
import type { SettledFinding, Settlement } from "../../convexity/verdict/settle";
import type { Spec } from "../../experiment/spec";
import { flattenWeights, layoutNetwork } from "../../model/network/layout";
import { EMPTY_CURVE, extendCurve } from "../views/plots/loss-curve-data";
import type { RunReport } from "./actions";
import { findLandscape, findTraining, type Kept, keepLandscape, keepTraining } from "./kept";
import type { Stage } from "./stages";
import type { LandscapeState, Run, StudioState } from "./state";
import type { TrainingState, TrajectoryPoint } from "./training-state";

const WAITING_LANDSCAPE = {
  phase: "waiting",
  fraction: 0,
  outcome: null,
  details: null,
  search: null,
  message: "",
} as const;

/**
 * The next run after a change of the experiment: what is not stale stays, kept results are used again, the rest waits for the pipeline.
 * The previous surface stays on screen until there is a new one, and the verdict stays where only the grid has changed.
 */
export function nextRun(run: Run, spec: Spec, stale: readonly Stage[], kept: Kept): Run {
  const number = run.number + 1;
  const anew = stale.includes("weights");
  const training = anew ? (findTraining(kept, spec) ?? startingTraining(spec)) : run.training;
  const outcome = findLandscape(kept, spec, training.step);
  const ended = hasEnded(training);
  const settlement = stale.includes("plane") ? null : settledByWeights(run.landscape);
  const landscape =
    outcome && ended
      ? readyLandscape(spec, training.step, outcome)
      : { ...run.landscape, ...WAITING_LANDSCAPE, settlement };
  return {
    number,
    trainingNumber: anew ? number : run.trainingNumber,
    untrained: anew ? false : run.untrained,
    training,
    whole: anew ? null : run.whole,
    landscape,
  };
}

/** The state of a complete landscape. */
function readyLandscape(spec: Spec, step: number, outcome: LandscapeOutcome): LandscapeState {
  return {
    phase: "ready",
    fraction: 1,
    shown: outcome.landscape,
    shownOf: spec,
    step,
    plane: outcome.plane ?? null,
    outcome,
    details: null,
    settlement: null,
    search: null,
    message: "",
  };
}

/** The searches that read a slice or the whole Hessian. */
const SLICE_METHODS: readonly CertificateMethod[] = ["grid-chord", "hessian-chord"];

/** The verdict that does not depend on the grid: a theorem, or a proof from the weights alone. */
function settledByWeights({ outcome, settlement }: LandscapeState): Settlement | null {
  if (!outcome) return settlement;
  const { verdict, finding } = outcome;
  if (finding ? SLICE_METHODS.includes(finding.method) : verdict.kind === "undecided") return null;
  return { verdict, finding };
}

/** The newly found settlement; where it contains the same proof again, the page keeps its own object. */
function settle(standing: Settlement | null, found: Settlement | undefined): Settlement | null {
  if (!found) return standing;
  return standing?.finding && isSameProof(standing.finding, found.finding) ? standing : found;
}

/** The outcome with the page's own object for the same proof, so that its chord is not computed again. */
function keepProof(outcome: LandscapeOutcome, standing: Settlement | null): LandscapeOutcome {
  const finding = standing?.finding;
  return finding && isSameProof(finding, outcome.finding) ? { ...outcome, finding } : outcome;
}

/** Whether two proofs about one loss are the same: the exact bounds of the gap identify a proof. */
function isSameProof(one: SettledFinding, other: SettledFinding | null): boolean {
  if (!other) return false;
  const [a, b] = [one.certificate.gap, other.certificate.gap];
  return one.method === other.method && a.lower === b.lower && a.upper === b.upper;
}

/** A training before its first step, or the state of given weights. */
export function startingTraining({ network, weights }: Spec): TrainingState {
  const blank = { step: 0, curve: EMPTY_CURVE, trajectory: [], secondsLeft: null, message: "" };
  if (weights.kind === "trained") return { ...blank, phase: "waiting", steps: weights.steps, parameters: null };
  const parameters = flattenWeights(layoutNetwork(network), weights.layers);
  return { ...blank, phase: "given", steps: 0, parameters };
}

/** Whether the weights are final, so that their slice can be computed in full. */
export function hasEnded({ phase }: TrainingState): boolean {
  return phase === "finished" || phase === "stopped" || phase === "diverged" || phase === "given";
}

/** The state after a report. A report of an earlier run changes nothing. */
export function applyReport(state: StudioState, number: number, report: RunReport): StudioState {
  const current = report.kind.startsWith("training-") ? state.run.trainingNumber : state.run.number;
  if (number !== current) return state;
  if (report.kind === "training-ended") return endTraining(state, report.outcome);
  if (report.kind === "landscape-ended") {
    const { training } = state.run;
    const outcome = keepProof(report.outcome, state.run.landscape.settlement);
    const kept = keepLandscape(state.kept, state.spec, training.step, outcome);
    const landscape = readyLandscape(state.spec, training.step, outcome);
    return { ...state, kept, run: { ...state.run, landscape } };
  }
  const training = trainingAfter(state.run.training, report);
  const landscape = landscapeAfter(state.run, state.spec, report);
  return { ...state, run: { ...state.run, training, landscape } };
}

function trainingAfter(training: TrainingState, report: RunReport): TrainingState {
  switch (report.kind) {
    case "training-progress": {
      // `steps` stays that of the experiment: for the initial weights alone, the service is asked for a training of 0 steps.
      const { step, losses, parameters, secondsLeft } = report.progress;
      const phase = training.phase === "paused" ? "paused" : "running";
      const curve = extendCurve(training.curve, losses);
      const loss = losses.at(-1)?.loss;
      const trajectory =
        loss === undefined ? training.trajectory : growTrajectory(training.trajectory, { step, parameters, loss });
      return { ...training, phase, step, parameters, secondsLeft, curve, trajectory };
    }
    case "training-paused":
      return hasEnded(training) ? training : { ...training, phase: report.paused ? "paused" : "running" };
    case "training-failed":
      return { ...training, phase: "failed", message: report.message };
    default:
      return training;
  }
}

/** The most reports kept of a running training: beyond it, every second one is dropped. */
const MOST_REPORTED = 400;

function growTrajectory(trajectory: readonly TrajectoryPoint[], point: TrajectoryPoint): readonly TrajectoryPoint[] {
  const grown = [...trajectory, point];
  return grown.length <= MOST_REPORTED ? grown : grown.filter((_, i) => i % 2 === 0 || i === grown.length - 1);
}

function landscapeAfter({ landscape, training }: Run, spec: Spec, report: RunReport): LandscapeState {
  switch (report.kind) {
    case "landscape-live":
      // The full slice may have started since: a live slice is then too late.
      if (landscape.phase !== "waiting" && landscape.phase !== "live") return landscape;
      return {
        ...landscape,
        phase: "live",
        shown: report.landscape,
        shownOf: report.of ?? spec,
        step: report.step,
        plane: report.plane ?? null,
      };
    case "landscape-started":
      return { ...landscape, ...WAITING_LANDSCAPE, phase: "running" };
    case "landscape-progress":
      return {
        ...landscape,
        phase: "running",
        fraction: report.fraction,
        settlement: settle(landscape.settlement, report.settlement),
        details: report.details ?? landscape.details,
        search: report.settlement ? null : (report.search ?? landscape.search),
        ...(report.landscape
          ? { shown: report.landscape, shownOf: spec, step: training.step, plane: report.plane ?? null }
          : {}),
      };
    case "landscape-cancelled":
      return { ...landscape, phase: "cancelled" };
    case "landscape-failed":
      return { ...landscape, phase: "failed", message: report.message };
    default:
      return landscape;
  }
}

function endTraining(
  state: StudioState,
  outcome: Extract<RunReport, { kind: "training-ended" }>["outcome"],
): StudioState {
  const training: TrainingState = {
    ...state.run.training,
    // The initial weights alone are a training that was stopped before its first step.
    phase: state.run.untrained ? "stopped" : outcome.status,
    step: outcome.step,
    parameters: outcome.parameters,
    trajectory: outcome.trajectory,
    secondsLeft: 0,
    message: outcome.message,
  };
  return {
    ...state,
    kept: keepTraining(state.kept, state.spec, training),
    run: { ...state.run, training },
  };
}

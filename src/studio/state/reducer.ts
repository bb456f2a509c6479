import type { LandscapeOutcome } from "../../compute/jobs/landscape-outcome";
import type { Limit } from "../../experiment/limits";
import type { Spec } from "../../experiment/spec";
import { DEFAULT_VIEW, type View } from "../../experiment/view";
import { formatExact } from "../../words/numbers";
import { FIELDS, type FieldName } from "../fields/all-fields";
import { type Field, type FieldValue, fieldLimit, fieldOptions } from "../fields/field";
import type { Action } from "./actions";
import { isOutdated } from "./belonging";
import {
  CLOSED_EVIDENCE,
  type Evidence,
  type EvidenceAction,
  forgetFound,
  keepInside,
  reduceEvidence,
} from "./evidence";
import { EMPTY_HISTORY, remember, stepBack, stepForward } from "./history";
import { findTraining, forgetTraining, type Kept, keepLandscape, keepTraining } from "./kept";
import { findProofPlane } from "./proof-plane";
import { type Notes, type Repaired, repairSpec } from "./repair";
import { applyReport, hasEnded, nextRun, startingTraining } from "./run-reducer";
import { fitRanges, settledSpec } from "./settled";
import { STAGES, staleStages } from "./stages";
import { standingProof } from "./standing-verdict";
import type { StudioState } from "./state";
import { applyTimeline, scrubTo, wholeTraining } from "./timeline";
import { trainFrom } from "./train-from";
import { draftedSpec, dragWeight } from "./weight-draft";

/** The state when the page opens. */
export function createState(spec: Spec, view: View = DEFAULT_VIEW): StudioState {
  return {
    spec,
    view,
    notes: {},
    message: null,
    run: {
      number: 1,
      trainingNumber: 1,
      untrained: false,
      training: startingTraining(spec),
      whole: null,
      landscape: {
        phase: "waiting",
        fraction: 0,
        shown: null,
        shownOf: null,
        step: 0,
        plane: null,
        outcome: null,
        details: null,
        settlement: null,
        search: null,
        message: "",
      },
    },
    draft: null,
    scrub: null,
    playing: false,
    playback: { speed: 1, loops: false },
    evidence: CLOSED_EVIDENCE,
    kept: [],
    history: EMPTY_HISTORY,
    aside: null,
    lastField: null,
    backend: null,
  };
}

/** The only place where the state changes and numbers are clamped. Pure; returns the same state where nothing changes. */
export function reduce(state: StudioState, action: Action): StudioState {
  const changed = step(state, action);
  if (changed === state) return state;
  const settled = changed.run.number === state.run.number ? changed : { ...changed, draft: null };
  const stepped = applyTimeline(state, settled);
  const next = { ...stepped, evidence: adjustEvidence(state, stepped) };
  for (const part of [next.run, next.run.training, next.run.landscape, next.view, next.evidence]) Object.freeze(part);
  return Object.freeze(next);
}

function step(state: StudioState, action: Action): StudioState {
  switch (action.type) {
    case "change":
      return changeField(state, action.field, action.value);
    case "choose-activation": {
      const network = { ...state.spec.network, activation: action.activation };
      return becomeSpec(state, repairSpec({ ...state.spec, network }, "activation", state.spec), null);
    }
    case "show-proof-plane": {
      const found = findProofPlane(state);
      return found ? becomeSpec(state, repairSpec(found, "plane", state.spec), null) : state;
    }
    case "look":
      return { ...state, view: { ...state.view, ...action.view } };
    case "open": {
      // An opened experiment replaces the reader's own, not the lesson's.
      const own = comeBack(state);
      return becomeSpec(
        { ...own, message: null, view: action.view ?? own.view },
        { spec: action.spec, notes: {} },
        null,
      );
    }
    case "show-outcome":
      return showOutcome(state, action.spec, action.outcome);
    case "keep-result":
      return { ...state, kept: keepResult(state.kept, action) };
    case "step-aside":
      return stepAside(state, action.spec, action.view ?? {});
    case "come-back":
      return comeBack(state);
    case "scrub":
      return scrubTo(state, action.index);
    case "play":
      return action.playing === state.playing ? state : { ...state, playing: action.playing };
    case "set-playback":
      return { ...state, playback: { ...state.playback, ...action.playback } };
    case "undo":
    case "redo":
      return travel(state, action.type);
    case "train-from": {
      const spec = trainFrom(state, action.place);
      if (!spec) return state;
      // The surface stays, so that the path is drawn over the surface whose point was chosen.
      const { follow: _, ...view } = state.view;
      return becomeSpec({ ...state, view: { ...view, path: true }, message: null }, { spec, notes: {} }, null);
    }
    case "drag-weight":
      return dragWeight(state, action.index, action.value);
    case "drop-weights": {
      const spec = draftedSpec(state);
      return spec ? becomeSpec(state, repairSpec(spec, null, state.spec), null) : state;
    }
    case "retrain":
      return trainAnew(state, false);
    case "reset-training":
      return trainAnew(state, true);
    case "evaluate-again":
      return { ...state, run: nextRun(state.run, state.spec, ["landscape"], state.kept) };
    case "say":
      return { ...state, message: action.message };
    case "describe-backend":
      return { ...state, backend: action.backend };
    case "report":
      return applyReport(state, action.run, action.report);
    default:
      return changeEvidence(state, action);
  }
}

function adjustEvidence(before: StudioState, { spec, run, evidence }: StudioState): Evidence {
  const inside = spec.grid === before.spec.grid ? evidence : keepInside(evidence, spec.grid);
  // The chord of a proof stays as long as the proof; everything else belongs to a slice.
  if (evidence.open === "proof") return standingProof({ run }) === standingProof(before) ? inside : forgetFound(inside);
  return run.landscape.outcome === before.run.landscape.outcome ? inside : forgetFound(inside);
}

function changeEvidence(state: StudioState, action: EvidenceAction): StudioState {
  const landscape = isOutdated(state) ? null : state.run.landscape.shown;
  const evidence = reduceEvidence(state.evidence, action, state.spec.grid, landscape);
  return evidence === state.evidence ? state : { ...state, evidence };
}

function changeField(state: StudioState, name: FieldName, value: FieldValue): StudioState {
  const written = writeField(FIELDS[name], state.spec, value);
  if (typeof written === "string") return { ...state, notes: { [name]: written } };
  const changed = changeTo(state, name, written);
  const clamped = describeClamp(FIELDS[name], state.spec, value);
  return clamped === "" ? changed : { ...changed, notes: { ...changed.notes, [name]: clamped } };
}

function changeTo(state: StudioState, name: FieldName, written: Spec): StudioState {
  const fitted = name === "plane" ? fitRanges(written, state.spec, state.run.training.trajectory) : written;
  return becomeSpec(state, repairSpec(fitted, name, state.spec), name);
}

/** The experiment with the value written in, clamped; or one sentence where it is no possible value. */
function writeField(field: Field, spec: Spec, value: FieldValue): Spec | string {
  if (field.kind === "flag") return field.write(spec, value === true);
  if (field.kind === "choice") {
    const known = Object.values(fieldOptions(field, spec)).includes(`${value}`);
    return known ? field.write(spec, `${value}`) : `${value} is not one of the choices.`;
  }
  if (typeof value !== "number" || !Number.isFinite(value)) return describeNoNumber(field, spec, value);
  return field.write(spec, clamp(field.whole ? Math.round(value) : value, fieldLimit(field, spec)));
}

function describeNoNumber(field: Field, spec: Spec, value: FieldValue): string {
  const present = field.read(spec);
  const stays = typeof present === "number" ? `, so it stays ${formatExact(present)}` : "";
  return typeof value === "string" && value.trim() !== ""
    ? `“${value.trim()}” is not a number${stays}.`
    : `This needs a number${stays}.`;
}

/** "−5 is below 0.0000001, so it is 0.0000001."; empty where the value was taken unchanged. */
function describeClamp(field: Field, spec: Spec, value: FieldValue): string {
  if (field.kind !== "number" || typeof value !== "number") return "";
  const { min, max } = fieldLimit(field, spec);
  if (value < min) return `${formatExact(value)} is below ${formatExact(min)}, so it is ${formatExact(min)}.`;
  if (value > max) return `${formatExact(value)} is above ${formatExact(max)}, so it is ${formatExact(max)}.`;
  if (!field.whole || Number.isInteger(value)) return "";
  return `${formatExact(value)} is not whole, so it is ${formatExact(Math.round(value))}.`;
}

function clamp(value: number, { min, max }: Limit): number {
  return Math.min(max, Math.max(min, value));
}

function becomeSpec(state: StudioState, { spec, notes }: Repaired, field: FieldName | null): StudioState {
  const stale = staleStages(state.spec, spec);
  if (stale.length === 0) return sameNotes(state.notes, notes) ? state : { ...state, notes };
  const run = nextRun(state.run, spec, stale, state.kept);
  // One drag of a slider is one step of undo; each choice in a menu is a step of its own.
  const continued = field !== null && field === state.lastField && FIELDS[field].kind === "number";
  const history = continued ? state.history : remember(state.history, state.spec);
  return { ...state, spec, notes, run, history, lastField: field };
}

/** Shows a landscape that was computed elsewhere, around given weights. */
function showOutcome(state: StudioState, spec: Spec, outcome: LandscapeOutcome): StudioState {
  const training = startingTraining(spec);
  const kept = keepLandscape(keepTraining(state.kept, spec, training), spec, training.step, outcome);
  const run = nextRun(state.run, spec, STAGES, kept);
  return { ...state, spec, notes: {}, kept, run, history: remember(state.history, state.spec), lastField: null };
}

/** Keeps a result that a tool has computed, for when its experiment is on the page. A training that the reader stopped is not replaced. */
function keepResult(kept: Kept, { spec, training, outcome }: Extract<Action, { type: "keep-result" }>): Kept {
  if (findTraining(kept, spec)?.phase === "stopped") return kept;
  return keepLandscape(keepTraining(kept, spec, training), spec, training.step, outcome);
}

/** Puts another experiment on the page, and keeps the reader's own with its results until the reader comes back to it. */
function stepAside(state: StudioState, spec: Spec, view: Partial<View>): StudioState {
  const kept = keepShown(state);
  const aside = state.aside ?? {
    spec: state.spec,
    shown: shownSpec(state),
    view: state.view,
    history: state.history,
    evidence: state.evidence,
    kept,
  };
  const evidence = state.aside ? state.evidence : CLOSED_EVIDENCE;
  const next = { ...state, kept, aside, evidence, notes: {}, message: null, lastField: null };
  const run = nextRun(state.run, spec, STAGES, kept);
  return { ...next, spec, run, history: EMPTY_HISTORY, view: { ...state.view, ...view } };
}

/** Brings back the reader's own experiment. The open tool stays open, and no lesson is chosen. */
function comeBack(state: StudioState): StudioState {
  if (!state.aside) return state;
  const { spec, view, history, evidence } = state.aside;
  const kept = findTraining(state.kept, spec) ? state.kept : state.aside.kept;
  const run = nextRun(state.run, spec, STAGES, kept);
  const { tool, theme } = state.view;
  const back = { spec, kept, run, history, evidence, view: { ...view, tool, theme, lesson: null } };
  return { ...state, ...back, aside: null, notes: {}, lastField: null };
}

function keepShown({ kept, spec, run }: StudioState): Kept {
  const { training, landscape } = run;
  if (!hasEnded(training)) return kept;
  const withTraining = keepTraining(kept, spec, wholeTraining({ run }));
  return landscape.outcome && landscape.shownOf === spec
    ? keepLandscape(withTraining, spec, training.step, landscape.outcome)
    : withTraining;
}

function sameNotes(a: Notes, b: Notes): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function travel(state: StudioState, direction: "undo" | "redo"): StudioState {
  const travelled = (direction === "undo" ? stepBack : stepForward)(state.history, state.spec);
  if (!travelled) return state;
  const run = nextRun(state.run, travelled.value, staleStages(state.spec, travelled.value), state.kept);
  return { ...state, spec: travelled.value, notes: {}, run, history: travelled.history, lastField: null };
}

/** Forgets the training and starts it again from the initial weights. @param untrained  whether to stop at the initial weights */
function trainAnew(state: StudioState, untrained: boolean): StudioState {
  if (state.spec.weights.kind !== "trained") return state;
  const kept = forgetTraining(state.kept, state.spec);
  return { ...state, kept, run: { ...nextRun(state.run, state.spec, STAGES, kept), untrained } };
}

/** The view of the reader's own experiment, also while another is on the page; the open tool and lesson are the page's. */
export function ownView({ view, aside }: StudioState): View {
  const { tool, lesson, theme } = view;
  return aside ? { ...aside.view, tool, lesson, theme } : view;
}

/**
 * The experiment as the page shows it. A training that was stopped, or that the timeline shows at an earlier step, becomes a training of
 * fewer steps. A plane of the whole trajectory is then written as given directions, because fewer steps would give another plane.
 */
export function shownSpec({ spec, run }: StudioState): Spec {
  const { phase, step } = run.training;
  if (spec.weights.kind !== "trained" || (phase !== "stopped" && phase !== "diverged")) return spec;
  const settled = run.whole ? settledSpec({ spec, run }) : spec;
  return { ...settled, weights: { ...spec.weights, steps: step } };
}

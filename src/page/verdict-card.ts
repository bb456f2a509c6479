import { html, nothing, type TemplateResult } from "lit";
import type { FullHessian } from "../convexity/points/full-hessian";
import type { Landscape } from "../convexity/points/landscape";
import type { Commands } from "../studio/run/commands";
import { allowsHessian } from "../studio/run/follow-inspector";
import { readSliceClass } from "../studio/sentences/place-text";
import { describeHessian, describeLandscape } from "../studio/sentences/sentence";
import { describeCollapse } from "../studio/sentences/training-words";
import { VERDICT_HEADINGS } from "../studio/sentences/verdict-headings";
import { belongingOf, isOutdated, nameBelonging } from "../studio/state/belonging";
import type { Inspection } from "../studio/state/inspection";
import { hasEnded } from "../studio/state/run-reducer";
import { standingDetails, standingProof, standingVerdict, verdictKind } from "../studio/state/standing-verdict";
import type { StudioState } from "../studio/state/state";
import { capitalise } from "../words/names";
import { formatProgress } from "../words/numbers";

/** What is known of the experiment as one heading, its reason, what is to be said of the surface, and the slice in words. */
export interface VerdictText {
  readonly heading: string;
  readonly reason: string;
  readonly note: string;
  readonly sentence: string;
}

export function describeVerdict(state: StudioState): VerdictText {
  const { training } = state.run;
  const sentence = describeSlice(state);
  if (training.phase === "failed") return { heading: "No weights", reason: training.message, note: "", sentence };
  const note = joinSentences(describeSurface(state), describeCollapse(state.spec, training));
  return { ...describeStanding(state), note, sentence };
}

/** The verdict itself, or what is done to find it. */
function describeStanding(state: StudioState): Pick<VerdictText, "heading" | "reason"> {
  const { landscape, training } = state.run;
  const standing = standingVerdict(state);
  if (standing && verdictKind(state) !== "pending") {
    const { kind, scope, reason } = standing.verdict;
    return { heading: VERDICT_HEADINGS[kind][scope], reason };
  }
  if (landscape.phase === "failed") return { heading: "No landscape", reason: landscape.message };
  if (landscape.phase === "cancelled") return { heading: "Cancelled", reason: "No verdict was found before that." };
  if (!hasEnded(training)) {
    const heading = training.phase === "paused" ? "Paused" : "Training";
    return { heading, reason: "The verdict comes when the weights stand still." };
  }
  const looked = landscape.search === null ? "" : ` (${formatProgress(landscape.search)} of the search)`;
  const reason = standing
    ? `The weights alone do not settle it; the slice and the whole Hessian may${looked}.`
    : `A proof is looked for from the weights alone, which needs no surface${looked}.`;
  return { heading: "Looking for a proof", reason };
}

/** What is to be known of the surface before it is looked at: of what it is, how fine, or why there is none. Empty where it is complete. */
function describeSurface(state: StudioState): string {
  const { landscape, training } = state.run;
  const { shown, phase, message, details } = landscape;
  const whose = nameBelonging(state);
  const drawn = whose && shown ? ` What is drawn is the surface of ${whose}.` : "";
  if (phase === "failed") {
    // Where it has no verdict either, the message is the reason itself.
    const why = verdictKind(state) === "pending" ? "" : `The surface could not be computed: ${endSentence(message)}`;
    return `${why}${drawn || (shown ? " What is drawn is coarse." : "")}`.trim();
  }
  if (details) return phase === "cancelled" ? "The surface is complete; the search for a proof was cancelled." : "";
  if (phase === "cancelled") {
    return `The surface was cancelled.${drawn || (shown ? " What is drawn is coarse." : "")}`;
  }
  if (phase === "ready") return drawn.trim();
  if (!shown) return "The surface follows.";
  if (belongingOf(state) === "moment" || !hasEnded(training)) {
    const { columns, rows } = shown.grid;
    const grid = `${columns} × ${rows} points`;
    return whose ? capitalise(`${grid} of the surface of ${whose}.`) : `The surface is drawn coarsely, ${grid}.`;
  }
  return drawn ? drawn.trim() : "The surface is drawn coarsely first, then refined.";
}

/** The slice in words: only where it is that of the weights on the page, or says itself of which step it is. */
function describeSlice(state: StudioState): string {
  const { shown } = state.run.landscape;
  if (!shown || isOutdated(state)) return "";
  const sentence = describeLandscape(shown);
  const whose = nameBelonging(state);
  if (whose) return `${capitalise(whose)}: ${sentence}`;
  // Opened, the inspector says it in figures, and needs the room.
  const fullHessian = standingDetails(state)?.fullHessian;
  if (!fullHessian || state.inspector.open !== null) return sentence;
  return `${sentence} ${describeHessian(fullHessian)}${describeBlindness(shown, fullHessian)}`;
}

function endSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function joinSentences(...sentences: readonly string[]): string {
  return sentences.filter((sentence) => sentence !== "").join(" ");
}

/** A slice may look convex where the loss is not. */
function describeBlindness(landscape: Landscape, fullHessian: FullHessian): string {
  const shown = readSliceClass(landscape, 0, 0);
  const blind = shown === "convex" || shown === "undecided";
  return blind && fullHessian.center.negative > 0 ? " This slice does not show it." : "";
}

export function renderVerdict(state: StudioState, commands: Commands): TemplateResult {
  const { heading, reason, note, sentence } = describeVerdict(state);
  return html`<h2>${heading}</h2>
    ${reason ? html`<p class="reason">${reason}</p>` : nothing} ${renderDoors(state, commands)}
    ${note ? html`<p class="of-surface" id="of-surface">${note}</p>` : nothing}
    ${sentence ? html`<p class="sentence" id="sentence">${sentence}</p>` : nothing}`;
}

/** What leads on from the verdict. A proof is a file that anyone can check without this page; the other doors need the slice. */
function renderDoors(state: StudioState, commands: Commands): TemplateResult | typeof nothing {
  const { run, spec, inspector } = state;
  const { outcome } = run.landscape;
  const finding = standingProof(state);
  if (!outcome && !finding) return nothing;
  const door = (what: Inspection, label: string, title: string): TemplateResult => html`<button
    type="button"
    class="button"
    title=${title}
    aria-pressed=${inspector.open === what}
    @click=${() => commands.inspect(inspector.open === what ? null : what)}
  >
    ${label}
  </button>`;
  const proof = finding
    ? html`<button
          type="button"
          class="button"
          id="save-certificate"
          title="Save the proof as a file; npm run verify checks it"
          @click=${commands.saveCertificate}
        >
          Certificate
        </button>
        ${door("proof", "See the chord", "The loss along the chord of the proof")}`
    : nothing;
  const slice = outcome
    ? html`${door("chord", "Try a chord", "Draw a chord of your own between two points of the slice")}
      ${
        allowsHessian(spec)
          ? door("hessian", "Hessian", "The eigenvalues of the whole Hessian at a point: the slice sees little of it")
          : nothing
      }`
    : nothing;
  return html`<div class="doors">${proof} ${slice}</div>`;
}

/** What a screen reader is told: only what stands still, never each step on the way. */
export function describeForAnnouncer(state: StudioState): string {
  const { landscape, training } = state.run;
  if (training.phase === "failed") return training.message;
  const isOver = landscape.phase === "ready" || landscape.phase === "failed" || landscape.phase === "cancelled";
  if (isOver || verdictKind(state) !== "pending") {
    // What is open beside the verdict changes nothing of it, and is no news.
    const said = describeVerdict({ ...state, inspector: { ...state.inspector, open: null } });
    const { heading, reason, note, sentence } = said;
    return joinSentences(`${heading}.`, reason, ...(isOver ? [note, sentence] : []));
  }
  return training.phase === "diverged" ? training.message : "";
}

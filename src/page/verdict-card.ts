import { html, nothing, type TemplateResult } from "lit";
import type { FullHessian } from "../convexity/points/full-hessian";
import type { Landscape } from "../convexity/points/landscape";
import { listProofSentences } from "../convexity/verdict/proof-words";
import type { Commands } from "../studio/run/commands";
import { allowsHessian } from "../studio/run/follow-evidence";
import { readSliceClass } from "../studio/sentences/place-text";
import { describeHessian, describeLandscape } from "../studio/sentences/sentence";
import type { TermName } from "../studio/sentences/term-texts";
import { describeCollapse } from "../studio/sentences/training-words";
import { VERDICT_HEADINGS } from "../studio/sentences/verdict-headings";
import { belongingOf, isOutdated, nameBelonging } from "../studio/state/belonging";
import type { EvidenceKind } from "../studio/state/evidence";
import { findProofPlane } from "../studio/state/proof-plane";
import { hasEnded } from "../studio/state/run-reducer";
import { standingDetails, standingProof, standingVerdict, verdictKind } from "../studio/state/standing-verdict";
import type { StudioState } from "../studio/state/state";
import { term } from "../studio/views/parts/term";
import { capitalise } from "../words/names";
import { formatProgress } from "../words/numbers";

/** The verdict as a heading with its reason, a note on the surface, and a sentence on the slice. */
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

/** The verdict, or what the page is doing to find it. */
function describeStanding(state: StudioState): Pick<VerdictText, "heading" | "reason"> {
  const { landscape, training } = state.run;
  const standing = standingVerdict(state);
  if (standing && verdictKind(state) !== "pending") {
    const { kind, scope, reason } = standing.verdict;
    const { finding } = standing;
    const steps = kind === "not-convex" && finding ? listProofSentences(finding).join(" ") : reason;
    return { heading: VERDICT_HEADINGS[kind][scope], reason: steps };
  }
  if (landscape.phase === "failed") return { heading: "No landscape", reason: landscape.message };
  if (landscape.phase === "cancelled")
    return { heading: "Cancelled", reason: "The computation was cancelled before a verdict was found." };
  if (!hasEnded(training)) {
    const heading = training.phase === "paused" ? "Paused" : "Training";
    return { heading, reason: "The verdict follows when the training has ended." };
  }
  const done = landscape.search === null ? "" : ` (${formatProgress(landscape.search)} done)`;
  const reason = standing
    ? `The weights alone gave no proof. The search goes on in the slice and the whole Hessian${done}.`
    : `The search uses the weights alone and does not need the surface${done}.`;
  return { heading: "Looking for a proof", reason };
}

/** A note on the surface: which weights it belongs to, how fine it is, or why there is none. Empty where it is complete. */
function describeSurface(state: StudioState): string {
  const { landscape, training } = state.run;
  const { shown, phase, message, details } = landscape;
  const whose = nameBelonging(state);
  const drawn = whose && shown ? ` The picture shows the surface of ${whose}.` : "";
  if (phase === "failed") {
    // Where it has no verdict either, the message is the reason itself.
    const why = verdictKind(state) === "pending" ? "" : `The surface could not be computed: ${endSentence(message)}`;
    return `${why}${drawn || (shown ? " The surface in the picture is coarse." : "")}`.trim();
  }
  if (details) return phase === "cancelled" ? "The surface is complete; the search for a proof was cancelled." : "";
  if (phase === "cancelled") {
    return `The surface was cancelled.${drawn || (shown ? " The surface in the picture is coarse." : "")}`;
  }
  if (phase === "ready") return drawn.trim();
  if (!shown) return "The surface is computed next.";
  if (belongingOf(state) === "moment" || !hasEnded(training)) {
    const { columns, rows } = shown.grid;
    const grid = `${columns} × ${rows} points`;
    return whose ? `The surface of ${whose}, with ${grid}.` : `The surface is coarse: ${grid}.`;
  }
  return drawn ? drawn.trim() : "The surface is coarse at first and is then refined.";
}

/** A sentence on the slice. Empty where the slice belongs to other weights and a sentence could be misread. */
function describeSlice(state: StudioState): string {
  const { shown } = state.run.landscape;
  if (!shown || isOutdated(state)) return "";
  const sentence = describeLandscape(shown);
  const whose = nameBelonging(state);
  if (whose) return `${capitalise(whose)}: ${sentence}`;
  // The evidence card shows the same numbers and needs the space.
  const fullHessian = standingDetails(state)?.fullHessian;
  if (!fullHessian || state.evidence.open !== null) return sentence;
  return `${sentence} ${describeHessian(fullHessian)}${describeBlindness(shown, fullHessian)}`;
}

function endSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function joinSentences(...sentences: readonly string[]): string {
  return sentences.filter((sentence) => sentence !== "").join(" ");
}

/** A slice may look convex at its centre though the whole Hessian has negative eigenvalues there. */
function describeBlindness(landscape: Landscape, fullHessian: FullHessian): string {
  const shown = readSliceClass(landscape, 0, 0);
  const blind = shown === "convex" || shown === "undecided";
  return blind && fullHessian.center.negative > 0 ? " This slice does not show them." : "";
}

const VERDICT_TERMS: Readonly<Record<ReturnType<typeof verdictKind>, TermName | null>> = {
  "not-convex": "not-convex",
  "convex-by-theorem": "convex-by-theorem",
  undecided: "undecided-verdict",
  pending: null,
};

export function renderVerdict(state: StudioState, commands: Commands): TemplateResult {
  const { heading, reason, note, sentence } = describeVerdict(state);
  const explained = VERDICT_TERMS[verdictKind(state)];
  return html`<h2>${explained ? term(explained, heading) : heading}</h2>
    ${reason ? html`<p class="reason">${reason}</p>` : nothing} ${renderDoors(state, commands)}
    ${note ? html`<p class="of-surface" id="of-surface">${note}</p>` : nothing} ${renderHeights(state, commands)}
    ${sentence ? html`<p class="sentence" id="sentence">${sentence}</p>` : nothing}`;
}

/** Says that the picture's shape is not that of the loss, where its heights are not linear. */
function renderHeights({ view, run }: StudioState, commands: Commands): TemplateResult | typeof nothing {
  if (view.height === "linear" || !run.landscape.shown) return nothing;
  return html`<p class="of-surface" id="bent-heights">
    Heights are bent by ${view.height}: a convex loss may look like a hill.
    <button type="button" class="button" @click=${commands.straightenHeights}>Linear heights</button>
  </p>`;
}

/** The buttons under the verdict. Saving the certificate and its chord need only the proof; the others need the slice. */
function renderDoors(state: StudioState, commands: Commands): TemplateResult | typeof nothing {
  const { run, spec, evidence } = state;
  const { outcome } = run.landscape;
  const finding = standingProof(state);
  if (!outcome && !finding) return nothing;
  const door = (what: EvidenceKind, label: string, explained: TermName): TemplateResult => html`<button
    type="button"
    class="button"
    data-term=${explained}
    aria-pressed=${evidence.open === what}
    @click=${() => commands.showEvidence(evidence.open === what ? null : what)}
  >
    ${label}
  </button>`;
  const proof = finding
    ? html`<button
          type="button"
          class="button"
          id="save-certificate"
          data-term="certificate"
          @click=${commands.saveCertificate}
        >
          Certificate
        </button>
        ${door("proof", "See the chord", "chord")}`
    : nothing;
  const plane = findProofPlane(state)
    ? html`<button
        type="button"
        class="button"
        id="show-proof-plane"
        title="The chord of the proof lies outside this slice: show the plane that contains it"
        @click=${commands.showProofPlane}
      >
        Show the proof’s plane
      </button>`
    : nothing;
  const slice = outcome
    ? html`${door("chord", "Try a chord", "chord-tried")}
      ${allowsHessian(spec) ? door("hessian", "Hessian", "hessian") : nothing}`
    : nothing;
  return html`<div class="doors">${plane} ${proof} ${slice}</div>`;
}

/** The text for screen readers. It changes only with a result, not with every step of the training. */
export function describeForAnnouncer(state: StudioState): string {
  const { landscape, training } = state.run;
  if (training.phase === "failed") return training.message;
  const isOver = landscape.phase === "ready" || landscape.phase === "failed" || landscape.phase === "cancelled";
  if (isOver || verdictKind(state) !== "pending") {
    // The sentence must not change when the evidence card opens or closes.
    const text = describeVerdict({ ...state, evidence: { ...state.evidence, open: null } });
    const { heading, reason, note, sentence } = text;
    return joinSentences(`${heading}.`, reason, ...(isOver ? [note, sentence] : []));
  }
  return training.phase === "diverged" ? training.message : "";
}

import { html, nothing, type TemplateResult } from "lit";
import type { LandscapeOutcome } from "../compute/service";
import type { Commands } from "./commands";
import { formatCount } from "./format-figure";
import { allowsHessian } from "./inspector/follow-inspector";
import type { Inspection } from "./inspector/inspector";
import { readSliceClass } from "./inspector/inspector-text";
import { hasEnded, isOutdated } from "./run-reducer";
import { describeHessian, describeLandscape } from "./sentence";
import type { StudioState } from "./state";

export const VERDICT_HEADINGS = {
  "not-convex": { loss: "Not convex, proved", slice: "This slice is not convex, proved" },
  "convex-by-theorem": { loss: "Convex, by theorem", slice: "This slice is convex, by theorem" },
  undecided: { loss: "Undecided", slice: "Undecided" },
} as const;

/** What is known of the experiment as one heading, its reason, and the slice in words. */
export interface VerdictText {
  readonly kind: "not-convex" | "convex-by-theorem" | "undecided" | "pending";
  readonly heading: string;
  readonly reason: string;
  readonly sentence: string;
}

function describeVerdict(state: StudioState): VerdictText {
  const { landscape, training } = state.run;
  const outdated = isOutdated(state);
  const sentence = landscape.shown && !outdated ? describeLandscape(landscape.shown) : "";
  if (landscape.outcome) {
    const { verdict, fullHessian } = landscape.outcome;
    const { kind, scope, reason } = verdict;
    // Opened, the inspector says it in figures, and needs the room.
    const whole =
      fullHessian && state.inspector.open === null
        ? ` ${describeHessian(fullHessian)}${describeBlindness(landscape.outcome)}`
        : "";
    return { kind, heading: VERDICT_HEADINGS[kind][scope], reason, sentence: sentence + whole };
  }
  const pending = { kind: "pending" as const, sentence };
  if (training.phase === "failed") return { ...pending, heading: "No weights", reason: training.message };
  if (landscape.phase === "failed") return { ...pending, heading: "No landscape", reason: landscape.message };
  if (landscape.phase === "cancelled") {
    return {
      ...pending,
      heading: "Cancelled",
      reason: "The landscape was not finished; what is drawn is coarse or older.",
    };
  }
  if (!hasEnded(training)) {
    const drawn = landscape.shown && landscape.phase === "live";
    const grid = landscape.shown?.grid;
    const reason =
      drawn && grid
        ? `Drawn coarsely, ${grid.columns} × ${grid.rows}, around the weights of step ${formatCount(landscape.step)}.`
        : outdated
          ? "The pale surface is that of the experiment before, until there is a new one."
          : "The surface follows the weights; the verdict comes when they stand still.";
    const heading = training.phase === "paused" ? "Paused" : "Training";
    return { ...pending, heading, reason };
  }
  return { ...pending, heading: "Computing", reason: "The slice is drawn coarsely first, then refined." };
}

/** A slice may look convex where the loss is not. */
function describeBlindness({ landscape, fullHessian }: LandscapeOutcome): string {
  const shown = readSliceClass(landscape, 0, 0);
  const blind = shown === "convex" || shown === "undecided";
  return blind && (fullHessian?.center.negative ?? 0) > 0 ? " This slice does not show it." : "";
}

export function renderVerdict(state: StudioState, commands: Commands): TemplateResult {
  const { heading, reason, sentence } = describeVerdict(state);
  return html`<h2>${heading}</h2>
    ${reason ? html`<p class="reason">${reason}</p>` : nothing} ${renderDoors(state, commands)}
    ${sentence ? html`<p class="sentence" id="sentence">${sentence}</p>` : nothing}`;
}

/** What leads on from the verdict. A proof is a file that anyone can check without this page. */
function renderDoors({ run, spec, inspector }: StudioState, commands: Commands): TemplateResult | typeof nothing {
  const { outcome } = run.landscape;
  if (!outcome) return nothing;
  const door = (what: Inspection, label: string, title: string): TemplateResult => html`<button
    type="button"
    class="button"
    title=${title}
    aria-pressed=${inspector.open === what}
    @click=${() => commands.inspect(inspector.open === what ? null : what)}
  >
    ${label}
  </button>`;
  const proof = outcome.finding
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
  return html`<div class="doors">
    ${proof} ${door("chord", "Try a chord", "Draw a chord of your own between two points of the slice")}
    ${
      allowsHessian(spec)
        ? door("hessian", "Hessian", "The eigenvalues of the whole Hessian at a point: the slice sees little of it")
        : nothing
    }
  </div>`;
}

/** What a screen reader is told: only what stands still, never each step on the way. */
export function describeForAnnouncer(state: StudioState): string {
  const { landscape, training } = state.run;
  if (landscape.phase === "ready") {
    // What is open beside the verdict changes nothing of it, and is no news.
    const { heading, reason, sentence } = describeVerdict({ ...state, inspector: { ...state.inspector, open: null } });
    return `${heading}. ${reason} ${sentence}`;
  }
  if (training.phase === "diverged" || training.phase === "failed") return training.message;
  if (landscape.phase === "failed") return landscape.message;
  return "";
}

import { html, type TemplateResult } from "lit";
import type { Commands } from "../studio/run/commands";
import type { StudioState } from "../studio/state/state";
import { formatProgress } from "../words/numbers";

/** The progress of the slice along the upper edge of the stage, with the button that cancels or repeats it. */
export function renderStageProgress({ run }: StudioState, commands: Commands): TemplateResult {
  const { phase, fraction } = run.landscape;
  if (phase === "running") {
    return html`<progress aria-label="Computing the landscape" max="1" .value=${fraction}></progress>
      <button type="button" class="button" id="cancel-landscape" @click=${commands.cancelLandscape}>
        Cancel, ${formatProgress(fraction)}
      </button>`;
  }
  if (phase === "cancelled" || phase === "failed") {
    return html`<button type="button" class="button" @click=${commands.evaluateAgain}>Compute again</button>`;
  }
  return html``;
}

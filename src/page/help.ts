import { html, nothing, type TemplateResult } from "lit";
import type { StudioState } from "../studio/state/state";
import { SHORTCUTS } from "./shortcuts";

/** What the page shows and the list of keys, in a dialog. The browser closes it on Escape. */
export function renderHelp(backend: StudioState["backend"], close: () => void): TemplateResult {
  return html`<h2 id="help-title">What this is</h2>
    <p>
      A small network is trained here, on your device. The surface shows its loss over a plane through the trained weights. A
      function is convex if no point of it lies above a straight line between two of its points. Hatching marks where the
      loss is not convex: rising lines where its curvature is negative, falling lines where it lies above such a straight
      line.
    </p>
    ${backend ? html`<p class="quiet">Computed in ${backend.floatBits}-bit floats by ${backend.renderer}.</p>` : nothing}
    <h2>Keys</h2>
    <dl>
      ${SHORTCUTS.map(
        ({ keys, does }) =>
          html`<dt>${keys.split(" ").map((key) => html`<kbd>${key}</kbd> `)}</dt>
            <dd>${does}</dd>`,
      )}
    </dl>
    <button type="button" class="button" autofocus @click=${close}>Close</button>`;
}

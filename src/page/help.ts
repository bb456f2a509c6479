import { html, nothing, type TemplateResult } from "lit";
import type { StudioState } from "../studio/state/state";
import { SHORTCUTS } from "./shortcuts";

/** The list of keys and what the marks mean, in a dialog that closes by itself with Escape. */
export function renderHelp(backend: StudioState["backend"], close: () => void): TemplateResult {
  return html`<h2 id="help-title">What this is</h2>
    <p>
      A small network is trained here, on your device. The surface is its loss over a plane of weights through the trained
      network. Where the loss is not convex the surface is hatched: one way where its curvature is negative, the other way
      where a straight line between two points of the surface runs below it.
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

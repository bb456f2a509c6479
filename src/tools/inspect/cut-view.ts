import { html, nothing, type TemplateResult } from "lit";
import type { ChordEnds } from "../../studio/state/chord-ends";
import { renderPlace } from "../../studio/views/places/place-fields";
import type { CutState } from "./cut-follower";
import { renderCutPlot } from "./cut-plot";
import { describeCut } from "./cut-text";

export interface CutPart {
  readonly isOpen: boolean;
  readonly isReady: boolean;
  readonly ends: ChordEnds;
  readonly state: CutState;
  /** The map on which the reader draws the line. */
  readonly map: HTMLElement;
  readonly readEnds: () => ChordEnds;
  readonly open: (isOpen: boolean) => void;
  readonly move: (ends: ChordEnds) => void;
  /** Lays the line along x or along y through the chosen point. */
  readonly align: (along: "x" | "y") => void;
  readonly point: (index: number | null) => void;
  readonly cancel: () => void;
  readonly save: () => void;
}

/** The cut of the surface along a line. */
export function renderCut(part: CutPart): TemplateResult {
  const toggle = (event: Event): void => part.open((event.currentTarget as HTMLDetailsElement).open);
  return html`<details class="part cut" .open=${part.isOpen} @toggle=${toggle}>
    <summary><h3>Cut along a line</h3></summary>
    ${part.isOpen ? renderLine(part) : nothing}
  </details>`;
}

function renderLine(part: CutPart): TemplateResult {
  const { ends, state, map, readEnds, move, align, point, save, cancel, isReady } = part;
  const slot = (end: keyof ChordEnds) => ({
    read: () => readEnds()[end],
    write: (place: ChordEnds["from"]) => move({ ...readEnds(), [end]: place }),
  });
  const { cut, fraction, message } = state;
  return html`${
    cut
      ? renderCutPlot(cut, point)
      : html`<p class="quiet cut-waiting">${isReady ? message || "Computing…" : "The cut is computed once the slice is complete."}</p>`
  }
    <div class="places">
      ${map}
      <div class="fields">
        ${renderPlace("cut-from", "A", ends.from, slot("from"))} ${renderPlace("cut-to", "B", ends.to, slot("to"))}
        <div class="row">
          <button type="button" class="button" @click=${() => align("x")}>Along x</button>
          <button type="button" class="button" @click=${() => align("y")}>Along y</button>
        </div>
      </div>
    </div>
    <p class="quiet">Draw a line on the map, or drag its ends.</p>
    ${cut ? html`<p id="cut-sentence">${describeCut(cut)}</p>` : nothing}
    ${cut && message ? html`<p role="status">${message}</p>` : nothing}
    <div class="row">
      <button type="button" class="button" id="cut-csv" ?disabled=${cut === null} @click=${save}>CSV</button>
      ${
        fraction !== null && fraction < 1 && cut === null
          ? html`<progress .value=${fraction} aria-label="Progress of the cut"></progress>
              <button type="button" class="button" @click=${cancel}>Cancel</button>`
          : nothing
      }
    </div>`;
}

import { html, nothing, render, type TemplateResult } from "lit";
import type { Commands } from "../../studio/run/commands";
import { describeChord, describeProofPlace, PROOF_LABELS } from "../../studio/sentences/place-text";
import { isOutdated } from "../../studio/state/belonging";
import { type ChordEnds, type Inspection, suggestChord } from "../../studio/state/inspection";
import { standingProof, verdictKind } from "../../studio/state/standing-verdict";
import type { StudioState } from "../../studio/state/state";
import type { Store } from "../../studio/state/store";
import { icon } from "../../studio/views/parts/icons";
import { Paintings } from "../../studio/views/places/paintings";
import { type PlaceSlot, renderPlace } from "../../studio/views/places/place-fields";
import { createSliceMap, type SliceMap } from "../../studio/views/places/slice-map";
import { renderWaiting } from "../../studio/views/places/waiting";
import { renderChordPlot } from "../../studio/views/plots/chord-plot";
import { formatAtLeast } from "../../words/numbers";
import { renderHessian } from "./hessian-view";

const TITLES: Readonly<Record<Inspection, string>> = {
  proof: "The chord of the proof",
  chord: "A chord of your own",
  hessian: "The whole Hessian",
};

export interface InspectorPanel {
  readonly update: (state: StudioState) => void;
  /** Draws again with the present colours of the page. */
  readonly restyle: () => void;
}

/** The card beside the verdict: the chord of the proof, a chord of the reader's own, or the whole Hessian. */
export function createInspectorPanel(host: HTMLElement, store: Store, commands: Commands): InspectorPanel {
  const chordMap = createSliceMap((handle, place) => {
    const { ends } = store.getState().inspector;
    if (!ends) return;
    store.dispatch({ type: "move-chord", ends: handle === 0 ? { ...ends, from: place } : { ...ends, to: place } });
  });
  const pointMap = createSliceMap((_, place) => store.dispatch({ type: "move-point", point: place }));
  const paintings = new Paintings();

  function update(state: StudioState): void {
    const { open } = state.inspector;
    host.hidden = open === null;
    if (open === null) return;
    render(renderInspector(state, store, commands, { chordMap, pointMap, paintings }), host);
    showMaps(state);
  }

  function showMaps(state: StudioState): void {
    const { inspector, spec, view, run } = state;
    const { outcome } = run.landscape;
    const shown = isOutdated(state) ? null : run.landscape.shown;
    const surface = shown && paintings.surface(shown, view);
    if (inspector.open === "chord" && inspector.ends) {
      const handles = [inspector.ends.from, inspector.ends.to];
      chordMap.show({ grid: spec.grid, image: surface, handles });
    }
    if (inspector.open === "hessian") {
      const ratio = paintings.ratio(outcome);
      pointMap.show({ grid: spec.grid, image: ratio?.image ?? surface, handles: [inspector.point] });
    }
  }

  return { update, restyle: () => update(store.getState()) };
}

interface InspectorTools {
  readonly chordMap: SliceMap;
  readonly pointMap: SliceMap;
  readonly paintings: Paintings;
}

function renderInspector(state: StudioState, store: Store, commands: Commands, tools: InspectorTools): TemplateResult {
  const { open } = state.inspector;
  if (open === null) return html``;
  return html`<div class="inspector-head">
      <h2 class="inspector-title">${TITLES[open]}</h2>
      <button type="button" class="button plain" aria-label="Close" @click=${() => commands.inspect(null)}>
        ${icon("close")}
      </button>
    </div>
    ${open === "proof" ? renderProof(state, commands) : nothing}
    ${open === "chord" ? renderOwnChord(state, store, commands, tools) : nothing}
    ${open === "hessian" ? renderHessian(state, store, commands, tools) : nothing}
    ${state.inspector.message ? html`<p class="said" role="status">${state.inspector.message}</p>` : nothing}`;
}

function renderProof(state: StudioState, commands: Commands): TemplateResult {
  const { inspector } = state;
  const finding = standingProof(state);
  if (!finding) {
    const isOver = verdictKind(state) !== "pending";
    return html`<p>${isOver ? "There is no proof for this experiment." : "The search for a proof is not finished."}</p>`;
  }
  const { found } = inspector;
  const exact = finding.certificate.arithmetic === "exact";
  return html`${
    found?.kind === "proof"
      ? renderChordPlot({ profile: found.profile, labels: PROOF_LABELS[finding.method] })
      : renderWaiting()
  }
    <dl class="figures">
      <dt>Gap</dt>
      <dd id="proof-gap" data-value=${finding.gap}>at least ${formatAtLeast(finding.gap)}</dd>
      <dt>Arithmetic</dt>
      <dd>${exact ? "exact fractions" : "intervals"}</dd>
      <dt>Compared points</dt>
      <dd>${finding.points.length}</dd>
    </dl>
    <p>${describeProofPlace(finding, finding.slice !== null)}</p>
    <p><button type="button" class="button" @click=${commands.saveCertificate}>Certificate</button></p>`;
}

function renderOwnChord(
  state: StudioState,
  store: Store,
  commands: Commands,
  { chordMap }: InspectorTools,
): TemplateResult {
  const { found, ends, nextEnd } = state.inspector;
  if (!ends) return renderWaiting();
  // Read from the store, because two fields may change between two frames.
  const read = (): ChordEnds => store.getState().inspector.ends ?? ends;
  const slot = (end: keyof ChordEnds): PlaceSlot => ({
    read: () => read()[end],
    write: (place) => store.dispatch({ type: "move-chord", ends: { ...read(), [end]: place } }),
  });
  const { from, to } = ends;
  const profile = found?.kind === "chord" ? found.profile : null;
  const proves = profile !== null && profile.gap > profile.gapError;
  const shown = isOutdated(state) ? null : state.run.landscape.shown;
  return html`${profile ? renderChordPlot({ profile, labels: ["A", "half way", "B"] }) : renderWaiting()}
    <div class="places">
      ${chordMap.element}
      <div class="fields">
        ${renderPlace("chord-from", "A", from, slot("from"))}
        ${renderPlace("chord-to", "B", to, slot("to"))}
        <button
          type="button"
          class="button"
          title="The chord between grid points whose middle lies highest above it"
          @click=${() => store.dispatch({ type: "move-chord", ends: suggestChord(state.spec.grid, shown) })}
        >
          Best chord of this grid
        </button>
      </div>
    </div>
    <p class="quiet">Drag the ends, or click the surface: the next click sets ${nextEnd === "from" ? "A" : "B"}.</p>
    ${
      profile
        ? html`<p id="chord-sentence" class=${proves ? "proves" : ""} data-gap=${profile.gap} data-error=${profile.gapError}>
            ${describeChord(profile)}
          </p>`
        : nothing
    }
    ${
      proves
        ? html`<p><button type="button" class="button" id="prove-chord" @click=${commands.proveChord}>
            Make its certificate
          </button></p>`
        : nothing
    }`;
}

import { html, nothing, render, type TemplateResult } from "lit";
import type { Commands } from "../../studio/run/commands";
import { describeChord, describeProofPlace, nameProofPoints } from "../../studio/sentences/place-text";
import { isOutdated } from "../../studio/state/belonging";
import type { ChordEnds } from "../../studio/state/chord-ends";
import { type EvidenceKind, suggestChord } from "../../studio/state/evidence";
import { standingProof, verdictKind } from "../../studio/state/standing-verdict";
import type { StudioState } from "../../studio/state/state";
import type { Store } from "../../studio/state/store";
import { icon } from "../../studio/views/parts/icons";
import { term } from "../../studio/views/parts/term";
import { Paintings } from "../../studio/views/places/paintings";
import { type PlaceSlot, renderPlace } from "../../studio/views/places/place-fields";
import { createSliceMap, type SliceMap } from "../../studio/views/places/slice-map";
import { renderWaiting } from "../../studio/views/places/waiting";
import { renderChordPlot } from "../../studio/views/plots/chord-plot";
import { sceneChordOf } from "../../studio/views/surface/scene-chord-of";
import { formatAtLeast } from "../../words/numbers";
import { renderHessian } from "./hessian-view";

const TITLES: Readonly<Record<EvidenceKind, string>> = {
  proof: "The chord of the proof",
  chord: "A chord of your own",
  hessian: "The whole Hessian",
};

export interface EvidenceCard {
  readonly update: (state: StudioState) => void;
  /** Draws again with the present colours of the page. */
  readonly restyle: () => void;
}

/** The card beside the verdict: the chord of the proof, a chord of the reader's own, or the whole Hessian. */
export function createEvidenceCard(host: HTMLElement, store: Store, commands: Commands): EvidenceCard {
  const chordMap = createSliceMap((handle, place) => {
    const { ends } = store.getState().evidence;
    if (!ends) return;
    store.dispatch({ type: "move-chord", ends: handle === 0 ? { ...ends, from: place } : { ...ends, to: place } });
  });
  const pointMap = createSliceMap((_, place) => store.dispatch({ type: "move-point", point: place }));
  const paintings = new Paintings();

  function update(state: StudioState): void {
    const { open } = state.evidence;
    host.hidden = open === null;
    if (open === null) return;
    render(renderEvidence(state, store, commands, { chordMap, pointMap, paintings }), host);
    showMaps(state);
  }

  function showMaps(state: StudioState): void {
    const { evidence, spec, view, run } = state;
    const { outcome } = run.landscape;
    const shown = isOutdated(state) ? null : run.landscape.shown;
    const surface = shown && paintings.surface(shown, view);
    if (evidence.open === "chord" && evidence.ends) {
      const handles = [evidence.ends.from, evidence.ends.to];
      chordMap.show({ grid: spec.grid, image: surface, handles });
    }
    if (evidence.open === "hessian") {
      const ratio = paintings.ratio(outcome);
      pointMap.show({ grid: spec.grid, image: ratio?.image ?? surface, handles: [evidence.point] });
    }
  }

  return { update, restyle: () => update(store.getState()) };
}

interface CardParts {
  readonly chordMap: SliceMap;
  readonly pointMap: SliceMap;
  readonly paintings: Paintings;
}

function renderEvidence(state: StudioState, store: Store, commands: Commands, tools: CardParts): TemplateResult {
  const { open } = state.evidence;
  if (open === null) return html``;
  return html`<div class="evidence-head">
      <h2 class="evidence-title">${TITLES[open]}</h2>
      <button type="button" class="button plain" aria-label="Close" @click=${() => commands.showEvidence(null)}>
        ${icon("close")}
      </button>
    </div>
    ${open === "proof" ? renderProof(state, commands) : nothing}
    ${open === "chord" ? renderOwnChord(state, store, commands, tools) : nothing}
    ${open === "hessian" ? renderHessian(state, store, commands, tools) : nothing}
    ${state.evidence.message ? html`<p class="said" role="status">${state.evidence.message}</p>` : nothing}`;
}

function renderProof(state: StudioState, commands: Commands): TemplateResult {
  const { evidence } = state;
  const finding = standingProof(state);
  if (!finding) {
    const isOver = verdictKind(state) !== "pending";
    return html`<p>${isOver ? "There is no proof for this experiment." : "The search for a proof is not finished."}</p>`;
  }
  const { found } = evidence;
  const exact = finding.certificate.arithmetic === "exact";
  return html`${
    found?.kind === "proof"
      ? renderChordPlot({ profile: found.profile, names: nameProofPoints(finding, "the weights") })
      : renderWaiting()
  }
    <dl class="figures">
      <dt>${term("gap", "Gap")}</dt>
      <dd id="proof-gap" data-value=${finding.gap}>at least ${formatAtLeast(finding.gap)}</dd>
      <dt>${term("arithmetic", "Arithmetic")}</dt>
      <dd>${exact ? "exact fractions" : "intervals"}</dd>
      <dt>${term("compared-points", "Compared points")}</dt>
      <dd>${finding.points.length}</dd>
    </dl>
    <p>${describeProofPlace(finding, sceneChordOf(state) !== null)}</p>
    <p><button type="button" class="button" @click=${commands.saveCertificate}>Certificate</button></p>`;
}

function renderOwnChord(state: StudioState, store: Store, commands: Commands, { chordMap }: CardParts): TemplateResult {
  const { found, ends, nextEnd } = state.evidence;
  if (!ends) return renderWaiting();
  // Read from the store, because two fields may change between two frames.
  const read = (): ChordEnds => store.getState().evidence.ends ?? ends;
  const slot = (end: keyof ChordEnds): PlaceSlot => ({
    read: () => read()[end],
    write: (place) => store.dispatch({ type: "move-chord", ends: { ...read(), [end]: place } }),
  });
  const { from, to } = ends;
  const profile = found?.kind === "chord" ? found.profile : null;
  const proves = profile !== null && profile.gap > profile.gapError;
  const shown = isOutdated(state) ? null : state.run.landscape.shown;
  return html`${profile ? renderChordPlot({ profile, names: { from: "A", middle: "half way", to: "B" } }) : renderWaiting()}
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

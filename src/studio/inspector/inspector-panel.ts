import { html, nothing, render, type TemplateResult } from "lit";
import type { SlicePlace } from "../../compute/chord-profile";
import type { HessianSummary } from "../../convexity/full-hessian";
import type { Landscape } from "../../convexity/landscape";
import type { View } from "../../spec/view";
import type { Commands } from "../commands";
import { paintMap } from "../flat-surface";
import { formatFigure } from "../format-figure";
import { icon } from "../icons";
import type { StudioState } from "../state";
import type { Store } from "../store";
import { renderChordPlot } from "./chord-plot";
import { allowsHessian } from "./follow-inspector";
import { paintRatioMap, paintScale, type RatioMap } from "./hessian-map";
import { type ChordEnds, type Inspection, suggestChord } from "./inspector";
import { describeChord, describeHessianAt, describeProofPlace, PROOF_LABELS, readGap } from "./inspector-text";
import { createSliceMap, type SliceMap } from "./slice-map";

const TITLES: Readonly<Record<Inspection, string>> = {
  proof: "The chord of the proof",
  chord: "A chord of your own",
  hessian: "The whole Hessian",
};

export interface InspectorPanel {
  readonly update: (state: StudioState) => void;
  /** Takes the colours of the page again. */
  readonly restyle: () => void;
}

/** Chords and the whole Hessian, looked at beside the surface. */
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

  function showMaps({ inspector, spec, view, run }: StudioState): void {
    const { shown, outcome } = run.landscape;
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

function renderProof({ inspector, run }: StudioState, commands: Commands): TemplateResult {
  const finding = run.landscape.outcome?.finding;
  if (!finding) {
    const ready = run.landscape.phase === "ready";
    return html`<p>${ready ? "This experiment has no proof to show." : "The proof is looked for once the slice is computed."}</p>`;
  }
  const { found } = inspector;
  const { lower, upper } = readGap(finding);
  const exact = finding.certificate.arithmetic === "exact";
  return html`${
    found?.kind === "proof"
      ? renderChordPlot({ profile: found.profile, labels: PROOF_LABELS[finding.method] })
      : waiting()
  }
    <dl class="figures">
      <dt>Gap</dt>
      <dd id="proof-gap" data-value=${lower} title="Between ${lower} and ${upper}">${formatFigure(lower)}</dd>
      <dt>Arithmetic</dt>
      <dd>${exact ? "exact fractions" : "intervals"}</dd>
      <dt>Points</dt>
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
  if (!ends) return waiting();
  // Of the store, not of what was last drawn: two fields may be changed between two frames.
  const read = (): ChordEnds => store.getState().inspector.ends ?? ends;
  const slot = (end: keyof ChordEnds): PlaceSlot => ({
    read: () => read()[end],
    write: (place) => store.dispatch({ type: "move-chord", ends: { ...read(), [end]: place } }),
  });
  const { from, to } = ends;
  const profile = found?.kind === "chord" ? found.profile : null;
  const proves = profile !== null && profile.gap > profile.gapError;
  const { shown } = state.run.landscape;
  return html`${profile ? renderChordPlot({ profile, labels: ["A", "half way", "B"] }) : waiting()}
    <div class="places">
      ${chordMap.element}
      <div class="fields">
        ${placeFields("chord-from", "A", from, slot("from"))}
        ${placeFields("chord-to", "B", to, slot("to"))}
        <button
          type="button"
          class="button"
          title="The chord of the grid whose middle lies highest above it"
          @click=${() => store.dispatch({ type: "move-chord", ends: suggestChord(state.spec.grid, shown) })}
        >
          Best of this grid
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

function renderHessian(
  state: StudioState,
  store: Store,
  commands: Commands,
  { pointMap, paintings }: InspectorTools,
): TemplateResult {
  const { spec, inspector, run } = state;
  if (!allowsHessian(spec)) return html`<p>The whole Hessian is for at most 1,000 parameters.</p>`;
  const { found, point, fraction } = inspector;
  const ratio = paintings.ratio(run.landscape.outcome);
  const { shown } = run.landscape;
  const summary = found?.kind === "hessian" ? found.summary : null;
  return html`<div class="places">
      ${pointMap.element}
      <div class="fields">
        ${placeFields("hessian-point", "Point", point, {
          read: () => store.getState().inspector.point,
          write: (place) => store.dispatch({ type: "move-point", point: place }),
        })}
        <button
          type="button"
          class="button"
          @click=${() => store.dispatch({ type: "move-point", point: [0, 0] })}
        >
          Centre
        </button>
        ${
          ratio
            ? nothing
            : html`<button type="button" class="button" id="map-hessian" @click=${commands.mapHessian}>Map the slice</button>`
        }
      </div>
    </div>
    ${ratio ? renderScale(ratio) : nothing}
    <p class="quiet">Click the surface or the map to look at another point.</p>
    ${summary && shown && found?.kind === "hessian" ? renderSummary(summary, found.point, shown) : waiting(fraction)}
    ${
      spec.plane.kind === "hessian"
        ? nothing
        : html`<p>
            <button type="button" class="button" id="hessian-plane" @click=${commands.chooseHessianPlane}>
              See the plane of its extreme eigenvectors
            </button>
          </p>`
    }`;
}

function renderSummary(summary: HessianSummary, point: SlicePlace, landscape: Landscape): TemplateResult {
  const { min, max, negative, zero, positive, trace } = summary;
  return html`<dl class="figures">
      <dt>λ min</dt>
      <dd id="hessian-min" data-value=${min}>${formatFigure(min)}</dd>
      <dt>λ max</dt>
      <dd>${formatFigure(max)}</dd>
      <dt>|λ min / λ max|</dt>
      <dd>${formatFigure(Math.abs(min / max))}</dd>
      <dt>Below, at, above 0</dt>
      <dd>${negative}, ${zero}, ${positive}</dd>
      <dt>Trace</dt>
      <dd>${formatFigure(trace)}</dd>
    </dl>
    <p id="hessian-sentence">${describeHessianAt(summary, point, landscape)}</p>`;
}

function renderScale({ low, high, below, points }: RatioMap): TemplateResult {
  return html`<div class="ratio-scale">
    <span>|λ min / λ max|</span><span>${formatFigure(low)}</span>${scaleCanvas()}<span>${formatFigure(high)}</span>
  </div>
  <p class="quiet">λ min is below 0 at ${below} of ${points} points.</p>`;
}

let scale: HTMLCanvasElement | null = null;

/** The colours never change, so one canvas does for all. */
function scaleCanvas(): HTMLCanvasElement {
  if (scale) return scale;
  scale = document.createElement("canvas");
  scale.setAttribute("aria-hidden", "true");
  scale.width = 96;
  scale.height = 1;
  scale.getContext("2d")?.putImageData(paintScale(scale.width), 0, 0);
  return scale;
}

/** A place in the store. */
interface PlaceSlot {
  readonly read: () => SlicePlace;
  readonly write: (place: SlicePlace) => void;
}

/** Two number boxes for one place, x and y. */
function placeFields(id: string, name: string, [x, y]: SlicePlace, { read, write }: PlaceSlot): TemplateResult {
  const take = (event: Event, axis: 0 | 1): void => {
    const box = event.currentTarget as HTMLInputElement;
    const typed = box.valueAsNumber;
    const [nowX, nowY] = read();
    if (Number.isFinite(typed)) write(axis === 0 ? [typed, nowY] : [nowX, typed]);
    // What is no number, or lies outside the slice, is put right, also where nothing is drawn again for it.
    box.value = writeNumber(read()[axis]);
  };
  // Bound without looking at the box: what is being typed stays while the page is drawn.
  const field = (axis: 0 | 1, value: number) => html`<input
    type="number"
    step="any"
    id="${id}-${"xy"[axis]}"
    aria-label="${name}, ${"xy"[axis]}"
    .value=${writeNumber(value)}
    @change=${(event: Event) => take(event, axis)}
  />`;
  return html`<div class="place"><span>${name}</span>${field(0, x)}${field(1, y)}</div>`;
}

/** Short enough for its box. */
function writeNumber(value: number): string {
  return String(Number(value.toPrecision(5)));
}

function waiting(fraction: number | null = null): TemplateResult {
  return html`<p class="quiet waiting">
    ${fraction === null ? "Computing…" : `Computing, ${Math.round(100 * fraction)} %`}
  </p>`;
}

/** Images that are painted once for each thing they show. */
class Paintings {
  #surface: { readonly of: Landscape; readonly key: string; readonly image: ImageData } | null = null;
  #ratio: { readonly of: unknown; readonly map: RatioMap } | null = null;

  surface(landscape: Landscape, view: View): ImageData {
    const key = `${view.coloring} ${view.height}`;
    if (this.#surface?.of !== landscape || this.#surface.key !== key) {
      this.#surface = { of: landscape, key, image: paintMap(landscape, { ...view, marks: false }, 1) };
    }
    return this.#surface.image;
  }

  ratio(outcome: StudioState["run"]["landscape"]["outcome"]): RatioMap | null {
    const map = outcome?.fullHessian?.map;
    if (!map) return null;
    if (this.#ratio?.of !== map) this.#ratio = { of: map, map: paintRatioMap(map) };
    return this.#ratio.map;
  }
}

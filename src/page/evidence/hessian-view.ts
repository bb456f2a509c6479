import { html, nothing, type TemplateResult } from "lit";
import type { HessianSummary } from "../../convexity/points/full-hessian";
import type { Landscape } from "../../convexity/points/landscape";
import { refuseHessian } from "../../experiment/network-size";
import { ratioOfExtremes } from "../../model/hessian/eigenvalue-sign";
import type { SlicePlace } from "../../slice/slice-place";
import type { Commands } from "../../studio/run/commands";
import { describeEigenvalue } from "../../studio/sentences/eigenvalue-text";
import { describeHessianAt } from "../../studio/sentences/place-text";
import type { StudioState } from "../../studio/state/state";
import type { Store } from "../../studio/state/store";
import { term } from "../../studio/views/parts/term";
import { paintScale, type RatioMap } from "../../studio/views/places/hessian-map";
import type { Paintings } from "../../studio/views/places/paintings";
import { renderPlace } from "../../studio/views/places/place-fields";
import type { SliceMap } from "../../studio/views/places/slice-map";
import { renderWaiting } from "../../studio/views/places/waiting";
import { capitalise } from "../../words/names";
import { formatExact, formatNumber } from "../../words/numbers";

interface HessianTools {
  readonly pointMap: SliceMap;
  readonly paintings: Paintings;
}

/** The whole Hessian at a point of the slice, and its map where there is one. */
export function renderHessian(
  state: StudioState,
  store: Store,
  commands: Commands,
  { pointMap, paintings }: HessianTools,
): TemplateResult {
  const { spec, evidence, run } = state;
  const refusal = refuseHessian(spec.network, formatExact);
  if (refusal !== null) return html`<p>${capitalise(refusal)}.</p>`;
  const { found, point, fraction } = evidence;
  const ratio = paintings.ratio(run.landscape.outcome);
  const { shown } = run.landscape;
  const summary = found?.kind === "hessian" ? found.summary : null;
  return html`<div class="places">
      ${pointMap.element}
      <div class="fields">
        ${renderPlace("hessian-point", "Point", point, {
          read: () => store.getState().evidence.point,
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
    <p class="quiet">Click the surface or the map to choose another point.</p>
    ${summary && shown && found?.kind === "hessian" ? renderSummary(summary, found.point, shown) : renderWaiting(fraction)}
    ${
      spec.plane.kind === "hessian"
        ? nothing
        : html`<p>
            <button type="button" class="button" id="hessian-plane" @click=${commands.chooseHessianPlane}>
              Show the plane of its extreme eigenvectors
            </button>
          </p>`
    }`;
}

function renderSummary(summary: HessianSummary, point: SlicePlace, landscape: Landscape): TemplateResult {
  const { min, max, negative, zero, positive, trace } = summary;
  return html`<dl class="figures">
      <dt>${term("hessian-min", "λ min")}</dt>
      <dd id="hessian-min" data-value=${min}>${describeEigenvalue(min, summary, formatNumber)}</dd>
      <dt>${term("hessian-max", "λ max")}</dt>
      <dd>${describeEigenvalue(max, summary, formatNumber)}</dd>
      <dt>${term("lambda-ratio", "|λ min / λ max|")}</dt>
      <dd>${max === 0 ? "λ max is 0" : formatNumber(ratioOfExtremes(min, max))}</dd>
      <dt>${term("eigenvalue-counts", "Eigenvalues below, at, above 0")}</dt>
      <dd>${negative}, ${zero}, ${positive}</dd>
      <dt>${term("trace", "Trace")}</dt>
      <dd>${formatNumber(trace)}</dd>
    </dl>
    <p id="hessian-sentence">${describeHessianAt(summary, point, landscape)}</p>`;
}

function renderScale({ low, high, below, points }: RatioMap): TemplateResult {
  return html`<div class="ratio-scale">
    <span>|λ min / λ max|</span><span>${formatNumber(low)}</span>${scaleCanvas()}<span>${formatNumber(high)}</span>
  </div>
  <p class="quiet">λ min is below 0 at ${below} of ${points} points.</p>`;
}

let scale: HTMLCanvasElement | null = null;

/** The colours never change, so there is only one canvas. */
function scaleCanvas(): HTMLCanvasElement {
  if (scale) return scale;
  scale = document.createElement("canvas");
  scale.setAttribute("aria-hidden", "true");
  scale.width = 96;
  scale.height = 1;
  scale.getContext("2d")?.putImageData(paintScale(scale.width), 0, 0);
  return scale;
}

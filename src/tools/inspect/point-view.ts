import { html, nothing, type TemplateResult } from "lit";
import { signWithin } from "../../convexity/points/point-class";
import type { PointReading } from "../../convexity/points/reading";
import type { SlicePlace } from "../../slice/slice-place";
import { term } from "../../studio/views/parts/term";
import { renderPlace } from "../../studio/views/places/place-fields";
import { CLASS_WORDS } from "../../studio/views/places/readout";
import { formatAtMost, formatFixed, formatNumber } from "../../words/numbers";

export interface PointPart {
  /** The point under the pointer, else the point chosen last. */
  readonly place: SlicePlace;
  /** Null until any value is computed there. */
  readonly reading: PointReading | null;
  /** Whether the slice is complete. */
  readonly isReady: boolean;
  readonly isInside: boolean;
  /** The output of the network with the weights of the point. */
  readonly picture: HTMLElement;
  /** Gives the newest place: both fields may change between two frames. */
  readonly readPlace: () => SlicePlace;
  readonly choose: (place: SlicePlace) => void;
  readonly pin: () => void;
  /** Starts the training from the weights of the point. */
  readonly train: () => void;
}

/** All values at one point of the slice. */
export function renderPoint(part: PointPart): TemplateResult {
  const { place, reading, isReady, isInside, picture, readPlace, choose, pin, train } = part;
  return html`<section class="part" aria-label="Point">
    <div class="where">
      ${renderPlace("inspect-point", "Point, x and y", place, { read: readPlace, write: choose })}
      <button type="button" class="button" id="pin-point" @click=${pin}>Pin</button>
    </div>
    <button type="button" class="button" id="inspect-train" ?disabled=${!isReady} @click=${train}>Train from here</button>
    <div class="reading">
      ${isReady ? (reading ? renderReading(reading) : html`<p class="quiet values">Computing…</p>`) : renderUnready()}
      <div class="decision" ?hidden=${!isReady}>${picture}</div>
    </div>
    ${isReady && !isInside ? html`<p class="quiet">This point is outside the slice that is shown.</p>` : nothing}
    <p class="quiet">Slopes and curvatures λ are in the coordinates x and y of the slice. Point at the surface to read its values, and click to pin a point.</p>
  </section>`;
}

function renderUnready(): TemplateResult {
  return html`<p class="quiet">Values can be read once the slice is complete.</p>`;
}

function renderReading(reading: PointReading): TemplateResult {
  const { loss, lossError, gradient, min, max, eigenvalueError, directions, pointClass, source } = reading;
  return html`<dl class="values">
    <dt>${term("point-loss", "Loss")}</dt>
    <dd id="inspect-loss" data-value=${loss}>${formatNumber(loss)}</dd>
    <dd class="bound">${formatBound(lossError)}</dd>
    <dt>${term("slope-x", "∂L/∂x")}</dt>
    <dd id="inspect-gradient" data-x=${gradient?.x ?? nothing} data-y=${gradient?.y ?? nothing}>
      ${gradient ? formatNumber(gradient.x) : "…"}
    </dd>
    <dt>${term("slope-y", "∂L/∂y")}</dt>
    <dd>${gradient ? formatNumber(gradient.y) : "…"}</dd>
    <dd class="bound">${gradient ? formatBound(gradient.error) : "\u00a0"}</dd>
    <dt>${term("slice-min", "λ min")}</dt>
    <dd id="inspect-min" data-value=${min} class=${wordOfSign(min, eigenvalueError)}>${formatNumber(min)}</dd>
    <dd class="bound">${directions ? `along ${formatDirection(directions.min)}` : "\u00a0"}</dd>
    <dt>${term("slice-max", "λ max")}</dt>
    <dd id="inspect-max" data-value=${max} class=${wordOfSign(max, eigenvalueError)}>${formatNumber(max)}</dd>
    <dd class="bound">${directions ? `along ${formatDirection(directions.max)}` : "directions undecided"}</dd>
    <dt>${term("lambda-error", "λ error")}</dt>
    <dd>${formatBound(eigenvalueError)}</dd>
    <dd id="inspect-class" class="verdict-word ${pointClass}">
      ${CLASS_WORDS[pointClass]}${source === "float64" ? html`<span class="quiet">, judged by curvature alone</span>` : nothing}
    </dd>
  </dl>`;
}

function formatBound(error: number): string {
  return Number.isFinite(error) ? `± ${formatAtMost(error)}` : "no bound known";
}

function formatDirection([x, y]: readonly [number, number]): string {
  return `(${formatFixed(x, 2)}, ${formatFixed(y, 2)})`;
}

/** The CSS class that gives a curvature the colour of its sign on the surface. */
function wordOfSign(value: number, error: number): string {
  return { "-1": "down", "0": "undecided", "1": "up" }[`${signWithin(value, error)}`];
}

import { html, nothing, type TemplateResult } from "lit";
import { isOutdated, nameBelonging } from "../../studio/state/belonging";
import type { StudioState } from "../../studio/state/state";
import type { Store } from "../../studio/state/store";
import { formatFraction } from "../../words/numbers";
import { renderFollowChoice } from "./follow-choice";
import { type PathReport, renderPathFigures } from "./path-figures";

/** What a projected path can show and what it cannot. */
const MEANING =
  "The path is where the weights fall when they are dropped onto the plane at right angles, paler the farther they fall; the surface’s " +
  "loss is theirs only at distance 0. On a random plane every path looks short and straight, because it is nearly at right angles to " +
  "the plane (Lorch 2016; Li et al. 2018, section 7); a plane of the path’s own principal components shows the two directions in which " +
  "it moved most.";

/** The page's own training over the slice in sight. `report` is null while there is no path on it. */
export function renderPath(
  state: StudioState,
  store: Store,
  report: PathReport | null,
  chart: HTMLElement,
): TemplateResult {
  const { plane, weights } = state.spec;
  return html`<section class="part">
    <h3>This training’s path</h3>
    <label class="check">
      <input
        type="checkbox"
        id="path-shown"
        .checked=${state.view.path}
        @change=${(event: Event) =>
          store.dispatch({ type: "look", view: { path: (event.target as HTMLInputElement).checked } })}
      />Show it on the surface
    </label>
    ${isOutdated(state) ? html`<p id="path-of">Over the surface of ${nameBelonging(state)}:</p>` : nothing}
    ${report ? renderPathFigures(report) : html`<p id="path-none">${describeNone(state)}</p>`}
    ${chart}
    ${report ? renderKey() : nothing}
    <p class="quiet">${MEANING}</p>
    ${
      report && weights.kind === "trained" && plane.kind !== "trajectory-pca"
        ? html`<p>
            <button
              type="button"
              class="button"
              id="path-plane"
              @click=${() => store.dispatch({ type: "change", field: "plane", value: "trajectory-pca" })}
            >
              Plane of its principal components
            </button>
          </p>`
        : nothing
    }
    ${weights.kind === "trained" ? renderFollowChoice(state, store) : nothing}
  </section>`;
}

function renderKey(): TemplateResult {
  return html`<ul class="chart-key">
    <li class="key-loss">loss of the weights</li>
    <li class="key-surface">loss of the surface below</li>
    <li class="key-distance">distance off the plane (right)</li>
  </ul>`;
}

/** Why there is no path: a training not begun, weights of a file, or a plane without width. */
function describeNone({ spec, run }: StudioState): string {
  if (spec.weights.kind === "given") {
    const explained = run.landscape.outcome?.explained;
    const none = "These weights were given, not trained here: there is no path.";
    return explained
      ? `${none} The file says that x and y explain ${formatFraction(explained[0])} and ${formatFraction(explained[1])} of its training’s variance.`
      : none;
  }
  if (run.landscape.shown === null || !run.landscape.plane)
    return "The path is drawn as soon as there is a slice to draw it on.";
  if (run.training.trajectory.length < 2) return "The path begins with the first steps of the training.";
  return "The path cannot be drawn on this slice: its two directions are parallel, or it is another network’s.";
}

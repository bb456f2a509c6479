import { html, nothing, type TemplateResult } from "lit";
import { isOutdated, nameBelonging } from "../../studio/state/belonging";
import type { StudioState } from "../../studio/state/state";
import type { Store } from "../../studio/state/store";
import { formatFraction } from "../../words/numbers";
import { renderFollowChoice } from "./follow-choice";
import { renderTrajectoryValues, type TrajectoryReport } from "./trajectory-values";

/** What a projected trajectory can show and what it cannot. */
const MEANING =
  "The line is the trajectory projected onto the plane at right angles. It is paler where the weights are farther from the plane. " +
  "The loss of the surface is the loss of the weights only at distance 0. On a random plane every trajectory looks short and straight, " +
  "because it is nearly at right angles to the plane (Lorch 2016; Li et al. 2018, section 7). The plane of the trajectory’s own " +
  "principal components shows the two directions in which it moved most.";

/** The page's own training on the slice that is shown. `report` is null while no trajectory can be drawn on it. */
export function renderTrajectory(
  state: StudioState,
  store: Store,
  report: TrajectoryReport | null,
  chart: HTMLElement,
): TemplateResult {
  const { plane, weights } = state.spec;
  return html`<section class="part">
    <h3>The trajectory of this training</h3>
    <label class="check">
      <input
        type="checkbox"
        id="path-shown"
        .checked=${state.view.path}
        @change=${(event: Event) =>
          store.dispatch({ type: "look", view: { path: (event.target as HTMLInputElement).checked } })}
      />Show it on the surface
    </label>
    ${isOutdated(state) ? html`<p id="path-of">On the surface of ${nameBelonging(state)}:</p>` : nothing}
    ${report ? renderTrajectoryValues(report) : html`<p id="path-none">${describeNone(state)}</p>`}
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
              Use the plane of its principal components
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
    <li class="key-distance">distance from the plane (right axis)</li>
  </ul>`;
}

/** Why there is no trajectory: no training yet, given weights, or two parallel directions. */
function describeNone({ spec, run }: StudioState): string {
  if (spec.weights.kind === "given") {
    const explained = run.landscape.outcome?.explained;
    const none = "These weights are given, not trained here: there is no trajectory.";
    return explained
      ? `${none} According to the file, x holds ${formatFraction(explained[0])} and y ${formatFraction(explained[1])} of the variance of its training.`
      : none;
  }
  if (run.landscape.shown === null || !run.landscape.plane)
    return "The trajectory is drawn as soon as there is a slice.";
  if (run.training.trajectory.length < 2) return "The trajectory begins with the first steps of the training.";
  return "The trajectory cannot be drawn on this slice: its two directions are parallel, or it belongs to another network.";
}

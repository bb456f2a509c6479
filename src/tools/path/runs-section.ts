import { html, nothing, type TemplateResult } from "lit";
import type { StudioState } from "../../studio/state/state";
import { canScrub, wholeTraining } from "../../studio/state/timeline";
import type { TrajectoryPoint } from "../../studio/state/training-state";
import { TRAINING_TONE } from "../../studio/views/surface/path-layer";
import { formatExact, formatNumber } from "../../words/numbers";
import type { FurtherRuns } from "./further-runs";
import { type FurtherRun, roomForRuns } from "./further-runs-state";

/** The distance of weights from the plane that is shown; undefined while no plane is shown. */
export type MeasureDistance = (point: TrajectoryPoint) => number | undefined;

/** The colour of a further run, by its place in the palette. */
export function toneOfRun(index: number): number {
  return TRAINING_TONE + 1 + index;
}

/** Trainings of the same experiment from other seeds, shown together with the page's own. */
export function renderRuns(
  state: StudioState,
  furtherRuns: FurtherRuns,
  measureDistance: MeasureDistance,
): TemplateResult {
  const { dispatch, train, cancel, getState } = furtherRuns;
  const runsState = getState();
  const { count, busy, runs, message } = runsState;
  const room = roomForRuns(runsState);
  const most = Math.max(1, room);
  const isReady = state.spec.weights.kind === "trained" && canScrub(state);
  return html`<section class="part">
    <h3>Several runs together</h3>
    <p class="quiet">
      The same experiment, trained from other initial weights. Each trajectory is projected onto this plane. Away from the plane,
      its loss is not the loss of the surface.
    </p>
    <div class="row">
      <label>
        Further runs
        <input
          id="run-count"
          type="number"
          min="1"
          max=${most}
          step="1"
          .value=${`${Math.min(count, most)}`}
          ?disabled=${busy !== null || room === 0}
          @change=${(event: Event) => {
            const input = event.target as HTMLInputElement;
            dispatch({ type: "choose-count", count: Number(input.value) });
            input.value = `${Math.min(getState().count, most)}`;
          }}
        />
      </label>
      ${
        busy
          ? html`<button type="button" class="button" id="runs-cancel" @click=${cancel}>Cancel</button>`
          : html`<button
              type="button"
              class="button"
              id="runs-train"
              ?disabled=${!isReady || room === 0}
              @click=${() => void train(state.spec)}
            >
              Train
            </button>`
      }
      ${
        runs.length > 0
          ? html`<button type="button" class="button plain" id="runs-remove" ?disabled=${busy !== null} @click=${() => dispatch({ type: "remove" })}>
              Remove
            </button>`
          : nothing
      }
    </div>
    ${
      busy
        ? html`<progress
            max=${busy.count}
            .value=${busy.done}
            aria-label="Run ${Math.min(busy.count, Math.floor(busy.done) + 1)} of ${busy.count}"
          ></progress>`
        : nothing
    }
    ${message ? html`<p class="said" role="alert">${message}</p>` : nothing}
    ${runs.length > 0 ? renderTones(state, runs, measureDistance) : nothing}
  </section>`;
}

function renderTones(
  state: StudioState,
  runs: readonly FurtherRun[],
  measureDistance: MeasureDistance,
): TemplateResult {
  const own = wholeTraining(state);
  const seed = state.spec.weights.kind === "trained" ? state.spec.weights.seed : 0;
  return html`<table class="tones" id="runs-table">
    <thead>
      <tr>
        <th scope="col">Seed</th>
        <th scope="col">Steps</th>
        <th scope="col">Final loss</th>
        <th scope="col" title="Distance of the final weights from the plane">Distance</th>
      </tr>
    </thead>
    <tbody>
      ${renderTone(TRAINING_TONE, `${seed}, this page’s`, own.trajectory.at(-1), own.phase === "diverged", measureDistance)}
      ${runs.map(({ seed, trajectory, status }, i) =>
        renderTone(toneOfRun(i), `${seed}`, trajectory.at(-1), status === "diverged", measureDistance),
      )}
    </tbody>
  </table>`;
}

function renderTone(
  tone: number,
  name: string,
  end: TrajectoryPoint | undefined,
  hasDiverged: boolean,
  measureDistance: MeasureDistance,
): TemplateResult {
  const distance = end && measureDistance(end);
  return html`<tr>
    <th scope="row"><span class="tone tone-${tone % TONES}"></span>${name}</th>
    <td>${formatExact(end?.step ?? 0)}</td>
    <td>${hasDiverged || !end ? "diverged" : formatNumber(end.loss)}</td>
    <td>${distance === undefined ? "–" : formatNumber(distance)}</td>
  </tr>`;
}

/** The palette has this many colours; further runs repeat them. */
const TONES = 6;

import { html, nothing, type TemplateResult } from "lit";
import type { StudioState } from "../../studio/state/state";
import { canScrub, wholeTraining } from "../../studio/state/timeline";
import type { TrajectoryPoint } from "../../studio/state/training-state";
import { TRAINING_TONE } from "../../studio/views/surface/path-layer";
import { formatExact, formatNumber } from "../../words/numbers";
import { type FurtherRun, type FurtherRuns, MOST_RUNS } from "./further-runs";

/** How far off the plane in sight some weights are; undefined where none is in sight. */
export type MeasureDistance = (point: TrajectoryPoint) => number | undefined;

/** How many runs are to be trained at the next press: it is no part of the experiment. */
export interface RunsChoice {
  count: number;
}

/** Which colour of the palette a further run has. */
export function toneOfRun(index: number): number {
  return TRAINING_TONE + 1 + index;
}

/** Further seeds of the same experiment, to be trained and shown together with the page's own. */
export function renderRuns(
  state: StudioState,
  runs: FurtherRuns,
  choice: RunsChoice,
  measureDistance: MeasureDistance,
): TemplateResult {
  const { busy, runs: done, message } = runs.read();
  const room = MOST_RUNS - done.length;
  const isReady = state.spec.weights.kind === "trained" && canScrub(state);
  return html`<section class="part">
    <h3>Several runs together</h3>
    <p class="quiet">
      The same experiment from other seeds of the weights, dropped onto this plane. The surface’s loss is not theirs where they
      end off it.
    </p>
    <div class="row">
      <label>
        Further runs
        <input
          id="run-count"
          type="number"
          min="1"
          max=${Math.max(1, room)}
          step="1"
          .value=${`${Math.min(choice.count, Math.max(1, room))}`}
          ?disabled=${busy !== null || room === 0}
          @change=${(event: Event) => {
            const value = Math.round(Number((event.target as HTMLInputElement).value));
            choice.count = Math.min(room, Math.max(1, Number.isFinite(value) ? value : 1));
            (event.target as HTMLInputElement).value = `${choice.count}`;
          }}
        />
      </label>
      ${
        busy
          ? html`<button type="button" class="button" id="runs-cancel" @click=${runs.cancel}>Cancel</button>`
          : html`<button
              type="button"
              class="button"
              id="runs-train"
              ?disabled=${!isReady || room === 0}
              @click=${() => void runs.train(state.spec, Math.min(choice.count, room))}
            >
              Train
            </button>`
      }
      ${
        done.length > 0
          ? html`<button type="button" class="button plain" id="runs-remove" ?disabled=${busy !== null} @click=${runs.remove}>
              Remove
            </button>`
          : nothing
      }
    </div>
    ${
      busy
        ? html`<progress
            max="1"
            .value=${(busy.number - 1 + busy.fraction) / busy.count}
            aria-label="Run ${busy.number} of ${busy.count}"
          ></progress>`
        : nothing
    }
    ${message ? html`<p class="said" role="alert">${message}</p>` : nothing}
    ${done.length > 0 ? renderTones(state, done, measureDistance) : nothing}
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
        <th scope="col" title="How far off the plane it ends">Distance</th>
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

/** Colours of the palette: a tone beyond them begins again. */
const TONES = 6;

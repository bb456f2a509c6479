import { html, nothing, type TemplateResult } from "lit";
import { formatExact, formatNumber } from "../../words/numbers";
import type { RaceState } from "./race-state";
import { describeShare } from "./race-text";
import { nameRunner, renderSwatch } from "./runner-looks";
import type { RaceCommands } from "./runners-view";
import { rankRunners, type Standing } from "./standings";

/** How the race lies on the surface. */
export interface RaceOnSurface {
  /** The share of the trajectories' squared distances from the centre that lies in the plane, 0 to 1; null while nothing is drawn. */
  readonly share: number | null;
  /** The distance of each runner's newest weights from the plane, in the order of the race; null while nothing is drawn. */
  readonly distances: readonly number[] | null;
  /** One sentence on the plane through the race: what it holds, or why there is none; else empty. */
  readonly note: string;
  /** Whether the loss of the race is not the loss of the page. */
  readonly isElsewhere: boolean;
  /** Whether the plane can be laid through the race: not while the page's own training moves the centre. */
  readonly canLay: boolean;
}

/** The runners in the order of their losses, with the lengths of their trajectories and their distances. */
export function renderStandings(state: RaceState, { distances }: RaceOnSurface): TemplateResult {
  if (state.runners.length === 0) return html``;
  return html`<section class="part" aria-label="Standings">
    <h3>Standings</h3>
    <table class="standings">
      <caption class="unseen">
        The runners; the least loss comes first
      </caption>
      <thead>
        <tr>
          <th scope="col">Runner</th>
          <th scope="col">Step</th>
          <th scope="col">Loss</th>
          <th scope="col">Length</th>
          <th scope="col">From start</th>
          <th scope="col">From plane</th>
        </tr>
      </thead>
      <tbody>
        ${rankRunners(state.runners).map((standing) => renderStanding(standing, distances))}
      </tbody>
    </table>
    <p class="quiet">
      Length of the trajectory, distance from the start and distance from the plane of the surface, in weight space.
      ${describeLength(state)}
    </p>
  </section>`;
}

function describeLength({ runners }: RaceState): string {
  const [first, second] = runners[0]?.points ?? [];
  const stride = first && second ? second.step - first.step : 1;
  return stride > 1
    ? `The length is summed over pieces of ${formatExact(stride)} steps: the trajectory is at least this long.`
    : "The length is summed from step to step.";
}

function renderStanding(
  { runner, index, length, fromStart }: Standing,
  distances: RaceOnSurface["distances"],
): TemplateResult {
  const { now, status, message, spec } = runner;
  const distance = distances?.[index];
  return html`<tr data-runner=${index} data-status=${status}>
      <th scope="row">${renderSwatch(index)}${nameRunner(spec)}</th>
      <td>${formatExact(now.step)}</td>
      <td data-value=${now.loss}>${formatNumber(now.loss)}</td>
      <td>${formatNumber(length)}</td>
      <td>${formatNumber(fromStart)}</td>
      <td>${distance === undefined ? "–" : formatNumber(distance)}</td>
    </tr>
    ${
      message
        ? html`<tr class="message-row">
            <td colspan="6">${message}</td>
          </tr>`
        : nothing
    }`;
}

/** Below this share the trajectories are hardly seen on the surface: the plane through them is the next thing to do. */
const LITTLE = 0.5;

/** The plane of the surface, and the command that lays it through the race. */
export function renderPlane(
  { runners }: RaceState,
  { share, note, canLay, isElsewhere }: RaceOnSurface,
  commands: RaceCommands,
) {
  if (runners.length === 0) return html``;
  return html`<section class="part" aria-label="The plane of the surface">
    <h3>The plane of the surface</h3>
    <p id="race-share">${isElsewhere ? "This race belongs to another experiment: its trajectories are not drawn on this surface." : describeShare(share)}</p>
    <button type="button" class=${share !== null && share < LITTLE ? "button main" : "button"} id="race-plane" ?disabled=${!canLay} @click=${commands.layPlane}>
      Lay the plane through the race
    </button>
    <p class="quiet" id="race-plane-said" role="status">
      ${note || "Its directions are the two principal components of the trajectories about the centre: no other plane through the centre holds more of them."}
    </p>
  </section>`;
}

import { html, nothing, type TemplateResult } from "lit";
import { formatExact, formatNumber } from "../../words/numbers";
import type { RaceState } from "./race-state";
import { describeShare } from "./race-text";
import { nameRunner, renderSwatch } from "./runner-looks";
import type { RaceCommands } from "./runners-view";
import { rankRunners, type Standing } from "./standings";

/** What the surface says of the race. */
export interface RaceOnSurface {
  /** The part of the ways' squared distances from the centre that lies in the plane, 0 to 1; null while nothing is drawn. */
  readonly share: number | null;
  /** How far off the plane each runner stands, in the order of the race; null while nothing is drawn. */
  readonly off: readonly number[] | null;
  /** One sentence where the plane could not be laid through the race, or what it holds once it is; else empty. */
  readonly said: string;
  /** Whether the race was run on another loss than the page's. */
  readonly isElsewhere: boolean;
  /** Whether the plane may be laid anew: not while the page's own training moves its centre. */
  readonly canLay: boolean;
}

/** The runners by their losses, with how far each has gone and what befell it. */
export function renderStandings(state: RaceState, { off }: RaceOnSurface): TemplateResult {
  if (state.runners.length === 0) return html``;
  return html`<section class="part" aria-label="Standings">
    <h3>Standings</h3>
    <table class="standings">
      <caption class="unseen">
        The runners, the least loss first
      </caption>
      <thead>
        <tr>
          <th scope="col">Runner</th>
          <th scope="col">Step</th>
          <th scope="col">Loss</th>
          <th scope="col" title=${describeWay(state)}>Way</th>
          <th scope="col" title="From the start straight to the runner, in weight space">Away</th>
          <th scope="col" title="From the runner to the plane of the surface, in weight space">Off</th>
        </tr>
      </thead>
      <tbody>
        ${rankRunners(state.runners).map((standing) => renderStanding(standing, off))}
      </tbody>
    </table>
    <p class="quiet">Way, away and off are lengths in weight space. ${describeWay(state)}</p>
  </section>`;
}

function describeWay({ runners }: RaceState): string {
  const [first, second] = runners[0]?.points ?? [];
  const stride = first && second ? second.step - first.step : 1;
  return stride > 1
    ? `The way is measured in pieces of ${formatExact(stride)} steps, so it is at least as long.`
    : "The way is measured from step to step.";
}

function renderStanding({ course, index, way, away }: Standing, off: RaceOnSurface["off"]): TemplateResult {
  const { now, status, message, spec } = course;
  const distance = off?.[index];
  return html`<tr data-runner=${index} data-status=${status}>
      <th scope="row">${renderSwatch(index)}${nameRunner(spec)}</th>
      <td>${formatExact(now.step)}</td>
      <td data-value=${now.loss}>${formatNumber(now.loss)}</td>
      <td>${formatNumber(way)}</td>
      <td>${formatNumber(away)}</td>
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

/** The plane of the surface, and how to lay it through the race. */
export function renderPlane(
  { runners }: RaceState,
  { share, said, canLay, isElsewhere }: RaceOnSurface,
  commands: RaceCommands,
) {
  if (runners.length === 0) return html``;
  return html`<section class="part" aria-label="The plane of the surface">
    <h3>The plane of the surface</h3>
    <p id="race-share">${isElsewhere ? "The race was run on another experiment than the page’s: its ways are not on this surface." : describeShare(share)}</p>
    <button type="button" class="button" id="race-plane" ?disabled=${!canLay} @click=${commands.layPlane}>
      Put the plane through the race
    </button>
    <p class="quiet" id="race-plane-said" role="status">
      ${said || "Two directions at right angles through the centre, in which the ways lie as much as can be: their principal components about it."}
    </p>
  </section>`;
}

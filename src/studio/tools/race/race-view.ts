import { html, nothing, type TemplateResult } from "lit";
import { OPTIMIZERS, type Optimizer, type Spec } from "../../../spec/schema";
import { formatCount, formatFigure } from "../../format-figure";
import { icon } from "../../icons";
import { isUnderWay, type RaceAction, type RaceState, RUNNERS, SPEEDS, type Speed, stepsOf } from "./race-state";
import { describePhase, describeShare } from "./race-text";
import { nameRunner, OPTIMIZER_LABELS, renderSwatch } from "./runner-looks";
import { rankRunners, type Standing } from "./standings";

/** What the reader can do. */
export interface RaceCommands {
  readonly dispatch: (action: RaceAction) => void;
  readonly startOrPause: () => void;
  readonly step: () => void;
  readonly reset: () => void;
  readonly chooseSpeed: (speed: Speed) => void;
  readonly layPlane: () => void;
}

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

export function renderRunners(state: RaceState, spec: Spec, commands: RaceCommands): TemplateResult {
  const { choice, phase } = state;
  const busy = isUnderWay(state);
  return html`<section class="part" aria-label="Runners">
    <h3>Runners</h3>
    <ul class="runners">
      ${choice.runners.map(
        (runner, index) => html`<li>
          ${renderSwatch(index)}
          <select
            aria-label="Optimizer of runner ${index + 1}"
            ?disabled=${busy}
            .value=${runner.optimizer}
            @change=${(event: Event) =>
              commands.dispatch({ type: "choose-optimizer", index, optimizer: textOf(event) as Optimizer })}
          >
            ${OPTIMIZERS.map(
              (name) =>
                html`<option value=${name} ?selected=${name === runner.optimizer}>${OPTIMIZER_LABELS[name]}</option>`,
            )}
          </select>
          <label
            >Rate
            <input
              type="number"
              step="any"
              aria-label="Learning rate of runner ${index + 1}"
              ?disabled=${busy}
              .value=${`${runner.learningRate}`}
              @change=${(event: Event) => {
                commands.dispatch({ type: "choose-rate", index, learningRate: numberOf(event) });
                // A value that cannot be gives way to the one that stands.
                (event.target as HTMLInputElement).value = `${runner.learningRate}`;
              }}
          /></label>
          <button
            type="button"
            class="button plain"
            aria-label="Take runner ${index + 1} out"
            title="Take it out"
            ?disabled=${busy || choice.runners.length <= RUNNERS.min}
            @click=${() => commands.dispatch({ type: "remove-runner", index })}
          >
            ${icon("close")}
          </button>
        </li>`,
      )}
    </ul>
    <div class="race-fields">
      <button
        type="button"
        class="button"
        ?disabled=${busy || choice.runners.length >= RUNNERS.max}
        @click=${() => commands.dispatch({ type: "add-runner" })}
      >
        Add a runner
      </button>
      <label
        >Steps
        <input
          id="race-steps"
          type="number"
          ?disabled=${busy}
          .value=${`${stepsOf(choice, spec)}`}
          @change=${(event: Event) => {
            commands.dispatch({ type: "choose-steps", steps: numberOf(event) });
            (event.target as HTMLInputElement).value = `${stepsOf(choice, spec)}`;
          }}
      /></label>
    </div>
    ${state.message ? html`<p class="said" role="alert">${state.message}</p>` : nothing}
    <p class="quiet">
      ${
        spec.weights.kind === "given"
          ? "All start from the weights on the page, and each step sees all samples."
          : "All start from the first weights of the page’s seed and see the samples in its order."
      }
    </p>
    <div class="race-actions">
      <button type="button" class="button main" id="race-start" @click=${commands.startOrPause}>
        ${icon(phase === "running" || phase === "starting" ? "pause" : "play")}${describeMain(state)}
      </button>
      <button
        type="button"
        class="button"
        id="race-step"
        title="One step of every runner"
        ?disabled=${phase !== "ready" && phase !== "paused"}
        @click=${commands.step}
      >
        Step
      </button>
      <button type="button" class="button" id="race-reset" ?disabled=${phase === "ready"} @click=${commands.reset}>
        ${busy ? "Cancel" : "Reset"}
      </button>
      <label
        >Speed
        <select
          id="race-speed"
          @change=${(event: Event) => commands.chooseSpeed(SPEEDS[Number(textOf(event))]!)}
        >
          ${SPEEDS.map(
            (speed, i) => html`<option value=${i} ?selected=${speed === choice.speed}>${describeSpeed(speed)}</option>`,
          )}
        </select></label
      >
    </div>
    <p id="race-phase" role="status">${describePhase(state)}</p>
  </section>`;
}

function describeMain({ phase }: RaceState): string {
  if (phase === "running" || phase === "starting") return "Pause";
  if (phase === "paused") return "Resume";
  return phase === "ready" ? "Start" : "Race again";
}

function describeSpeed(speed: Speed): string {
  if (speed === null) return "As fast as it goes";
  return speed === 1 ? "1 step a second" : `${speed} steps a second`;
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
    ? `The way is measured from every ${formatCount(stride)}th step to the next, so it is at least as long.`
    : "The way is measured from step to step.";
}

function renderStanding({ course, index, way, away }: Standing, off: RaceOnSurface["off"]): TemplateResult {
  const { now, status, message, spec } = course;
  const distance = off?.[index];
  return html`<tr data-runner=${index} data-status=${status}>
      <th scope="row">${renderSwatch(index)}${nameRunner(spec)}</th>
      <td>${formatCount(now.step)}</td>
      <td data-value=${now.loss}>${formatFigure(now.loss)}</td>
      <td>${formatFigure(way)}</td>
      <td>${formatFigure(away)}</td>
      <td>${distance === undefined ? "–" : formatFigure(distance)}</td>
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

function textOf(event: Event): string {
  return (event.target as HTMLInputElement | HTMLSelectElement).value;
}

/** NaN where the box is empty. */
function numberOf(event: Event): number {
  const text = textOf(event);
  return text === "" ? Number.NaN : Number(text);
}

import { html, nothing, type TemplateResult } from "lit";
import { OPTIMIZERS, type Optimizer, type Spec } from "../../experiment/spec";
import { icon } from "../../studio/views/parts/icons";
import { OPTIMIZER_NAMES } from "../../words/names";
import { isUnderWay, type RaceAction, type RaceState, RUNNERS, SPEEDS, type Speed, stepsOf } from "./race-state";
import { describePhase } from "./race-text";
import { renderSwatch } from "./runner-looks";

/** The commands of the reader. */
export interface RaceCommands {
  readonly dispatch: (action: RaceAction) => void;
  readonly startOrPause: () => void;
  readonly step: () => void;
  readonly reset: () => void;
  readonly chooseSpeed: (speed: Speed) => void;
  readonly layPlane: () => void;
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
            aria-label="Optimiser of runner ${index + 1}"
            ?disabled=${busy}
            .value=${runner.optimizer}
            @change=${(event: Event) =>
              commands.dispatch({ type: "choose-optimizer", index, optimizer: textOf(event) as Optimizer })}
          >
            ${OPTIMIZERS.map(
              (name) =>
                html`<option value=${name} ?selected=${name === runner.optimizer}>${OPTIMIZER_NAMES[name].label}</option>`,
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
                // A value out of range was not taken: the field shows the present value again.
                (event.target as HTMLInputElement).value = `${runner.learningRate}`;
              }}
          /></label>
          <button
            type="button"
            class="button plain"
            aria-label="Remove runner ${index + 1}"
            title="Remove this runner"
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
          ? "All runners start from the weights on the page. Each step uses all samples."
          : "All runners start from the initial weights of the page’s seed and take the samples in the same order."
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
  if (speed === null) return "No limit";
  return speed === 1 ? "1 step a second" : `${speed} steps a second`;
}

function textOf(event: Event): string {
  return (event.target as HTMLInputElement | HTMLSelectElement).value;
}

/** NaN where the box is empty. */
function numberOf(event: Event): number {
  const text = textOf(event);
  return text === "" ? Number.NaN : Number(text);
}

import { html, nothing, type TemplateResult } from "lit";
import type { Commands } from "../studio/run/commands";
import { describeNoGain, describePhase } from "../studio/sentences/training-words";
import type { StudioState } from "../studio/state/state";
import { pointInSight, wholeTraining } from "../studio/state/timeline";
import type { TrainingState } from "../studio/state/training-state";
import type { WeightsReading } from "../studio/views/data/weights-reader";
import { type IconName, icon } from "../studio/views/parts/icons";
import { term } from "../studio/views/parts/term";
import { formatExact, formatFraction, formatNumber, formatSeconds } from "../words/numbers";

/** The label of the large button: what a press does next. */
function mainButton({ phase, step }: TrainingState): { readonly label: string; readonly name: IconName } {
  if (phase === "running" || phase === "waiting") return { label: "Pause", name: "pause" };
  if (phase === "paused") return { label: "Resume", name: "play" };
  if (step === 0 && (phase === "stopped" || phase === "finished")) return { label: "Train", name: "play" };
  return { label: "Train again", name: "reset" };
}

/** Start, pause, stop and reset; the state of the training. loss-curve.ts draws the loss curve between them. */
export function renderTransportActions({ spec, run }: StudioState, commands: Commands): TemplateResult {
  if (spec.weights.kind === "given") {
    return html`<p>The weights are given, so there is no training to show.</p>
      <button type="button" class="button" @click=${commands.trainInstead}>${icon("play")}Train from a seed</button>`;
  }
  const training = wholeTraining({ run });
  const { label, name } = mainButton(training);
  const underWay = training.phase === "running" || training.phase === "paused";
  const untouched = training.phase === "stopped" && training.step === 0;
  return html`<button type="button" class="button main" id="train" title="${label} (Space)" @click=${commands.startOrPause}>
      ${icon(name)}${label}
    </button>
    <button
      type="button"
      class="button"
      aria-label="Stop"
      title="Stop the training at this step (X)"
      ?disabled=${!underWay}
      @click=${commands.stopTraining}
    >
      ${icon("stop")}
    </button>
    <button
      type="button"
      class="button"
      aria-label="Reset"
      title="Back to the initial weights (0)"
      ?disabled=${untouched}
      @click=${commands.resetTraining}
    >
      ${icon("first")}
    </button>`;
}

/** The share of its steps after which a training's remaining time is said. */
const ESTIMATED_FROM = 0.1;

export function renderFullScreen(commands: Commands): TemplateResult {
  return html`<button
    type="button"
    class="button plain"
    id="full-screen"
    aria-label="Full screen"
    title="Full screen (F)"
    @click=${commands.toggleFullScreen}
  >
    ${icon("grow")}
  </button>`;
}

/** @param reading  loss and accuracy of the weights in sight; null where they are not known */
export function renderTransportFigures(state: StudioState, reading: WeightsReading | null): TemplateResult {
  const { training } = state.run;
  const accuracy = reading?.accuracy ?? null;
  if (training.phase === "given" || state.draft) {
    return html`<dl class="figures">
      <dt>Loss</dt>
      <dd id="training-loss">${reading ? formatNumber(reading.loss) : "–"}</dd>
      ${renderAccuracy(accuracy)}
      <dt>Status</dt>
      <dd id="training-phase">${state.draft ? "Dragged" : describePhase(training)}</dd>
    </dl>`;
  }
  const point = pointInSight(state);
  const loss = point?.loss ?? training.curve.losses.at(-1);
  // The first steps include the compilation, so an estimate from them is far too long.
  const isKnown = training.phase === "running" && training.step >= ESTIMATED_FROM * training.steps;
  const left = isKnown ? training.secondsLeft : null;
  const said = training.message || describeNoGain(wholeTraining(state));
  return html`<dl class="figures">
      <dt>${term("step", "Step")}</dt>
      <dd id="step">${describeStep(point?.step ?? training.step, training.steps)}</dd>
      <dt>${term("training-loss", "Loss")}</dt>
      <dd id="training-loss">${loss === undefined ? "–" : formatNumber(loss)}</dd>
      ${renderAccuracy(accuracy)}
      <dt>${term("status", "Status")}</dt>
      <dd id="training-phase">
        ${point ? "Earlier step" : left === null ? describePhase(training) : `about ${formatSeconds(left)} left`}
      </dd>
    </dl>
    ${said ? html`<p class="said" role="alert">${said}</p>` : nothing}`;
}

function renderAccuracy(accuracy: number | null): TemplateResult | typeof nothing {
  if (accuracy === null) return nothing;
  return html`<dt title="The share of the training samples that are classified correctly">Accuracy</dt>
    <dd id="training-accuracy">${formatFraction(accuracy)}</dd>`;
}

/** "5 of 12"; "0" for a training without steps. */
function describeStep(step: number, steps: number): string {
  return steps === 0 ? "0" : `${formatExact(step)} of ${formatExact(steps)}`;
}

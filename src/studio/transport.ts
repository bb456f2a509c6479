import { html, nothing, type TemplateResult } from "lit";
import type { Commands } from "./commands";
import { formatCount, formatFigure, formatSeconds } from "./format-figure";
import { type IconName, icon } from "./icons";
import type { StudioState, TrainingState } from "./state";
import { pointInSight, wholeTraining } from "./timeline/timeline";

/** What the one large button does next. */
function mainButton({ phase, step }: TrainingState): { readonly label: string; readonly name: IconName } {
  if (phase === "running" || phase === "waiting") return { label: "Pause", name: "pause" };
  if (phase === "paused") return { label: "Resume", name: "play" };
  if (phase === "stopped" && step === 0) return { label: "Train", name: "play" };
  return { label: "Train again", name: "reset" };
}

/** Start, pause, stop and reset; where the training stands. The loss curve is drawn between them by loss-curve.ts. */
export function renderTransportActions({ spec, run }: StudioState, commands: Commands): TemplateResult {
  if (spec.weights.kind === "given") {
    return html`<p>These weights were given, not trained here.</p>
      <button type="button" class="button" @click=${commands.trainInstead}>${icon("play")}Train instead</button>`;
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
      title="Stop and keep these weights (X)"
      ?disabled=${!underWay}
      @click=${commands.stopTraining}
    >
      ${icon("stop")}
    </button>
    <button
      type="button"
      class="button"
      aria-label="Reset"
      title="Back to the first weights (0)"
      ?disabled=${untouched}
      @click=${commands.resetTraining}
    >
      ${icon("first")}
    </button>`;
}

export function renderTransportFigures(state: StudioState): TemplateResult {
  const { training } = state.run;
  if (training.phase === "given") return html``;
  const point = pointInSight(state);
  const loss = point?.loss ?? training.curve.losses.at(-1);
  return html`<dl class="figures">
    <dt>Step</dt>
    <dd id="step">${formatCount(point?.step ?? training.step)} of ${formatCount(training.steps)}</dd>
    <dt>Loss</dt>
    <dd id="training-loss">${loss === undefined ? "–" : formatFigure(loss)}</dd>
    <dt>${point ? "Looking back" : describePhase(training)}</dt>
      <dd>${describeTimeLeft(training)}</dd>
    </dl>
    ${training.message ? html`<p class="said" role="alert">${training.message}</p>` : nothing}`;
}

function describePhase({ phase }: TrainingState): string {
  const words: Readonly<Record<TrainingState["phase"], string>> = {
    waiting: "Starting",
    running: "Left",
    paused: "Paused",
    finished: "Trained",
    stopped: "Stopped",
    diverged: "Diverged",
    given: "",
    failed: "Failed",
  };
  return words[phase];
}

function describeTimeLeft({ phase, secondsLeft }: TrainingState): string {
  if (phase !== "running" || secondsLeft === null) return "";
  return `about ${formatSeconds(secondsLeft)}`;
}

import { html, nothing, render, type TemplateResult } from "lit";
import type { StudioState } from "../../studio/state/state";
import type { Store } from "../../studio/state/store";
import { canScrub, wholeTraining } from "../../studio/state/timeline";
import type { TrajectoryPoint } from "../../studio/state/training-state";
import { icon } from "../../studio/views/parts/icons";
import type { ChartArea } from "../../studio/views/plots/line-chart";
import { formatExact, formatNumber } from "../../words/numbers";

export interface TimelineHosts {
  /** Contains the loss curve; the slider lies over it. */
  readonly curve: HTMLElement;
  /** For the buttons of the playback. */
  readonly buttons: HTMLElement;
}

export interface TimelineView {
  readonly update: (state: StudioState) => void;
  /** Called when the curve's area has changed. */
  readonly layOut: () => void;
}

/** The part of the recorded steps that a page key moves. */
const PAGE_SHARE = 0.1;

/**
 * The loss curve as a slider over the recorded steps of the training, moved by drag, by keys or by the playback.
 *
 * @param findArea  returns the area of the steps within the curve's host; null while nothing is drawn
 */
export function createTimeline(hosts: TimelineHosts, store: Store, findArea: () => ChartArea | null): TimelineView {
  const slider = document.createElement("div");
  slider.className = "timeline";
  slider.id = "timeline";
  slider.tabIndex = 0;
  slider.setAttribute("role", "slider");
  slider.setAttribute("aria-label", "Step of the training");
  const head = document.createElement("div");
  head.className = "playhead";
  slider.append(head);
  hosts.curve.append(slider);

  const points = (): readonly TrajectoryPoint[] => wholeTraining(store.getState()).trajectory;
  const indexInSight = (): number => store.getState().scrub ?? points().length - 1;

  function go(index: number | null): void {
    if (store.getState().playing) store.dispatch({ type: "play", playing: false });
    store.dispatch({ type: "scrub", index });
  }

  function follow(event: PointerEvent): void {
    const { left, width } = slider.getBoundingClientRect();
    const { steps } = wholeTraining(store.getState());
    go(findNearest(points(), ((event.clientX - left) / width) * Math.max(1, steps)));
  }

  slider.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !canScrub(store.getState())) return;
    slider.setPointerCapture(event.pointerId);
    follow(event);
  });
  slider.addEventListener("pointermove", (event) => {
    if (slider.hasPointerCapture(event.pointerId)) follow(event);
  });
  slider.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const isPlay = event.key === " ";
    const target = targetOfKey(event.key, indexInSight(), points().length);
    if (target === undefined && !isPlay) return;
    event.preventDefault();
    if (!canScrub(store.getState())) return;
    if (isPlay) store.dispatch({ type: "play", playing: !store.getState().playing });
    else if (target !== undefined) go(target);
  });

  function layOut(): void {
    const area = findArea();
    slider.hidden = area === null;
    if (!area) return;
    slider.style.left = `${area.left}px`;
    slider.style.width = `${area.width}px`;
  }

  return {
    layOut,
    update(state) {
      const { steps, step, trajectory } = wholeTraining(state);
      const point = state.scrub === null ? null : trajectory[state.scrub];
      const shown = point?.step ?? step;
      const loss = point?.loss ?? trajectory.at(-1)?.loss;
      slider.setAttribute("aria-valuemin", "0");
      slider.setAttribute("aria-valuemax", `${steps}`);
      slider.setAttribute("aria-valuenow", `${shown}`);
      slider.setAttribute("aria-valuetext", describePlace(shown, steps, loss));
      slider.setAttribute("aria-disabled", `${!canScrub(state)}`);
      slider.classList.toggle("back", point !== null);
      head.style.left = `${(100 * shown) / Math.max(1, steps)}%`;
      render(renderButtons(state, store), hosts.buttons);
    },
  };
}

function describePlace(step: number, steps: number, loss: number | undefined): string {
  const place = `step ${formatExact(step)} of ${formatExact(steps)}`;
  return loss === undefined ? place : `${place}, loss ${formatNumber(loss)}`;
}

/** Factors of the usual speed of the playback. */
const SPEEDS = [0.25, 0.5, 1, 2, 4] as const;

function renderButtons(state: StudioState, store: Store): TemplateResult {
  const { playing, scrub, playback } = state;
  const label = playing ? "Pause the timeline" : "Play through the training";
  return html`<button
      type="button"
      class="button plain"
      id="timeline-play"
      aria-label=${label}
      title=${label}
      ?disabled=${!canScrub(state)}
      @click=${() => store.dispatch({ type: "play", playing: !playing })}
    >
      ${icon(playing ? "pause" : "play")}
    </button>
    <select
      id="timeline-speed"
      aria-label="Speed of the playback"
      title="Speed of the playback"
      ?disabled=${!canScrub(state)}
      @change=${(event: Event) =>
        store.dispatch({
          type: "set-playback",
          playback: { speed: Number((event.target as HTMLSelectElement).value) },
        })}
    >
      ${SPEEDS.map((speed) => html`<option value=${speed} ?selected=${speed === playback.speed}>${formatExact(speed)}×</option>`)}
    </select>
    <button
      type="button"
      class="button plain"
      id="timeline-loop"
      aria-label="Repeat"
      title="Play again and again"
      aria-pressed=${playback.loops}
      ?disabled=${!canScrub(state)}
      @click=${() => store.dispatch({ type: "set-playback", playback: { loops: !playback.loops } })}
    >
      ${icon("loop")}
    </button>
    ${
      scrub === null && !playing
        ? nothing
        : html`<button
            type="button"
            class="button plain"
            id="timeline-end"
            aria-label="Back to the end of the training"
            title="Back to the end of the training"
            @click=${() => {
              store.dispatch({ type: "play", playing: false });
              store.dispatch({ type: "scrub", index: null });
            }}
          >
            ${icon("last")}
          </button>`
    }`;
}

/** The index of the recorded step nearest to a step; 0 where there are none. */
export function findNearest(points: readonly Pick<TrajectoryPoint, "step">[], step: number): number {
  let nearest = 0;
  points.forEach((point, index) => {
    if (Math.abs(point.step - step) <= Math.abs(points[nearest]!.step - step)) nearest = index;
  });
  return nearest;
}

/** The index after a key press on a slider of `count` places; undefined for keys that do not move it. */
export function targetOfKey(key: string, index: number, count: number): number | undefined {
  const page = Math.max(1, Math.round(PAGE_SHARE * count));
  const steps: Readonly<Record<string, number>> = {
    ArrowRight: 1,
    ArrowUp: 1,
    ArrowLeft: -1,
    ArrowDown: -1,
    PageUp: page,
    PageDown: -page,
    Home: -count,
    End: count,
  };
  if (!Object.hasOwn(steps, key)) return undefined;
  return Math.min(count - 1, Math.max(0, index + steps[key]!));
}

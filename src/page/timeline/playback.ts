import { followOf } from "../../studio/state/follow";
import type { StudioState } from "../../studio/state/state";
import type { Store } from "../../studio/state/store";
import { wholeTraining } from "../../studio/state/timeline";

/** The duration of the playback: this many seconds for each recorded step, within the limits below. */
const SECONDS_A_STEP = 0.2;
const LEAST_SECONDS = 3;
const MOST_SECONDS = 12;
/** Milliseconds after which the playback no longer waits for a slice. */
const PATIENCE_MS = 2_000;
/** Milliseconds for which a loop shows the end. */
const LOOP_PAUSE_MS = 1_000;

/**
 * Moves the timeline while the state is playing. It waits for slices, so a slow device shows fewer steps in the same time. It starts at
 * the timeline's step, or at the beginning, and stops at the end of the training.
 */
export function startPlayback(store: Store): void {
  let frame = 0;
  /** The time and the index of the start. */
  let from = { time: 0, index: 0 };
  let movedAt = 0;

  function advance(now: number): void {
    frame = 0;
    const state = store.getState();
    if (!state.playing) return;
    frame = requestAnimationFrame(advance);
    if (!isSliceShown(state) && now - movedAt < PATIENCE_MS) return;
    const count = wholeTraining(state).trajectory.length;
    const { speed, loops } = state.playback;
    const index = placeAt(((now - from.time) / 1000) * speed, from.index, count);
    if (index === indexInSight(state, count)) {
      if (index >= count - 1) finish(now, loops);
      return;
    }
    movedAt = now;
    store.dispatch({ type: "scrub", index });
    if (index >= count - 1 && !loops) store.dispatch({ type: "play", playing: false });
  }

  /** At the end, whose slice has been shown: begins again, or stops. */
  function finish(now: number, loops: boolean): void {
    if (!loops) {
      store.dispatch({ type: "play", playing: false });
      return;
    }
    if (now - movedAt < LOOP_PAUSE_MS) return;
    from = { time: now, index: 0 };
    movedAt = now;
    store.dispatch({ type: "scrub", index: 0 });
  }

  store.subscribe((state, previous) => {
    if (!state.playing) return;
    // The step in sight is the new start, so that another speed does not jump.
    if (previous.playing && state.playback.speed !== previous.playback.speed)
      from = { time: performance.now(), index: state.scrub ?? 0 };
    if (previous.playing || frame !== 0) return;
    const time = performance.now();
    from = { time, index: state.scrub ?? 0 };
    movedAt = time;
    if (state.scrub === null) store.dispatch({ type: "scrub", index: 0 });
    frame = requestAnimationFrame(advance);
  });
}

/** The index in sight; the end of the training has no index of its own. */
function indexInSight({ scrub }: StudioState, count: number): number {
  return scrub ?? count - 1;
}

/** The index to show after some seconds. @param from  the index at the start @param count  how many steps are recorded */
export function placeAt(seconds: number, from: number, count: number): number {
  const last = count - 1;
  const duration = Math.min(MOST_SECONDS, Math.max(LEAST_SECONDS, SECONDS_A_STEP * last));
  return Math.min(last, Math.max(from, from + Math.floor((seconds / duration) * last)));
}

function isSliceShown(state: StudioState): boolean {
  return followOf(state) === "plane" || state.run.landscape.step === state.run.training.step;
}

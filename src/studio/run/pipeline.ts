import { Commands } from "../../compute/jobs/task-context";
import type { TrainingCommand } from "../../compute/jobs/training/step-control";
import type { ComputeService } from "../../compute/service/tasks";
import { makeDataset } from "../../data/make-dataset";
import { ACTIVATIONS, type Spec } from "../../experiment/spec";
import type { Parameters } from "../../model/network/layout";
import type { SettledPlane } from "../../slice/plan-landscape";
import type { RunReport } from "../state/actions";
import { holdsSlice } from "../state/follow";
import { hasEnded } from "../state/run-reducer";
import { settleExperiment } from "../state/settled";
import type { StudioState } from "../state/state";
import type { Store } from "../state/store";
import { describeFailure, isAbort } from "./failure";

/** What the reader can ask of what is under way. */
export interface Pipeline {
  readonly pauseTraining: () => void;
  readonly resumeTraining: () => void;
  readonly stopTraining: () => void;
  readonly cancelLandscape: () => void;
}

/** Points a side of the slice that follows the weights while they move: as many as are computed unnoticed. */
const LIVE_POINTS = { first: 25, least: 13, most: 49, step: 6 } as const;
/** A live slice that took less, or more, milliseconds makes the next one finer, or coarser. */
const LIVE_MS = { quick: 150, slow: 500 } as const;
/** Points a side of the first slice of a run, and the most numbers it may read: it takes well under a second of the processor. */
const SKETCH = { points: 17, most: 30_000_000 } as const;
/** A slider reports many values a second: only the one it rests on is computed. */
const SETTLE_MS = 80;
/** While the timeline moves, a step is computed in full only where it rests so long. */
const REST_MS = 240;
/** A live slice, drawn, must leave the device to the training for so many times as long as it took: it has a third of it. */
const LIVE_REST = 2;
/** No run has this number. */
const NOTHING = 0;

/**
 * Watches the store and runs what its current run still lacks: weights, then the slice around them. While weights move, a coarse slice
 * follows them. Newer work replaces older, whose late reports the reducer drops by their number.
 */
export function startPipeline(store: Store, service: ComputeService): Pipeline {
  let training = NOTHING;
  let landscape = NOTHING;
  let live = false;
  let liveNotBefore = 0;
  let livePoints: number = LIVE_POINTS.first;
  let warmed = false;
  let trainingAbort = new AbortController();
  let trainingCommands = new Commands<TrainingCommand>();
  let landscapeAbort = new AbortController();
  let liveAbort = new AbortController();
  let settle: ReturnType<typeof setTimeout> | undefined;

  const report = (run: number, news: RunReport): void => store.dispatch({ type: "report", run, report: news });

  async function train({ spec, run }: StudioState): Promise<void> {
    training = run.trainingNumber;
    const number = training;
    trainingAbort.abort();
    trainingAbort = new AbortController();
    trainingCommands = new Commands();
    try {
      const outcome = await service.run("train", run.untrained ? withoutSteps(spec) : spec, {
        signal: trainingAbort.signal,
        commands: trainingCommands,
        onProgress: (progress) => report(number, { kind: "training-progress", progress }),
      });
      report(number, { kind: "training-ended", outcome });
    } catch (error) {
      if (!isAbort(error)) report(number, { kind: "training-failed", message: describeFailure(error) });
      else if (training === number) training = NOTHING;
    }
  }

  async function evaluate(state: StudioState, parameters: Parameters): Promise<void> {
    const { spec, run } = state;
    landscape = run.number;
    const number = landscape;
    report(number, { kind: "landscape-started" });
    const { spec: settled, explained, complaint } = settleOrComplain(state);
    landscapeAbort.abort();
    landscapeAbort = new AbortController();
    liveAbort.abort();
    const request = { spec: settled, parameters };
    try {
      const outcome = await service.run("evaluate", request, {
        signal: landscapeAbort.signal,
        onProgress: (progress) => report(number, { kind: "landscape-progress", ...progress }),
      });
      report(number, { kind: "landscape-ended", outcome: explained ? { ...outcome, explained } : outcome });
      warmOthers(spec);
    } catch (error) {
      if (isAbort(error)) report(number, { kind: "landscape-cancelled" });
      else report(number, { kind: "landscape-failed", message: complaint || describeFailure(error) });
    }
  }

  /** The slice around the first weights, while the training is still being compiled: something is seen at once. */
  async function sketch(state: StudioState, parameters: Parameters): Promise<void> {
    const { samples } = makeDataset(state.spec.dataset, state.spec.network.layers.at(-1) ?? 1);
    if (samples * parameters.length * SKETCH.points ** 2 > SKETCH.most) return;
    await drawLive(state, parameters, SKETCH.points, "sketch");
  }

  /** A coarse slice around weights that still move: never in the way of the full one. */
  async function followWeights(state: StudioState, parameters: Parameters): Promise<void> {
    const took = await drawLive(state, parameters, livePoints, "slice");
    liveNotBefore = performance.now() + LIVE_REST * took;
    if (took < LIVE_MS.quick) livePoints = Math.min(LIVE_POINTS.most, livePoints + LIVE_POINTS.step);
    if (took > LIVE_MS.slow) livePoints = Math.max(LIVE_POINTS.least, livePoints - LIVE_POINTS.step);
  }

  /** @returns how many milliseconds it took */
  async function drawLive(
    state: StudioState,
    parameters: Parameters,
    points: number,
    extent: "sketch" | "slice",
  ): Promise<number> {
    live = true;
    const started = performance.now();
    try {
      const { spec } = settleExperiment(state);
      const coarse: Spec = { ...spec, grid: { ...spec.grid, columns: points, rows: points } };
      liveAbort = new AbortController();
      const request = { spec: coarse, parameters, extent };
      const { landscape, plane } = await service.run("evaluate", request, { signal: liveAbort.signal });
      // The timeline may have moved on meanwhile: what it passed is still worth seeing.
      const { number } = isSameTraining(store.getState(), state) ? store.getState().run : state.run;
      const { step } = state.run.training;
      report(number, { kind: "landscape-live", landscape, step, ...(plane ? { plane } : {}) });
      await untilDrawn();
    } catch {
      // Overtaken by the full slice, or the device is busy: the next one will do.
    }
    live = false;
    return performance.now() - started;
  }

  /** Coarse slices around the steps that the timeline passes, one after another, each of where it stands by then. */
  async function followTimeline(): Promise<void> {
    for (let state = store.getState(); !live && lacksLiveSlice(state); state = store.getState()) {
      const { parameters } = state.run.training;
      if (parameters) await followWeights(state, parameters);
      // Where none came, the full slice is under way, or says what is wrong.
      if (store.getState().run.landscape.shown === state.run.landscape.shown) return;
    }
  }

  /** Every other activation is a click away: their kernels are compiled, those in sight first, while nothing else is to do. */
  function warmOthers(spec: Spec): void {
    if (warmed) return;
    warmed = true;
    const others = ACTIVATIONS.filter((name) => name !== spec.network.activation);
    const specs = others.map((activation) => ({ ...spec, network: { ...spec.network, activation } }));
    void service.run("warm", specs, { priority: "background" });
  }

  function startWhatIsMissing(): void {
    settle = undefined;
    const state = store.getState();
    const { run } = state;
    if (run.training.phase === "waiting" && training !== run.trainingNumber) void train(state);
    const { parameters } = run.training;
    if (!parameters || landscape === run.number) return;
    if (state.playing && run.whole) return;
    if (hasEnded(run.training) && run.landscape.phase !== "ready") void evaluate(state, parameters);
  }

  function startSoon(milliseconds: number = SETTLE_MS): void {
    if (settle !== undefined) clearTimeout(settle);
    settle = setTimeout(startWhatIsMissing, milliseconds);
  }

  /** Ends what belongs to the run before, and starts what the new one needs. */
  function replaceRun({ spec, run }: StudioState, previous: StudioState): void {
    warmed &&= spec.network.layers === previous.spec.network.layers;
    if (run.trainingNumber !== previous.run.trainingNumber) trainingAbort.abort();
    if (previous.run.landscape.phase === "running") landscapeAbort.abort();
    startSoon(run.whole ? REST_MS : SETTLE_MS);
    if (run.whole) void followTimeline();
  }

  store.subscribe((state, previous) => {
    const { run } = state;
    if (run.number !== previous.run.number) {
      replaceRun(state, previous);
      return;
    }
    if (previous.playing && !state.playing) startSoon();
    if (hasEnded(run.training) && !hasEnded(previous.run.training)) startWhatIsMissing();
    const moved = run.training.phase === "running" && run.training.step !== previous.run.training.step;
    const { parameters } = run.training;
    // The plane of a training's way stands once the way has ended; another may stand from the training before.
    if (state.spec.plane.kind === "trajectory-pca" || holdsSlice(state)) return;
    if (parameters && previous.run.training.parameters === null && run.training.step === 0 && !live) {
      void sketch(state, parameters);
    }
    if (moved && parameters && !live && performance.now() >= liveNotBefore) void followWeights(state, parameters);
  });
  startWhatIsMissing();

  return {
    pauseTraining: () => {
      trainingCommands.send("pause");
      report(store.getState().run.trainingNumber, { kind: "training-paused", paused: true });
    },
    resumeTraining: () => {
      trainingCommands.send("resume");
      report(store.getState().run.trainingNumber, { kind: "training-paused", paused: false });
    },
    stopTraining: () => trainingCommands.send("stop"),
    cancelLandscape: () => landscapeAbort.abort(),
  };
}

/** A way that spans no plane is evaluated all the same: what holds of the whole loss needs none. */
function settleOrComplain(state: StudioState): SettledPlane & { readonly complaint: string } {
  try {
    return { ...settleExperiment(state), complaint: "" };
  } catch (error) {
    return { spec: state.spec, explained: null, complaint: describeFailure(error) };
  }
}

function isSameTraining(one: StudioState, other: StudioState): boolean {
  return one.spec === other.spec && one.run.trainingNumber === other.run.trainingNumber;
}

/** Whether the timeline stands at a step whose slice is neither in sight nor being computed in full. */
function lacksLiveSlice({ run }: StudioState): boolean {
  const { phase, step } = run.landscape;
  return run.whole !== null && (phase === "waiting" || phase === "live") && step !== run.training.step;
}

/** Drawing a slice takes its part of the device too: the second frame begins once the first is on its way to the screen. */
function untilDrawn(): Promise<void> {
  // A hidden page draws nothing, and its frames do not come.
  if (document.hidden) return Promise.resolve();
  return new Promise((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
  });
}

function withoutSteps(spec: Spec): Spec {
  return spec.weights.kind === "trained" ? { ...spec, weights: { ...spec.weights, steps: 0 } } : spec;
}

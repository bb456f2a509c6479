import { Commands } from "../../compute/jobs/task-context";
import type { TrainingCommand } from "../../compute/jobs/training/step-control";
import type { ComputeService } from "../../compute/service/tasks";
import { makeDataset } from "../../data/make-dataset";
import { ACTIVATIONS, type Spec } from "../../experiment/spec";
import type { Parameters } from "../../model/network/layout";
import type { SettledPlane } from "../../slice/settle-plane";
import type { RunReport } from "../state/actions";
import { holdsSlice } from "../state/follow";
import { hasEnded } from "../state/run-reducer";
import { settleExperiment } from "../state/settled";
import type { StudioState } from "../state/state";
import type { Store } from "../state/store";
import { describeFailure, isAbort } from "./failure";

/** The reader's commands to the running computations. */
export interface Pipeline {
  readonly pauseTraining: () => void;
  readonly resumeTraining: () => void;
  readonly stopTraining: () => void;
  readonly cancelLandscape: () => void;
}

/** Points on each side of a live slice, which follows weights or a plane that change. */
const LIVE_POINTS = { first: 25, least: 13, most: 49 } as const;
/** Milliseconds that a live slice may take until it is drawn: ten of them a second. Each makes the next one finer or coarser. */
const LIVE_MS = 100;
/** Points on each side of the first slice of a run, and the most numbers it may read, so that it takes well under a second. */
const SKETCH = { points: 17, most: 30_000_000 } as const;
/** Milliseconds without a change before a run starts: a slider reports many values a second. */
const SETTLE_MS = 80;
/** Milliseconds that the timeline must stay at a step before its slice is computed in full. */
const REST_MS = 240;
/** After a live slice the training has the GPU for this many times as long as the slice took. */
const LIVE_REST = 2;
/** Run numbers start at 1; 0 means that nothing is running. */
const NO_RUN = 0;

/**
 * Watches the store and computes what its current run still needs: weights, then the slice around them. During a training a coarse slice
 * follows the weights. Newer work cancels older work, and the reducer drops late reports by their run number.
 */
export function startPipeline(store: Store, service: ComputeService): Pipeline {
  let training = NO_RUN;
  let landscape = NO_RUN;
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
      else if (training === number) training = NO_RUN;
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

  /** A coarse slice around the initial weights, shown while the training is still being compiled. */
  async function sketch(state: StudioState, parameters: Parameters): Promise<void> {
    const { samples } = makeDataset(state.spec.dataset, state.spec.network.layers.at(-1) ?? 1);
    if (samples * parameters.length * SKETCH.points ** 2 > SKETCH.most) return;
    await drawLive(state, parameters, SKETCH.points, "sketch");
  }

  /** A coarse slice around weights that change, or in a plane that changes. The full slice cancels it. */
  async function drawLiveSlice(state: StudioState, parameters: Parameters): Promise<void> {
    const took = await drawLive(state, parameters, livePoints, "slice");
    liveNotBefore = performance.now() + LIVE_REST * took;
    livePoints = refine(livePoints, LIVE_MS / took);
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
      // The timeline or the plane may have moved since: a slice of an earlier step or plane is still shown.
      const { trainingNumber, number } = store.getState().run;
      const { step } = state.run.training;
      const news = { kind: "landscape-live", landscape, step, of: state.spec, ...(plane ? { plane } : {}) } as const;
      report(trainingNumber === state.run.trainingNumber ? number : state.run.number, news);
      await untilDrawn();
    } catch {
      // The full slice cancelled it, or the device was busy: the next live slice replaces it.
    }
    live = false;
    return performance.now() - started;
  }

  /**
   * Coarse slices while the timeline or a control of the plane moves, one after another, each of the step and the plane that the page shows
   * when it begins.
   */
  async function followReader(): Promise<void> {
    for (let state = store.getState(); !live && lacksLiveSlice(state); state = store.getState()) {
      const { parameters } = state.run.training;
      if (parameters) await drawLiveSlice(state, parameters);
      // If no slice came, the full slice is running, or it reports the error.
      if (store.getState().run.landscape.shown === state.run.landscape.shown) return;
    }
  }

  /** Compiles the kernels of the other activations in the background, so that switching to them is quick. */
  function warmOthers(spec: Spec): void {
    if (warmed) return;
    warmed = true;
    const others = ACTIVATIONS.filter((name) => name !== spec.network.activation);
    const specs = others.map((activation) => ({ ...spec, network: { ...spec.network, activation } }));
    void service.run("warm", specs, { priority: "background" });
  }

  function startMissingWork(): void {
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
    settle = setTimeout(startMissingWork, milliseconds);
  }

  /** Cancels the work of the previous run and starts that of the new one. */
  function replaceRun({ spec, run }: StudioState, previous: StudioState): void {
    warmed &&= spec.network.layers === previous.spec.network.layers;
    if (run.trainingNumber !== previous.run.trainingNumber) trainingAbort.abort();
    if (previous.run.landscape.phase === "running") landscapeAbort.abort();
    startSoon(run.whole ? REST_MS : SETTLE_MS);
    if (run.whole || run.trainingNumber === previous.run.trainingNumber) void followReader();
  }

  store.subscribe((state, previous) => {
    const { run } = state;
    if (run.number !== previous.run.number) {
      replaceRun(state, previous);
      return;
    }
    if (previous.playing && !state.playing) startSoon();
    if (hasEnded(run.training) && !hasEnded(previous.run.training)) startMissingWork();
    const moved = run.training.phase === "running" && run.training.step !== previous.run.training.step;
    const { parameters } = run.training;
    // The plane of a trajectory is known only when the training has ended; a fixed slice may stay from the previous training.
    if (state.spec.plane.kind === "trajectory-pca" || holdsSlice(state)) return;
    if (parameters && previous.run.training.parameters === null && run.training.step === 0 && !live) {
      void sketch(state, parameters);
    }
    if (moved && parameters && !live && performance.now() >= liveNotBefore) void drawLiveSlice(state, parameters);
  });
  startMissingWork();

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

/** Where the trajectory spans no plane, the spec is evaluated nevertheless: proofs about the whole loss need no plane. */
function settleOrComplain(state: StudioState): SettledPlane & { readonly complaint: string } {
  try {
    return { ...settleExperiment(state), complaint: "" };
  } catch (error) {
    return { spec: state.spec, explained: null, complaint: describeFailure(error) };
  }
}

/** Whether the weights are final, and their slice in the plane of the page is neither on screen nor being computed in full. */
function lacksLiveSlice({ run, spec }: StudioState): boolean {
  const { phase, step, shownOf } = run.landscape;
  const isFinal = run.whole !== null || hasEnded(run.training);
  return isFinal && (phase === "waiting" || phase === "live") && (step !== run.training.step || shownOf !== spec);
}

/** The side of the next live slice, with a middle, where one may have this many times as many points. */
function refine(points: number, factor: number): number {
  const side = points * Math.min(1.5, Math.sqrt(factor));
  return 2 * Math.floor(Math.min(LIVE_POINTS.most, Math.max(LIVE_POINTS.least, side)) / 2) + 1;
}

/** Waits until a slice is drawn, because drawing uses the GPU too: the second frame begins after the first was handed to the screen. */
function untilDrawn(): Promise<void> {
  // A hidden page draws nothing and gets no animation frames.
  if (document.hidden) return Promise.resolve();
  return new Promise((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
  });
}

function withoutSteps(spec: Spec): Spec {
  return spec.weights.kind === "trained" ? { ...spec, weights: { ...spec.weights, steps: 0 } } : spec;
}

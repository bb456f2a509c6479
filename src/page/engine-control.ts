import type { EngineChoice, EngineReport } from "../compute/engine/engine-choice";
import type { ComputeService } from "../compute/service/tasks";
import type { LandscapePhase } from "../studio/state/state";
import type { Store } from "../studio/state/store";
import { keepEngine } from "./engine-setting";

/** Follows which engine computes, and lets the reader choose it. */
export interface EngineControl {
  /** Reports the engine, and compares the engines the first landscape. */
  readonly start: (service: ComputeService) => Promise<void>;
  readonly choose: (choice: EngineChoice) => Promise<void>;
}

const DONE: readonly LandscapePhase[] = ["ready", "failed", "cancelled"];

/** @param isCompared  whether an automatic choice compares the engines, which takes a graphics context of its own */
export function createEngineControl(store: Store, isCompared = true): EngineControl {
  let service: ComputeService | null = null;
  const describe = (backend: EngineReport): void => store.dispatch({ type: "describe-backend", backend });

  /** In the background, so that nothing of the page waits for tfjs and its compilation. */
  async function compare(): Promise<void> {
    const report = await service!.run("compareEngines", undefined, { priority: "background" });
    describe(report);
    if (report.comparison) keepEngine(report);
  }

  /** WebGL may refuse the program of one network and take that of another, so it is asked after each landscape. */
  store.subscribe((state, previous) => {
    const isNew = state.run.landscape.phase === "ready" && previous.run.landscape.phase !== "ready";
    if (!service || !isNew || state.backend?.kind !== "webgl") return;
    void service.run("describe", undefined).then((report) => {
      if (report.reason !== store.getState().backend?.reason) describe(report);
    });
  });

  return {
    async start(started) {
      service = started;
      const report = await started.run("describe", undefined);
      describe(report);
      if (report.reason) store.dispatch({ type: "say", message: { place: "compute", text: report.reason } });
      if (!isCompared || report.choice !== "automatic" || report.comparison) return;
      void untilFirstLandscape(store).then(() => {
        // The select may have been used meanwhile.
        if (store.getState().backend?.choice === "automatic") void compare();
      });
    },
    async choose(choice) {
      if (!service) return;
      const report = await service.run("chooseEngine", choice);
      describe(report);
      keepEngine(report);
      if (choice === "automatic") await compare();
    },
  };
}

/** Resolves when the page has computed its first landscape and the browser has nothing else to do. */
function untilFirstLandscape(store: Store): Promise<void> {
  return new Promise((resolve) => {
    const whenIdle = window.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 200));
    const check = (): boolean => DONE.includes(store.getState().run.landscape.phase);
    if (check()) {
      whenIdle(() => resolve());
      return;
    }
    const stop = store.subscribe(() => {
      if (!check()) return;
      stop();
      whenIdle(() => resolve());
    });
  });
}

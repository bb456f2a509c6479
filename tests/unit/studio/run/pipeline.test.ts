import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { EvaluationExtent } from "../../../../src/compute/jobs/landscape-outcome";
import { createReferenceService } from "../../../../src/compute/service/reference-service";
import type { ComputeService } from "../../../../src/compute/service/tasks";
import { parseSpec } from "../../../../src/experiment/parse";
import { DEFAULT_VIEW, type View } from "../../../../src/experiment/view";
import type { Parameters } from "../../../../src/model/network/layout";
import { startPipeline } from "../../../../src/studio/run/pipeline";
import { createState } from "../../../../src/studio/state/reducer";
import { createStore, type Store } from "../../../../src/studio/state/store";
import { serviceWith } from "../../../support/service-with";

const SPEC = parseSpec({
  format: "losscape-spec",
  version: 1,
  dataset: { kind: "generated", name: "moons", samples: 12, noise: 0.1, seed: 3 },
  network: { layers: [2, 2, 1], activation: "tanh" },
  loss: { kind: "bce" },
  weights: { kind: "trained", steps: 8, seed: 2 },
  plane: { kind: "random", seed: 1 },
  grid: { columns: 5, rows: 5 },
});

interface Evaluated {
  readonly extent: EvaluationExtent;
  readonly parameters: Parameters;
}

/** The float64 service, with a record of what was asked of it. */
function watchService(): { service: ComputeService; evaluated: Evaluated[] } {
  const real = createReferenceService();
  const evaluated: Evaluated[] = [];
  const service = serviceWith(
    {
      evaluate(request, options) {
        evaluated.push({ extent: request.extent ?? "everything", parameters: request.parameters });
        return real.run("evaluate", request, options);
      },
      warm: async () => {},
    },
    real,
  );
  return { service, evaluated };
}

// A hidden page draws nothing, so nothing waits for its frames.
beforeEach(() => vi.stubGlobal("document", { hidden: true }));
afterEach(() => vi.unstubAllGlobals());

const PATIENCE = { timeout: 20_000, interval: 10 };
const pollPhase = (store: Store) => expect.poll(() => store.getState().run.landscape.phase, PATIENCE);

async function open(view: View = DEFAULT_VIEW) {
  const store = createStore(createState(SPEC, view));
  const watched = watchService();
  startPipeline(store, watched.service);
  await pollPhase(store).toBe("ready");
  watched.evaluated.length = 0;
  return { store, ...watched };
}

describe("the pipeline", () => {
  it("draws a coarse slice of each step that the timeline passes, and the full one where it stops", async () => {
    const { store, evaluated } = await open();
    const { trajectory } = store.getState().run.training;
    const end = store.getState().run.landscape;
    const live: number[] = [];
    store.subscribe(({ run }, previous) => {
      if (run.landscape.shown !== previous.run.landscape.shown) live.push(run.landscape.step);
    });
    for (const index of [6, 5, 3]) store.dispatch({ type: "scrub", index });
    await pollPhase(store).toBe("ready");
    expect(live).toContain(3);
    expect(evaluated.at(-1)).toEqual({ extent: "everything", parameters: trajectory[3]!.parameters });
    expect(evaluated.slice(0, -1).every(({ extent }) => extent === "slice")).toBe(true);
    const { landscape } = store.getState().run;
    expect([landscape.step, landscape.plane?.center]).toEqual([3, trajectory[3]!.parameters]);
    const asked = evaluated.length;
    store.dispatch({ type: "scrub", index: null });
    expect(store.getState().run.landscape).toEqual(end);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(evaluated).toHaveLength(asked);
  });

  it("computes no full slice while the timeline plays, and one where it is stopped", async () => {
    const { store, evaluated } = await open();
    store.dispatch({ type: "play", playing: true });
    store.dispatch({ type: "scrub", index: 2 });
    await pollPhase(store).toBe("live");
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(evaluated.map(({ extent }) => extent)).toEqual(["slice"]);
    expect(store.getState().run.landscape.phase).toBe("live");
    store.dispatch({ type: "play", playing: false });
    await pollPhase(store).toBe("ready");
    expect(evaluated.at(-1)!.extent).toBe("everything");
  });

  it("asks for no slice while the timeline moves over a fixed plane, and keeps it during the next training", async () => {
    const { store, evaluated } = await open({ ...DEFAULT_VIEW, follow: "plane" });
    const { shown, plane } = store.getState().run.landscape;
    store.dispatch({ type: "scrub", index: 2 });
    store.dispatch({ type: "scrub", index: null });
    store.dispatch({ type: "change", field: "learningRate", value: 0.1 });
    const grown: number[] = [];
    const slices = new Set<unknown>();
    store.subscribe(({ run }) => {
      if (run.training.phase !== "running") return;
      grown.push(run.training.trajectory.length);
      slices.add(run.landscape.shown).add(run.landscape.plane);
    });
    await expect.poll(() => evaluated.length, PATIENCE).toBe(1);
    expect(evaluated[0]!.extent).toBe("everything");
    expect(grown.at(-1)).toBeGreaterThan(0);
    expect([...slices]).toEqual([shown, plane]);
    await pollPhase(store).toBe("ready");
    expect(store.getState().run.landscape.plane?.center).toEqual(store.getState().run.training.parameters);
  });

  it.each([
    ["at the end of the training", null],
    ["at an earlier step", 0],
  ])(
    "draws coarse slices while a control of the plane moves, and the full one where it stops: %s",
    async (_, index) => {
      const { store, evaluated } = await open();
      store.dispatch({ type: "scrub", index });
      await pollPhase(store).toBe("ready");
      evaluated.length = 0;
      const shown: number[] = [];
      store.subscribe(({ run, spec }, previous) => {
        const isNew = run.landscape.shown !== previous.run.landscape.shown;
        if (isNew && run.landscape.phase === "live") shown.push((spec.plane as { seed: number }).seed);
      });
      for (let seed = 2; seed < 40; seed++) {
        store.dispatch({ type: "change", field: "planeSeed", value: seed });
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      await pollPhase(store).toBe("ready");
      expect(evaluated.at(-1)!.extent).toBe("everything");
      expect(evaluated.slice(0, -1).every(({ extent }) => extent === "slice")).toBe(true);
      expect(shown.length).toBeGreaterThan(3);
      expect(shown).toEqual([...shown].sort((a, b) => a - b));
    },
  );
});

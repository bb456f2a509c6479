import { beforeEach, describe, expect, it, vi } from "vitest";
import { createReferenceService } from "../../../../src/compute/service/reference-service";
import type { ComputeService } from "../../../../src/compute/service/tasks";
import { parseSpec } from "../../../../src/experiment/parse";
import type { Spec } from "../../../../src/experiment/spec";
import type { Comparison } from "../../../../src/experiment/view";
import { startPipeline } from "../../../../src/studio/run/pipeline";
import { createState } from "../../../../src/studio/state/reducer";
import { createStore, type Store } from "../../../../src/studio/state/store";
import { CompareRun } from "../../../../src/tools/compare/compare-run";
import { SurfaceMemory } from "../../../../src/tools/compare/compared-surfaces";
import { type Pair, pairExperiments } from "../../../../src/tools/compare/pair";
import { RANDOM_DEFAULT } from "../../../support/random-default";

const SPEC: Spec = parseSpec({
  ...RANDOM_DEFAULT,
  dataset: { kind: "generated", name: "moons", samples: 12, noise: 0.1, seed: 4 },
  network: { layers: [2, 3, 1], activation: "relu" },
  weights: { kind: "trained", steps: 4, seed: 2 },
  grid: { columns: 7, rows: 7, xRange: [-1, 1], yRange: [-1, 1] },
});

/** A page with its pipeline and a comparison that follows it, as the tool does. */
function openPage(spec: Spec) {
  const service: ComputeService = createReferenceService();
  const calls = vi.spyOn(service, "run");
  const countCalls = (task: string) => calls.mock.calls.filter(([name]) => name === task).length;
  const store: Store = createStore(createState(spec));
  startPipeline(store, service);
  const run = new CompareRun({ store, service }, () => {});
  let comparison: Comparison | undefined;
  let pair: Pair = pairExperiments(spec, comparison);
  store.subscribe((state) => {
    if (state.spec !== pair.a) pair = pairExperiments(state.spec, comparison);
    run.follow(pair);
  });
  run.follow(pair);
  return {
    store,
    run,
    countCalls,
    compare(next: Comparison): void {
      comparison = next;
      pair = pairExperiments(store.getState().spec, next);
      run.follow(pair);
    },
    async ready() {
      await vi.waitFor(() => expect([run.sides.a.phase, run.sides.b.phase]).toEqual(["ready", "ready"]), {
        timeout: 20_000,
        interval: 10,
      });
      return { a: run.sides.a.outcome!, b: run.sides.b.outcome! };
    },
  };
}

type Page = ReturnType<typeof openPage>;

describe("a comparison", () => {
  let page: Page;
  beforeEach(() => {
    page = openPage(SPEC);
  });

  it("takes A from the page, computes B after it and keeps what it computed", async () => {
    const { a, b } = await page.ready();
    expect(a).toBe(page.store.getState().run.landscape.outcome);
    expect(b.landscape.loss).not.toEqual(a.landscape.loss);
    expect(page.countCalls("train")).toBe(2);
    const before = page.store.getState();
    // B's experiment on the page is there at once, and A's is then the kept one.
    page.store.dispatch({ type: "choose-activation", activation: "sigmoid" });
    expect(page.store.getState().run.landscape).toMatchObject({ phase: "ready", outcome: b });
    page.store.dispatch({ type: "choose-activation", activation: "relu" });
    await page.ready();
    expect(page.run.sides.b.outcome).toBe(b);
    expect(page.countCalls("train")).toBe(2);
    expect(before.spec).toBe(SPEC);
  });

  it("leaves the page's own experiment, view and history alone", async () => {
    await vi.waitFor(() => expect(page.store.getState().run.landscape.phase).toBe("ready"), { timeout: 20_000 });
    const before = page.store.getState();
    await page.ready();
    const after = page.store.getState();
    expect({ ...after, kept: null }).toEqual({ ...before, kept: null });
    expect(after.run.landscape.outcome).toBe(before.run.landscape.outcome);
  });

  it("of both at A's weights differs by the activation alone, without a training", async () => {
    await page.ready();
    page.compare({ weights: "shared" });
    const { a, b } = await page.ready();
    expect(page.countCalls("train")).toBe(2);
    const spec = page.run.sides.b.spec!;
    expect([spec.weights.kind, spec.plane.kind]).toEqual(["given", "given"]);
    expect(page.run.sides.b.training!.parameters).toEqual(page.run.sides.a.training!.parameters);
    // The other way round it is the same: A's activation at these weights gives A's slice.
    page.compare({ weights: "shared", other: SPEC });
    expect((await page.ready()).b.landscape.loss).toEqual(a.landscape.loss);
    expect(b.landscape.loss).not.toEqual(a.landscape.loss);
  });

  it("of both before any step computes both sides and leaves the page trained", async () => {
    await page.ready();
    page.compare({ weights: "initial" });
    await page.ready();
    const { a, b } = page.run.sides;
    expect(a.training!.parameters).toEqual(b.training!.parameters);
    expect([a.training!.step, b.training!.step]).toEqual([0, 0]);
    expect(a.outcome).not.toBe(page.store.getState().run.landscape.outcome);
    expect(page.store.getState().run.training.step).toBe(4);
    // One plane: the middle of both slices is the same point.
    expect(b.spec!.plane.kind).toBe("given");
  });

  it("follows the page: A changes, then B", async () => {
    await page.ready();
    page.store.dispatch({ type: "change", field: "seed", value: 9 });
    await vi.waitFor(() => expect(page.run.sides.b.spec?.weights).toMatchObject({ seed: 9 }), { timeout: 20_000 });
    await page.ready();
    expect(page.run.sides.b.spec).toMatchObject({ weights: { seed: 9 }, network: { activation: "sigmoid" } });
    expect(page.run.sides.b.outcome).not.toBeNull();
  });

  it("is cancelled and taken up again, by the reader alone", async () => {
    await page.ready();
    page.compare({ weights: "own", other: "tanh" });
    page.run.cancel();
    await vi.waitFor(() => expect(page.run.sides.b.phase).toBe("cancelled"), { timeout: 20_000 });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(page.run.sides.b.phase).toBe("cancelled");
    page.run.retry();
    await page.ready();
  });

  it("gives the service back when it is left, and goes on when it is opened again", async () => {
    await page.ready();
    page.compare({ weights: "own", other: "tanh" });
    page.run.rest();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const before = page.countCalls("evaluate");
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(page.countCalls("evaluate")).toBe(before);
    page.compare({ weights: "own", other: "tanh" });
    await page.ready();
  });

  it("says in one sentence what cannot be computed, and keeps the other side", async () => {
    await page.ready();
    const other = parseSpec({ ...SPEC, plane: { kind: "trajectory-pca" }, weights: { ...SPEC.weights, steps: 0 } });
    page.compare({ weights: "own", other });
    await vi.waitFor(() => expect(page.run.sides.b.phase).toBe("failed"), { timeout: 20_000 });
    expect(page.run.sides.b.message).toMatch(/^plane: .+ so it has no principal components$/);
    expect(page.run.sides.a.phase).toBe("ready");
  });
});

describe("what is drawn", () => {
  it("names the copy of an exchange plane and the place half way to it, where no proof does", async () => {
    const page = openPage(parseSpec({ ...SPEC, plane: { kind: "permutation", seed: 3, layer: 0, units: [0, 2] } }));
    await page.ready();
    const outcome = page.run.sides.a.outcome!;
    const bare = { ...page.run.sides.a, outcome: { ...outcome, finding: null } };
    const { a } = new SurfaceMemory().update({ ...page.run.sides, a: bare }, "linear");
    expect(a!.pins).toEqual([
      { x: 0.5, y: 0, label: "half way" },
      { x: 1, y: 0, label: "units 1 and 3 swapped" },
    ]);
    const proved = new SurfaceMemory().update(page.run.sides, "linear").a!;
    expect(proved.pins).toEqual(proved.chord ? [] : a!.pins);
  });

  it("stays the same while nothing changes, and old surfaces stay in sight until there are new ones", async () => {
    const page = openPage(SPEC);
    await page.ready();
    const memory = new SurfaceMemory();
    const first = memory.update(page.run.sides, "asinh");
    const again = memory.update(page.run.sides, "asinh");
    expect([again.a, again.b]).toEqual([first.a, first.b]);
    expect(again.a).toBe(first.a);
    expect(again.scales).toBe(first.scales);
    expect(again.difference).toBe(first.difference);
    expect(memory.update(page.run.sides, "linear").scales).not.toBe(first.scales);
    page.compare({ weights: "own", other: "tanh" });
    const waiting = memory.update(page.run.sides, "linear");
    expect(waiting.outdated).toEqual({ a: false, b: true });
    expect(waiting.b).toBe(first.b);
    await page.ready();
    const ready = memory.update(page.run.sides, "linear");
    expect(ready.outdated.b).toBe(false);
    expect(ready.difference!.values[0]).toBe(
      page.run.sides.b.outcome!.landscape.loss[0]! - page.run.sides.a.outcome!.landscape.loss[0]!,
    );
  });
});

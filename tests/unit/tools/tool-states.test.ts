import { describe, expect, it } from "vitest";
import { DEFAULT_SPEC } from "../../../src/experiment/defaults";
import { asParameters, layoutNetwork } from "../../../src/model/network/layout";
import { openStore } from "../../../src/studio/state/store";
import { FIRST_STATE, reduceNetwork } from "../../../src/tools/network/network-state";
import { FIRST_FILM, reduceFilm } from "../../../src/tools/path/film-state";

describe("a store", () => {
  it("tells of changes alone, in the order of the actions, also of those from within a listener", () => {
    const store = openStore({ count: 0 }, (state, by: number) => (by === 0 ? state : { count: state.count + by }));
    const seen: string[] = [];
    const leave = store.subscribe((state, previous) => {
      seen.push(`${previous.count} to ${state.count}`);
      if (state.count === 1) store.dispatch(10);
    });
    store.subscribe(({ count }) => seen.push(`${count}`));
    store.dispatch(0);
    store.dispatch(1);
    expect(seen).toEqual(["0 to 1", "1", "1 to 11", "11"]);
    expect(Object.isFrozen(store.getState())).toBe(true);
    leave();
    store.dispatch(1);
    expect(seen.slice(4)).toEqual(["12"]);
  });
});

describe("the state of the network", () => {
  const layout = layoutNetwork(DEFAULT_SPEC.network);
  const reported = {
    spec: DEFAULT_SPEC,
    parameters: asParameters(layout, new Float64Array(layout.parameterCount)),
    report: { loss: 0, samples: 1, layers: [] },
  };

  it("keeps the chosen unit within the network that is reported, and forgets what went wrong before", () => {
    const failed = reduceNetwork(FIRST_STATE, { type: "fail", message: "No weights." });
    const far = reduceNetwork(failed, { type: "choose", place: { layer: 90, unit: 90 } });
    const state = reduceNetwork(far, { type: "report", reported });
    expect(state.message).toBe("");
    expect(state.chosen.layer).toBeLessThan(layout.layers.length);
    expect(state.chosen.unit).toBeLessThan(layout.layers[state.chosen.layer]!.units);
  });

  it("goes nowhere before there is a network, and stays itself where the pointer does", () => {
    expect(reduceNetwork(FIRST_STATE, { type: "move", move: "right" })).toBe(FIRST_STATE);
    const pointed = reduceNetwork(FIRST_STATE, { type: "point", place: { layer: 0, unit: 1 } });
    expect(reduceNetwork(pointed, { type: "point", place: { layer: 0, unit: 1 } })).toBe(pointed);
  });
});

describe("the state of a video", () => {
  it("takes what the browser encodes at the size that is chosen, and at no other", () => {
    const chosen = reduceFilm(FIRST_FILM, { type: "choose", change: { size: "640 × 360" } });
    expect(reduceFilm(chosen, { type: "learn-kind", size: FIRST_FILM.choice.size, file: "video", kind: null })).toBe(
      chosen,
    );
    expect(chosen.choice).toEqual({ ...FIRST_FILM.choice, size: "640 × 360" });
  });

  it("counts frames while it is made, and says what became of it", () => {
    const made = reduceFilm({ ...FIRST_FILM, message: "before" }, { type: "progress", frames: 3 });
    expect(made).toMatchObject({ frames: 3, message: "" });
    expect(reduceFilm(made, { type: "end", message: "after" })).toMatchObject({ frames: null, message: "after" });
  });
});

import { describe, expect, it } from "vitest";
import {
  type CompareAction,
  type CompareState,
  FIRST_COMPARE,
  reduceCompare,
} from "../../../../src/tools/compare/compare-state";

const reduceAll = (state: CompareState, ...actions: readonly CompareAction[]) => actions.reduce(reduceCompare, state);
const POINT = { row: 1, column: 2, x: 0.5, y: -0.5 };

describe("the state of a comparison", () => {
  it("forgets the pointer and the message when the tool is closed, and nothing else", () => {
    const open = reduceAll(
      FIRST_COMPARE,
      { type: "show-difference", shown: false },
      { type: "ask-hessian", asked: true },
      { type: "hover", point: POINT },
      { type: "say", message: "This is no experiment." },
    );
    expect(open).toMatchObject({ hover: POINT, message: "This is no experiment." });
    expect(reduceCompare(open, { type: "close" })).toEqual({ ...open, hover: null, message: "" });
  });

  it("stays the same object while the pointer is at one grid point and the message is the same", () => {
    const state = reduceAll(FIRST_COMPARE, { type: "hover", point: POINT }, { type: "say", message: "Once." });
    const again = reduceAll(state, { type: "hover", point: { ...POINT } }, { type: "say", message: "Once." });
    expect(again).toBe(state);
    const moved = { ...POINT, column: 3 };
    expect(reduceCompare(state, { type: "hover", point: moved }).hover).toBe(moved);
    expect(reduceCompare(state, { type: "hover", point: null }).hover).toBeNull();
  });

  it("says why there is no whole Hessian until the reader asks again", () => {
    const failed = reduceAll(
      FIRST_COMPARE,
      { type: "ask-hessian", asked: true },
      { type: "fail-hessian", message: "Too large." },
    );
    expect(failed.hessian).toEqual({ isAsked: true, message: "Too large." });
    expect(reduceCompare(failed, { type: "ask-hessian", asked: true }).hessian.message).toBe("");
  });
});

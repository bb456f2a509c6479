import { describe, expect, it } from "vitest";
import { EMPTY_HISTORY, type History, remember, stepBack, stepForward } from "../../../../src/studio/state/history";

describe("history", () => {
  const visited: History<string> = remember(remember(EMPTY_HISTORY, "a"), "b");

  it("goes back and forth through what was there", () => {
    const back = stepBack(visited, "c")!;
    expect(back.value).toBe("b");
    const further = stepBack(back.history, back.value)!;
    expect(further.value).toBe("a");
    expect(stepBack(further.history, further.value)).toBeNull();
    const forward = stepForward(further.history, further.value)!;
    expect(forward.value).toBe("b");
    expect(stepForward(forward.history, forward.value)!.value).toBe("c");
  });

  it("forgets what was undone once something new is done", () => {
    const back = stepBack(visited, "c")!;
    expect(stepForward(remember(back.history, back.value), "d")).toBeNull();
  });

  it("keeps the latest hundred", () => {
    let history: History<number> = EMPTY_HISTORY;
    for (let i = 0; i < 250; i++) history = remember(history, i);
    expect(history.past).toHaveLength(100);
    expect(history.past.at(-1)).toBe(249);
  });
});

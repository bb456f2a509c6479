import { describe, expect, it } from "vitest";
import { recallProgress, rememberProgress } from "../../../../src/tools/learn/learn-memory";
import { FIRST_LESSON } from "../../../../src/tools/learn/learn-state";

function memory(text: string | null) {
  let held = text;
  return {
    getItem: () => held,
    setItem: (_: string, value: string) => {
      held = value;
    },
  };
}

describe("where the reader was", () => {
  it("comes back as it was left, without what was set within a lesson", () => {
    const storage = memory(null);
    expect(recallProgress(storage)).toBe(FIRST_LESSON);
    rememberProgress(storage, { lesson: 4, done: ["creases 0"], settings: { creases: { w: 2 } } });
    expect(recallProgress(storage)).toEqual({ lesson: 4, done: ["creases 0"], settings: {} });
  });

  it.each([
    ["nothing that is JSON", "{"],
    ["a lesson that there is not", '{"lesson":9,"done":[]}'],
    ["no list", '{"lesson":1,"done":"all"}'],
    ["what is too long", JSON.stringify({ lesson: 1, done: new Array(101).fill("x") })],
    ["null", "null"],
  ])("is the beginning where %s is remembered", (_, text) => {
    expect(recallProgress(memory(text))).toBe(FIRST_LESSON);
  });

  it("is the beginning where there is no storage, and storage that refuses is no error", () => {
    const closed = () => {
      throw new DOMException("closed", "SecurityError");
    };
    expect(recallProgress(null)).toBe(FIRST_LESSON);
    expect(recallProgress({ getItem: closed })).toBe(FIRST_LESSON);
    expect(() => rememberProgress({ setItem: closed }, FIRST_LESSON)).not.toThrow();
  });
});

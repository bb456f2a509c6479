import { describe, expect, it } from "vitest";
import { recallProgress, rememberProgress } from "../../../../src/tools/learn/learn-memory";
import { FIRST_LEARN } from "../../../../src/tools/learn/learn-state";

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
    expect(recallProgress(storage)).toBe(FIRST_LEARN);
    const left = { ...FIRST_LEARN, lesson: 4, done: ["creases 0"], settings: { creases: { w: 2 } }, shown: 4 };
    rememberProgress(storage, left);
    expect(recallProgress(storage)).toEqual({ ...FIRST_LEARN, lesson: 4, done: ["creases 0"] });
  });

  it.each([
    ["nothing that is JSON", "{"],
    ["a lesson that there is not", '{"lesson":9,"done":[]}'],
    ["no list", '{"lesson":1,"done":"all"}'],
    ["what is too long", JSON.stringify({ lesson: 1, done: new Array(101).fill("x") })],
    ["null", "null"],
  ])("is the beginning where %s is remembered", (_, text) => {
    expect(recallProgress(memory(text))).toBe(FIRST_LEARN);
  });

  it("is the beginning where there is no storage, and storage that refuses is no error", () => {
    const closed = () => {
      throw new DOMException("closed", "SecurityError");
    };
    expect(recallProgress(null)).toBe(FIRST_LEARN);
    expect(recallProgress({ getItem: closed })).toBe(FIRST_LEARN);
    expect(() => rememberProgress({ setItem: closed }, FIRST_LEARN)).not.toThrow();
  });
});

import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { ACTIVATIONS } from "../../src/experiment/spec";
import { completeRows, reachesTarget } from "../bench/measured";
import { NODE_ROWS, PAGE_ROWS } from "../bench/rows";
import { timeInTurns } from "../bench/stopwatch";
import { writeLoosenessMarkdown, writeMarkdown, writeTarget } from "../bench/write-rows";

const PAGE = readFileSync(path.resolve(import.meta.dirname, "../../docs/performance.md"), "utf8");
const { looseness, ...others } = { ...PAGE_ROWS, ...NODE_ROWS };

/** The cells of the lines of a table that begins with this line. */
function readTable(head: string): string[][] {
  const [, below = ""] = PAGE.split(`${head}\n`);
  const lines = below.split("\n").slice(1);
  return lines.slice(0, lines.indexOf("")).map((line) => line.split("|").map((cell) => cell.trim()));
}

describe("the tables of the performance page", () => {
  it("has the bench's rows with their targets, in the bench's order", () => {
    const [head = ""] = writeMarkdown([]).split("\n");
    const rows = readTable(head).map(([, name, , target]) => ({ name, target }));
    const expected = Object.values(others).flatMap((specs) =>
      Object.entries(specs).map(([name, spec]) => ({ name, target: writeTarget(spec) })),
    );
    expect(rows).toEqual(expected);
  });

  it("has the looseness of every activation", () => {
    const [head = ""] = writeLoosenessMarkdown(completeRows(looseness, {})).split("\n");
    expect(readTable(head).map(([, activation]) => activation)).toEqual([...ACTIVATIONS]);
  });

  it("says below target, and only there", () => {
    const [head = ""] = writeMarkdown([]).split("\n");
    for (const [, name, value = "", target = "", judgement] of readTable(head)) {
      const number = Number.parseFloat(value.replaceAll(",", ""));
      const [, sign, limit = ""] = /^([≥≤]) ([\d,.]+)/.exec(target) ?? [];
      if (sign === undefined || Number.isNaN(number)) continue;
      const bound = Number(limit.replaceAll(",", ""));
      // Three digits do not tell on which side of the limit the number was.
      if (number === bound) continue;
      const isReached = sign === "≥" ? number > bound : number < bound;
      expect([name, judgement]).toEqual([name, isReached ? "reached" : "below target"]);
    }
  });
});

describe("a row of the bench", () => {
  it("reaches its target or not, and neither where it has none or was not measured", () => {
    expect(reachesTarget({ value: 9, target: { least: 10 } })).toBe(false);
    expect(reachesTarget({ value: 10, target: { least: 10 } })).toBe(true);
    expect(reachesTarget({ value: 1.3, target: { most: 1.2 } })).toBe(false);
    expect(reachesTarget({ value: null, target: { most: 1.2 } })).toBeNull();
    expect(reachesTarget({ value: 1 })).toBeNull();
  });

  it("says why it has no value, and the others go on", async () => {
    const times = await timeInTurns(
      {
        steady: { measure: async () => 2 },
        double: { measure: async () => 4 },
        failing: {
          run: async () => {
            throw new Error("page.evaluate: Error: There is no such device.\n  at somewhere");
          },
        },
      },
      3,
    );
    const specs = {
      first: { unit: "×", note: "a" },
      second: { unit: "×", note: "b" },
      third: { unit: "", note: "c" },
    } as const;
    const values = { first: times.ratio("double", "steady"), second: times.ratio("failing", "steady") };
    expect(completeRows(specs, values).map(({ value, note }) => [value, note])).toEqual([
      [2, "a"],
      [null, "There is no such device."],
      [null, "It was not measured."],
    ]);
  });
});

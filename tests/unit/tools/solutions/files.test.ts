import { beforeAll, describe, expect, it } from "vitest";
import { parseSpec } from "../../../../src/experiment/parse";
import {
  MOST_SOLUTION_TEXT,
  MOST_SOLUTIONS,
  readKeptSolution,
  readSolutionFile,
  type Solution,
  SolutionError,
  writeCollection,
  writeKeptSolution,
} from "../../../../src/formats/files/solutions-file";
import { openShelf, type TextStorage } from "../../../../src/tools/solutions/solution-shelf";
import { keepSeeds } from "./kept";

let [one, two]: Solution[] = [];
beforeAll(async () => {
  [one, two] = await keepSeeds(2);
});

const nameOf = () => "unnamed";
const complaintOf = (read: () => unknown): string => {
  try {
    read();
  } catch (error) {
    if (error instanceof SolutionError) return error.message;
    throw error;
  }
  return "";
};

describe("a kept solution", () => {
  it("comes back from its text as it went, number for number", () => {
    expect(readKeptSolution(writeKeptSolution(one!))).toEqual(one);
    expect(one!.spec.weights.kind).toBe("given");
  });

  /** What is said of a stored solution with some of its fields replaced; undefined takes one away. */
  const damaged = (change: object): string =>
    complaintOf(() => readKeptSolution(JSON.stringify({ ...JSON.parse(writeKeptSolution(one!)), ...change })));

  it.each([
    ["a missing field", { name: undefined }, /^solution\.name: is missing$/],
    ["an unknown field", { extra: 1 }, /^solution\.extra: is not a known field$/],
    ["an id that is none", { id: "../x" }, /^solution\.id: "\.\.\/x" is not/],
    ["a time that is none", { keptAt: null }, /^solution\.keptAt: null is not a number$/],
    ["a broken spec", { spec: { format: "losscape-spec", version: 2 } }, /^spec\.version: 2 is not 1$/],
    ["a list", { spec: [] }, /^spec: a list is not an object$|^spec\.format: is missing$/],
  ])("is refused in one sentence: %s", (_, change, complaint) => {
    expect(damaged(change)).toMatch(complaint);
  });

  it("is refused without weights", () => {
    expect(damaged({ spec: { ...one!.spec, weights: { kind: "trained" } } })).toBe(
      "spec.weights.kind: is trained, and only given weights can be kept",
    );
  });

  it("is refused where it is no text, no JSON, or too long before it is parsed", () => {
    expect(complaintOf(() => readKeptSolution({ format: "losscape-solution" }))).toBe("it is not text");
    expect(complaintOf(() => readKeptSolution("{"))).toBe("it is not JSON");
    expect(complaintOf(() => readKeptSolution(" ".repeat(MOST_SOLUTION_TEXT + 1)))).toBe(
      `its ${MOST_SOLUTION_TEXT + 1} characters are more than ${MOST_SOLUTION_TEXT}`,
    );
  });

  it("gives nothing to a name that objects inherit", () => {
    const text = writeKeptSolution(one!).replace('"name":', '"__proto__":');
    expect(complaintOf(() => readKeptSolution(text))).toMatch(
      /^solution\.(name: is missing|__proto__: is not a known field)$/,
    );
  });
});

describe("a file of solutions", () => {
  it("holds all, and each spec in it is a document of its own", () => {
    const text = writeCollection([one!, two!]);
    const { drafts, complaints } = readSolutionFile(text, nameOf);
    expect(complaints).toEqual([]);
    expect(drafts).toEqual([one!, two!].map(({ id: _, keptAt: __, ...draft }) => draft));
    const content = JSON.parse(text) as { solutions: { spec: unknown }[] };
    expect(parseSpec(content.solutions[1]!.spec)).toEqual(two!.spec);
  });

  it("may be a spec with given weights, or a result, which then get a name", () => {
    const spec = JSON.parse(JSON.stringify(one!.spec)) as unknown;
    for (const content of [spec, { format: "losscape-result", spec }]) {
      const { drafts } = readSolutionFile(JSON.stringify(content), nameOf);
      expect(drafts).toEqual([{ name: "unnamed", training: null, step: 0, loss: null, spec: one!.spec }]);
    }
  });

  it("loses a broken entry with one sentence, and no other", () => {
    const content = JSON.parse(writeCollection([one!, two!])) as { solutions: { step: number }[] };
    content.solutions[0]!.step = -1;
    const { drafts, complaints } = readSolutionFile(JSON.stringify(content), nameOf);
    expect(drafts.map(({ name }) => name)).toEqual([two!.name]);
    expect(complaints).toEqual(["solutions[0] is left out: solution.step: -1 is below 0"]);
  });

  it("is refused where it holds none, or too many", () => {
    const trained = { ...one!.spec, weights: { kind: "trained" } };
    expect(complaintOf(() => readSolutionFile(JSON.stringify(trained), nameOf))).toBe(
      "spec.weights.kind: is trained, and only given weights can be kept",
    );
    const many = {
      format: "losscape-solutions",
      version: 1,
      solutions: Array.from({ length: MOST_SOLUTIONS + 1 }, () => ({})),
    };
    expect(complaintOf(() => readSolutionFile(JSON.stringify(many), nameOf))).toBe(
      `file.solutions: ${MOST_SOLUTIONS + 1} entries are more than ${MOST_SOLUTIONS}`,
    );
    expect(complaintOf(() => readSolutionFile("…", nameOf))).toBe("it is not JSON");
  });
});

function memoryStorage(
  entries: Iterable<readonly [unknown, unknown]>,
): TextStorage & { readonly map: Map<unknown, unknown> } {
  const map = new Map(entries);
  return {
    map,
    keys: async () => [...map.keys()],
    get: async (key) => map.get(key),
    set: async (key, text) => void map.set(key, text),
    remove: async (key) => void map.delete(key),
  };
}

describe("the shelf", () => {
  it("gives back what was put on it, in the order in which it was kept", async () => {
    const storage = memoryStorage([]);
    const shelf = openShelf(storage);
    await shelf.put(two!);
    await shelf.put(one!);
    expect(await openShelf(storage).read()).toEqual({ solutions: [one, two], complaints: [] });
    await shelf.remove(one!.id);
    expect((await shelf.read()).solutions).toEqual([two]);
  });

  it("drops what is broken with one sentence each, and keeps the others", async () => {
    const storage = memoryStorage([
      ["broken", "{"],
      [7, "whose is this"],
      [one!.id, writeKeptSolution(one!)],
      ["elsewhere", writeKeptSolution(two!)],
      ["object", { format: "losscape-solution" }],
    ]);
    const { solutions, complaints } = await openShelf(storage).read();
    expect(solutions).toEqual([one]);
    expect(complaints).toEqual([
      "A kept solution cannot be read and is left out: it is not JSON.",
      "A kept solution cannot be read and is left out: it is stored under another id.",
      "A kept solution cannot be read and is left out: it is not text.",
    ]);
    expect([...storage.map.keys()]).toEqual([7, one!.id]);
  });

  it("leaves what a later version wrote where it is", async () => {
    const later = JSON.stringify({ ...JSON.parse(writeKeptSolution(one!)), version: 2 });
    const storage = memoryStorage([[one!.id, later]]);
    const { solutions, complaints } = await openShelf(storage).read();
    expect([solutions, complaints.length]).toEqual([[], 1]);
    expect(storage.map.get(one!.id)).toBe(later);
  });

  it("reads no more than its limit", async () => {
    const entries = Array.from({ length: MOST_SOLUTIONS + 5 }, (_, i) => {
      const solution = { ...one!, id: `s${i}`, keptAt: i };
      return [solution.id, writeKeptSolution(solution)] as const;
    });
    const { solutions, complaints } = await openShelf(memoryStorage(entries)).read();
    expect(solutions.length).toBe(MOST_SOLUTIONS);
    expect(complaints).toEqual([`Only ${MOST_SOLUTIONS} of the ${MOST_SOLUTIONS + 5} kept solutions are read.`]);
  });
});

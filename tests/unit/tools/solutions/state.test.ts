import { beforeAll, describe, expect, it } from "vitest";
import { compareModes } from "../../../../src/compute/jobs/compare-modes";
import type { TrainingOutcome } from "../../../../src/compute/jobs/training/training-outcome";
import { LONGEST_NAME, MOST_SOLUTIONS, type Solution } from "../../../../src/formats/files/solutions-file";
import type { Parameters } from "../../../../src/model/network/layout";
import { createState } from "../../../../src/studio/state/reducer";
import {
  freeName,
  measureLoss,
  nameSolution,
  parametersOf,
  solveSpec,
} from "../../../../src/tools/solutions/keep-solution";
import type { Member } from "../../../../src/tools/solutions/solution-planes";
import {
  EMPTY_SOLUTIONS,
  PRESENT,
  presentMember,
  reduceSolutions,
  resolveMembers,
  resultFor,
  type SolutionsAction,
  type SolutionsState,
} from "../../../../src/tools/solutions/solutions-state";
import { takeNumber } from "../../../../src/tools/solutions/take-number";
import { nextSeed, planSeeds, trainSeeds } from "../../../../src/tools/solutions/train-seeds";
import { serviceWith } from "../../../support/service-with";
import { makeContext } from "../../../support/task-context";
import { describeMoons } from "../../slice/plane/trained-network";
import { keepSeeds } from "./kept";

let kept: Solution[] = [];
let other: Solution;
beforeAll(async () => {
  kept = await keepSeeds(3);
  [other] = (await keepSeeds(1, { network: { layers: [2, 3, 1], activation: "relu" } })) as [Solution];
});

const memberOf = (solution: Solution): Member => ({
  name: solution.name,
  spec: solution.spec,
  parameters: parametersOf(solution.spec),
});
const reduceAll = (state: SolutionsState, ...actions: readonly SolutionsAction[]) =>
  actions.reduce(reduceSolutions, state);
const withKept = (solutions: readonly Solution[]) => reduceAll(EMPTY_SOLUTIONS, { type: "keep", solutions });

describe("keeping a solution", () => {
  it("names it by its activation, data and seed, and says where a training ended early", () => {
    expect(kept.map(({ name }) => name)).toEqual([
      "Tanh · moons · seed 1",
      "Tanh · moons · seed 2",
      "Tanh · moons · seed 3",
    ]);
    const spec = describeMoons({}, { seed: 9, steps: 150 });
    const training = spec.weights.kind === "trained" ? spec.weights : null;
    expect(nameSolution(spec, training, 37)).toBe("Tanh · moons · seed 9 · step 37");
    expect(nameSolution(spec, null, 0)).toBe("Tanh · moons · given weights");
  });

  it("numbers a name that is taken, also a long one", () => {
    expect(freeName("a", ["b"])).toBe("a");
    expect(freeName("a", ["a", "a (2)"])).toBe("a (3)");
    const long = "x".repeat(LONGEST_NAME);
    expect(freeName(long, [long])).toHaveLength(LONGEST_NAME);
  });

  it("gives its weights, and a plane that stands without a training or other weights", () => {
    const { parameters } = memberOf(kept[0]!);
    const trajectory = describeMoons({
      plane: { kind: "trajectory-pca" },
      grid: { columns: 5, rows: 3, xRange: [-9, 9] },
    });
    const solved = solveSpec({ spec: trajectory, parameters });
    expect(solved.plane.kind).toBe("random");
    expect(solved.grid).toEqual({ columns: 5, rows: 3, xRange: [-1, 1], yRange: [-1, 1] });
    expect(parametersOf(solved)).toEqual(parameters);
    const permutation = describeMoons({ plane: { kind: "permutation", layer: 0, units: [0, 1] } });
    expect(solveSpec({ spec: permutation, parameters }).plane).toEqual(permutation.plane);
  });

  it("measures its loss in float64, and none where that is not finite", async () => {
    const { spec, loss } = kept[0]!;
    const { from } = await compareModes({ spec, from: parametersOf(spec), to: parametersOf(spec) }, makeContext());
    expect(loss).toBe(from.loss);
    const relu = describeMoons({ network: { layers: [2, 5, 4, 1], activation: "relu" }, loss: { kind: "mse" } });
    const far = parametersOf(spec).map(() => 1e200) as Parameters;
    expect(measureLoss({ spec: relu, parameters: far })).toBeNull();
  });
});

describe("those kept", () => {
  it("get names of their own, up to the limit", () => {
    const again = { ...kept[0]!, id: "again" };
    const state = reduceAll(withKept([kept[0]!]), { type: "keep", solutions: [again] });
    expect(state.solutions.map(({ name }) => name)).toEqual(["Tanh · moons · seed 1", "Tanh · moons · seed 1 (2)"]);
    expect(state.message).toBe("");
    // One that keeps its name is the same object: the library stores only what is new or changed.
    expect(state.solutions[0]).toBe(kept[0]);
    const many = Array.from({ length: MOST_SOLUTIONS + 1 }, (_, i) => ({ ...kept[0]!, id: `${i}` }));
    const full = withKept(many);
    expect(full.solutions).toHaveLength(MOST_SOLUTIONS);
    expect(full.message).toBe(`At most ${MOST_SOLUTIONS} solutions are kept: delete some to make room.`);
  });

  it("follow those of the browser's storage, which were kept before", () => {
    const read = { type: "take-stored", solutions: [kept[0]!], message: "One is left out." } as const;
    const state = reduceAll(withKept([kept[1]!]), read);
    expect(state.solutions).toEqual([kept[0], kept[1]]);
    expect(state.message).toBe("One is left out.");
  });

  it("are renamed, never to nothing nor to another's name", () => {
    const { id } = kept[1]!;
    const editing = reduceAll(withKept(kept), { type: "start-renaming", id });
    const named = (name: string) => reduceAll(editing, { type: "rename", id, name });
    const nameAfter = (name: string) => named(name).solutions[1]!.name;
    expect(nameAfter("  valley  ")).toBe("valley");
    expect(nameAfter(kept[0]!.name)).toBe("Tanh · moons · seed 1 (2)");
    expect(nameAfter(kept[1]!.name)).toBe(kept[1]!.name);
    expect(nameAfter("   ")).toBe(kept[1]!.name);
    expect(named("").renaming).toBeNull();
    // When the box closes after Enter it reports its name once more.
    expect(reduceAll(named("valley"), { type: "rename", id, name: "hill" })).toEqual(named("valley"));
  });

  it("are deleted with their choice, and can be brought back", () => {
    const chosen = { ...withKept(kept), choices: { a: kept[1]!.id, b: kept[0]!.id, c: null } };
    const without = reduceAll(chosen, { type: "remove", id: kept[1]!.id });
    expect(without.solutions).toEqual([kept[0], kept[2]]);
    expect(without.choices).toEqual({ a: null, b: kept[0]!.id, c: null });
    expect(without.removed).toBe(kept[1]);
    const restored = reduceAll(without, { type: "restore" });
    expect([restored.solutions, restored.removed]).toEqual([[kept[0], kept[2], kept[1]], null]);
    expect(reduceAll(restored, { type: "restore" })).toBe(restored);
  });
});

describe("a computation", () => {
  it("clears the message when it starts, and leaves its results when it ends", () => {
    const work = { kind: "seeds", text: "Training", fraction: null } as const;
    const state = reduceAll(
      { ...EMPTY_SOLUTIONS, firstSeed: 4 },
      { type: "say", message: "Before." },
      { type: "start-work", work },
    );
    expect([state.message, state.work]).toEqual(["", work]);
    const ended = reduceAll(
      state,
      { type: "report-work", work: { ...work, fraction: 0.5 } },
      { type: "keep", solutions: kept },
      { type: "end-seeds" },
      { type: "end-work" },
    );
    expect([ended.work, ended.firstSeed, ended.solutions]).toEqual([null, null, kept]);
  });
});

describe("who stands in A, B and C", () => {
  const present = (solution: Solution): Member => ({ ...memberOf(solution), name: "The present weights" });
  const choose = (state: Pick<SolutionsState, "solutions" | "choices">, member: Member | null) => {
    const { a, b, c } = resolveMembers(state, member);
    return [a, b, c].map((found) => found?.choice ?? null);
  };

  it("is the page, then the first kept ones that differ, of the same network", () => {
    const state = withKept([other, ...kept]);
    expect(choose(state, present(kept[0]!))).toEqual([PRESENT, kept[1]!.id, kept[2]!.id]);
    expect(choose(state, present(other))).toEqual([PRESENT, null, null]);
    expect(choose(state, null)).toEqual([other.id, null, null]);
  });

  it("is whom the reader chose, fitting or not", () => {
    const state = { ...withKept([other, ...kept]), choices: { a: kept[2]!.id, b: other.id, c: null } };
    expect(choose(state, present(kept[0]!))).toEqual([kept[2]!.id, other.id, PRESENT]);
  });

  it("is nobody on the page before there are weights", () => {
    expect(presentMember(createState(describeMoons()))).toBeNull();
  });
});

describe("what was found out", () => {
  it("stands while it is of those chosen, whatever holds them", () => {
    const [one, two] = [memberOf(kept[0]!), memberOf(kept[1]!)];
    const found = { from: one, to: two, result: 1 };
    expect(resultFor(found, { ...one, parameters: one.parameters.slice() as Parameters }, two)).toBe(found);
    expect(resultFor(found, two, one)).toBeNull();
    expect(resultFor(found, one, null)).toBeNull();
    expect(resultFor(found, { ...one, spec: { ...one.spec, loss: { kind: "mse", l2: 0 } } }, two)).toBeNull();
  });
});

describe("training seeds", () => {
  const outcome = (status: TrainingOutcome["status"], seed: number): TrainingOutcome => ({
    status,
    parameters: parametersOf(kept[0]!.spec),
    step: seed,
    message: status === "diverged" ? "The loss became infinite." : "",
    trajectory: [],
  });

  it("plans rising seeds of the experiment, after those that are known", () => {
    const spec = describeMoons({}, { seed: 2 });
    expect(nextSeed(spec, kept)).toBe(4);
    expect(planSeeds(spec, 4, 3).map(({ weights }) => weights.seed)).toEqual([4, 5, 6]);
    expect(planSeeds(spec, 4_294_967_295, 2).map(({ weights }) => weights.seed)).toEqual([
      4_294_967_294, 4_294_967_295,
    ]);
    expect(planSeeds(kept[0]!.spec, 0, 1)[0]!.weights.kind).toBe("trained");
    expect(nextSeed(kept[0]!.spec, [])).toBe(0);
  });

  it("keeps each, tells of one that diverges, and ends where it is cancelled", async () => {
    const specs = planSeeds(describeMoons(), 1, 4);
    const trained: number[] = [];
    const fractions: number[] = [];
    const abort = new AbortController();
    const service = serviceWith({
      train: async ({ weights }, options) => {
        options?.signal?.throwIfAborted();
        const seed = weights.kind === "trained" ? weights.seed : 0;
        return outcome(seed === 2 ? "diverged" : "finished", seed);
      },
    });
    const report = {
      onProgress: (fraction: number) => fractions.push(fraction),
      onTrained: ({ step }: { step: number }) => trained.push(step),
    };
    expect(await trainSeeds(specs, service, abort.signal, report)).toEqual([
      "Seed 2 is not kept. The loss became infinite.",
    ]);
    expect(trained).toEqual([1, 3, 4]);
    expect(fractions).toEqual([0, 0.25, 0.5, 0.75]);
    trained.length = 0;
    const cancel = (): void => abort.abort();
    await trainSeeds(specs, service, abort.signal, {
      ...report,
      onTrained: (one) => [report.onTrained(one), cancel()],
    });
    expect(trained).toEqual([1]);
  });
});

describe("a typed number", () => {
  it("is brought into its limits with one sentence", () => {
    const take = (typed: number, isWhole = true) => takeNumber("Steps", typed, { min: 1, max: 12 }, isWhole, 4);
    expect(take(7)).toEqual({ value: 7, message: "" });
    expect(take(7.4)).toEqual({ value: 7, message: "" });
    expect(take(7.4, false)).toEqual({ value: 7.4, message: "" });
    expect(take(40)).toEqual({ value: 12, message: "Steps: from 1 to 12, so 12 was taken." });
    expect(take(Number.NaN)).toEqual({ value: 4, message: "Steps: this needs a number." });
  });

  it("of the state is taken by its reducer", () => {
    const state = reduceAll(
      EMPTY_SOLUTIONS,
      { type: "set-seed-count", typed: 7.4 },
      { type: "set-first-seed", typed: Number.NaN, next: 3 },
      { type: "set-curve-option", name: "learningRate", typed: 0.25 },
      { type: "set-curve-option", name: "steps", typed: 99_999 },
    );
    expect([state.seedCount, state.firstSeed]).toEqual([7, 3]);
    expect(state.options).toMatchObject({ learningRate: 0.25, steps: 10_000 });
    expect(state.message).toBe("Steps: from 0 to 10,000, so 10,000 was taken.");
  });
});

import { describe, expect, it, vi } from "vitest";
import type { ComputeEngine } from "../../../../src/compute/engine/engine";
import type { EngineComparison, EngineKind } from "../../../../src/compute/engine/engine-choice";
import { type EngineOpeners, EngineSelection } from "../../../../src/compute/engine/engine-selection";
import { createReferenceEngine } from "../../../../src/compute/engine/reference-engine";

const SIGNAL = new AbortController().signal;
const FASTER: EngineComparison = { faster: "webgl", ratio: 5, device: "a card" };
const SLOWER: EngineComparison = { faster: "processor", ratio: 3, device: "a card" };
const FIRST_VISIT = { choice: "automatic", comparison: null } as const;

function makeEngine(kind: EngineKind, floatBits: 16 | 32 | 64 = 64): ComputeEngine {
  return { ...createReferenceEngine(), info: { kind, renderer: kind, floatBits } };
}

/** Openers that count; an absent engine cannot be opened. */
function makeOpeners(comparison: EngineComparison, absent: readonly EngineKind[] = [], floatBits: 16 | 32 = 32) {
  const open = (engine: ComputeEngine) => async () => {
    if (absent.includes(engine.info.kind)) throw new Error("absent");
    return engine;
  };
  return {
    processor: vi.fn(open(makeEngine("processor"))),
    webgl: vi.fn(open(makeEngine("webgl", floatBits))),
    compare: vi.fn(async () => comparison),
  } satisfies EngineOpeners;
}

vi.spyOn(console, "warn").mockImplementation(() => {});

describe("the engines of a page", () => {
  it("begin with the processor and open nothing else before they are compared", async () => {
    const openers = makeOpeners(FASTER);
    const selection = await EngineSelection.open(FIRST_VISIT, openers);
    expect(selection.describe()).toMatchObject({ kind: "processor", ...FIRST_VISIT, reason: "" });
    expect(openers.webgl).not.toHaveBeenCalled();
    const engine = selection.current;
    expect(await selection.compare(SIGNAL)).toMatchObject({ kind: "webgl", comparison: FASTER, reason: "" });
    expect(engine.info.kind).toBe("processor");
    expect(selection.current.info.kind).toBe("webgl");
    await selection.compare(SIGNAL);
    expect(openers.compare).toHaveBeenCalledTimes(1);
    expect(openers.webgl).toHaveBeenCalledTimes(1);
  });

  it("keep the processor where it is faster", async () => {
    const selection = await EngineSelection.open(FIRST_VISIT, makeOpeners(SLOWER));
    expect(await selection.compare(SIGNAL)).toMatchObject({ kind: "processor", comparison: SLOWER });
  });

  it("begin with the faster one of an earlier visit, and compare again only when asked to", async () => {
    const openers = makeOpeners(SLOWER);
    const selection = await EngineSelection.open({ choice: "automatic", comparison: FASTER }, openers);
    expect(selection.current.info.kind).toBe("webgl");
    await selection.compare(SIGNAL);
    expect(openers.compare).not.toHaveBeenCalled();
    await selection.choose("automatic");
    expect(await selection.compare(SIGNAL)).toMatchObject({ kind: "processor", comparison: SLOWER });
  });

  it.each(["webgl", "processor", "reference"] as const)(
    "obey the choice of %s, which is never compared",
    async (choice) => {
      const openers = makeOpeners(FASTER);
      for (const selection of [
        await EngineSelection.open({ choice, comparison: FASTER }, openers),
        await EngineSelection.open(FIRST_VISIT, openers),
      ]) {
        await selection.choose(choice);
        expect(await selection.compare(SIGNAL)).toMatchObject({ kind: choice, choice, comparison: null, reason: "" });
      }
      expect(openers.compare).not.toHaveBeenCalled();
    },
  );

  it.each([
    ["automatic", ["webgl"], "processor", /^WebGL2 is not available here, so the processor computes\.$/],
    ["webgl", ["webgl"], "processor", /^WebGL2 is not available here, so the processor computes\.$/],
    ["automatic", ["processor"], "webgl", /^WebAssembly SIMD is not available here, so WebGL computes\.$/],
    ["processor", ["processor"], "webgl", /^WebAssembly SIMD is not available here, so WebGL computes\.$/],
    ["automatic", ["webgl", "processor"], "reference", /^Neither WebGL2 nor WebAssembly SIMD .* float64 .*\.$/],
    ["webgl", ["webgl", "processor"], "reference", /^Neither WebGL2 nor WebAssembly SIMD .* float64 .*\.$/],
  ] as const)("%s without %j is %s, with a sentence", async (choice, absent, kind, reason) => {
    const openers = makeOpeners(FASTER, absent);
    const selection = await EngineSelection.open({ choice, comparison: null }, openers);
    const report = await selection.compare(SIGNAL);
    expect(report).toMatchObject({ kind, choice, comparison: null });
    expect(report.reason).toMatch(reason);
    expect(selection.current.info.kind).toBe(kind);
    expect(openers.compare).not.toHaveBeenCalled();
  });

  it("never take a device of 16-bit floats by themselves", async () => {
    const openers = makeOpeners(FASTER, [], 16);
    const selection = await EngineSelection.open(FIRST_VISIT, openers);
    expect(await selection.compare(SIGNAL)).toMatchObject({ kind: "processor", comparison: null });
    expect(await selection.choose("webgl")).toMatchObject({ kind: "webgl", floatBits: 16 });
  });

  it("obey the last of two choices", async () => {
    const selection = await EngineSelection.open(FIRST_VISIT, makeOpeners(FASTER));
    await Promise.all([selection.choose("webgl"), selection.choose("reference")]);
    expect(selection.describe()).toMatchObject({ kind: "reference", choice: "reference" });
  });
});

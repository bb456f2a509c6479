import { describe, expect, it } from "vitest";
import { compareEngines, estimateSeconds, measureSpeed } from "../../../../src/compute/engine/measure-speed";
import { createReferenceEngine } from "../../../../src/compute/engine/reference-engine";
import { parseSpec } from "../../../../src/experiment/parse";
import { EXAMPLE_SPEC } from "../../../support/example-spec";

const SIGNAL = new AbortController().signal;
const REFERENCE = createReferenceEngine();
const TRAINED = parseSpec({
  ...EXAMPLE_SPEC,
  weights: { kind: "trained", steps: 50 },
  grid: { columns: 65, rows: 65 },
});

describe("the speed of an engine", () => {
  it("estimates what a whole landscape takes, to the order of magnitude", async () => {
    const given = parseSpec({ ...EXAMPLE_SPEC, grid: { columns: 129, rows: 129 } });
    const speed = await measureSpeed(REFERENCE, given, SIGNAL);
    expect(speed.step).toBe(0);
    const { runExperiment } = await import("../../../../src/compute/studies/run-experiment");
    const { createReferenceService } = await import("../../../../src/compute/service/reference-service");
    const { timings } = await runExperiment(given, createReferenceService(), () => {});
    const ratio = (timings.evaluate! + timings.coarse!) / 1000 / estimateSeconds(speed, given, 1, 1);
    expect(ratio).toBeGreaterThan(1 / 10);
    expect(ratio).toBeLessThan(10);
  });

  it("counts points and steps of all landscapes and trainings", () => {
    expect(estimateSeconds({ point: 2, step: 4 }, TRAINED, 3, 5)).toBeCloseTo(
      (3 * 65 * 65 * 2 + 5 * 50 * 4) / 1000,
      12,
    );
    expect(estimateSeconds({ point: 2, step: 4 }, parseSpec(EXAMPLE_SPEC), 1, 1)).toBeCloseTo((41 * 31 * 2) / 1000, 12);
  });

  it("ends when it is aborted", async () => {
    const signal = AbortSignal.abort();
    await expect(measureSpeed(REFERENCE, TRAINED, signal)).rejects.toMatchObject({ name: "AbortError" });
  });

  it("gives landscapes and trainings the same weight in a comparison", async () => {
    // An engine whose trainings never wait is far faster in steps, and equal in points.
    const idle = {
      ...REFERENCE,
      startTraining: (...[plan]: Parameters<typeof REFERENCE.startTraining>) => ({
        ...REFERENCE.startTraining(plan),
        advance: async () => ({ step: 0, parameters: plan.initial, losses: [], records: [] }),
        dispose: () => {},
      }),
    } as unknown as typeof REFERENCE;
    const { faster, ratio } = await compareEngines(idle, REFERENCE, SIGNAL);
    expect(faster).toBe("webgl");
    expect(ratio).toBeGreaterThan(3);
    expect((await compareEngines(REFERENCE, idle, SIGNAL)).faster).toBe("processor");
  });
});

import { describe, expect, it } from "vitest";
import { createReferenceService } from "../../../../src/compute/service/reference-service";
import { runExperiment } from "../../../../src/compute/studies/run-experiment";
import { parseSpec } from "../../../../src/experiment/parse";
import { readPlaneMeasure } from "../../../../src/formats/files/result-file";
import type { Parameters } from "../../../../src/model/network/layout";
import { measurePlane } from "../../../../src/slice/plane/plane-measure";
import { EXAMPLE_SPEC } from "../../../support/example-spec";

const direction = (...entries: number[]) => Float64Array.from(entries) as Parameters;

describe("the measure of a plane", () => {
  it("is the length of each direction and the cosine between them", () => {
    const { xNorm, yNorm, cosine } = measurePlane({ dx: direction(3, 4, 0), dy: direction(0, 2, 0) });
    expect([xNorm, yNorm]).toEqual([5, 2]);
    expect(cosine).toBeCloseTo(0.8, 15);
    expect(measurePlane({ dx: direction(1, 0), dy: direction(0, -7) }).cosine).toBe(0);
  });

  it("holds for entries whose squares vanish or overflow, and never leaves −1 to 1", () => {
    const { xNorm, yNorm, cosine } = measurePlane({ dx: direction(3e-200, 4e-200), dy: direction(3e200, 4e200) });
    expect(xNorm / 5e-200).toBeCloseTo(1, 14);
    expect(yNorm / 5e200).toBeCloseTo(1, 14);
    expect(cosine).toBeLessThanOrEqual(1);
    expect(cosine).toBeCloseTo(1, 14);
  });

  it("is in the result, and read back", async () => {
    const result = await runExperiment(parseSpec(EXAMPLE_SPEC), createReferenceService(), () => {});
    // The entries of plane.x and plane.y other than 0, as the example has them.
    expect(result.plane!.xNorm).toBeCloseTo(Math.sqrt(0.25 + 0.0625 + 1 + 0.25 + 1 + 0.0625), 15);
    expect(result.plane!.yNorm).toBeCloseTo(Math.sqrt(0.25 + 1 + 0.25 + 0.0625 + 0.25 + 1 + 0.0625), 15);
    const dot = -0.25 * 0.5 + 1 * -0.5 - 1 * 0.5 + 0.25 * 1;
    expect(result.plane!.cosine).toBeCloseTo(dot / (result.plane!.xNorm! * result.plane!.yNorm!), 15);
    const again = JSON.parse(JSON.stringify(result)) as typeof result;
    expect(readPlaneMeasure(again)).toEqual(result.plane);
  });

  it("is not read from an older file, or from one with impossible numbers", () => {
    expect(readPlaneMeasure({})).toBeNull();
    expect(readPlaneMeasure({ plane: null })).toBeNull();
    expect(readPlaneMeasure({ plane: { xNorm: 0, yNorm: 1, cosine: 0 } })).toBeNull();
    expect(readPlaneMeasure({ plane: { xNorm: 1, yNorm: 1, cosine: 1.5 } })).toBeNull();
  });
});

import { beforeAll, describe, expect, it } from "vitest";
import { createComputeService } from "../../src/compute/service/client";
import { createReferenceService } from "../../src/compute/service/reference-service";
import type { ComputeService } from "../../src/compute/service/tasks";
import { listDisagreements } from "../support/expect-fields";
import { amount } from "../support/long-run";
import { makeWideAndMany } from "../support/wide-and-many";

const [SAMPLES, SIDE] = [10_000, 97];
const HOURS = 3_600_000;

describe.each(["processor", "webgl"] as const)("784-64-64-64-10 by the page's service, %s", (choice) => {
  let service: ComputeService;

  beforeAll(async () => {
    service = await createComputeService({ choice, comparison: null });
  });

  it("evaluates without a time-out, with progress that rises to the end", {
    timeout: amount(120_000, 2 * HOURS),
  }, async () => {
    const { spec, parameters } = makeWideAndMany(amount(64, SAMPLES), amount(9, SIDE));
    const fractions: number[] = [];
    const onProgress = ({ fraction }: { fraction: number }) => fractions.push(fraction);
    const { landscape } = await service.run("evaluate", { spec, parameters, extent: "slice" }, { onProgress });
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
    expect(landscape.lossError.every(Number.isFinite)).toBe(true);
  });

  it("agrees with float64 within both bounds", async () => {
    const { spec, parameters } = makeWideAndMany(16, 5);
    const request = { spec, parameters, extent: "slice" } as const;
    const found = await service.run("evaluate", request);
    const truth = await createReferenceService().run("evaluate", request);
    expect(listDisagreements(found.landscape, truth.landscape)).toEqual([]);
  });

  it("is cancelled in the middle", { timeout: amount(120_000, HOURS) }, async () => {
    const request = { ...makeWideAndMany(amount(1_000, SAMPLES), SIDE), extent: "slice" } as const;
    const abort = new AbortController();
    const fractions: number[] = [];
    const run = service.run("evaluate", request, {
      signal: abort.signal,
      onProgress({ fraction }) {
        fractions.push(fraction);
        if (fraction > 0) abort.abort();
      },
    });
    await expect(run).rejects.toThrow(expect.objectContaining({ name: "AbortError" }));
    expect(fractions.at(-1)).toBeGreaterThan(0);
    expect(fractions.at(-1)).toBeLessThan(1);
  });
});

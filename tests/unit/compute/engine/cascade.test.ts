import { describe, expect, it } from "vitest";
import { Cascade, type CascadeStage, readPoints } from "../../../../src/compute/engine/cascade";
import { isUnbounded, isUndecided } from "../../../../src/compute/engine/open-points";
import type { BackendInfo } from "../../../../src/slice/backend-info";
import type { PointEvaluator } from "../../../../src/slice/evaluator";
import { allocateFields, FIELD_NAMES, type LandscapeFields } from "../../../../src/slice/landscape-fields";
import { ReferenceEvaluator } from "../../../../src/slice/reference-evaluator";
import { expectSameBits } from "../../../support/expect-fields";
import { makeRandomPlan } from "../../../support/random-plans";

const PLAN = makeRandomPlan({ activation: "relu", loss: "bce", hidden: [4], columns: 9, rows: 7 }, 1);
const COUNT = 9 * 7;
const ALL = Uint32Array.from({ length: COUNT }, (_, point) => point);
const TRUTH = await new ReferenceEvaluator().evaluate(PLAN);

/** An evaluator that changes the true numbers, and remembers which points it was asked about. */
function pretend(
  kind: BackendInfo["kind"],
  change: (fields: LandscapeFields, point: number) => void,
): PointEvaluator & { readonly asked: number[][] } {
  const asked: number[][] = [];
  return {
    asked,
    backend: { kind, renderer: kind.toUpperCase(), floatBits: kind === "webgl" ? 32 : 64 },
    async fill(_, fields, points, options) {
      options?.signal?.throwIfAborted();
      asked.push([...points]);
      for (const [i, point] of points.entries()) {
        for (const name of FIELD_NAMES) fields[name][point] = TRUTH[name][point]!;
        change(fields, point);
        options?.onProgress?.((i + 1) / points.length);
      }
    },
  };
}

const exact = (kind: BackendInfo["kind"]) => pretend(kind, () => {});
const openAt = (...open: number[]): CascadeStage["leaves"] => {
  return (_, point) => open.includes(point);
};
const last = (evaluator: PointEvaluator): CascadeStage => ({ evaluator, leaves: () => false });

describe("a cascade", () => {
  it("asks each evaluator only about the points that the one before it leaves open", async () => {
    const [first, second, third] = [exact("webgl"), exact("processor"), exact("reference")];
    const cascade = new Cascade([
      { evaluator: first, leaves: openAt(3, 5, 60) },
      { evaluator: second, leaves: openAt(5) },
      last(third),
    ]);
    const fill = cascade.begin(PLAN);
    await fill.fill(ALL);
    expect([first.asked, second.asked, third.asked]).toEqual([[[...ALL]], [[3, 5, 60]], [[5]]]);
    expectSameBits(fill.fields, TRUTH);
    expect(fill.describe()).toEqual({
      kind: "webgl",
      renderer: "WEBGL; 2 of 63 points by PROCESSOR, 1 by REFERENCE",
      floatBits: 32,
    });
    expect(fill.describe(Uint32Array.of(3, 4)).renderer).toBe("WEBGL; 1 of 2 points by PROCESSOR");
    expect(fill.describe(Uint32Array.of(5)).kind).toBe("reference");
  });

  it("keeps the smaller bound with its own values, for the loss and for the curvature", async () => {
    const first = pretend("webgl", (fields, point) => {
      fields.loss[point]! += 1;
      fields.lossError[point] = 1;
      fields.xx[point]! += 2;
      fields.curvatureError[point] = 2;
    });
    const second = pretend("processor", (fields, point) => {
      fields.lossError[point] = point === 3 ? 0.5 : Number.POSITIVE_INFINITY;
      fields.curvatureError[point] = point === 4 ? 0.5 : 3;
    });
    const cascade = new Cascade([{ evaluator: first, leaves: openAt(3, 4) }, last(second)]);
    const fill = cascade.begin(PLAN);
    await fill.fill(ALL);
    const { loss, lossError, xx, curvatureError } = fill.fields;
    expect([loss[3], lossError[3]]).toEqual([TRUTH.loss[3], 0.5]);
    expect([loss[4], lossError[4]]).toEqual([TRUTH.loss[4]! + 1, 1]);
    expect([xx[3], curvatureError[3]]).toEqual([TRUTH.xx[3]! + 2, 2]);
    expect([xx[4], curvatureError[4]]).toEqual([TRUTH.xx[4], 0.5]);
    expect(fill.describe().renderer).toBe("WEBGL; 1 of 63 points by PROCESSOR");
  });

  it("computes no point twice, and reports a progress that never falls and ends with 1", async () => {
    const [first, second] = [exact("webgl"), exact("processor")];
    const fill = new Cascade([{ evaluator: first, leaves: openAt(2, 40) }, last(second)]).begin(PLAN);
    const seen: number[][] = [];
    for (const points of [Uint32Array.of(0, 2, 4), ALL]) {
      const fractions: number[] = [];
      await fill.fill(points, { onProgress: (fraction) => fractions.push(fraction) });
      expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
      expect(fractions.at(-1)).toBe(1);
      seen.push(fractions);
    }
    expect(first.asked[1]).toEqual([...ALL].filter((point) => ![0, 2, 4].includes(point)));
    expect(second.asked).toEqual([[2], [40]]);
    expectSameBits(fill.fields, TRUTH);
  });

  it("continues with the next evaluator where the first one knows nothing, and says so", async () => {
    const late = pretend("webgl", (fields, point) => {
      if (point < 50) return;
      for (const name of FIELD_NAMES) fields[name][point] = name.endsWith("Error") ? Number.POSITIVE_INFINITY : 0;
    });
    const cascade = new Cascade([{ evaluator: late, leaves: isUnbounded }, last(exact("processor"))]);
    const fill = cascade.begin(PLAN);
    await fill.fill(ALL);
    expectSameBits(fill.fields, TRUTH);
    expect(fill.describe().renderer).toBe("WEBGL; 13 of 63 points by PROCESSOR");
  });

  it("ends when it is aborted, and computes the points again that it has not finished", async () => {
    const abort = new AbortController();
    const first = exact("webgl");
    const second = exact("processor");
    const stops: PointEvaluator = { backend: second.backend, fill: async () => abort.signal.throwIfAborted() };
    const stages = [{ evaluator: first, leaves: openAt(7) }, last(stops)];
    const fill = new Cascade(stages).begin(PLAN);
    abort.abort();
    await expect(fill.fill(ALL, { signal: abort.signal })).rejects.toMatchObject({ name: "AbortError" });
    stages[1] = last(second);
    await fill.fill(ALL);
    expect(second.asked).toEqual([[7]]);
    expectSameBits(fill.fields, TRUTH);
  });

  it("fills given fields as one evaluator", async () => {
    const cascade = new Cascade([last(exact("processor"))]);
    const fields = allocateFields(PLAN.grid);
    await cascade.fill(PLAN, fields, Uint32Array.of(1, 8));
    expect([...fields.loss.keys()].filter((point) => fields.lossError[point]! > 0)).toEqual([1, 8]);
    expect(readPoints(fields, Uint32Array.of(8)).loss).toEqual(Float64Array.of(TRUTH.loss[8]!));
    expect(cascade.backend.kind).toBe("processor");
  });
});

describe("what a point leaves open", () => {
  const describePoint = (change: Partial<Record<keyof LandscapeFields, number>>): boolean[] => {
    const fields = allocateFields({ columns: 1, rows: 1 });
    for (const [name, value] of Object.entries(change)) fields[name as keyof LandscapeFields][0] = value;
    return [isUndecided(fields, 0), isUnbounded(fields, 0)];
  };

  it.each([
    ["a curvature below 0 by more than its bound", { xx: -1, curvatureError: 0.4 }, [false, false]],
    ["one above 0 by more than its bound", { xx: 1, yy: 2, curvatureError: 0.4 }, [false, false]],
    ["one within its bound", { xx: 1, yy: 2, curvatureError: 0.6 }, [true, false]],
    ["a flat direction", { xx: 1 }, [true, false]],
    ["a curvature without a bound", { xx: -1, curvatureError: Number.POSITIVE_INFINITY }, [true, true]],
    ["a loss without a bound", { xx: -1, lossError: Number.POSITIVE_INFINITY }, [true, true]],
    ["a loss that is not finite", { xx: -1, loss: Number.NaN }, [true, true]],
  ])("%s", (_, change, expected) => {
    expect(describePoint(change)).toEqual(expected);
  });
});

import { describe, expect, it } from "vitest";
import { Cascade } from "../../../../src/compute/engine/cascade";
import { isUndecided } from "../../../../src/compute/engine/is-undecided";
import type { BackendInfo } from "../../../../src/slice/backend-info";
import type { PointEvaluator } from "../../../../src/slice/evaluator";
import { allocateFields, FIELD_NAMES, type LandscapeFields, readPoints } from "../../../../src/slice/landscape-fields";
import { ReferenceEvaluator } from "../../../../src/slice/reference-evaluator";
import { makeRandomPlan } from "../../../support/random-plans";

const PLAN = makeRandomPlan({ activation: "relu", loss: "bce", hidden: [4], columns: 9, rows: 7 }, 1);
const COUNT = 9 * 7;
const ALL = Uint32Array.from({ length: COUNT }, (_, point) => point);
const TRUTH = await new ReferenceEvaluator().evaluate(PLAN);

type Change = (fields: LandscapeFields, point: number) => void;
interface Pretender extends PointEvaluator {
  /** The points that it was asked about, call by call. */
  readonly asked: number[][];
}

/** An evaluator that changes the true numbers. It says of all points that another one may bound them more closely. */
function pretend(kind: BackendInfo["kind"], change: Change): Pretender {
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
      return points;
    },
  };
}

/** The true numbers, with bounds that decide everywhere but at some points. */
function decideBut(kind: BackendInfo["kind"], ...open: number[]): Pretender {
  return pretend(kind, (fields, point) => {
    fields.xx[point] = 1;
    fields.xy[point] = 0;
    fields.yy[point] = -1;
    fields.curvatureError[point] = open.includes(point) ? 1 : 0.1;
  });
}

describe("a cascade", () => {
  it("asks each evaluator only about the points that the one before it leaves undecided", async () => {
    const evaluators = [decideBut("webgl", 3, 5, 60), decideBut("processor", 5), decideBut("reference")];
    const fill = new Cascade(evaluators).begin(PLAN);
    expect(await fill.fill(ALL)).toEqual(new Uint32Array());
    expect(evaluators.map(({ asked }) => asked)).toEqual([[[...ALL]], [[3, 5, 60]], [[5]]]);
    expect(fill.fields.loss).toEqual(TRUTH.loss);
    expect(fill.fields.curvatureError).toEqual(new Float64Array(COUNT).fill(0.1));
    expect(fill.describe()).toEqual({
      kind: "webgl",
      renderer: "WEBGL; 2 of 63 points by PROCESSOR, 1 by REFERENCE",
      floatBits: 32,
    });
    expect(fill.describe(Uint32Array.of(3, 4)).renderer).toBe("WEBGL; 1 of 2 points by PROCESSOR");
    expect(fill.describe(Uint32Array.of(5)).kind).toBe("reference");
  });

  it("asks the next evaluator about losses alone only where the one before has no bound", async () => {
    const open = new Set([2, 61]);
    const first = pretend("processor", (fields, point) => {
      fields.curvatureError[point] = Number.POSITIVE_INFINITY;
      if (open.has(point)) fields.lossError[point] = Number.POSITIVE_INFINITY;
    });
    const second = pretend("reference", () => {});
    const fill = new Cascade([first, second]).begin(PLAN);
    expect(await fill.fill(ALL, { lossOnly: true })).toEqual(new Uint32Array());
    expect(second.asked).toEqual([[...open]]);
    expect(fill.fields.loss).toEqual(TRUTH.loss);
    expect(fill.fields.lossError).toEqual(TRUTH.lossError);
  });

  it.each([
    ["all of them, where it decides them", [], COUNT],
    ["a few of them, where it decides none", [...ALL], 16],
    ["a few of them, where it decides less than half", [...ALL].filter((point) => point % 9 > 3), 16],
  ])("asks the next evaluator about doubtful points: %s", async (_, open, asked) => {
    const [first, second] = [decideBut("processor", ...ALL), decideBut("reference", ...open)];
    const sure: PointEvaluator = {
      backend: first.backend,
      fill: async (...request) => {
        await first.fill(...request);
        return new Uint32Array();
      },
    };
    const fill = new Cascade([sure, second]).begin(PLAN);
    await fill.fill(ALL);
    expect(second.asked.flat()).toHaveLength(asked);
    expect(new Set(second.asked.flat()).size).toBe(asked);
    expect(new Set(second.asked[0]!.map((point) => Math.floor(point / 9))).size).toBeGreaterThan(3);
    const decided = second.asked.flat().filter((point) => !open.includes(point));
    expect(ALL.filter((point) => fill.fields.curvatureError[point] === 0.1)).toEqual(
      Uint32Array.from(decided.sort((one, other) => one - other)),
    );
  });

  it("keeps the smaller bound with its own values, for the loss and for the curvature", async () => {
    const first = pretend("webgl", (fields, point) => {
      fields.loss[point]! += 1;
      fields.lossError[point] = 1;
      fields.xx[point] = 5;
      fields.yy[point] = -5;
      fields.curvatureError[point] = point === 3 || point === 4 ? 20 : 0;
    });
    const second = pretend("processor", (fields, point) => {
      fields.lossError[point] = point === 3 ? 0.5 : Number.POSITIVE_INFINITY;
      fields.curvatureError[point] = point === 4 ? 0.5 : 30;
    });
    const fill = new Cascade([first, second]).begin(PLAN);
    await fill.fill(ALL);
    const { loss, lossError, xx, curvatureError } = fill.fields;
    expect([loss[3], lossError[3]]).toEqual([TRUTH.loss[3], 0.5]);
    expect([loss[4], lossError[4]]).toEqual([TRUTH.loss[4]! + 1, 1]);
    expect([xx[3], curvatureError[3]]).toEqual([5, 20]);
    expect([xx[4], curvatureError[4]]).toEqual([TRUTH.xx[4], 0.5]);
    expect(fill.describe().renderer).toBe("WEBGL; 1 of 63 points by PROCESSOR");
  });

  it("computes no point twice, and reports a progress that never falls and ends with 1", async () => {
    const [first, second] = [decideBut("webgl", 2, 40), decideBut("processor")];
    const fill = new Cascade([first, second]).begin(PLAN);
    for (const points of [Uint32Array.of(0, 2, 4), ALL]) {
      const fractions: number[] = [];
      await fill.fill(points, { onProgress: (fraction) => fractions.push(fraction) });
      expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
      expect(fractions.at(-1)).toBe(1);
    }
    expect(first.asked[1]).toEqual([...ALL].filter((point) => ![0, 2, 4].includes(point)));
    expect(second.asked).toEqual([[2], [40]]);
    expect(fill.fields.loss).toEqual(TRUTH.loss);
  });

  it("continues with the next evaluator where the first one knows nothing, and says so", async () => {
    const late = pretend("webgl", (fields, point) => {
      fields.curvatureError[point] = point < 50 ? 0 : Number.POSITIVE_INFINITY;
      fields.lossError[point] = fields.curvatureError[point]!;
      fields.xx[point] = -1;
    });
    const exact = pretend("processor", () => {});
    const fill = new Cascade([late, exact]).begin(PLAN);
    await fill.fill(ALL);
    expect(exact.asked).toEqual([[...ALL].slice(50)]);
    expect(readPoints(fill.fields, ALL.slice(50))).toEqual(readPoints(TRUTH, ALL.slice(50)));
    expect(fill.describe().renderer).toBe("WEBGL; 13 of 63 points by PROCESSOR");
  });

  it("ends when it is aborted, and computes the points again that it has not finished", async () => {
    const abort = new AbortController();
    const [first, second] = [decideBut("webgl", 7), decideBut("processor")];
    let stops = true;
    const stopping: PointEvaluator = {
      backend: second.backend,
      fill: async (...request) => {
        if (stops) abort.abort();
        return second.fill(...request);
      },
    };
    const fill = new Cascade([first, stopping]).begin(PLAN);
    await expect(fill.fill(ALL, { signal: abort.signal })).rejects.toMatchObject({ name: "AbortError" });
    stops = false;
    await fill.fill(ALL);
    expect(first.asked).toEqual([[...ALL], [...ALL]]);
    expect(second.asked).toEqual([[7]]);
  });

  it("fills given fields as one evaluator", async () => {
    const cascade = new Cascade([pretend("processor", () => {})]);
    const fields = allocateFields(PLAN.grid);
    await cascade.fill(PLAN, fields, Uint32Array.of(1, 8));
    expect([...fields.loss.keys()].filter((point) => fields.lossError[point]! > 0)).toEqual([1, 8]);
    expect(readPoints(fields, Uint32Array.of(8)).loss).toEqual(Float64Array.of(TRUTH.loss[8]!));
    expect(cascade.backend.kind).toBe("processor");
  });
});

describe("an undecided point", () => {
  it.each([
    ["has no curvature below 0 by more than its bound", { xx: -1, curvatureError: 0.4 }, false],
    ["has none above 0 by more than its bound", { xx: 1, yy: 2, curvatureError: 0.4 }, false],
    ["has a curvature within its bound", { xx: 1, yy: 2, curvatureError: 0.6 }, true],
    ["has a flat direction", { xx: 1 }, true],
    ["has a curvature without a bound", { xx: -1, curvatureError: Number.POSITIVE_INFINITY }, true],
    ["has a loss without a bound", { xx: -1, lossError: Number.POSITIVE_INFINITY }, true],
    ["has a loss that is not finite", { xx: -1, loss: Number.NaN }, true],
  ])("%s", (_, change, expected) => {
    const fields = allocateFields({ columns: 1, rows: 1 });
    for (const [name, value] of Object.entries(change)) fields[name as keyof LandscapeFields][0] = value;
    expect(isUndecided(fields, 0)).toBe(expected);
  });
});

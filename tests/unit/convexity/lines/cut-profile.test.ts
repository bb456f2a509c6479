import { describe, expect, it } from "vitest";
import { findCrossings } from "../../../../src/convexity/creases/crossings";
import { CreaseProbe } from "../../../../src/convexity/creases/probe";
import { CUT_PLACES, profileCut } from "../../../../src/convexity/lines/cut-profile";
import { analyzePoint } from "../../../../src/convexity/points/analysis";
import { POINT_CLASSES } from "../../../../src/convexity/points/point-class";
import { ACTIVATIONS, LOSSES } from "../../../../src/experiment/spec";
import { evaluateLoss } from "../../../../src/model/network/evaluate";
import { type Parameters, zeroParameters } from "../../../../src/model/network/layout";
import type { LandscapePlan } from "../../../../src/slice/landscape-plan";
import type { SlicePlace } from "../../../../src/slice/slice-place";
import { CONVEX_FAMILIES, makeConvexControl } from "../../../support/convex-controls";
import { makeFirstLayerPlan } from "../../../support/first-layer-slices";
import { makeRandomPlan } from "../../../support/random-plans";

const FROM: SlicePlace = [-0.9, -0.7];
const TO: SlicePlace = [0.8, 0.9];

function lossAt({ layout, loss, data, center, dx, dy }: LandscapePlan, x: number, y: number): number {
  return evaluateLoss({ layout, loss, data }, center.map((entry, p) => entry + x * dx[p]! + y * dy[p]!) as Parameters);
}

describe("a cut through a slice", () => {
  it.each(ACTIVATIONS)("has the loss at its places and its curvature along the line: %s", async (activation) => {
    const plan = makeRandomPlan({ activation, loss: "bce", hidden: [4, 3], samples: 9 }, 5);
    const cut = await profileCut(plan, FROM, TO);
    expect(cut.x).toHaveLength(CUT_PLACES);
    expect([cut.x[0], cut.y[0], cut.x.at(-1), cut.y.at(-1)]).toEqual([...FROM, ...TO]);
    // The same line as a slice of its own, whose x runs along it in units of its length.
    const [a, b] = [(TO[0] - FROM[0]) / cut.length, (TO[1] - FROM[1]) / cut.length];
    for (const place of [0, 7, 80, 133, CUT_PLACES - 1]) {
      const here = analyzePoint(plan, cut.x[place]!, cut.y[place]!);
      expect(cut.losses[place]).toBe(here.loss);
      const along = {
        ...plan,
        center: here.parameters,
        dx: plan.dx.map((entry, p) => a * entry + b * plan.dy[p]!) as Parameters,
        dy: zeroParameters(plan.layout),
      };
      const apart = analyzePoint(along, 0, 0);
      const allowed = cut.curvatureErrors[place]! + apart.curvatureError;
      expect(Math.abs(cut.curvatures[place]! - apart.xx)).toBeLessThanOrEqual(allowed + 1e-12 * Math.abs(apart.xx));
    }
    expect(cut.curvatureErrors.every((error) => error >= 0)).toBe(true);
  });

  it("finds nothing against a convex loss, and the non-convex stretch of one that is not", async () => {
    for (const family of CONVEX_FAMILIES) {
      const plan = makeConvexControl(family, 1, 3, 9);
      const { x, y } = plan.grid;
      const { classes } = await profileCut(plan, [x[0]!, y[0]!], [x.at(-1)!, y.at(-1)!]);
      for (const index of classes) expect(["convex", "undecided"]).toContain(POINT_CLASSES[index]);
    }
    const bent = makeRandomPlan({ activation: "tanh", loss: "mse", hidden: [4], reach: 3 }, 9);
    const { classes } = await profileCut(bent, [-3, -3], [3, 3]);
    expect([...classes].map((index) => POINT_CLASSES[index])).toContain("nonconvex-curvature");
  });

  it("proves by chords what piecewise linear slices hide from curvature", async () => {
    const plan = await makeFirstLayerPlan("mse", 3);
    const { classes, curvatures, curvatureErrors } = await profileCut(plan, [-1.5, -0.4], [1.5, 0.7]);
    for (const [i, curvature] of curvatures.entries())
      expect(curvature + curvatureErrors[i]!).toBeGreaterThanOrEqual(0);
    expect([...classes].map((index) => POINT_CLASSES[index])).toContain("nonconvex-chord");
  });

  it("refuses a line without length and stops when it is aborted", async () => {
    const plan = makeRandomPlan({ activation: "relu", loss: "mse", hidden: [4] }, 5);
    await expect(profileCut(plan, [0.5, 0.5], [0.5, 0.5])).rejects.toThrow("A and B are one point: a cut needs two.");
    await expect(profileCut(plan, FROM, TO, { signal: AbortSignal.abort() })).rejects.toThrow("abort");
  });
});

describe("creases on a straight path", () => {
  it.each(LOSSES)("are where units switch, with the jump of the slope along the path: %s", async (kind) => {
    const plan = makeRandomPlan({ activation: "relu", loss: kind, hidden: [4, 4], samples: 7 }, 21);
    const { crossings, omitted, unexamined } = await findCrossings(plan, FROM, TO, CUT_PLACES);
    expect([omitted, unexamined]).toEqual([0, 0]);
    expect(crossings.map(({ place }) => place)).toEqual(crossings.map(({ place }) => place).toSorted((p, q) => p - q));
    expect(new Set(crossings.map(({ layer }) => layer)).size).toBeGreaterThanOrEqual(2);
    const probe = new CreaseProbe(plan);
    const length = Math.hypot(TO[0] - FROM[0], TO[1] - FROM[1]);
    const at = (place: number) => [FROM[0] + place * (TO[0] - FROM[0]), FROM[1] + place * (TO[1] - FROM[1])] as const;
    for (const { sample, layer, unit, place, jump, exact } of crossings) {
      probe.findSwitch(sample, ...at(place), layer, unit);
      expect(Math.abs(probe.value)).toBeLessThan(exact ? 1e-13 : 1e-6);
      // From values alone, at a step within which this crossing is the only one.
      const step = 1e-6;
      if (crossings.some((other) => other.place !== place && Math.abs(other.place - place) < 3 * step)) continue;
      const bend =
        (lossAt(plan, ...at(place + step)) - 2 * lossAt(plan, ...at(place)) + lossAt(plan, ...at(place - step))) /
        (step * length);
      // Rounding 1e-15 / 1e-6, a curvature of some tens times 1e-6, and where the crossing was placed to within 1e-8 of a step of 1e-6.
      expect(Math.abs(bend - jump)).toBeLessThan(2e-4 + 0.02 * Math.abs(jump));
    }
  });

  it("misses no unit that switches from one end to the other", async () => {
    const plan = makeRandomPlan({ activation: "leaky-relu", loss: "mse", hidden: [5, 3], samples: 11 }, 8);
    const { crossings } = await findCrossings(plan, FROM, TO, CUT_PLACES);
    const probe = new CreaseProbe(plan);
    for (let sample = 0; sample < 11; sample++) {
      for (const [layer, units] of [5, 3].entries()) {
        for (let unit = 0; unit < units; unit++) {
          const signs = [FROM, TO].map(([x, y]) => {
            probe.findSwitch(sample, x, y, layer, unit);
            return probe.value < 0;
          });
          const passed = crossings.filter(
            (found) => found.sample === sample && found.layer === layer && found.unit === unit,
          );
          expect(passed.length % 2).toBe(signs[0] === signs[1] ? 0 : 1);
        }
      }
    }
  });

  it("finds none for smooth networks, keeps the strongest, and counts those left out", async () => {
    const smooth = makeRandomPlan({ activation: "tanh", loss: "mse", hidden: [4] }, 5);
    expect((await findCrossings(smooth, FROM, TO, 33)).crossings).toEqual([]);
    const plan = makeRandomPlan({ activation: "relu", loss: "mse", hidden: [6, 6] }, 5);
    const all = await findCrossings(plan, FROM, TO, 33);
    const few = await findCrossings(plan, FROM, TO, 33, { limit: 3 });
    expect(few.crossings).toHaveLength(3);
    expect(few.omitted).toBe(all.crossings.length - 3);
    const strongest = all.crossings.map(({ jump }) => Math.abs(jump)).toSorted((p, q) => q - p)[2]!;
    for (const { jump } of few.crossings) expect(Math.abs(jump)).toBeGreaterThanOrEqual(strongest);
    expect((await findCrossings(plan, FROM, TO, 33, { effort: 1 })).unexamined).toBe((plan.data.samples - 1) * 12);
  });
});

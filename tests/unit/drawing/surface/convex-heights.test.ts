import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { classifyLandscape } from "../../../../src/convexity/points/classify";
import { fitLossScale, isCutAbove } from "../../../../src/drawing/scales/loss-scale";
import { drawnLevel } from "../../../../src/drawing/surface/ray-march";
import { drawLandscape } from "../../../../src/drawing/surface/surface-drawing";
import { DEFAULT_VIEW, type View } from "../../../../src/experiment/view";
import { REFERENCE_BACKEND, ReferenceEvaluator } from "../../../../src/slice/reference-evaluator";
import { CONTROL_ZOOMS, CONVEX_FAMILIES, makeConvexControl } from "../../../support/convex-controls";

const SIZE = 17;

/** The largest height of the middle row above one of its chords, beyond what rounding can cause; in heights of the box. */
async function measureArch(family: (typeof CONVEX_FAMILIES)[number], zoom: number, height: View["height"]) {
  const plan = makeConvexControl(family, zoom, 1, SIZE);
  const fields = await new ReferenceEvaluator().evaluate(plan);
  const landscape = classifyLandscape(fields, plan.grid, REFERENCE_BACKEND);
  const { field, scale } = drawLandscape(landscape, { ...DEFAULT_VIEW, height }, null);
  if (scale.flat) return 0;
  const row = Array.from({ length: SIZE }, (_, column) => drawnLevel(field, column, (SIZE - 1) / 2));
  // Heights are 32-bit floats below 1, and a loss errs by its bound.
  const slack = 2 ** -22 + (2 * Math.max(...landscape.lossError)) / (scale.high - scale.low);
  let arch = 0;
  for (let middle = 1; middle < SIZE - 1; middle++) {
    for (let half = 1; half <= Math.min(middle, SIZE - 1 - middle); half++) {
      const chord = (row[middle - half]! + row[middle + half]!) / 2;
      arch = Math.max(arch, row[middle]! - chord - slack);
    }
  }
  return arch;
}

describe("the picture of a convex loss", () => {
  it.each(CONVEX_FAMILIES.map((family) => [family.name, family] as const))(
    "%s: its middle row lies under its chords, as it is drawn by default",
    async (_, family) => {
      for (const zoom of CONTROL_ZOOMS) expect(await measureArch(family, zoom, DEFAULT_VIEW.height)).toBe(0);
    },
  );

  it("is bent by the other heights, so the test can fail", async () => {
    const [, , , logistic] = CONVEX_FAMILIES;
    expect(await measureArch(logistic!, 10, "asinh")).toBeGreaterThan(0.02);
    expect(await measureArch(logistic!, 10, "log")).toBeGreaterThan(0.02);
  });

  it("is never cut where it is a quadratic bowl whose minimum lies in the slice", () => {
    const place = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(place, place, fc.double({ min: 0, max: Math.PI, noNaN: true }), place, (x0, y0, turn, stretch) => {
        const flat = 10 ** (3 * stretch - 3);
        const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
        const loss = Float64Array.from({ length: 41 * 41 }, (_, i) => {
          const [x, y] = [(i % 41) / 20 - 1 - x0, Math.floor(i / 41) / 20 - 1 - y0];
          return (x * cos + y * sin) ** 2 + flat * (y * cos - x * sin) ** 2;
        });
        expect(isCutAbove(fitLossScale({ loss, backend: REFERENCE_BACKEND }, "linear"))).toBe(false);
      }),
      { seed: 20_241_129, numRuns: 400 },
    );
  });
});

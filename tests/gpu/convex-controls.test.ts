import { beforeAll, describe, expect, it } from "vitest";
import { classifyLandscape } from "../../src/convexity/points/classify";
import { createWebglBackend } from "../../src/gpu/backend";
import { CONTROL_ZOOMS, CONVEX_FAMILIES, makeConvexControl } from "../support/convex-controls";
import { FIRST_LAYER_LOSSES, makeFirstLayerPlan } from "../support/first-layer-slices";
import { amount } from "../support/long-run";
import { WebglGrids } from "../support/webgl-grids";

let webgl: WebglGrids;

beforeAll(async () => {
  webgl = new WebglGrids(await createWebglBackend());
});

const INSTANCES = amount(1, 4);

describe(`slices that are convex by proof, through the kernel: ${CONVEX_FAMILIES.length * CONTROL_ZOOMS.length * INSTANCES} of them`, () => {
  for (const family of CONVEX_FAMILIES) {
    it(`${family.name}: no non-convex point at any zoom`, async () => {
      for (let instance = 0; instance < CONTROL_ZOOMS.length * INSTANCES; instance++) {
        const zoom = CONTROL_ZOOMS[instance % CONTROL_ZOOMS.length]!;
        const plan = makeConvexControl(family, zoom, 100 + instance, 17);
        const { summary } = classifyLandscape(await webgl.evaluate(plan), plan.grid, webgl.backend);
        const where = `zoom ${zoom}, seed ${100 + instance}`;
        expect(summary["nonconvex-curvature"], where).toBe(0);
        expect(summary["nonconvex-chord"], where).toBe(0);
        expect(summary["not-finite"], where).toBe(0);
      }
    });
  }

  it("well-conditioned controls are classed as convex at usual widths, so the classes are not all undecided", async () => {
    const plan = makeConvexControl(CONVEX_FAMILIES[0]!, 1, 1, 17);
    const { summary } = classifyLandscape(await webgl.evaluate(plan), plan.grid, webgl.backend);
    expect(summary.convex).toBe(1);
  });
});

describe("first-layer slices of ReLU networks, through the kernel", () => {
  for (const loss of FIRST_LAYER_LOSSES) {
    it(`${loss}: chords show what curvature cannot`, async () => {
      const plan = await makeFirstLayerPlan(loss, 3);
      const { summary } = classifyLandscape(await webgl.evaluate(plan), plan.grid, webgl.backend);
      expect(summary["nonconvex-curvature"]).toBe(0);
      expect(summary["nonconvex-chord"]).toBeGreaterThan(0.02);
    });
  }
});

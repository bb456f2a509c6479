import { beforeAll, describe, expect, it } from "vitest";
import { classifyLandscape } from "../../src/convexity/points/classify";
import type { Landscape } from "../../src/convexity/points/landscape";
import { POINT_CLASSES, type PointClass } from "../../src/convexity/points/point-class";
import type { Spec } from "../../src/experiment/spec";
import { createWebglBackend } from "../../src/gpu/backend";
import { flattenWeights, layoutNetwork } from "../../src/model/network/layout";
import { planLandscape } from "../../src/slice/plan-landscape";
import { expectKnownSlice } from "../support/expect-known-slice";
import { KNOWN_SLICES, oneLayerSpec, oneNeuronSpec, oracle } from "../support/oracles";
import { WebglGrids } from "../support/webgl-grids";

let webgl: WebglGrids;

beforeAll(async () => {
  webgl = new WebglGrids(await createWebglBackend());
});

async function evaluateSpec(spec: Spec): Promise<Landscape> {
  if (spec.weights.kind !== "given") throw new TypeError("an oracle's weights are given");
  const plan = planLandscape(spec, flattenWeights(layoutNetwork(spec.network), spec.weights.layers));
  return classifyLandscape(await webgl.evaluate(plan), plan.grid, webgl.backend);
}

function classAt({ grid, classes }: Landscape, x: number, y: number): PointClass {
  return POINT_CLASSES[classes[grid.y.indexOf(y) * grid.columns + grid.x.indexOf(x)]!]!;
}

describe("values known to 50 digits, through the fused kernel", () => {
  for (const slice of KNOWN_SLICES) {
    it(`the kernel meets ${slice.title}`, () => expectKnownSlice(webgl, slice));
  }
});

describe("classes known by theory, through the fused kernel", () => {
  it("03: float32 decides nearly all points of the 41 × 41 grid, and decides them right", async () => {
    const known = oracle("03-relu2-w2relu(w1)")["grid_counts_41x41_step0.1_[-2,2]^2"];
    const landscape = await evaluateSpec(
      oneNeuronSpec("relu", [[1, 1]], "w,w2", { columns: 41, rows: 41, xRange: [-2, 2], yRange: [-2, 2] }),
    );
    let certified = 0;
    for (let point = 0; point < landscape.classes.length; point++) {
      const [a, b] = [
        Math.round(10 * landscape.grid.x[point % 41]!),
        Math.round(10 * landscape.grid.y[Math.floor(point / 41)]!),
      ];
      const product = a * b;
      const found = POINT_CLASSES[landscape.classes[point]!]!;
      // Negative curvature: w₁ > 0 and p < 1/3 or p > 1; positive definite: 1/3 < p < 1 (p = ab / 100).
      if (found === "nonconvex-curvature") expect(a > 0 && (3 * product < 100 || product > 100)).toBe(true);
      if (found === "convex") expect(a > 0 && 3 * product > 100 && product < 100).toBe(true);
      if (found === "nonconvex-curvature") certified++;
    }
    expect(certified).toBe(known.nonconvex);
  });

  it("06: finds negative curvature beyond the roots and nowhere else", async () => {
    for (const { y, w_roots } of oracle("06-sigmoid1-mse").by_y) {
      const landscape = await evaluateSpec(
        oneLayerSpec("mse", "sigmoid", [[1, y]], "w", { columns: 161, rows: 2, xRange: [-8, 8], yRange: [0, 1] }),
      );
      const [low, high] = [w_roots[0] ?? Number.NEGATIVE_INFINITY, w_roots[1] ?? Number.POSITIVE_INFINITY];
      for (let column = 0; column < 161; column++) {
        const w = landscape.grid.x[column]!;
        expect(POINT_CLASSES[landscape.classes[column]!] === "nonconvex-curvature").toBe(w < low || w > high);
      }
    }
  });

  it("18: chords prove non-convexity that the almost-everywhere Hessian does not show", async () => {
    const { data } = oracle("12-crease-slice-(w,b)");
    const landscape = await evaluateSpec(
      oneNeuronSpec("relu", data, "w,b", { columns: 33, rows: 33, xRange: [-4, 4], yRange: [-4, 4] }),
    );
    expect(landscape.summary["nonconvex-curvature"]).toBe(0);
    expect(landscape.summary["nonconvex-chord"]).toBeGreaterThan(0.1);
    for (const { mid, nonconvex_proved } of oracle("18-ae-hessian-blind-spot").chords) {
      if (nonconvex_proved) expect(classAt(landscape, mid[0], mid[1])).toBe("nonconvex-chord");
    }
  });
});

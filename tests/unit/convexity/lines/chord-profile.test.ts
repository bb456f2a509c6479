import { describe, expect, it } from "vitest";
import { createReferenceService } from "../../../../src/compute/service/reference-service";
import { type CertificateChord, searchCertificate } from "../../../../src/convexity/certificate/search";
import { type ChordPath, placeChord, profileChord } from "../../../../src/convexity/lines/chord-profile";
import { findSteepestChord } from "../../../../src/convexity/lines/grid-chords";
import { classifyLandscape } from "../../../../src/convexity/points/classify";
import type { Landscape } from "../../../../src/convexity/points/landscape";
import { POINT_CLASSES } from "../../../../src/convexity/points/point-class";
import { type Settlement, settleFromSlice } from "../../../../src/convexity/verdict/settle";
import { listSliceChords } from "../../../../src/convexity/verdict/slice-chords";
import { UNDECIDED_SO_FAR } from "../../../../src/convexity/verdict/verdict";
import { parseSpec } from "../../../../src/experiment/parse";
import { evaluateLoss } from "../../../../src/model/network/evaluate";
import { asParameters, layoutNetwork, type Parameters } from "../../../../src/model/network/layout";
import { ProcessorEvaluator } from "../../../../src/processor/processor-evaluator";
import { planLandscape } from "../../../../src/slice/plan-landscape";
import { ReferenceEvaluator } from "../../../../src/slice/reference-evaluator";
import type { SlicePlace } from "../../../../src/slice/slice-place";

const SPEC = parseSpec({
  format: "losscape-spec",
  version: 1,
  dataset: { kind: "generated", name: "moons", samples: 24, noise: 0.1, seed: 4 },
  network: { layers: [2, 3, 1], activation: "tanh" },
  loss: { kind: "bce" },
  weights: { kind: "trained", steps: 0, seed: 2 },
  plane: { kind: "random", normalization: "filter", seed: 5 },
});
const LAYOUT = layoutNetwork(SPEC.network);
const CENTER = asParameters(
  LAYOUT,
  Float64Array.from({ length: LAYOUT.parameterCount }, (_, k) => 2 * Math.sin(3 * k + 1)),
);
const PLAN = planLandscape(SPEC, CENTER);

function lossAt(x: number, y: number): number {
  const theta = CENTER.map((entry, p) => entry + x * PLAN.dx[p]! + y * PLAN.dy[p]!) as Parameters;
  return evaluateLoss(PLAN, theta);
}

describe("a chord of the slice", () => {
  const path: ChordPath = { kind: "slice", from: [-1, 0.25], to: [0.5, -0.75] };

  it("takes the loss at every place between its ends", async () => {
    const { places, losses } = await profileChord(PLAN, path);
    expect([places[0], places[50], places[100]]).toEqual([0, 0.5, 1]);
    for (const [i, place] of places.entries()) {
      // A weight is mixed from two others: a few roundings of numbers below 10.
      expect(losses[i]).toBeCloseTo(lossAt(-1 + 1.5 * place, 0.25 - place), 12);
    }
  });

  it("has the true gap within its bound, and the bound is small", async () => {
    const { gap, gapError } = await profileChord(PLAN, path);
    const expected = lossAt(-0.25, -0.25) - (lossAt(-1, 0.25) + lossAt(0.5, -0.75)) / 2;
    expect(Math.abs(gap - expected)).toBeLessThan(gapError);
    expect(gapError).toBeGreaterThan(0);
    expect(gapError).toBeLessThan(1e-10);
  });

  it("has no gap beyond its bound where its ends are one point", async () => {
    const { gap, gapError } = await profileChord(PLAN, { kind: "slice", from: [0.5, 0.5], to: [0.5, 0.5] });
    expect(Math.abs(gap)).toBeLessThanOrEqual(gapError);
  });
});

describe("the evaluator of the processor", () => {
  const straight: ChordPath = { kind: "slice", from: [-1, 0.25], to: [0.5, -0.75] };
  const bent: ChordPath = {
    kind: "weights",
    from: CENTER.map((entry) => 1.3 * entry) as Parameters,
    middle: CENTER,
    to: CENTER.map((entry, p) => entry + Math.cos(p)) as Parameters,
  };

  it.each([straight, bent])("gives the same losses and the same gap along a chord: $kind", async (path) => {
    const plain = await profileChord(PLAN, path);
    const quick = await profileChord(PLAN, path, { evaluator: new ProcessorEvaluator() });
    expect([quick.gap, quick.gapError]).toEqual([plain.gap, plain.gapError]);
    expect(quick.losses).toHaveLength(plain.losses.length);
    for (const [i, loss] of plain.losses.entries()) expect(quick.losses[i]).toBeCloseTo(loss, 12);
    expect(quick.losses).not.toEqual(plain.losses);
  });

  it("can be stopped", async () => {
    const evaluator = new ProcessorEvaluator();
    const stopped = profileChord(PLAN, straight, { evaluator, signal: AbortSignal.abort() });
    await expect(stopped).rejects.toThrow(expect.objectContaining({ name: "AbortError" }));
  });
});

describe("the service's inspections", () => {
  const service = createReferenceService();

  it("proves a chord whose gap exceeds its bound, and no other", async () => {
    const chords = Array.from({ length: 40 }, (_, i) => {
      const angle = i * 0.7;
      return { from: [Math.cos(angle), Math.sin(angle)], to: [-Math.cos(2 * angle), Math.sin(3 * angle)] } as const;
    });
    const counts = { proved: 0, refused: 0 };
    for (const { from, to } of chords) {
      const { gap, gapError } = await service.run("profileChord", {
        spec: SPEC,
        parameters: CENTER,
        path: { kind: "slice", from, to },
      });
      const finding = await service.run("proveChord", { spec: SPEC, parameters: CENTER, from, to });
      if (gap <= gapError) {
        expect(finding).toBeNull();
        counts.refused++;
        continue;
      }
      expect(finding?.verification.proved).toBe(true);
      expect(finding?.method).toBe("grid-chord");
      counts.proved++;
    }
    expect(counts.proved).toBeGreaterThan(0);
    expect(counts.refused).toBeGreaterThan(0);
  });

  it("finds the whole Hessian anywhere in the slice, and continues an older request while a newer one runs", async () => {
    const looks = [0, 0.5].map((x) => service.run("analyzeHessian", { spec: SPEC, parameters: CENTER, x, y: 0 }));
    const [older, newer] = await Promise.all(looks);
    expect(older).not.toEqual(newer);
    for (const { negative, zero, positive, min, max } of [older!, newer!]) {
      expect(negative + zero + positive).toBe(LAYOUT.parameterCount);
      expect(min).toBeLessThan(max);
    }
  });

  it("checks a certificate, and reports in one line the error of a file that is none", async () => {
    const finding = await service.run("proveChord", { spec: SPEC, parameters: CENTER, from: [-1, -1], to: [1, 1] });
    const outcome = await service.run("evaluate", { spec: SPEC, parameters: CENTER });
    const certificate = (finding ?? outcome.finding)?.certificate;
    const checked = await service.run("verify", JSON.stringify(certificate));
    expect(checked).toEqual({ proved: true, message: expect.stringMatching(/^proved: not convex/) });
    expect(await service.run("verify", "{")).toEqual({ proved: false, message: "certificate: the file is not JSON" });
    expect((await service.run("verify", '{"format":"losscape-certificate","version":9}')).message).toBe(
      "certificate.version: 9 is not 1",
    );
  });
});

const UNKNOWN = POINT_CLASSES.indexOf("undecided");

describe("what a slice has proved not convex", () => {
  const spec = parseSpec({ ...SPEC, network: { layers: [2, 1, 1], activation: "tanh" } });
  const layout = layoutNetwork(spec.network);
  const plan = planLandscape(spec, asParameters(layout, [1, -2, 0.5, 1.5, -0.5]));
  const open: Settlement = { verdict: UNDECIDED_SO_FAR, finding: null };
  const evaluator = new ReferenceEvaluator();

  async function classify(): Promise<Landscape> {
    return classifyLandscape(await evaluator.evaluate(plan), plan.grid, evaluator.backend);
  }

  it("becomes a certificate with the place of its chord in the slice", async () => {
    const landscape = await classify();
    const { finding } = await settleFromSlice(plan, spec.network, open, landscape, []);
    expect(finding?.method).toBe("grid-chord");
    const { from, to } = finding!.slice!;
    for (const [x, y] of [from, to]) {
      expect([...landscape.grid.x]).toContain(x);
      expect([...landscape.grid.y]).toContain(y);
    }
    const placed = placeChord(plan, from, to);
    for (const [i, point] of [placed.from, placed.to].entries()) {
      // Rounded to 4 places after the binary point at the coarsest.
      for (const [p, entry] of point.entries()) {
        expect(Math.abs(entry - finding!.points[i]![p]!)).toBeLessThanOrEqual(2 ** -5);
      }
    }
  });

  const prove = (chords: readonly CertificateChord[]) =>
    searchCertificate(
      {
        network: spec.network,
        loss: plan.loss,
        data: plan.data,
        theta: plan.center,
        chords,
        evaluateLoss: (theta: Parameters) => evaluateLoss({ layout, loss: plan.loss, data: plan.data }, theta),
      },
      { methods: ["grid-chord", "curvature-chord"] },
    );

  it("becomes a certificate at any point: its chord itself, or one along its curvature that is short enough", async () => {
    const landscape = await classify();
    const { columns } = landscape.grid;
    const counts = { chord: 0, curvature: 0 };
    for (const [point, index] of landscape.classes.entries()) {
      // A prime number of points apart.
      if (point % 61 !== 0) continue;
      const chord = findSteepestChord(landscape, landscape.grid, Math.floor(point / columns), point % columns);
      if (chord) {
        const place = (side: number): SlicePlace => [
          landscape.grid.x[chord.column + side * chord.columns]!,
          landscape.grid.y[chord.row + side * chord.rows]!,
        ];
        const { finding } = await prove([{ method: "grid-chord", ...placeChord(plan, place(-1), place(1)) }]);
        expect(finding?.verification.proved, `chord at ${point}`).toBe(true);
        counts.chord++;
      }
      if (POINT_CLASSES[index] !== "nonconvex-curvature") continue;
      const classes = landscape.classes.map((entry, p) => (p === point ? entry : UNKNOWN));
      const chords = listSliceChords(plan, { ...landscape, classes });
      const { finding } = await prove(chords.filter(({ method }) => method === "curvature-chord"));
      expect(finding?.verification.proved, `curvature at ${point}`).toBe(true);
      counts.curvature++;
    }
    expect(counts.chord).toBeGreaterThan(10);
    expect(counts.curvature).toBeGreaterThan(10);
  });
});

import { describe, expect, it } from "vitest";
import { createProcessorService } from "../../../../../src/compute/service/processor-service";
import { createReferenceService } from "../../../../../src/compute/service/reference-service";
import { runExperiment } from "../../../../../src/compute/studies/run-experiment";
import { CaseMeasurer } from "../../../../../src/compute/studies/survey/measure-case";
import { measureResult } from "../../../../../src/compute/studies/survey/measure-result";
import { createSurveyEngine } from "../../../../../src/compute/studies/survey/survey-engine";
import { parseCertificate } from "../../../../../src/convexity/certificate/schema";
import { verifyCertificate } from "../../../../../src/convexity/certificate/verify";
import { parseSpec } from "../../../../../src/experiment/parse";
import { CaseProduct } from "../../../../../src/experiment/survey/case-product";
import { MEASURES } from "../../../../../src/experiment/survey/plan-schema";
import { smallPlan } from "../../../../support/survey-plan";

const product = new CaseProduct(
  smallPlan({
    vary: {
      "network.activation": ["sigmoid", "relu", "identity"],
      // Half of the samples are kept for a test: half of the cases are evaluated on them.
      "dataset.test": [{ fraction: 0.5, seed: 1 }],
      "dataset.evaluate": ["train", "test"],
      plane: [
        { kind: "random", seed: 4 },
        { kind: "random", seed: 5, layers: [1] },
        { kind: "trajectory-pca" },
        { kind: "hessian" },
        { kind: "permutation" },
      ],
    },
  }),
);
const specs = Array.from({ length: product.count }, (_, index) => product.caseAt(index).spec);

describe("CaseMeasurer", () => {
  it.each([
    ["processor", createProcessorService],
    ["reference", async () => createReferenceService()],
  ] as const)("measures with the %s what a single landscape of the case says", async (backend, createService) => {
    const measurer = new CaseMeasurer(await createSurveyEngine(backend), MEASURES);
    const service = await createService();
    for (const spec of specs) {
      const found = await measurer.measure(spec);
      const result = await runExperiment(parseSpec({ ...spec, fullHessian: "center" }), service, () => {});
      expect(found.status).toBe("measured");
      expect(found.classes).toEqual(result.summary);
      // A single landscape may prove the same by a chord that its slice shows.
      expect(found.verdict).toMatchObject({ kind: result.verdict.kind, scope: result.verdict.scope });
      expect(found.certificate === null).toBe(result.certificate === null);
      if (found.certificate) expect(verifyCertificate(parseCertificate(found.certificate)).proved).toBe(true);
      expect(found.lambdaMin).toBe(result.fullHessian!.center.min);
      expect(found.lambdaMinError).toBe(result.fullHessian!.center.tolerance);
      expect(found.fullHessian!.negative).toBe(result.fullHessian!.center.negative);
      // The same through the door of a page that computes: its result says what this one measured.
      const { message: _, verdict: __, certificate: ___, ...kept } = found;
      const { verdict, certificate } = result;
      expect(await measureResult(result, MEASURES)).toMatchObject({ ...kept, verdict, certificate });
    }
  });

  it("measures the same whatever was measured before", async () => {
    const engine = await createSurveyEngine("processor");
    const together = new CaseMeasurer(engine, MEASURES);
    const inOrder = [];
    for (const spec of specs) inOrder.push(await together.measure(spec));
    const alone = [];
    for (const spec of [...specs].reverse()) alone.unshift(await new CaseMeasurer(engine, MEASURES).measure(spec));
    expect(alone).toEqual(inOrder);
  });

  it("measures only what is asked for", async () => {
    const engine = await createSurveyEngine("processor");
    const nothing = { classes: null, lowest: null, center: null, lambdaMin: null, fullHessian: null, verdict: null };
    const { classes, ...others } = await new CaseMeasurer(engine, ["classes"]).measure(specs[0]!);
    expect(classes).not.toBeNull();
    expect(others).toMatchObject({ lambdaMin: null, fullHessian: null, verdict: null });
    expect("certificate" in others).toBe(false);
    const { lambdaMin, ...rest } = await new CaseMeasurer(engine, ["lambdaMin"]).measure(specs[0]!);
    expect(lambdaMin).not.toBeNull();
    expect({ ...rest, lambdaMin: null }).toMatchObject(nothing);
    const { verdict } = await new CaseMeasurer(engine, ["verdict"]).measure(specs[0]!);
    expect(verdict?.kind).toBe("not-convex");
  });

  it("says why a case cannot be measured, and that a training diverged", async () => {
    const measurer = new CaseMeasurer(await createSurveyEngine("processor"), MEASURES);
    const still = await measurer.measure(
      parseSpec({ ...specs[0], weights: { kind: "trained", steps: 0 }, plane: { kind: "trajectory-pca" } }),
    );
    const message = "plane: the training trajectory is one point, so it has no principal components";
    expect(still).toMatchObject({ status: "failed", message, classes: null, verdict: null });
    const wild = await measurer.measure(
      parseSpec({
        ...specs[0],
        network: { layers: [2, 3, 1], activation: "identity" },
        loss: { kind: "mse" },
        weights: { kind: "trained", optimizer: "sgd", learningRate: 100, steps: 400 },
      }),
    );
    expect(wild).toMatchObject({
      status: "diverged",
      message: "The training diverged within its 400 steps.",
      loss: null,
    });
  });
});

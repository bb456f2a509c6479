import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSpec } from "../../../../src/experiment/parse";
import { CaseProduct } from "../../../../src/experiment/survey/case-product";
import { parseSurveyPlan, parseSurveyPlanText } from "../../../../src/experiment/survey/plan-schema";
import { smallPlan } from "../../../support/survey-plan";

const productOf = (vary: unknown) => new CaseProduct(smallPlan({ vary }));

function refusal(vary: unknown): string {
  try {
    productOf(vary).check();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("was accepted");
}

describe("CaseProduct", () => {
  it("holds every combination of values once, each as the spec of a landscape", () => {
    const plan = smallPlan();
    const product = new CaseProduct(plan);
    product.check();
    expect(product.count).toBe(24);
    const specs = Array.from({ length: 24 }, (_, index) => product.caseAt(index).spec);
    expect(new Set(specs.map((spec) => JSON.stringify(spec))).size).toBe(24);
    for (const activation of ["sigmoid", "relu"]) {
      for (const seed of [1, 2, 3]) {
        for (const plane of [1, 2, 3, 4]) {
          const base = plan.spec as Record<string, object>;
          const wanted = parseSpec({
            ...base,
            network: { ...base.network, activation },
            weights: { ...base.weights, seed },
            plane: { ...base.plane, seed: plane },
          });
          expect(specs).toContainEqual(wanted);
        }
      }
    }
  });

  it("keeps cases with the same weights together, whatever the order of the plan", () => {
    const product = new CaseProduct(smallPlan());
    expect([product.groupSize, product.groups]).toEqual([4, 6]);
    for (let index = 0; index < product.count; index++) {
      const first = product.caseAt(Math.floor(index / 4) * 4).spec;
      const { plane: _, ...centre } = product.caseAt(index).spec;
      expect({ ...centre, plane: first.plane }).toEqual(first);
    }
  });

  it("finds a case from its places and the places from the case", () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 5 });
    const fields = ["weights.seed", "plane.seed", "weights.steps", "dataset.seed", "dataset.samples"];
    fc.assert(
      fc.property(sizes, (counts) => {
        const vary = Object.fromEntries(counts.map((count, i) => [fields[i]!, { from: 1, count }]));
        const product = productOf(vary);
        for (let index = 0; index < product.count; index++) {
          expect(product.indexOf(product.placesOf(index))).toBe(index);
        }
      }),
    );
  });

  it("makes cases of a large product one by one", () => {
    const product = productOf({ "weights.seed": { from: 0, count: 3_000 }, "plane.seed": { from: 5, count: 3_000 } });
    product.check();
    expect(product.count).toBe(9_000_000);
    expect(product.caseAt(8_999_999).factors).toEqual({ "weights.seed": 2_999, "plane.seed": 3_004 });
  });

  it("varies several fields together by one list", () => {
    const product = productOf({
      "dataset & network.layers": [
        [{ kind: "named", name: "iris" }, [4, 4, 3]],
        [{ kind: "generated", name: "xor", samples: 8 }, [2, 4, 1]],
      ],
      "loss.l2": [0, 0.01],
    });
    product.check();
    expect(product.count).toBe(4);
    expect(product.caseAt(3).spec).toMatchObject({
      dataset: { name: "xor" },
      network: { layers: [2, 4, 1] },
      loss: { l2: 0.01 },
    });
    expect(productOf({ "network.layers.1": [2, 6] }).caseAt(1).spec.network.layers).toEqual([2, 6, 1]);
  });
});

describe("a plan that cannot be run says why in one sentence", () => {
  const cases: readonly (readonly [vary: unknown, message: string])[] = [
    [{}, "survey.vary: names no field, so there is nothing to survey"],
    [{ "network.activation": [] }, "survey.vary.network.activation: 0 entries are fewer than 1"],
    [{ "weights.seed": { from: 1, count: 0 } }, "survey.vary.weights.seed.count: 0 is below 1"],
    [
      { "weights.seed": { from: 0, count: 100_000 }, "plane.seed": { from: 0, count: 1_000 } },
      "survey.vary: 100000000 cases are more than 10000000",
    ],
    [{ "network.width": [3] }, "spec.network.width: is not a known field (case 0: network.width 3)"],
    [{ "loss.kind.of": [3] }, "survey.vary.loss.kind.of: the spec has no such field"],
    [{ "network.layers.7": [3] }, "survey.vary.network.layers.7: the spec has no such entry"],
    [{ "network..layers": [3] }, 'survey.vary.network..layers: "network..layers" is not a path in the spec'],
    [{ "__proto__.x": [3] }, "spec.__proto__: is not a known field (case 0: __proto__.x 3)"],
    [
      { "network.activation": ["relu", "step"] },
      'spec.network.activation: "step" is not sigmoid, relu, tanh, leaky-relu, elu, softplus, silu, gelu, sin, identity or a list (case 1: network.activation "step")',
    ],
    [
      { "network.activation": ["relu", "relu"] },
      "survey.vary.network.activation[1]: is the same value as survey.vary.network.activation[0]",
    ],
    [
      { network: [{ layers: [2, 1] }], "network.layers": [[2, 1]] },
      "survey.vary.network: contradicts network.layers, which also varies",
    ],
    [{ fullHessian: ["center"] }, "survey.vary.fullHessian: fullHessian cannot vary in a survey"],
    [
      { "network.layers": [[3, 3, 1]] },
      "spec.network.layers[0]: 3 where the data has 2 inputs (case 0: network.layers [3,3,1])",
    ],
    [
      { "network.layers": [[2, 64, 64, 1]] },
      "survey.measure: the network has 4417 parameters, and the whole Hessian is for at most 1000 (case 0: network.layers [2,64,64,1])",
    ],
    [
      { "weights.seed": { from: 4_294_967_295, count: 2 } },
      "spec.weights.seed: 4294967296 is above 4294967295 (case 1: weights.seed 4294967296)",
    ],
    [{ "dataset & loss": [["moons"]] }, "survey.vary.dataset & loss[0]: is not a list of 2 values, one for each field"],
    [
      { "plane.seed & weights.seed": { from: 1, count: 2 } },
      "survey.vary.plane.seed & weights.seed: fields that vary together need a list of values",
    ],
  ];
  it.each(cases)("%j", (vary, message) => {
    expect(refusal(vary)).toBe(message);
  });

  it("also where the plan itself is wrong", () => {
    const wrong = (changes: object) => () => parseSurveyPlan({ ...smallPlan(), ...changes });
    expect(wrong({ measure: ["classes", "colour"] })).toThrow(
      'survey.measure[1]: "colour" is not classes, lambdaMin, fullHessian, verdict or certificate',
    );
    expect(wrong({ measure: ["classes", "classes"] })).toThrow("survey.measure: classes appears twice");
    expect(wrong({ version: 2 })).toThrow("survey.version: 2 is not 1");
    expect(wrong({ seeds: 3 })).toThrow("survey.seeds: is not a known field");
    expect(() => parseSurveyPlanText("{")).toThrow("survey: the file is not JSON");
  });
});

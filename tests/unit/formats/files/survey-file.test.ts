import Papa from "papaparse";
import { beforeAll, describe, expect, it } from "vitest";
import { createReferenceService } from "../../../../src/compute/service/reference-service";
import { runSurvey } from "../../../../src/compute/studies/survey/run-survey";
import { planSurvey } from "../../../../src/compute/studies/survey/survey-plan";
import {
  parseSurveyRequest,
  parseSurveyText,
  type SurveyDocument,
  writeSurvey,
} from "../../../../src/formats/files/survey-file";
import { writeSurveyCsv } from "../../../../src/formats/tables/survey-table";
import { row, smallSpec } from "../../compute/studies/survey/small-survey";

let survey: SurveyDocument;

beforeAll(async () => {
  const plan = planSurvey(smallSpec(), { planes: 3, seeds: 2, activations: ["sigmoid", "relu"] });
  survey = await runSurvey(plan, createReferenceService());
});

describe("a survey file", () => {
  it("is read as it was written", () => {
    expect(parseSurveyText(JSON.stringify(survey))).toEqual(survey);
  });

  it("is not believed in its summary, nor in being complete", () => {
    const claims = { ...survey, complete: true, rows: survey.rows.slice(0, 3), summary: { activations: "all convex" } };
    const read = parseSurveyText(JSON.stringify(claims));
    expect(read.complete).toBe(false);
    expect(read.summary).toEqual(writeSurvey({ ...survey, rows: survey.rows.slice(0, 3) }).summary);
  });

  it.each([
    ["no JSON", () => "{", "survey: the file is not JSON"],
    ["another format", () => ({ ...survey, format: "losscape-spec" }), "survey.format: "],
    ["an unknown field", () => ({ ...survey, color: 1 }), "survey.color: is not a known field"],
    [
      "a share above 1",
      () => ({ ...survey, rows: [{ ...survey.rows[0], nonconvex: 2 }] }),
      "survey.rows[0].nonconvex: 2 is above 1",
    ],
    [
      "a seed that is none",
      () => ({ ...survey, rows: [{ ...survey.rows[0], planeSeed: -1 }] }),
      "survey.rows[0].planeSeed: -1 is below 0",
    ],
    [
      "an activation twice",
      () => ({ ...survey, activations: ["relu", "relu"] }),
      "survey.activations: relu appears twice",
    ],
    [
      "rows of a stranger",
      () => ({ ...survey, rows: [row({ activation: "gelu" })] }),
      "gelu is not one of survey.activations",
    ],
    ["a spec that is none", () => ({ ...survey, spec: { format: "losscape-spec" } }), "spec.version: is missing"],
  ])("is refused with one sentence for %s", (_, make, sentence) => {
    const input = make();
    expect(() => parseSurveyText(typeof input === "string" ? input : JSON.stringify(input))).toThrow(sentence);
  });

  it("is a table of one row a plane, nothing an empty cell", () => {
    const lost = row({ activation: "relu", weightSeed: 8, planeSeed: 13, nonconvex: null, message: 'it "ran", away' });
    const text = writeSurveyCsv({ ...survey, rows: [...survey.rows, lost] });
    const { data, errors } = Papa.parse<Record<string, string>>(text, {
      header: true,
      skipEmptyLines: true,
    });
    expect(errors).toEqual([]);
    expect(data).toHaveLength(survey.rows.length + 1);
    const formula = row({ activation: "relu", weightSeed: 8, planeSeed: 14, nonconvex: null, message: "=1+1" });
    expect(writeSurveyCsv({ ...survey, rows: [formula] })).toContain("'=1+1");
    survey.rows.forEach((expected, i) => {
      const center = survey.centers.find(
        ({ activation, weightSeed }) => activation === expected.activation && weightSeed === expected.weightSeed,
      )!;
      const cells = data[i]!;
      expect([cells.activation, Number(cells.weight_seed), Number(cells.plane_seed)]).toEqual([
        expected.activation,
        expected.weightSeed,
        expected.planeSeed,
      ]);
      expect(Number(cells.nonconvex)).toBe(expected.nonconvex);
      expect(Number(cells.undecided)).toBe(expected.classes!.undecided);
      expect(Number(cells.center_curvature_min)).toBe(expected.center!.min);
      expect(Number(cells.lambda_min)).toBe(center.hessian!.min);
      expect(Number(cells.eigenvalues)).toBe(13);
    });
    expect(data.at(-1)).toMatchObject({ status: "diverged", nonconvex: "", convex: "", message: 'it "ran", away' });
  });
});

describe("the request of a survey", () => {
  it("has defaults", () => {
    expect(parseSurveyRequest({})).toEqual({ planes: 100, seeds: null, activations: ["sigmoid", "relu"] });
    const { seeds } = planSurvey(smallSpec(), parseSurveyRequest({}));
    expect(seeds).toHaveLength(20);
    expect(seeds.every(({ planeSeeds }) => planeSeeds.length === 5)).toBe(true);
  });

  it("is surveyed on a grid of at most 33 points a side over the same ranges", () => {
    const spec = smallSpec({ grid: { columns: 97, rows: 9, xRange: [-3, 1], yRange: [0, 2] } });
    expect(planSurvey(spec, parseSurveyRequest({})).spec.grid).toEqual({
      columns: 33,
      rows: 9,
      xRange: [-3, 1],
      yRange: [0, 2],
    });
  });

  it("counts seeds on from 0 after the largest", () => {
    const spec = smallSpec({ plane: { kind: "random", seed: 4_294_967_295 } });
    const [{ planeSeeds } = { planeSeeds: [] }] = planSurvey(spec, {
      planes: 2,
      seeds: 1,
      activations: ["elu", "relu"],
    }).seeds;
    expect(planeSeeds).toEqual([4_294_967_295, 0]);
  });

  it.each([
    [{ planes: 0 }, "survey.planes: 0 is below 1"],
    [{ planes: 1e6 }, "survey.planes: 1000000 is above 10000"],
    [{ planes: 2.5 }, "survey.planes: 2.5 is not a whole number"],
    [{ seeds: 0 }, "survey.seeds: 0 is below 1"],
    [{ activations: ["relu"] }, "survey.activations: 1 entries are fewer than 2"],
    [{ activations: ["relu", "swish"] }, 'survey.activations[1]: "swish" is not sigmoid, relu'],
    [{ activations: ["relu", "relu"] }, "survey.activations: relu appears twice"],
    [{ colour: 1 }, "survey.colour: is not a known field"],
  ])("is refused with one sentence: %j", (input, sentence) => {
    expect(() => parseSurveyRequest(input)).toThrow(sentence);
  });

  it("must fit its spec", () => {
    const request = { planes: 3, seeds: 4, activations: ["sigmoid", "relu"] } as const;
    expect(() => planSurvey(smallSpec(), request)).toThrow("survey.seeds: 4 is above 3, the number of planes");
    const layers = [{ kernel: [[1], [2]], bias: [0] }];
    const given = smallSpec({ network: { layers: [2, 1] }, weights: { kind: "given", layers } });
    expect(() => planSurvey(given, request)).toThrow("survey.seeds: 4 seeds need trained weights, and these are given");
    expect(planSurvey(given, { ...request, seeds: null }).seeds).toEqual([
      { weightSeed: null, planeSeeds: [11, 12, 13] },
    ]);
  });
});

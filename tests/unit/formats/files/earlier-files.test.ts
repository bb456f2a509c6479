import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { checkCertificate } from "../../../../src/compute/jobs/check-certificate";
import { decodeLink } from "../../../../src/experiment/link";
import { parseSpecText } from "../../../../src/experiment/parse";
import {
  readCreases,
  readFullHessian,
  readLandscape,
  readPlaneMeasure,
} from "../../../../src/formats/files/result-file";
import { readKeptSolution, readSolutionFile } from "../../../../src/formats/files/solutions-file";
import { parseSurveyText } from "../../../../src/formats/files/survey-file";
import { readPngText, SPEC_KEYWORD } from "../../../../src/formats/pictures/png-text";
import { readSvgMetadata } from "../../../../src/formats/pictures/svg-metadata";
import { makeContext } from "../../../support/task-context";

/** Files, a link and a stored solution as version 0.1.0 wrote them in November 2026: what was once saved opens for ever. */
const FOLDER = path.resolve("tests/earlier");
const readText = (name: string) => readFileSync(path.join(FOLDER, name), "utf8");
const spec = parseSpecText(readText("spec.json"));

it("a link opens its experiment and its view", () => {
  const link = decodeLink(readText("link.txt").trim());
  expect(link.spec).toEqual(spec);
  expect(link.view).toMatchObject({
    height: "log",
    tool: "race",
    lesson: 3,
    pins: [{ x: 0.5, y: -0.25, name: "a place" }],
    compare: { other: "tanh", weights: "shared" },
  });
});

it("a result gives its landscape, creases, Hessian and plane", () => {
  const result = JSON.parse(readText("result.json"));
  // A result's spec holds the weights that the training ended with.
  expect({ ...parseSpecText(JSON.stringify(result.spec)), weights: spec.weights }).toEqual(spec);
  const landscape = readLandscape(result);
  expect([landscape.grid.columns, landscape.grid.rows]).toEqual([5, 5]);
  expect(Array.from(landscape.loss.subarray(0, 5))).toEqual(result.loss[0]);
  expect(readCreases(result).creases.length).toBe(result.creases.length);
  expect(readFullHessian(result)?.center).toMatchObject(result.fullHessian.center);
  expect(readPlaneMeasure(result)).toEqual(result.plane);
});

it("a certificate is checked with the same end", async () => {
  const { verdict } = JSON.parse(readText("result.json"));
  const { proved } = await checkCertificate(readText("certificate.json"), makeContext());
  expect(proved).toBe(verdict.kind === "not-convex");
});

it("solutions open, from a file and from the browser's store", () => {
  const { drafts, complaints } = readSolutionFile(readText("solutions.json"), () => "without a name");
  expect(complaints).toEqual([]);
  expect(drafts).toHaveLength(1);
  const kept = readKeptSolution(readText("kept-solution.json"));
  expect(kept.keptAt).toBe(1_790_000_000_000);
  expect(kept.spec.weights.layers).toEqual(drafts[0]!.spec.weights.layers);
  expect(kept.name).toBe(drafts[0]!.name);
});

it("a survey opens", () => {
  const survey = parseSurveyText(readText("survey.json"));
  expect(survey.rows).toHaveLength(4);
  expect(parseSpecText(JSON.stringify(survey.spec)).network).toEqual(spec.network);
});

it("pictures give the experiment that they show", () => {
  const png = readPngText(readFileSync(path.join(FOLDER, "picture.png")), SPEC_KEYWORD);
  expect(parseSpecText(png!)).toEqual(spec);
  expect(parseSpecText(readSvgMetadata(readText("figure.svg"))!)).toEqual(spec);
});

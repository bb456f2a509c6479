import type { RunProgress } from "../../compute/studies/scripting";
import type { Spec } from "../../experiment/spec";
import type { SurveyDocument, SurveyRequest } from "../../formats/files/survey-file";
import type { Backend } from "../input/landscape-arguments";
import type { HeadlessPage } from "../pages/headless-page";

export type Report = (progress: RunProgress) => void;

/** The files' contents that a run makes. */
export interface Products {
  /** The result or survey document as JSON. */
  readonly result: string;
  readonly picture: Uint8Array | null;
}

/** The backend, and whether a picture is requested. The page takes the picture with every backend. */
export interface Production {
  readonly backend: Backend;
  readonly png: boolean;
  readonly report: Report;
}

/** Computes one landscape: in this process, or in the page, as in a visitor's browser. */
export async function produceLandscape(spec: Spec, { backend, png, report }: Production): Promise<Products> {
  const picture = async (page: HeadlessPage, result: string) => (png ? page.capture(result) : null);
  if (backend === "webgl") {
    return withPage(report, async (page) => {
      const result = await page.run(JSON.stringify(spec), report);
      return { result, picture: await picture(page, result) };
    });
  }
  const { runExperiment } = await import("../../compute/studies/run-experiment");
  const { createReferenceService } = await import("../../compute/service/reference-service");
  const result = JSON.stringify(await runExperiment(spec, createReferenceService(), report));
  if (!png) return { result, picture: null };
  return withPage(report, async (page) => ({ result, picture: await picture(page, result) }));
}

/**
 * Computes a survey; its picture is its plot.
 * @throws SpecError before anything is computed, when the request does not fit the spec
 */
export async function produceSurvey(
  spec: Spec,
  request: SurveyRequest,
  { backend, png, report }: Production,
): Promise<Products> {
  const { planSurvey } = await import("../../compute/studies/survey/survey-plan");
  const plan = planSurvey(spec, request);
  const picture = async (page: HeadlessPage, survey: string) => (png ? page.drawSurvey(survey) : null);
  if (backend === "webgl") {
    return withPage(report, async (page) => {
      const result = await page.survey(JSON.stringify({ spec, ...request }), report);
      return { result, picture: await picture(page, result) };
    });
  }
  const { runSurvey } = await import("../../compute/studies/survey/run-survey");
  const { createReferenceService } = await import("../../compute/service/reference-service");
  const result = JSON.stringify(await runSurvey(plan, createReferenceService(), { onProgress: report }));
  if (!png) return { result, picture: null };
  return withPage(report, async (page) => ({ result, picture: await picture(page, result) }));
}

/** A survey's document as a table. */
export async function writeTable(survey: string): Promise<string> {
  const { writeSurveyCsv } = await import("../../formats/tables/survey-table");
  return writeSurveyCsv(JSON.parse(survey) as SurveyDocument);
}

async function withPage<T>(report: Report, use: (page: HeadlessPage) => Promise<T>): Promise<T> {
  report({ stage: "opening the page", fraction: 0 });
  // Loaded only now, so that bad input is reported without loading a bundler and a browser driver.
  const { HeadlessPage } = await import("../pages/headless-page");
  const page = await HeadlessPage.open();
  try {
    return await use(page);
  } finally {
    await page.close();
  }
}

import type { RunProgress } from "../compute/scripting";
import type { SurveyDocument, SurveyRequest } from "../formats/survey";
import type { Spec } from "../spec/schema";
import type { HeadlessPage } from "./headless-page";
import type { Backend } from "./landscape-arguments";

export type Report = (progress: RunProgress) => void;

/** What a run makes, as it goes into files. */
export interface Products {
  /** The result or survey document as JSON. */
  readonly result: string;
  readonly picture: Uint8Array | null;
}

/** Where it is computed, and whether a picture is wanted, which the page takes whatever the backend. */
export interface Production {
  readonly backend: Backend;
  readonly png: boolean;
  readonly report: Report;
}

/** One landscape: in this process, or in the page as a visitor's browser would. */
export async function produceLandscape(spec: Spec, { backend, png, report }: Production): Promise<Products> {
  const picture = async (page: HeadlessPage, result: string) => (png ? page.capture(result) : null);
  if (backend === "webgl") {
    return withPage(report, async (page) => {
      const result = await page.run(JSON.stringify(spec), report);
      return { result, picture: await picture(page, result) };
    });
  }
  const { runExperiment } = await import("../compute/run");
  const { createReferenceService } = await import("../compute/reference-service");
  const result = JSON.stringify(await runExperiment(spec, createReferenceService(), report));
  if (!png) return { result, picture: null };
  return withPage(report, async (page) => ({ result, picture: await picture(page, result) }));
}

/**
 * A survey, with its plot for a picture.
 * @throws SpecError before anything is computed where the request does not fit the spec
 */
export async function produceSurvey(
  spec: Spec,
  request: SurveyRequest,
  { backend, png, report }: Production,
): Promise<Products> {
  const { planSurvey } = await import("../compute/survey/survey-plan");
  const plan = planSurvey(spec, request);
  const picture = async (page: HeadlessPage, survey: string) => (png ? page.drawSurvey(survey) : null);
  if (backend === "webgl") {
    return withPage(report, async (page) => {
      const result = await page.survey(JSON.stringify({ spec, ...request }), report);
      return { result, picture: await picture(page, result) };
    });
  }
  const { runSurvey } = await import("../compute/survey/run-survey");
  const { createReferenceService } = await import("../compute/reference-service");
  const result = JSON.stringify(await runSurvey(plan, createReferenceService(), { onProgress: report }));
  if (!png) return { result, picture: null };
  return withPage(report, async (page) => ({ result, picture: await picture(page, result) }));
}

/** A survey's document as a table. */
export async function writeTable(survey: string): Promise<string> {
  const { writeSurveyCsv } = await import("../formats/survey-csv");
  return writeSurveyCsv(JSON.parse(survey) as SurveyDocument);
}

async function withPage<T>(report: Report, use: (page: HeadlessPage) => Promise<T>): Promise<T> {
  report({ stage: "opening the page", fraction: 0 });
  // Loaded only now: bad input is answered without waiting for a bundler and a browser driver.
  const { HeadlessPage } = await import("./headless-page");
  const page = await HeadlessPage.open();
  try {
    return await use(page);
  } finally {
    await page.close();
  }
}

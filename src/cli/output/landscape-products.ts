import type { ComputeService } from "../../compute/service/tasks";
import type { RunProgress } from "../../compute/studies/scripting";
import type { Spec } from "../../experiment/spec";
import type { SurveyDocument, SurveyRequest } from "../../formats/files/survey-file";
import type { Backend } from "../input/landscape-arguments";
import { hasSources } from "../pages/app-build";
import type { HeadlessPage } from "../pages/headless-page";
import { needPage } from "../pages/need-page";
import { choosePlace } from "./choose-place";

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

/** What is computed, in this process or in a page, as in a visitor's browser. */
interface Job {
  /** An experiment like those that are computed, and how often, for an estimate of the time. */
  readonly typical: Spec;
  readonly landscapes: number;
  readonly trainings: number;
  compute(service: ComputeService): Promise<unknown>;
  computeInPage(page: HeadlessPage): Promise<string>;
  draw(page: HeadlessPage, result: string): Promise<Uint8Array>;
}

/** Computes one landscape. */
export async function produceLandscape(spec: Spec, production: Production): Promise<Products> {
  const { runExperiment } = await import("../../compute/studies/run-experiment");
  const { report } = production;
  return produce(production, {
    typical: spec,
    landscapes: 1,
    trainings: 1,
    compute: (service) => runExperiment(spec, service, report),
    computeInPage: (page) => page.run(JSON.stringify(spec), report),
    draw: (page, result) => page.capture(result),
  });
}

/**
 * Computes a survey; its picture is its plot.
 * @throws SpecError before anything is computed, when the request does not fit the spec
 */
export async function produceSurvey(spec: Spec, request: SurveyRequest, production: Production): Promise<Products> {
  const { planSurvey } = await import("../../compute/studies/survey/survey-plan");
  const { runSurvey } = await import("../../compute/studies/survey/run-survey");
  const plan = planSurvey(spec, request);
  const { report } = production;
  return produce(production, {
    typical: plan.spec,
    landscapes: plan.activations.length * plan.planes,
    trainings: plan.activations.length * plan.seeds.length,
    compute: (service) => runSurvey(plan, service, { onProgress: report }),
    computeInPage: (page) => page.survey(JSON.stringify({ spec, ...request }), report),
    draw: (page, survey) => page.drawSurvey(survey),
  });
}

/** A survey's document as a table. */
export async function writeTable(survey: string): Promise<string> {
  const { writeSurveyCsv } = await import("../../formats/tables/survey-table");
  return writeSurveyCsv(JSON.parse(survey) as SurveyDocument);
}

async function produce({ backend, png, report }: Production, job: Job): Promise<Products> {
  if (backend === "webgl") needPage("--backend webgl");
  if (png) needPage("--png");
  let opened: HeadlessPage | null = null;
  const openPage = async (engine: "webgl" | "processor"): Promise<HeadlessPage> => {
    if (opened) return opened;
    report({ stage: "opening the page", fraction: 0 });
    // Loaded only now, so that bad input is reported without loading a bundler and a browser driver.
    const { HeadlessPage } = await import("../pages/headless-page");
    opened = await HeadlessPage.open(engine);
    return opened;
  };
  try {
    if (backend === "automatic") report({ stage: "comparing the engines", fraction: 0 });
    const service = await chooseService(backend, job, () => openPage("webgl"));
    const result = service
      ? JSON.stringify(await job.compute(service))
      : await job.computeInPage(await openPage("webgl"));
    return { result, picture: png ? await job.draw(await openPage("processor"), result) : null };
  } finally {
    await (opened as HeadlessPage | null)?.close();
  }
}

/**
 * The service of this process, or null where the page computes with WebGL. `automatic` times a small part of the job on the processor. It
 * opens the page only where the whole job would take long, and then takes WebGL where it is the faster one.
 */
async function chooseService(
  backend: Backend,
  job: Job,
  openWebgl: () => Promise<HeadlessPage>,
): Promise<ComputeService | null> {
  if (backend === "webgl") return null;
  if (backend === "reference") {
    return (await import("../../compute/service/reference-service")).createReferenceService();
  }
  const processor = await (await import("../../compute/service/processor-service")).createProcessorService();
  if (backend === "processor" || !hasSources()) return processor;
  const { estimateSeconds } = await import("../../compute/engine/measure-speed");
  const { typical, landscapes, trainings } = job;
  const here = estimateSeconds(await processor.run("measureSpeed", typical), typical, landscapes, trainings);
  const place = await choosePlace(here, async () => {
    const page = await openWebgl();
    return estimateSeconds(await page.measureSpeed(JSON.stringify(typical)), typical, landscapes, trainings);
  });
  return place === "process" ? processor : null;
}

import type { RunProgress } from "../../compute/studies/scripting";
import { planSurvey, type SurveyPlan } from "../../compute/studies/survey/survey-plan";
import type { SurveyCenter, SurveyRow } from "../../convexity/survey/survey";
import type { Spec } from "../../experiment/spec";
import { type SurveyDocument, writeSurvey } from "../../formats/files/survey-file";
import type { BackendInfo } from "../../slice/backend-info";
import { FRESH_FORM, type SurveyForm } from "./survey-form";

/** A survey on the page: it runs, has ended, or was read from a file. */
export interface PageSurvey {
  readonly phase: "running" | "done" | "cancelled" | "failed";
  /** The experiment that it was started from. */
  readonly base: Spec;
  /** The results so far. */
  readonly found: SurveyDocument;
  /** 0 to 1. */
  readonly fraction: number;
  /** What is computed now. */
  readonly note: string;
  /** Estimated; null until there is an estimate. */
  readonly secondsLeft: number | null;
  /** One sentence that says why it failed, else empty. */
  readonly message: string;
}

/** A report of a survey that runs, or its end. */
export type SurveyReport =
  | { readonly kind: "center"; readonly center: SurveyCenter }
  | { readonly kind: "row"; readonly row: SurveyRow }
  | { readonly kind: "progress"; readonly progress: RunProgress; readonly seconds: number }
  | { readonly kind: "done"; readonly found: SurveyDocument }
  | { readonly kind: "cancelled" }
  | { readonly kind: "failed"; readonly message: string };

/** The state of the tool. */
export interface SurveyToolState {
  readonly form: SurveyForm;
  /** Null until one is started or opened. */
  readonly survey: PageSurvey | null;
  /** One sentence on a file that could not be read, else empty. */
  readonly message: string;
}

export const FIRST_SURVEY: SurveyToolState = Object.freeze<SurveyToolState>({
  form: FRESH_FORM,
  survey: null,
  message: "",
});

export type SurveyAction =
  | { readonly type: "fill"; readonly change: Partial<SurveyForm> }
  | { readonly type: "begin"; readonly survey: PageSurvey }
  | { readonly type: "report"; readonly report: SurveyReport }
  /** A survey was read from a file. */
  | { readonly type: "show"; readonly found: SurveyDocument }
  | { readonly type: "say"; readonly message: string };

/** Pure; returns the same state where nothing changed. */
export function reduceSurvey(state: SurveyToolState, action: SurveyAction): SurveyToolState {
  switch (action.type) {
    case "fill":
      return { ...state, form: { ...state.form, ...action.change } };
    case "begin":
      return isRunning(state) ? state : { ...state, survey: action.survey, message: "" };
    case "report":
      return state.survey ? { ...state, survey: applyReport(state.survey, action.report) } : state;
    case "show":
      return { ...state, survey: isRunning(state) ? state.survey : showSurvey(action.found), message: "" };
    case "say":
      return { ...state, message: action.message };
  }
}

export function isRunning({ survey }: SurveyToolState): boolean {
  return survey?.phase === "running";
}

/** Below this fraction there is no estimate of the time left. */
const LEAST_FRACTION = 0.01;

export function beginSurvey(base: Spec, plan: SurveyPlan, backend: BackendInfo): PageSurvey {
  const { spec, activations, planes, seeds } = plan;
  const planned = { planes, seeds: seeds.length };
  const found = writeSurvey({ spec, activations, planned, centers: [], rows: [], backend, timings: {} });
  return Object.freeze<PageSurvey>({
    phase: "running",
    base,
    found,
    fraction: 0,
    note: "",
    secondsLeft: null,
    message: "",
  });
}

/** A survey from a file. Its spec stands for the experiment that it was started from. */
export function showSurvey(found: SurveyDocument): PageSurvey {
  const phase = found.complete ? "done" : "cancelled";
  const fraction = found.rows.length / (found.activations.length * found.planned.planes);
  const blank = { note: "", secondsLeft: null, message: "" } as const;
  return Object.freeze<PageSurvey>({ phase, base: found.spec, found, fraction, ...blank });
}

/** The survey after a report. A survey that has ended does not change. */
export function applyReport(survey: PageSurvey, report: SurveyReport): PageSurvey {
  if (survey.phase !== "running") return survey;
  return Object.freeze<PageSurvey>({ ...survey, ...changesAfter(survey, report) });
}

function changesAfter({ found, fraction }: PageSurvey, report: SurveyReport): Partial<PageSurvey> {
  switch (report.kind) {
    case "center":
      return { found: writeSurvey({ ...found, centers: [...found.centers, report.center] }) };
    case "row":
      return { found: writeSurvey({ ...found, rows: [...found.rows, report.row] }) };
    case "progress":
      return {
        fraction: report.progress.fraction,
        note: report.progress.note ?? "",
        secondsLeft: estimateLeft(report.progress.fraction, report.seconds),
      };
    case "done":
      return { phase: "done", found: report.found, fraction: 1, secondsLeft: null };
    case "cancelled":
      return { phase: "cancelled", fraction, secondsLeft: null };
    case "failed":
      return { phase: "failed", message: report.message, secondsLeft: null };
  }
}

function estimateLeft(fraction: number, seconds: number): number | null {
  return fraction < LEAST_FRACTION ? null : (seconds * (1 - fraction)) / fraction;
}

/** Whether a survey belongs to this experiment: only the seeds and the activation, which it varies, and the resolution may differ. */
export function isSurveyOf({ base }: PageSurvey, spec: Spec): boolean {
  return base === spec || surveyKey(base) === surveyKey(spec);
}

function surveyKey(experiment: Spec): string {
  const { spec } = planSurvey(experiment, { planes: 1, seeds: 1, activations: [] });
  const { dataset, network, loss, weights, plane, grid } = spec;
  const anySeed = <Section extends object>(section: Section) => ({ ...section, seed: null });
  return JSON.stringify([
    dataset,
    { ...network, activation: null },
    loss,
    weights.kind === "trained" ? anySeed(weights) : weights,
    anySeed(plane),
    grid,
  ]);
}

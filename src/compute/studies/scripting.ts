import type { ResultDocument } from "../../formats/files/result-file";
import type { SurveyDocument } from "../../formats/files/survey-file";
import type { EngineSpeed } from "../engine/measure-speed";

/** One report from a running experiment. */
export interface RunProgress {
  /** The current stage, in a word or two. */
  readonly stage: string;
  /** 0 to 1 over all stages. */
  readonly fraction: number;
  /** The current part of the stage, which changes too often for its own line of output. */
  readonly note?: string;
}

export interface CaptureOptions {
  /** Picture pixels for each pixel of the page. */
  readonly scale: 1 | 2 | 4;
  readonly legend: boolean;
  readonly transparent: boolean;
}

/** The functions of the open page for scripts, as `window.losscape`. The page's own controls use the same functions. */
export interface LosscapeScripting {
  /** Trains if the spec says so, evaluates the landscape and finds the verdict. @throws SpecError for a bad spec */
  run(spec: unknown, onProgress?: (progress: RunProgress) => void): Promise<ResultDocument>;
  /**
   * Surveys random planes around networks of several seeds and activations.
   * @param request  `spec`, and `planes`, `seeds` and `activations` where they are not the defaults
   * @throws SpecError for a bad spec or request
   */
  survey(request: unknown, onProgress?: (progress: RunProgress) => void): Promise<SurveyDocument>;
  /** The speed of the page's engine on an experiment, from a small part of its landscape and of its training. @throws SpecError */
  measureSpeed(spec: unknown): Promise<EngineSpeed>;
  /** The plot of a survey as a PNG, with the spec in its text chunk. */
  drawSurvey(survey: SurveyDocument): Promise<Blob>;
  /** Puts a result on the page; resolves once it is drawn. */
  show(result: ResultDocument): Promise<void>;
  /** The surface as a PNG, with the spec in its text chunk. */
  capture(options: CaptureOptions): Promise<Blob>;
}

declare global {
  interface Window {
    /** Set as soon as the page can be used. */
    losscape?: LosscapeScripting;
  }
}

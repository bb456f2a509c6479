import type { ResultDocument } from "../../formats/files/result-file";
import type { SurveyDocument } from "../../formats/files/survey-file";

/** One piece of news from an experiment under way. */
export interface RunProgress {
  /** What is being done, in a word or two. */
  readonly stage: string;
  /** 0 to 1 over all stages. */
  readonly fraction: number;
  /** What of the stage is under way, where that changes too often for a line of its own. */
  readonly note?: string;
}

export interface CaptureOptions {
  /** Picture pixels for each pixel of the page. */
  readonly scale: 1 | 2 | 4;
  readonly legend: boolean;
  readonly transparent: boolean;
}

/** What a script can ask of the open page, as `window.losscape`: the same doors that the page's own controls use. */
export interface LosscapeScripting {
  /** Trains where the spec says so, evaluates the landscape and judges it. @throws SpecError for a bad spec */
  run(spec: unknown, onProgress?: (progress: RunProgress) => void): Promise<ResultDocument>;
  /**
   * Surveys random planes around networks of several seeds and activations.
   * @param request  `spec`, and `planes`, `seeds` and `activations` where they are not the defaults
   * @throws SpecError for a bad spec or request
   */
  survey(request: unknown, onProgress?: (progress: RunProgress) => void): Promise<SurveyDocument>;
  /** The plot of a survey as a PNG, with the spec in its text chunk. */
  drawSurvey(survey: SurveyDocument): Promise<Blob>;
  /** Puts a result on the page; resolves once it is drawn. */
  show(result: ResultDocument): Promise<void>;
  /** The surface as a PNG, with the spec in its text chunk. */
  capture(options: CaptureOptions): Promise<Blob>;
}

declare global {
  interface Window {
    /** Set once the page can be used. */
    losscape?: LosscapeScripting;
  }
}

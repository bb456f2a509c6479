import "./survey.css";
import { html, nothing, render, type TemplateResult } from "lit";
import { inBackground } from "../../compute/service/service";
import { runSurvey } from "../../compute/studies/survey/run-survey";
import { type SurveyPlan, surveyedSpec } from "../../compute/studies/survey/survey-plan";
import type { SurveyRow } from "../../convexity/survey/survey";
import { THEMES } from "../../drawing/colors/theme";
import { embedTypeface } from "../../drawing/typeface/draw-svg";
import { SpecError } from "../../experiment/parse";
import { ACTIVATIONS } from "../../experiment/spec";
import { drawStripPlot } from "../../figure/strip-plot";
import { LONGEST_FILE } from "../../formats/files/file-limits";
import { parseSurveyText } from "../../formats/files/survey-file";
import { writeSurveyCsv } from "../../formats/tables/survey-table";
import { describeFailure } from "../../studio/run/failure";
import type { StudioState } from "../../studio/state/state";
import { openStore } from "../../studio/state/store";
import { chooseFile } from "../../studio/views/files/choose-file";
import { nameOf } from "../../studio/views/files/open-file";
import { download, nameFile } from "../../studio/views/files/save-file";
import { renderOncePerFrame } from "../../studio/views/parts/frame-renderer";
import { putSvg } from "../../studio/views/parts/put-svg";
import { ACTIVATION_NAMES } from "../../words/names";
import { formatProgress, formatSeconds } from "../../words/numbers";
import type { OpenTool, Tool, ToolParts } from "../tool";
import { checkForm, renderForm } from "./survey-form";
import { drawSurvey } from "./survey-picture";
import { plotSurvey } from "./survey-plot";
import { type ResultActions, renderResults } from "./survey-results";
import {
  beginSurvey,
  FIRST_SURVEY,
  isRunning,
  isSurveyOf,
  type PageSurvey,
  reduceSurvey,
  type SurveyAction,
  type SurveyReport,
  type SurveyToolState,
} from "./survey-state";

/** The width of the plot in the drawer, in CSS pixels. */
const PLOT_WIDTH = 348;

/** A comparison of activations over many random planes and seeds. */
export const openTool: OpenTool = (host, parts) => new SurveyTool(host, parts);

class SurveyTool implements Tool {
  readonly #host: HTMLElement;
  readonly #parts: ToolParts;
  readonly #plot = document.createElement("div");
  readonly #drawSoon: () => void;
  readonly #store = openStore<SurveyToolState, SurveyAction>(FIRST_SURVEY, reduceSurvey);
  #plotted: PageSurvey["found"] | null = null;
  #abort = new AbortController();
  #isOpen = false;

  constructor(host: HTMLElement, parts: ToolParts) {
    this.#host = host;
    this.#parts = parts;
    this.#plot.className = "survey-plot";
    this.#drawSoon = renderOncePerFrame(() => {
      if (this.#isOpen) this.#draw();
    });
    this.#store.subscribe(this.#drawSoon);
  }

  update(): void {
    this.#isOpen = true;
    this.#draw();
  }

  hide(): void {
    this.#isOpen = false;
  }

  restyle(): void {
    this.#plotted = null;
    this.#drawSoon();
  }

  #draw(): void {
    const { spec } = this.#parts.store.getState();
    const state = this.#store.getState();
    const { form, survey, message } = state;
    const isBusy = isRunning(state);
    render(
      html`${renderForm(form, spec, isBusy, {
        change: (change) => {
          this.#store.dispatch({ type: "fill", change });
          // Drawn at once: after Enter, the browser submits the form only if this change has enabled the button.
          this.#draw();
        },
        start: () => void this.#start(),
      })}
      ${survey && isBusy ? this.#renderProgress(survey) : nothing}
      ${survey?.phase === "failed" ? html`<p class="said" role="alert">${survey.message}</p>` : nothing}
      ${survey ? renderResults(survey, isSurveyOf(survey, spec), this.#plot, this.#actions) : nothing}
      <div class="part">
        <button type="button" class="button" id="survey-open" ?disabled=${isBusy} @click=${() => chooseFile(".json,application/json", (file) => void this.#open(file))}>
          Open a survey
        </button>
        <p class="said" role="status">${message}</p>
      </div>`,
      this.#host,
    );
    this.#drawPlot();
  }

  #renderProgress({ fraction, note, secondsLeft }: PageSurvey): TemplateResult {
    const left = secondsLeft === null ? "" : `, about ${formatSeconds(secondsLeft)} left`;
    const isWaiting = isPageAtWork(this.#parts.store.getState());
    const doing = isWaiting
      ? "The page computes first. The survey continues when the page is ready."
      : nameActivation(note);
    return html`<div class="part survey-progress">
      <progress aria-label="Survey" max="1" .value=${fraction}></progress>
      <p>${formatProgress(fraction)}${left}</p>
      <p class="quiet">${doing}</p>
      <button type="button" class="button" id="survey-cancel" @click=${() => this.#abort.abort()}>Cancel</button>
    </div>`;
  }

  #drawPlot(): void {
    const found = this.#store.getState().survey?.found ?? null;
    if (!found || found.rows.length === 0 || found === this.#plotted) return;
    this.#plotted = found;
    const plot = plotSurvey(found, found.summary, found.backend);
    const { svg } = drawStripPlot(plot, THEMES[this.#parts.view.theme()], {
      id: "survey",
      width: PLOT_WIDTH,
      standalone: false,
    });
    putSvg(this.#plot, svg);
  }

  readonly #actions: ResultActions = {
    openRow: (row) => this.#openRow(row),
    openBase: () => {
      const { survey } = this.#store.getState();
      if (survey) this.#parts.store.dispatch({ type: "open", spec: survey.base });
    },
    save: (kind) => void this.#save(kind),
  };

  async #start(): Promise<void> {
    const { spec } = this.#parts.store.getState();
    const checked = checkForm(this.#store.getState().form, spec);
    if ("field" in checked || isRunning(this.#store.getState())) return;
    const { kind, renderer, floatBits } = await this.#parts.service.run("describe", undefined);
    // Another survey may have begun meanwhile.
    if (isRunning(this.#store.getState())) return;
    this.#store.dispatch({ type: "begin", survey: beginSurvey(spec, checked.plan, { kind, renderer, floatBits }) });
    this.#abort = new AbortController();
    this.#draw();
    this.#host.querySelector(".survey-progress")?.scrollIntoView({ block: "nearest" });
    await this.#run(checked.plan, this.#abort.signal);
  }

  async #run(plan: SurveyPlan, signal: AbortSignal): Promise<void> {
    const began = performance.now();
    const report = (content: SurveyReport): void => this.#store.dispatch({ type: "report", report: content });
    try {
      const found = await runSurvey(plan, inBackground(this.#parts.service), {
        signal,
        onCenter: (center) => report({ kind: "center", center }),
        onRow: (row) => report({ kind: "row", row }),
        onProgress: (progress) => report({ kind: "progress", progress, seconds: (performance.now() - began) / 1000 }),
      });
      report({ kind: "done", found });
    } catch (error) {
      const message = describeFailure(error);
      report(signal.aborted ? { kind: "cancelled" } : { kind: "failed", message });
    }
  }

  /** Opens one plane at the resolution of the experiment that the survey was started from. */
  #openRow(row: SurveyRow): void {
    const { survey } = this.#store.getState();
    if (!survey) return;
    const { base, found } = survey;
    this.#parts.store.dispatch({ type: "open", spec: surveyedSpec({ ...base, plane: found.spec.plane }, row) });
  }

  async #save(kind: "csv" | "json" | "svg"): Promise<void> {
    const found = this.#store.getState().survey?.found;
    if (!found) return;
    const contents = {
      csv: () => ({ text: writeSurveyCsv(found), type: "text/csv" }),
      json: () => ({ text: JSON.stringify(found), type: "application/json" }),
      svg: async () => ({
        text: await embedTypeface(drawSurvey(found, this.#parts.view.theme()).svg),
        type: "image/svg+xml",
      }),
    };
    const { text, type } = await contents[kind]();
    download(new Blob([text], { type }), `${nameFile(found.spec)}-survey.${kind}`);
  }

  async #open(file: File): Promise<void> {
    try {
      if (file.size > LONGEST_FILE) throw new SpecError(`${file.size} bytes are more than ${LONGEST_FILE}`);
      this.#store.dispatch({ type: "show", found: parseSurveyText(await file.text()) });
    } catch (error) {
      const reason = error instanceof SpecError ? error.message : "the file could not be read";
      this.#store.dispatch({ type: "say", message: `${nameOf(file)}: ${reason}.` });
    }
  }
}

/** "Leaky ReLU, seed 3 of 20" of "leaky-relu, seed 3 of 20". */
function nameActivation(note: string): string {
  const name = ACTIVATIONS.find((activation) => note.startsWith(`${activation},`));
  return name ? `${ACTIVATION_NAMES[name].label}${note.slice(name.length)}` : note;
}

/** Whether the page trains or evaluates its own experiment. */
function isPageAtWork({ run: { training, landscape } }: StudioState): boolean {
  return training.phase === "running" || landscape.phase === "running";
}

import { html, nothing, render, type TemplateResult } from "lit";
import { runSurvey } from "../../../compute/survey/run-survey";
import { type SurveyPlan, surveyedSpec } from "../../../compute/survey/survey-plan";
import type { SurveyRow } from "../../../convexity/survey/survey";
import { LONGEST_FILE } from "../../../formats/file-limits";
import { parseSurveyText } from "../../../formats/survey";
import { writeSurveyCsv } from "../../../formats/survey-csv";
import { drawStripPlot } from "../../../scene/strip-plot";
import { THEMES, type ThemeName } from "../../../scene/theme";
import { embedTypeface } from "../../../scene/typeface/draw-svg";
import { SpecError } from "../../../spec/parse";
import { ACTIVATIONS } from "../../../spec/schema";
import { ACTIVATION_NAMES } from "../../../words/names";
import { formatProgress, formatSeconds } from "../../../words/numbers";
import { renderOncePerFrame } from "../../frame-renderer";
import { nameOf } from "../../open-file";
import { download, nameFile } from "../../studio-commands";
import type { OpenTool, Tool, ToolParts } from "../../workbench/tool";
import { borrowInBackground } from "./background-service";
import { checkForm, FRESH_FORM, renderForm, type SurveyForm } from "./survey-form";
import { drawSurvey } from "./survey-picture";
import { plotSurvey } from "./survey-plot";
import { type ResultActions, renderResults } from "./survey-results";
import { applyNews, beginSurvey, isSurveyOf, type PageSurvey, type SurveyNews, showSurvey } from "./survey-state";

/** Of the plot in the drawer, in CSS pixels. */
const PLOT_WIDTH = 348;

/** Many random planes and seeds beside the one picture, sigmoid beside ReLU. */
export const openTool: OpenTool = (host, parts) => new SurveyTool(host, parts);

class SurveyTool implements Tool {
  readonly #host: HTMLElement;
  readonly #parts: ToolParts;
  readonly #plot = document.createElement("div");
  readonly #drawSoon: () => void;
  #form: SurveyForm = FRESH_FORM;
  #survey: PageSurvey | null = null;
  #plotted: PageSurvey["found"] | null = null;
  #abort = new AbortController();
  /** One sentence on a file that could not be read, else empty. */
  #said = "";
  #isOpen = false;

  constructor(host: HTMLElement, parts: ToolParts) {
    this.#host = host;
    this.#parts = parts;
    this.#plot.className = "survey-plot";
    this.#drawSoon = renderOncePerFrame(() => {
      if (this.#isOpen) this.#draw();
    });
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
    const survey = this.#survey;
    const isBusy = survey?.phase === "running";
    render(
      html`${renderForm(this.#form, spec, isBusy, {
        change: (change) => {
          this.#form = { ...this.#form, ...change };
          // At once: Enter takes a number over and then asks the button, which may have been disabled until now.
          this.#draw();
        },
        start: () => void this.#start(),
      })}
      ${survey && isBusy ? this.#renderProgress(survey) : nothing}
      ${survey?.phase === "failed" ? html`<p class="said" role="alert">${survey.message}</p>` : nothing}
      ${survey ? renderResults(survey, isSurveyOf(survey, spec), this.#plot, this.#actions) : nothing}
      <div class="part">
        <button type="button" class="button" id="survey-open" ?disabled=${isBusy} @click=${() => this.#chooseFile()}>
          Open a survey
        </button>
        <p class="said" role="status">${this.#said}</p>
      </div>`,
      this.#host,
    );
    this.#drawPlot();
  }

  #renderProgress({ fraction, note, secondsLeft, isWaiting }: PageSurvey): TemplateResult {
    const left = secondsLeft === null ? "" : `, about ${formatSeconds(secondsLeft)} left`;
    const doing = isWaiting ? "The page comes first; the survey goes on when it is done." : nameActivation(note);
    return html`<div class="part survey-progress">
      <progress aria-label="Survey" max="1" .value=${fraction}></progress>
      <p>${formatProgress(fraction)}${left}</p>
      <p class="quiet">${doing}</p>
      <button type="button" class="button" id="survey-cancel" @click=${() => this.#abort.abort()}>Cancel</button>
    </div>`;
  }

  #drawPlot(): void {
    const found = this.#survey?.found ?? null;
    if (!found || found.rows.length === 0 || found === this.#plotted) return;
    this.#plotted = found;
    const plot = plotSurvey(found, found.summary, found.backend);
    const { svg } = drawStripPlot(plot, THEMES[chosenTheme()], { id: "survey", width: PLOT_WIDTH, standalone: false });
    // Parsed as a document of its own: no markup of ours is ever written as text into the page.
    const drawn = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
    this.#plot.replaceChildren(document.adoptNode(drawn));
  }

  readonly #actions: ResultActions = {
    openRow: (row) => this.#openRow(row),
    openBase: () => {
      if (this.#survey) this.#parts.store.dispatch({ type: "open", spec: this.#survey.base });
    },
    save: (kind) => void this.#save(kind),
  };

  async #start(): Promise<void> {
    const { spec } = this.#parts.store.getState();
    const checked = checkForm(this.#form, spec);
    if ("field" in checked || this.#isRunning()) return;
    const { kind, renderer, floatBits } = await this.#parts.service.describe();
    if (this.#isRunning()) return;
    this.#said = "";
    this.#survey = beginSurvey(spec, checked.plan, { kind, renderer, floatBits });
    this.#abort = new AbortController();
    this.#draw();
    this.#host.querySelector(".survey-progress")?.scrollIntoView({ block: "nearest" });
    await this.#run(checked.plan, this.#abort.signal);
  }

  /** Asked again after a wait: the survey may be another by then. */
  #isRunning(): boolean {
    return this.#survey?.phase === "running";
  }

  async #run(plan: SurveyPlan, signal: AbortSignal): Promise<void> {
    const began = performance.now();
    const tell = (news: SurveyNews): void => this.#accept(news);
    const onWaiting = (isWaiting: boolean): void => tell({ kind: "waiting", isWaiting });
    try {
      const found = await runSurvey(plan, borrowInBackground({ ...this.#parts, signal, onWaiting }), {
        signal,
        onCenter: (center) => tell({ kind: "center", center }),
        onRow: (row) => tell({ kind: "row", row }),
        onProgress: (progress) => tell({ kind: "progress", progress, seconds: (performance.now() - began) / 1000 }),
      });
      tell({ kind: "done", found });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      tell(signal.aborted ? { kind: "cancelled" } : { kind: "failed", message });
    }
  }

  #accept(news: SurveyNews): void {
    if (!this.#survey) return;
    this.#survey = applyNews(this.#survey, news);
    this.#drawSoon();
  }

  /** The plane as the page draws it: as finely as the experiment that the survey was started from. */
  #openRow(row: SurveyRow): void {
    if (!this.#survey) return;
    const { base, found } = this.#survey;
    this.#parts.store.dispatch({ type: "open", spec: surveyedSpec({ ...base, plane: found.spec.plane }, row) });
  }

  async #save(kind: "csv" | "json" | "svg"): Promise<void> {
    const found = this.#survey?.found;
    if (!found) return;
    const contents = {
      csv: () => ({ text: writeSurveyCsv(found), type: "text/csv" }),
      json: () => ({ text: JSON.stringify(found), type: "application/json" }),
      svg: async () => ({ text: await embedTypeface(drawSurvey(found, chosenTheme()).svg), type: "image/svg+xml" }),
    };
    const { text, type } = await contents[kind]();
    download(new Blob([text], { type }), `${nameFile(found.spec)}-survey.${kind}`);
  }

  #chooseFile(): void {
    const input = document.createElement("input");
    input.type = "file";
    input.accept = ".json,application/json";
    input.addEventListener("change", () => {
      const file = input.files?.[0];
      if (file) void this.#open(file);
    });
    input.click();
  }

  async #open(file: File): Promise<void> {
    try {
      if (file.size > LONGEST_FILE) throw new SpecError(`${file.size} bytes are more than ${LONGEST_FILE}`);
      const found = parseSurveyText(await file.text());
      if (!this.#isRunning()) this.#survey = showSurvey(found);
      this.#said = "";
    } catch (error) {
      this.#said =
        error instanceof SpecError
          ? `${nameOf(file)}: ${error.message}.`
          : `${nameOf(file)}: the file could not be read.`;
    }
    this.#drawSoon();
  }
}

/** "Leaky ReLU, seed 3 of 20" of "leaky-relu, seed 3 of 20". */
function nameActivation(note: string): string {
  const name = ACTIVATIONS.find((activation) => note.startsWith(`${activation},`));
  return name ? `${ACTIVATION_NAMES[name].label}${note.slice(name.length)}` : note;
}

/** The theme that the page wears. */
function chosenTheme(): ThemeName {
  return document.documentElement.dataset.theme === "dark" ? "dark" : "light";
}

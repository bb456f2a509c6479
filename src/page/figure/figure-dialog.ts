import { html, nothing, render, type TemplateResult } from "lit";
import type { ThemeName } from "../../drawing/colors/theme";
import type { LegendContent } from "../../drawing/legend/legend-content";
import { embedTypeface } from "../../drawing/typeface/draw-svg";
import { isPublicLink, writeCitation } from "../../formats/captions/citation";
import { writeLatexCaption } from "../../formats/captions/latex";
import type { SurfacePort } from "../../scene/surface/surface-port";
import { describeFailure, isAbort } from "../../studio/run/failure";
import { isOutdated, specOfMoment } from "../../studio/state/belonging";
import { shownSpec } from "../../studio/state/reducer";
import type { Store } from "../../studio/state/store";
import { captionFigure, describeFigure, LayersMemo } from "../../studio/views/figure/figure-content";
import { VERSION } from "../../studio/views/figure/version";
import { download, nameFile } from "../../studio/views/files/save-file";
import { icon } from "../../studio/views/parts/icons";
import { changeSettings, describeRefusal, FIRST_SETTINGS, type FigureSettings } from "./figure-choice";
import { type DrawnSvg, drawPaperFigure, encodeFigure, encodePdf, type FigureSource } from "./figure-export";
import { renderFigureForm } from "./figure-form";
import { createFigurePreview } from "./figure-preview";
import { hashSpec } from "./spec-hash";

export interface FigureDialogParts {
  readonly store: Store;
  readonly surface: SurfacePort;
  readonly theme: () => ThemeName;
  readonly describeLegend: () => LegendContent | null;
  /** Updates the address and returns it. */
  readonly readLink: () => string;
}

export interface FigureDialog {
  readonly open: (picture: FigureSettings["picture"]) => void;
}

/** The dialog that makes a figure for a paper, a slide or a poster, and saves it with its caption and citation. */
export function createFigureDialog(parts: FigureDialogParts): FigureDialog {
  const dialog = document.createElement("dialog");
  dialog.className = "figure-dialog";
  dialog.setAttribute("aria-labelledby", "figure-title");
  document.body.append(dialog);
  const preview = createFigurePreview();
  const memo = new LayersMemo();
  let settings = FIRST_SETTINGS;
  let notice = "";
  let paper: DrawnSvg | null = null;
  let fraction: number | null = null;
  let abort = new AbortController();
  let unsubscribe = (): void => {};

  function gatherSource(): FigureSource | null {
    const state = parts.store.getState();
    // A slice of another experiment or other weights than the page's gives no figure.
    const content = isOutdated(state) ? null : describeFigure(state, parts.surface.overlays, memo);
    if (!content) return null;
    return {
      content,
      caption: captionFigure(state),
      surface: parts.surface,
      surfaceLegend: parts.describeLegend(),
      theme: parts.theme(),
      spec: specOfMoment(state, shownSpec(state)),
      view: state.view,
    };
  }

  function change(part: Partial<FigureSettings>): void {
    settings = changeSettings(settings, part);
    say(describeRefusal(part, settings));
    showPreview();
  }

  function say(text: string): void {
    notice = text;
    draw();
  }

  function showPreview(): void {
    const source = gatherSource();
    if (!source) {
      preview.clear();
      return;
    }
    preview.show(source, settings, (drawn) => {
      paper = drawn.paper;
      if (drawn.failure) notice = drawn.failure;
      draw();
    });
  }

  async function save(): Promise<void> {
    const source = gatherSource();
    if (!source || fraction !== null) return;
    abort = new AbortController();
    fraction = 0;
    say("");
    try {
      const name = `${nameFile(source.spec)}-${settings.picture}`;
      if (settings.file === "svg") {
        const svg = await embedTypeface(drawPaperFigure(source, settings).svg);
        download(new Blob([svg], { type: "image/svg+xml" }), `${name}.svg`);
      } else if (settings.file === "pdf") {
        download(await encodePdf(source, settings, showProgress, abort.signal), `${name}.pdf`);
      } else {
        download(await encodeFigure(source, settings, showProgress, abort.signal), `${name}.png`);
      }
      fraction = null;
      const isOpenable = settings.file !== "pdf";
      say(isOpenable ? "Saved. The file contains its experiment: drop it on the page to open it again." : "Saved.");
    } catch (error) {
      fraction = null;
      say(isAbort(error) ? "Cancelled: nothing was saved." : describeFailure(error));
    }
  }

  function showProgress(done: number): void {
    fraction = done;
    draw();
  }

  async function copy(text: string, name: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      say(`The ${name} is copied.`);
    } catch {
      say("This browser does not allow copying: select the text and copy it by hand.");
    }
  }

  async function copyCitation(): Promise<void> {
    const link = parts.readLink();
    const hash = await hashSpec(shownSpec(parts.store.getState()));
    const day = new Date().toISOString().slice(0, 10);
    await copy(writeCitation({ version: VERSION, link: isPublicLink(link) ? link : null, hash, day }), "citation");
  }

  function draw(): void {
    if (!dialog.open) return;
    render(renderDialog(), dialog);
  }

  function renderDialog(): TemplateResult {
    const source = gatherSource();
    const caption = source?.caption ?? "";
    return html`<div class="figure-head">
        <h2 id="figure-title">Figure</h2>
        <button type="button" class="button plain" aria-label="Close" title="Close (Esc)" @click=${() => dialog.close()}>
          ${icon("close")}
        </button>
      </div>
      <div class="figure-body">
        <div class="figure-left">
          ${preview.element}
          <label class="figure-caption"
            >Caption
            <textarea id="figure-caption-text" readonly rows="4" .value=${caption}></textarea>
          </label>
        </div>
        <form class="figure-form" @submit=${(event: Event) => event.preventDefault()}>
          ${renderFigureForm(settings, change, paper)}
          <div class="figure-actions">
            <button type="button" class="button" id="copy-caption" ?disabled=${!source} @click=${() => void copy(caption, "caption")}>
              Copy caption
            </button>
            <button
              type="button"
              class="button"
              id="copy-latex"
              ?disabled=${!source}
              @click=${() => void copy(writeLatexCaption(caption), "LaTeX caption")}
            >
              Copy LaTeX
            </button>
            <button type="button" class="button" id="copy-citation" @click=${() => void copyCitation()}>
              Copy BibTeX
            </button>
          </div>
          ${renderSaving(source !== null)}
          <p class="said" role="status" id="figure-said">
            ${notice || (source ? "" : "The figure is drawn when the slice of these weights is computed.")}
          </p>
        </form>
      </div>`;
  }

  function renderSaving(isReady: boolean): TemplateResult {
    const isSaving = fraction !== null;
    const label = `Save ${settings.file.toUpperCase()}`;
    return html`<div class="figure-saving">
      <button type="button" class="button main" id="save-figure" ?disabled=${!isReady || isSaving} @click=${() => void save()}>
        ${label}
      </button>
      ${
        isSaving
          ? html`<progress aria-label="Drawing the figure" max="1" .value=${fraction ?? 0}></progress>
              <button type="button" class="button" id="cancel-figure" @click=${() => abort.abort()}>Cancel</button>`
          : nothing
      }
    </div>`;
  }

  dialog.addEventListener("close", () => {
    abort.abort();
    unsubscribe();
    preview.clear();
  });

  return {
    open(picture) {
      settings = changeSettings(settings, { picture });
      notice = "";
      dialog.showModal();
      unsubscribe = parts.store.subscribe((state, previous) => {
        const same = state.run === previous.run && state.view === previous.view;
        if (same || fraction !== null) return;
        draw();
        showPreview();
      });
      draw();
      showPreview();
    },
  };
}

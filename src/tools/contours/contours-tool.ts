import { html, nothing, render, type TemplateResult } from "lit";
import { THEMES, type ThemeTokens } from "../../drawing/colors/theme";
import { type ContourFigure, drawContourFigure, type FigureContent } from "../../figure/contour/contour-figure";
import { makePageStyle } from "../../figure/layout/figure-presets";
import { findGridPoint, PlotMap } from "../../figure/layout/plot-map";
import type { PointedAt } from "../../scene/surface/surface-port";
import { isOutdated, nameBelonging } from "../../studio/state/belonging";
import type { StudioState } from "../../studio/state/state";
import { describeFigure, LayersMemo } from "../../studio/views/figure/figure-content";
import { renderOncePerFrame } from "../../studio/views/parts/frame-renderer";
import { putSvg } from "../../studio/views/parts/put-svg";
import { readPoint, renderReadout } from "../../studio/views/places/readout";
import type { OpenTool, Tool, ToolParts } from "../tool";

/** A figure with a side below this, in CSS pixels, has no room for its plot. */
const LEAST_SIDE = 120;

/** The slice as a contour map; it covers the surface. */
export const openTool: OpenTool = (host, parts) => new ContoursTool(host, parts);

class ContoursTool implements Tool {
  readonly #parts: ToolParts;
  readonly #bar = document.createElement("div");
  readonly #sheet = document.createElement("div");
  readonly #drawing = document.createElement("div");
  readonly #ring = document.createElement("div");
  readonly #readout = document.createElement("section");
  readonly #memo = new LayersMemo();
  readonly #drawSoon: () => void;
  #isOpen = false;
  #drawn: { readonly key: readonly unknown[]; readonly figure: ContourFigure } | null = null;
  #pointed: PointedAt | null = null;

  constructor(host: HTMLElement, parts: ToolParts) {
    this.#parts = parts;
    this.#bar.className = "contours-bar";
    this.#sheet.className = "contours-sheet";
    this.#drawing.className = "contours-drawing";
    this.#ring.className = "contours-ring";
    this.#ring.hidden = true;
    this.#readout.className = "contours-readout";
    this.#readout.setAttribute("aria-label", "Values at the pointer");
    this.#sheet.append(this.#drawing, this.#ring);
    host.append(this.#bar, this.#sheet, this.#readout);
    this.#drawSoon = renderOncePerFrame(() => {
      if (this.#isOpen) this.update(parts.store.getState());
    });
    new ResizeObserver(this.#drawSoon).observe(this.#sheet);
    this.#sheet.addEventListener("pointermove", (event) => this.#point(event));
    this.#sheet.addEventListener("pointerdown", (event) => this.#point(event));
    this.#sheet.addEventListener("pointerleave", () => this.#showPoint(null));
  }

  update(state: StudioState): void {
    this.#isOpen = true;
    render(this.#renderBar(state), this.#bar);
    this.#draw(state);
    this.#showPoint(this.#pointed);
  }

  hide(): void {
    this.#isOpen = false;
    this.#pointed = null;
  }

  restyle(): void {
    this.#drawSoon();
  }

  #draw(state: StudioState): void {
    const content = describeFigure(state, this.#parts.view.surface.overlays, this.#memo);
    const { clientWidth: width, clientHeight: height } = this.#sheet;
    this.#sheet.classList.toggle("outdated", isOutdated(state));
    if (!content || width < LEAST_SIDE || height < LEAST_SIDE) {
      this.#drawn = null;
      this.#drawing.replaceChildren();
      return;
    }
    const theme = this.#parts.view.theme();
    const key = [
      content.title,
      content.layers,
      content.creases,
      JSON.stringify(content.chord),
      content.overlays,
      content.plane,
      state.view.creases,
      state.view.equalScales,
      theme,
      width,
      height,
    ];
    if (this.#drawn?.key.every((part, index) => part === key[index])) return;
    const figure = this.#drawFigure(content, width, height, THEMES[theme]);
    this.#drawn = { key, figure };
    putSvg(this.#drawing, figure.svg);
  }

  #drawFigure(
    content: Omit<FigureContent, "caption">,
    width: number,
    height: number,
    theme: ThemeTokens,
  ): ContourFigure {
    const style = makePageStyle({
      width,
      height,
      theme,
      background: null,
      legend: true,
      notes: true,
    });
    const look = { ...content.look, equalScales: content.look.equalScales ?? true };
    return drawContourFigure({ ...content, look, caption: "" }, style, { id: "contour-map" });
  }

  #renderBar(state: StudioState): TemplateResult {
    const { store, commands } = this.#parts;
    const { view } = state;
    return html`${isOutdated(state) ? html`<span id="contours-of">Contours of ${nameBelonging(state)}</span>` : nothing}<label
        ><input
          type="checkbox"
          id="equal-scales"
          .checked=${view.equalScales ?? true}
          @change=${(event: Event) =>
            store.dispatch({
              type: "look",
              view: { equalScales: (event.target as HTMLInputElement).checked },
            })}
        />Equal scales</label
      >
      <button type="button" class="button" id="contours-figure" @click=${commands.openFigure}>Figure…</button>`;
  }

  #point(event: PointerEvent): void {
    const { shown } = this.#parts.store.getState().run.landscape;
    if (!shown || !this.#drawn) return;
    const { left, top } = this.#drawing.getBoundingClientRect();
    const place = [event.clientX - left, event.clientY - top] as const;
    this.#showPoint(findGridPoint(this.#drawn.figure.layout, shown.grid, place));
  }

  /** The values of the point under the pointer, and a ring on it. */
  #showPoint(pointed: PointedAt | null): void {
    const state = this.#parts.store.getState();
    const { shown } = state.run.landscape;
    const inside =
      pointed !== null &&
      shown !== null &&
      this.#drawn !== null &&
      !isOutdated(state) &&
      pointed.row < shown.grid.rows &&
      pointed.column < shown.grid.columns;
    this.#pointed = inside ? pointed : null;
    this.#ring.hidden = !inside;
    if (!inside || !this.#drawn) {
      render(html`<p class="quiet">Point at the map to read the loss and the curvature there.</p>`, this.#readout);
      return;
    }
    const [x, y] = new PlotMap(this.#drawn.figure.layout.plot, shown.grid).fromGrid([pointed.column, pointed.row]);
    this.#ring.style.transform = `translate(${x}px, ${y}px)`;
    render(renderReadout(readPoint(shown, pointed.column, pointed.row), nameBelonging(state)), this.#readout);
  }
}

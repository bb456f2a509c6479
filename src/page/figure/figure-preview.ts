import { embedTypeface } from "../../drawing/typeface/draw-svg";
import { createAskLatest } from "../../studio/run/ask-latest";
import type { FigureSettings } from "./figure-choice";
import { type DrawnSvg, drawPaperFigure, drawPixels, type FigureSource } from "./figure-export";

/** Pixels of the longer side of a preview. */
const LONGEST = 720;
/** Milliseconds after the last change until a preview is drawn: drawing a surface takes the GPU for a moment. */
const SETTLE_MS = 250;

/** The result of a preview. */
export interface PreviewResult {
  /** The figure on paper; null for pixels. */
  readonly paper: DrawnSvg | null;
  /** One sentence where drawing failed, else empty. */
  readonly failure: string;
}

export interface FigurePreview {
  readonly element: HTMLElement;
  /** Draws the preview again after a short delay. */
  readonly show: (source: FigureSource, settings: FigureSettings, onDrawn: (drawn: PreviewResult) => void) => void;
  readonly clear: () => void;
}

interface PreviewRequest {
  readonly source: FigureSource;
  readonly settings: FigureSettings;
  readonly onDrawn: (drawn: PreviewResult) => void;
}

/** A small preview of the file, drawn by the same code. */
export function createFigurePreview(): FigurePreview {
  const element = document.createElement("div");
  element.className = "figure-preview";
  let address = "";

  function put(child: Element): void {
    URL.revokeObjectURL(address);
    address = "";
    element.replaceChildren(child);
  }

  async function showDrawing(svg: string, signal: AbortSignal): Promise<void> {
    const whole = await embedTypeface(svg);
    signal.throwIfAborted();
    const image = new Image();
    image.alt = "Preview of the figure";
    const next = URL.createObjectURL(new Blob([whole], { type: "image/svg+xml" }));
    image.src = next;
    put(image);
    address = next;
  }

  async function showPixels({ source, settings }: PreviewRequest, signal: AbortSignal): Promise<void> {
    const shrink = Math.min(1, LONGEST / Math.max(settings.width, settings.height));
    const [width, height] = [settings.width, settings.height].map((side) => Math.max(1, Math.round(side * shrink)));
    const canvas = document.createElement("canvas");
    canvas.width = width!;
    canvas.height = height!;
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", "Preview of the figure");
    const context = canvas.getContext("2d");
    for await (const strip of drawPixels(source, { ...settings, width: width!, height: height! })) {
      signal.throwIfAborted();
      context?.putImageData(strip.pixels, 0, strip.top);
    }
    put(canvas);
  }

  async function draw(request: PreviewRequest, signal: AbortSignal): Promise<DrawnSvg | null> {
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    signal.throwIfAborted();
    const { source, settings } = request;
    if (settings.file === "png") {
      await showPixels(request, signal);
      return null;
    }
    const paper = drawPaperFigure(source, settings);
    await showDrawing(paper.svg, signal);
    return paper;
  }

  const latest = createAskLatest<PreviewRequest, DrawnSvg | null>({
    run: draw,
    // The surface may have changed though the request is the same.
    isSame: () => false,
    onAnswer: (paper, { onDrawn }) => onDrawn({ paper, failure: "" }),
    onFailure: (failure, { onDrawn }) => onDrawn({ paper: null, failure }),
  });

  return {
    element,
    show: (source, settings, onDrawn) => latest.ask({ source, settings, onDrawn }),
    clear() {
      latest.ask(null);
      put(document.createElement("div"));
    },
  };
}

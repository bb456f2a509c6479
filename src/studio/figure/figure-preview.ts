import { embedTypeface } from "../../scene/typeface/draw-svg";
import type { FigureSettings } from "./figure-choice";
import { type DrawnSvg, drawPaperFigure, drawPixels, type FigureSource } from "./figure-export";

/** The longer side of a preview of pixels. */
const LONGEST = 720;
/** How long after the last change a preview is drawn: a surface takes the device for a moment. */
const SETTLE_MS = 250;

/** What a preview came to. */
export interface PreviewNews {
  /** Of a figure on paper. */
  readonly paper: DrawnSvg | null;
  /** One sentence where it failed, else empty. */
  readonly failure: string;
}

export interface FigurePreview {
  readonly element: HTMLElement;
  /** Draws again, soon, and says what it came to. */
  readonly show: (source: FigureSource, settings: FigureSettings, onDrawn: (drawn: PreviewNews) => void) => void;
  readonly clear: () => void;
}

/** What will be saved, small: drawn by what draws the file. */
export function createFigurePreview(): FigurePreview {
  const element = document.createElement("div");
  element.className = "figure-preview";
  let timer: ReturnType<typeof setTimeout> | undefined;
  let drawing = 0;
  let address = "";

  function put(child: Element): void {
    URL.revokeObjectURL(address);
    address = "";
    element.replaceChildren(child);
  }

  async function showDrawing(svg: string): Promise<void> {
    const number = drawing;
    const whole = await embedTypeface(svg);
    if (number !== drawing) return;
    const image = new Image();
    image.alt = "Preview of the figure";
    const next = URL.createObjectURL(new Blob([whole], { type: "image/svg+xml" }));
    image.src = next;
    put(image);
    address = next;
  }

  async function showPixels(source: FigureSource, settings: FigureSettings): Promise<void> {
    const number = drawing;
    const shrink = Math.min(1, LONGEST / Math.max(settings.width, settings.height));
    const [width, height] = [settings.width, settings.height].map((side) => Math.max(1, Math.round(side * shrink)));
    const canvas = document.createElement("canvas");
    canvas.width = width!;
    canvas.height = height!;
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", "Preview of the figure");
    const context = canvas.getContext("2d");
    for await (const strip of drawPixels(source, { ...settings, width: width!, height: height! })) {
      if (number !== drawing) return;
      context?.putImageData(strip.pixels, 0, strip.top);
    }
    put(canvas);
  }

  async function draw(source: FigureSource, settings: FigureSettings): Promise<PreviewNews> {
    try {
      if (settings.file === "svg") {
        const paper = drawPaperFigure(source, settings);
        await showDrawing(paper.svg);
        return { paper, failure: "" };
      }
      await showPixels(source, settings);
      return { paper: null, failure: "" };
    } catch (error) {
      return { paper: null, failure: error instanceof Error ? error.message : "The figure could not be drawn." };
    }
  }

  return {
    element,
    show(source, settings, onDrawn) {
      clearTimeout(timer);
      drawing++;
      timer = setTimeout(() => void draw(source, settings).then(onDrawn), SETTLE_MS);
    },
    clear() {
      clearTimeout(timer);
      drawing++;
      put(document.createElement("div"));
    },
  };
}

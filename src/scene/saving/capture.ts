import type { ThemeTokens } from "../../drawing/colors/theme";
import type { LegendContent } from "../../drawing/legend/legend-content";
import type { PictureSize } from "../../drawing/picture/picture-size";
import { decodeSvg } from "../../drawing/typeface/draw-svg";
import { chooseFont } from "../../drawing/typeface/typeface";
import { drawLegend } from "../../figure/legend-svg";
import { wrapText } from "../../figure/wrap-text";

/** How a picture is saved. */
export interface CaptureOptions {
  /** Pixels per CSS pixel of the view. */
  readonly scale: 1 | 2 | 4;
  /** Leave the background out: alpha 0 where nothing is drawn. */
  readonly transparent: boolean;
  /** Drawn beside the surface, or below it in a tall picture; null for none. */
  readonly legend: LegendContent | null;
  /** Written above the surface; absent or null for none. */
  readonly verdict?: PictureHead | null;
  /** Called with the fraction of the surface that is drawn. */
  readonly onProgress?: (fraction: number) => void;
  /** Ends the drawing early. */
  readonly signal?: AbortSignal;
}

/** What is written above a saved surface. */
export interface PictureHead {
  readonly heading: string;
  readonly text: string;
}

const MARGIN = 16;
/** A picture at least this many legends wide has the legend within its width; another one grows. */
const LEAST_LEGENDS_WIDE = 3;
const HEADING = { size: 18, line: 26 } as const;
const TEXT = { size: 14, line: 20 } as const;

/** Positions in a saved picture, in CSS pixels. The surface begins at its left edge. */
export interface CaptureLayout extends PictureSize {
  readonly surface: PictureSize & { readonly top: number };
  readonly legendLeft: number;
  readonly legendTop: number;
}

/** Divides a picture among the surface and its legend, so that neither covers the other. A small picture grows to the right, a tall one downward. */
export function layOutCapture(picture: PictureSize, legend: PictureSize | null, headHeight = 0): CaptureLayout {
  const { width, height } = picture;
  const top = headHeight;
  if (!legend) {
    return { width, height: height + top, surface: { width, height, top }, legendLeft: 0, legendTop: 0 };
  }
  const across = legend.width + 2 * MARGIN;
  const down = legend.height + 2 * MARGIN;
  const isWithin = width >= LEAST_LEGENDS_WIDE * legend.width && height >= down;
  const isBelow = !isWithin && height > width;
  const whole = {
    width: Math.max(isBelow || isWithin ? width : width + across, across),
    height: top + Math.max(isBelow ? height + down : height, down),
  };
  const legendLeft = isBelow ? (whole.width - legend.width) / 2 : whole.width - legend.width - MARGIN;
  return {
    ...whole,
    surface: { width: isWithin ? width - across : width, height, top },
    legendLeft,
    legendTop: whole.height - legend.height - MARGIN,
  };
}

/** The lines above a surface, for a picture of the given width, and the space that they need. */
export function layOutHead(head: PictureHead | null, width: number) {
  if (!head) return { heading: [], text: [], height: 0 };
  const heading = wrapText(head.heading, HEADING.size, width - 2 * MARGIN);
  const text = head.text ? wrapText(head.text, TEXT.size, width - 2 * MARGIN) : [];
  return { heading, text, height: MARGIN + heading.length * HEADING.line + text.length * TEXT.line };
}

export function paintHead(
  context: CanvasRenderingContext2D,
  { heading, text }: ReturnType<typeof layOutHead>,
  theme: ThemeTokens,
): void {
  context.textAlign = "left";
  context.textBaseline = "alphabetic";
  let y = MARGIN;
  for (const { lines, style, weight, color } of [
    { lines: heading, style: HEADING, weight: 600, color: theme.ink },
    { lines: text, style: TEXT, weight: 400, color: theme.muted },
  ]) {
    chooseFont(context, `${weight} ${style.size}px`);
    context.fillStyle = color;
    for (const line of lines) {
      context.fillText(line, MARGIN, y + 0.75 * style.line);
      y += style.line;
    }
  }
}

/** A legend decoded and ready to be drawn at any scale. */
export interface LegendImage extends PictureSize {
  readonly image: HTMLImageElement;
}

/** @throws Error when the browser cannot decode its own SVG */
export async function decodeLegend(
  content: LegendContent,
  theme: ThemeTokens,
  options: { readonly panel: boolean; readonly scale: number },
): Promise<LegendImage> {
  const { svg, width, height } = drawLegend(content, theme, { id: "saved", panel: options.panel });
  // Decoded at its final size, because some browsers would otherwise enlarge a small bitmap.
  const sized = svg.replace(
    `width="${width}" height="${height}"`,
    `width="${width * options.scale}" height="${height * options.scale}"`,
  );
  return { image: await decodeSvg(sized), width, height };
}

/** @throws Error when the canvas is too large for the browser to encode */
export function encodePng(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob) resolve(blob);
      else reject(new Error(`This browser cannot save a picture of ${canvas.width} × ${canvas.height} pixels.`));
    }, "image/png");
  });
}

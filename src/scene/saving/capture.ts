import type { ThemeTokens } from "../../drawing/colors/theme";
import type { LegendContent } from "../../drawing/legend/legend-content";
import type { PictureSize } from "../../drawing/picture/picture-size";
import { decodeSvg } from "../../drawing/typeface/draw-svg";
import { drawLegend } from "../../figure/legend-svg";

/** How a picture is saved. */
export interface CaptureOptions {
  /** Pixels per CSS pixel of the view. */
  readonly scale: 1 | 2 | 4;
  /** Leave the background out: alpha 0 where nothing is drawn. */
  readonly transparent: boolean;
  /** Drawn into the lower right corner of a wide picture, beside or below a small one; null for none. */
  readonly legend: LegendContent | null;
  /** Called with the fraction of the surface that is drawn. */
  readonly onProgress?: (fraction: number) => void;
  /** Ends the drawing early. */
  readonly signal?: AbortSignal;
}

const LEGEND_MARGIN = 16;
/** A picture at least this many legends wide has a free corner for the legend. */
const LEAST_LEGENDS_WIDE = 4;

/** The whole saved picture, and where the legend's upper left corner lies in it; CSS pixels. */
export interface CaptureLayout extends PictureSize {
  readonly legendLeft: number;
  readonly legendTop: number;
}

/** Finds room for a legend. A picture too small for it grows to the right or, when it is tall, downward. */
export function layOutCapture(picture: PictureSize, legend: PictureSize | null): CaptureLayout {
  const { width, height } = picture;
  if (!legend) return { width, height, legendLeft: 0, legendTop: 0 };
  const across = legend.width + 2 * LEGEND_MARGIN;
  const down = legend.height + 2 * LEGEND_MARGIN;
  const fits = width >= LEAST_LEGENDS_WIDE * legend.width && height >= down;
  const isBelow = !fits && height > width;
  const whole = {
    width: Math.max(isBelow || fits ? width : width + across, across),
    height: Math.max(isBelow ? height + down : height, down),
  };
  const legendLeft = isBelow ? (whole.width - legend.width) / 2 : whole.width - legend.width - LEGEND_MARGIN;
  return { ...whole, legendLeft, legendTop: whole.height - legend.height - LEGEND_MARGIN };
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

import { THEMES, type ThemeName } from "../../drawing/colors/theme";
import type { LegendContent } from "../../drawing/legend/legend-content";
import type { PictureStrip } from "../../drawing/picture/strips";
import type { Spec } from "../../experiment/spec";
import type { View } from "../../experiment/view";
import { drawContourFigure, type FigureContent } from "../../figure/contour/contour-figure";
import {
  makePaperStyle,
  makePixelStyle,
  millimetresToPoints,
  pointsToMillimetres,
} from "../../figure/layout/figure-presets";
import { drawFigureStrips } from "../../figure/layout/figure-strips";
import { describeSoftware } from "../../formats/captions/caption";
import { createPdfWriter } from "../../formats/pictures/pdf";
import { createPngWriter } from "../../formats/pictures/png-stream";
import { SPEC_KEYWORD } from "../../formats/pictures/png-text";
import { writeSvgMetadata } from "../../formats/pictures/svg-metadata";
import type { SurfacePort } from "../../scene/surface/surface-port";
import { VERSION } from "../../studio/views/figure/version";
import { FIGURE_LIMITS, type FigureSettings, paperWidth, surfaceScale } from "./figure-choice";

/** Everything that a figure is drawn from, at the time of the request. */
export interface FigureSource {
  readonly content: Omit<FigureContent, "caption">;
  readonly caption: string;
  readonly surface: SurfacePort;
  readonly surfaceLegend: LegendContent | null;
  readonly theme: ThemeName;
  readonly spec: Spec;
  readonly view: View;
}

export interface DrawnSvg {
  readonly svg: string;
  readonly widthInMillimetres: number;
  readonly heightInMillimetres: number;
}

/** The contour map on paper, with the experiment in its metadata. */
export function drawPaperFigure(source: FigureSource, settings: FigureSettings): DrawnSvg {
  const { svg, ...size } = drawOnPaper(source, settings);
  const carried = JSON.stringify({ spec: source.spec, view: source.view });
  return { svg: writeSvgMetadata(svg, carried), ...size };
}

function drawOnPaper(source: FigureSource, settings: FigureSettings): DrawnSvg {
  const width = paperWidth(settings);
  const style = makePaperStyle({ ...styleChoice(source, settings), width: millimetresToPoints(width), height: null });
  const { svg, layout } = drawContourFigure(contentOf(source, settings), style, {
    id: "losscape",
    size: ({ height }) => ({ width: `${width}mm`, height: `${pointsToMillimetres(height).toFixed(2)}mm` }),
  });
  return { svg, widthInMillimetres: width, heightInMillimetres: pointsToMillimetres(layout.height) };
}

/** Fine enough for the thin lines of a figure in print. */
export const PDF_DOTS_PER_INCH = 600;

/**
 * The contour map on paper as pixels in a PDF; a very wide one has fewer pixels to the inch.
 *
 * @param onProgress  called with the fraction done
 * @throws DOMException named AbortError when the signal is aborted
 */
export async function encodePdf(
  source: FigureSource,
  settings: FigureSettings,
  onProgress: (fraction: number) => void,
  signal: AbortSignal,
): Promise<Blob> {
  // A page has no alpha.
  const { svg, widthInMillimetres, heightInMillimetres } = drawOnPaper(source, { ...settings, transparent: false });
  const [width, height] = [widthInMillimetres, heightInMillimetres].map(millimetresToPoints) as [number, number];
  const scale = Math.min(PDF_DOTS_PER_INCH / 72, FIGURE_LIMITS.pixels.max / Math.max(width, height));
  const [columns, rows] = [Math.round(width * scale), Math.round(height * scale)];
  const pdf = createPdfWriter({ width, height, columns, rows, title: source.content.title });
  for await (const { top, pixels } of drawFigureStrips(svg, { width: columns, height: rows })) {
    signal.throwIfAborted();
    await pdf.write(pixels.data);
    onProgress((top + pixels.height) / rows);
  }
  signal.throwIfAborted();
  return pdf.finish();
}

function contentOf({ content, caption }: FigureSource, settings: FigureSettings): FigureContent {
  return { ...content, caption: settings.caption ? caption : "" };
}

function styleChoice({ theme }: FigureSource, { publication, transparent, legend }: FigureSettings) {
  return { publication, transparent, legend, theme: THEMES[theme] };
}

/** The picture as strips of pixels, from the top. */
export function drawPixels(source: FigureSource, settings: FigureSettings): AsyncGenerator<PictureStrip, void, void> {
  const { width, height } = settings;
  if (settings.picture === "surface") return drawSurface(source, settings);
  const style = makePixelStyle({ ...styleChoice(source, settings), width, height });
  const { svg } = drawContourFigure(contentOf(source, settings), style, { id: "losscape" });
  return drawFigureStrips(svg, { width, height });
}

function drawSurface({ surface, surfaceLegend, caption, theme }: FigureSource, settings: FigureSettings) {
  const { publication, transparent } = settings;
  const name = publication ? "light" : theme;
  const background = publication ? "#ffffff" : THEMES[name].background;
  return surface.drawStrips({
    width: settings.width,
    height: settings.height,
    scale: surfaceScale(settings),
    theme: name,
    background: transparent ? null : background,
    legend: settings.legend ? surfaceLegend : null,
    caption: settings.caption ? caption : "",
  });
}

/**
 * Draws and encodes a PNG of any size. Only one strip of pixels and the compressed bytes are in memory.
 *
 * @param onProgress  called with the fraction done
 * @throws DOMException named AbortError when the signal is aborted
 * @throws Error with one sentence when the GPU or the memory is not sufficient
 */
export async function encodeFigure(
  source: FigureSource,
  settings: FigureSettings,
  onProgress: (fraction: number) => void,
  signal: AbortSignal,
): Promise<Blob> {
  const { width, height, transparent } = settings;
  const { landscape } = source.content.layers;
  const texts = [
    { keyword: SPEC_KEYWORD, text: JSON.stringify(source.spec) },
    { keyword: "Software", text: describeSoftware(landscape, VERSION) },
  ];
  const writer = createPngWriter({ width, height, alpha: transparent, texts, pixelsPerMetre: null });
  try {
    for await (const { top, pixels } of drawPixels(source, settings)) {
      signal.throwIfAborted();
      await writer.write(pixels.data);
      signal.throwIfAborted();
      onProgress((top + pixels.height) / height);
    }
    return await writer.finish();
  } catch (error) {
    writer.abandon();
    if (error instanceof RangeError && /alloc|memory|length/i.test(error.message)) {
      throw new Error(`This browser does not have enough memory for ${width} × ${height} pixels: choose fewer.`);
    }
    throw error;
  }
}

import { countStripRows, cutStrips, openStrip, type PictureStrip, readStrip, rest } from "../../drawing/picture/strips";
import { decodeSvg } from "../../drawing/typeface/draw-svg";

const SPARE_ROWS = 64;

export interface FigureStripOptions {
  /** Size of the whole picture in pixels; the drawing is scaled to it. */
  readonly width: number;
  readonly height: number;
  /** Rows of a strip, for tests. */
  readonly rows?: number;
}

/**
 * Turns a drawing into a picture of any size, strip by strip. The browser draws each strip at its final size, so nothing is enlarged.
 *
 * @param svg  as drawContourFigure makes it
 * @throws Error with one sentence when the browser cannot read the drawing or create a strip
 */
export async function* drawFigureStrips(
  svg: string,
  { width, height, rows = countStripRows(width) }: FigureStripOptions,
): AsyncGenerator<PictureStrip, void, void> {
  const sized = svg.replace(/^<svg\b[^>]*>/, (root) =>
    root.replace(/ width="[^"]*"/, ` width="${width}"`).replace(/ height="[^"]*"/, ` height="${height}"`),
  );
  const image = await decodeSvg(sized);
  for (const strip of cutStrips(width, height, rows)) {
    const context = openStrip(strip, SPARE_ROWS, null);
    context.drawImage(image, 0, SPARE_ROWS - strip.y, width, height);
    yield readStrip(context, strip, SPARE_ROWS);
    await rest();
  }
}

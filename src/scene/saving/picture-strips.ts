import { THEMES, type ThemeName } from "../../drawing/colors/theme";
import type { LegendContent } from "../../drawing/legend/legend-content";
import type { PictureSize } from "../../drawing/picture/picture-size";
import { countStripRows, cutStrips, openStrip, type PictureStrip, readStrip } from "../../drawing/picture/strips";
import { FONT_FAMILY } from "../../drawing/typeface/typeface";
import { openPainting } from "../stage/scene-stage";
import { decodeLegend, type LegendImage } from "./capture";
import { LARGE_TEXT, type LargeLayout, layOutLargePicture } from "./large-layout";
import { openSavedPicture, paintPart, type SavedSurface, TILE_SIDE } from "./saved-picture";

export interface StripOptions {
  /** Pixels of the whole picture, legend and caption included. */
  readonly width: number;
  readonly height: number;
  /** Pixels per CSS pixel: a larger value makes type and lines larger. */
  readonly scale: number;
  readonly theme: ThemeName;
  /** #rrggbb, or null for a transparent background. */
  readonly background: string | null;
  readonly legend: LegendContent | null;
  /** The paragraph below the surface; may be empty. */
  readonly caption: string;
  /** Smaller parts, for tests: rows of a strip and the side of a tile in pixels, both even. */
  readonly parts?: { readonly rows: number; readonly side: number };
}

/** More than the height of any text or mark, in CSS pixels. */
const SPARE = 32;

/**
 * Draws a surface at any size, strip by strip, on its own canvas and graphics context, independent of the screen.
 *
 * @throws Error with one sentence when the device provides no context or cannot draw a strip
 */
export async function* drawStrips(
  surface: SavedSurface,
  options: StripOptions,
): AsyncGenerator<PictureStrip, void, void> {
  const { scale, background, theme } = options;
  const legend = options.legend
    ? await decodeLegend(options.legend, THEMES[theme], { panel: background !== null, scale })
    : null;
  const measuring = openPainting(document.createElement("canvas"));
  measuring.font = captionFont();
  const layout = layOutLargePicture(
    { width: options.width / scale, height: options.height / scale },
    legend,
    options.caption,
    (text) => measuring.measureText(text).width,
  );
  const fitted = fitSurface(layout.surface, options);
  const picture = openSavedPicture(surface, { width: fitted.width / scale, height: fitted.height / scale }, theme);
  try {
    const { rows, side } = options.parts ?? { rows: countStripRows(options.width), side: TILE_SIDE };
    const spare = Math.ceil(SPARE * scale);
    for (const strip of cutStrips(options.width, options.height, rows)) {
      const context = openStrip(strip, spare, background);
      const part = { ...strip, width: fitted.width, height: Math.min(strip.height, fitted.height - strip.y) };
      if (part.height > 0) {
        for await (const _ of paintPart(picture, context, scale, part, strip.y - spare, side));
      }
      paintRest(context, strip.y - spare, layout, legend, options);
      yield readStrip(context, strip, spare);
    }
  } finally {
    picture.dispose();
  }
}

/** The surface in pixels. Its lower edge is an even number of rows above the picture's lower edge, as those of the strips are. */
function fitSurface(surface: PictureSize, { height, scale }: StripOptions): PictureSize {
  const rows = Math.round(surface.height * scale);
  return { width: Math.round(surface.width * scale), height: rows - ((height - rows) % 2) };
}

function captionFont(): string {
  return `${LARGE_TEXT}px ${FONT_FAMILY}`;
}

/** Legend and caption, beside the surface or over its corner. */
function paintRest(
  context: CanvasRenderingContext2D,
  top: number,
  layout: LargeLayout,
  legend: LegendImage | null,
  { scale, theme }: StripOptions,
): void {
  context.setTransform(scale, 0, 0, scale, 0, -top);
  if (legend) context.drawImage(legend.image, layout.legendLeft, layout.legendTop, legend.width, legend.height);
  context.font = captionFont();
  context.fillStyle = THEMES[theme].ink;
  context.textAlign = "left";
  context.textBaseline = "alphabetic";
  for (const { text, x, y } of layout.caption) context.fillText(text, x, y);
}

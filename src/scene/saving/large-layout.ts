import type { PictureSize } from "../../drawing/picture/picture-size";
import { wrapText } from "../../figure/wrap-text";

/** Size of a caption's text, in CSS pixels. */
export const LARGE_TEXT = 13;
const LINE = 18;
const MARGIN = 16;
/** Least side of a surface that is still readable, in CSS pixels. */
const LEAST_SURFACE = 160;

/** Positions of the parts of a picture of a given size, in CSS pixels. The surface begins in the picture's upper left corner. */
export interface LargeLayout {
  readonly surface: PictureSize;
  readonly legendLeft: number;
  readonly legendTop: number;
  /** The caption's lines, each with its baseline. */
  readonly caption: readonly { readonly text: string; readonly x: number; readonly y: number }[];
}

/**
 * Divides a picture among the surface, its legend and its caption. A tall picture has the legend below the surface, any other beside it.
 *
 * @throws RangeError with one sentence when legend and caption leave no room for the surface
 */
export function layOutLargePicture(
  whole: PictureSize,
  legend: PictureSize | null,
  caption: string,
  measure: (text: string) => number,
): LargeLayout {
  const words = caption.trim();
  const lines = words ? wrapText(words, LARGE_TEXT, whole.width - 2 * MARGIN, measure) : [];
  const captionHeight = lines.length > 0 ? lines.length * LINE + MARGIN : 0;
  const free = { width: whole.width, height: whole.height - captionHeight };
  const [across, down] = legend ? [legend.width + 2 * MARGIN, legend.height + 2 * MARGIN] : [0, 0];
  const isBelow = free.height > free.width;
  const surface = {
    width: isBelow ? free.width : free.width - across,
    height: isBelow ? free.height - down : free.height,
  };
  if (surface.width < LEAST_SURFACE || surface.height < LEAST_SURFACE) {
    throw new RangeError("A picture of this shape has no room for the surface beside its legend and caption.");
  }
  const { width = 0, height = 0 } = legend ?? {};
  return {
    surface,
    legendLeft: isBelow ? (whole.width - width) / 2 : whole.width - width - MARGIN,
    legendTop: free.height - height - MARGIN,
    caption: lines.map((text, index) => ({ text, x: MARGIN, y: free.height + (index + 0.75) * LINE })),
  };
}

import type { PictureSize } from "./picture-size";
import { wrapText } from "./wrap-text";

/** Size of a caption's text, in CSS pixels. */
export const LARGE_TEXT = 13;
const LINE = 18;
const MARGIN = 16;
/** A picture this many legends wide has a corner to spare. */
const LEAST_LEGENDS_WIDE = 4;
/** A surface smaller than this shows nothing, in CSS pixels. */
const LEAST_SURFACE = 160;

/** Where the parts of a picture of a given size stand; CSS pixels. The surface begins in its upper left corner. */
export interface LargeLayout {
  readonly surface: PictureSize;
  readonly legendLeft: number;
  readonly legendTop: number;
  /** Lines with their baselines. */
  readonly caption: readonly { readonly text: string; readonly x: number; readonly y: number }[];
}

/**
 * Divides a picture among the surface, its legend (in the corner of a wide picture, beside or below the surface of another) and its
 * caption.
 *
 * @throws RangeError with one sentence where they leave the surface no room
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
  const fits = free.width >= LEAST_LEGENDS_WIDE * across && free.height >= down;
  const isBelow = !fits && free.height > free.width;
  const surface = {
    width: fits || isBelow ? free.width : free.width - across,
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

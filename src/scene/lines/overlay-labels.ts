import type { PictureSize } from "../../drawing/picture/picture-size";
import type { ScreenPoint } from "../frame/frame-painter";

/** A rectangle of the picture, CSS pixels. */
export interface LabelRoom extends PictureSize {
  readonly left: number;
  readonly top: number;
}

/** Distance between a mark and its label, and the distance of a label that finds no place beside its mark. */
const BESIDE = 10;
const FAR = 26;
const BORDER = 2;

function isApart(a: LabelRoom, b: LabelRoom): boolean {
  return (
    a.left + a.width <= b.left || b.left + b.width <= a.left || a.top + a.height <= b.top || b.top + b.height <= a.top
  );
}

/** Whether a rectangle overlaps none of the labels already placed. */
export function isFree(room: LabelRoom, taken: readonly LabelRoom[]): boolean {
  return taken.every((other) => isApart(room, other));
}

/**
 * Finds a free rectangle for a label beside a mark: right of it, left, above, below, between these, or farther above or below.
 *
 * @param taken  rectangles of labels already placed
 * @returns null where all places are taken or outside the picture; the caller then leaves the label out
 */
export function placeLabel(
  { x, y }: ScreenPoint,
  { width, height }: PictureSize,
  taken: readonly LabelRoom[],
  picture: PictureSize,
): LabelRoom | null {
  const corners: readonly (readonly [number, number])[] = [
    [x + BESIDE, y - height / 2],
    [x - BESIDE - width, y - height / 2],
    [x - width / 2, y - BESIDE - height],
    [x - width / 2, y + BESIDE],
    [x + BESIDE, y - BESIDE - height],
    [x + BESIDE, y + BESIDE],
    [x - BESIDE - width, y - BESIDE - height],
    [x - BESIDE - width, y + BESIDE],
    [x - width / 2, y - FAR - height],
    [x - width / 2, y + FAR],
  ];
  for (const [left, top] of corners) {
    const room = { left, top, width, height };
    const isInside =
      left >= BORDER &&
      top >= BORDER &&
      left + width <= picture.width - BORDER &&
      top + height <= picture.height - BORDER;
    if (isInside && isFree(room, taken)) return room;
  }
  return null;
}

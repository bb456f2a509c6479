import type { PictureSize } from "../../drawing/picture/picture-size";

/** The part of a picture that nothing covers: distances from its sides, in CSS pixels. */
export interface FreeArea {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export const ALL_FREE: FreeArea = { left: 0, top: 0, right: 0, bottom: 0 };

export function isSameArea(one: FreeArea, other: FreeArea): boolean {
  return one.left === other.left && one.top === other.top && one.right === other.right && one.bottom === other.bottom;
}

/** The size of the free area on a picture; at least one pixel. */
export function sizeOfArea({ width, height }: PictureSize, { left, top, right, bottom }: FreeArea): PictureSize {
  return { width: Math.max(1, width - left - right), height: Math.max(1, height - top - bottom) };
}

import type { PictureSize } from "../../drawing/picture/picture-size";
import { type FreeArea, sizeOfArea } from "../stage/free-area";

/** A narrow picture: less text fits beside its marks. CSS pixels. */
const NARROW = 600;
const NARROW_SCALE = 11 / 12;
/** A larger picture is looked at from further away, so its text grows with it. CSS pixels. */
const USUAL = { width: 1000, height: 800 } as const;
const LARGEST_SCALE = 1.4;

export function isNarrow({ width }: Pick<PictureSize, "width">): boolean {
  return width < NARROW;
}

/** Size of all text of a picture beside its usual size. @param free  the part of the picture that labels must stay in */
export function scaleText(picture: PictureSize, free: FreeArea): number {
  if (isNarrow(sizeOfArea(picture, free))) return NARROW_SCALE;
  return Math.min(LARGEST_SCALE, Math.max(1, Math.min(picture.width / USUAL.width, picture.height / USUAL.height)));
}

/** A picture's size, in pixels of any kind. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** A part of a picture, in its pixels, y down. */
export interface Tile extends PictureSize {
  readonly x: number;
  readonly y: number;
}

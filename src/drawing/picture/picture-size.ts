/** A picture's size, in CSS or device pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** A rectangle of a picture, in its pixels, y down. */
export interface Tile extends PictureSize {
  readonly x: number;
  readonly y: number;
}

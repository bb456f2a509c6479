/** A point of the slice with its loss. */
export interface ChordPoint {
  /** Slice coordinates. */
  readonly x: number;
  readonly y: number;
  /** The loss itself, not its height. */
  readonly loss: number;
}

/** A chord of the loss within the slice: its ends, and the point of the surface halfway between them. */
export interface SceneChord {
  readonly from: ChordPoint;
  readonly to: ChordPoint;
  readonly middle: ChordPoint;
  /** A certificate stands behind it; false for a chord that is only tried. */
  readonly proved: boolean;
}

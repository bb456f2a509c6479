/** The loss at one point of a slice: its value, gradient and second derivatives in slice coordinates, and their error bounds. */
export interface PointJet {
  readonly loss: number;
  readonly lossError: number;
  readonly x: number;
  readonly y: number;
  readonly xx: number;
  readonly xy: number;
  readonly yy: number;
  /** Bounds the error of each of xx, xy, yy. */
  readonly curvatureError: number;
}

/** A jet with a bound on its gradient, which the GPU kernel does not give. */
export interface GradientJet extends PointJet {
  /** Bounds the error of each of x, y. */
  readonly gradientError: number;
}

/**
 * A part of a line in the slice along which a unit switches for a sample and the slope of the loss jumps with one sign.
 * Where it is concave, D⁺(v) + D⁺(−v) < 0 and the loss is not convex, whatever its second derivatives are beside it.
 */
export interface Crease {
  /** From 0; the last layer is the output, which switches under a hinge loss. */
  readonly layer: number;
  readonly unit: number;
  readonly sample: number;
  /** True for a straight line of the first layer. A traced line is approximate, to a small fraction of a grid cell. */
  readonly exact: boolean;
  /** Slice coordinates, two for an exact line. */
  readonly points: readonly (readonly [number, number])[];
  /** The mean along the line of D⁺(v) + D⁺(−v) = |∇z·v|·(1 − slope)·∂L/∂a, v the unit normal in slice coordinates, from this unit alone. */
  readonly jump: number;
  /** Concave where ∂L/∂a, the gradient with respect to the unit's output, is below 0. */
  readonly kind: "concave" | "convex";
}

/** The strongest creases of a slice. */
export interface CreaseSet {
  /** The largest |jump| first. */
  readonly creases: readonly Crease[];
  /** Number of lines that are not listed because they are weaker at the places where each was tried. */
  readonly omitted: number;
  /** Number of pairs of a sample and a unit that were not examined within the effort. */
  readonly unexamined: number;
}

export const NO_CREASES: CreaseSet = { creases: [], omitted: 0, unexamined: 0 };

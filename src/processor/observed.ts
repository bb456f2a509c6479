/** What the kernel saw of one layer at one point: largest and smallest values over all its units and all samples. */
export interface ObservedLayer {
  /** max |a|: a is what the layer gives, after its activation and its residual connection. */
  readonly value: number;
  /** max of |∂a/∂x| and |∂a/∂y|. */
  readonly slope: number;
  /** max |z|: z is the input of the activation. */
  readonly input: number;
  /** min |z| */
  readonly leastInput: number;
  /** max of |∂z/∂x| and |∂z/∂y|. */
  readonly inputSlope: number;
  /** Σ over the samples of max over the units of |∂ℓ/∂z|. */
  readonly inputAdjoint: number;
  /** Σ over the samples of max over the units of |∂ℓ/∂a|. */
  readonly valueAdjoint: number;
  /** max |φ(z)|, before the residual connection is added. */
  readonly activated: number;
}

/**
 * What the kernel found at one point of a slice: sums over all samples and outputs, without the penalty, and what an error analysis needs
 * of each layer. A number that overflowed, or that another one made NaN, leaves the sums that depend on it not finite.
 */
export interface ObservedPoint {
  readonly loss: number;
  readonly x: number;
  readonly y: number;
  readonly xx: number;
  readonly xy: number;
  readonly yy: number;
  /** Σ over samples and outputs of |∂ℓ/∂f|. */
  readonly outputAdjoint: number;
  /** min over samples and outputs of hinge's argument |r|; +∞ with another loss. */
  readonly leastArgument: number;
  /** One for each layer, the first layer first. */
  readonly layers: readonly ObservedLayer[];
}

/** The largest number of additions through which one term goes until it is part of a sum over all samples. */
export interface SummationDepth {
  /** Σℓ, and the sums of absolute adjoints. */
  readonly loss: number;
  /** Σℓ_x and Σℓ_y, terms ∂ℓ/∂f·∂f/∂x. */
  readonly gradient: number;
  /** Σℓ_xx, Σℓ_xy and Σℓ_yy, terms ℓ″·f_x·f_y, u_x·a_y and ∂ℓ/∂a·φ″·z_x·z_y. */
  readonly curvature: number;
}

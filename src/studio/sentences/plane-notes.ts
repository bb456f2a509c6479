import type { PlaneSpec } from "../../experiment/spec";

/**
 * What a plane of each kind can show and what it cannot, in one sentence. A slice that is not convex proves that the whole loss is not;
 * a convex one proves nothing of it, whatever the plane.
 */
export const PLANE_NOTES: Readonly<Record<PlaneSpec["kind"], string>> = {
  given:
    "Two directions from a file: what is not convex here is not convex in the whole loss, and what lies off the plane is not seen.",
  random:
    "Two random directions show how the loss typically rises around the weights and hide rare curvature: at four trained networks none of 400 such planes showed the negative curvature that was there.",
  weights:
    "Two single weights, all others held: it shows exactly how these two act, and nothing of what weights do only together.",
  hessian:
    "The steepest and the lowest curvature of the whole loss at the centre: it shows the way down that random planes hide, but away from the centre other directions may be steeper or lower.",
  gradient:
    "The slope at the centre and how it turns: it shows where descent begins, and no curvature in which the gradient has no part.",
  permutation:
    "To a copy of the network with two units exchanged, whose loss is the same: a rise half way proves that the loss is not convex, its absence proves nothing.",
  "trajectory-pca":
    "The two directions in which the training moved most: it shows the way as its shadow on a plane, not what lies beside it, and much of even a random walk fits such a plane.",
  interpolation:
    "The straight line to another solution: a rise above the line between their losses proves that the loss is not convex, but a curve around it may run outside this plane.",
  minima:
    "The one plane through three points of weight space: it shows what parts them within it, and nothing of ways around outside it.",
};

import type { PlaneSpec } from "../../experiment/spec";

/**
 * What each kind of plane can show and what it cannot. On every plane, a slice that is not convex proves that the whole loss is not
 * convex, and a convex slice proves nothing about the whole loss.
 */
export const PLANE_NOTES: Readonly<Record<PlaneSpec["kind"], string>> = {
  given:
    "Two directions from a file. If this slice is not convex, the whole loss is not convex; the plane shows nothing of the loss outside it.",
  random:
    "Two random directions show how the loss typically rises around the weights, but hide rare curvature: for four trained networks with negative curvature, none of 400 such planes showed it.",
  weights:
    "Two single weights change and all others stay. The plane shows exactly what these two do, but no effect of other weights.",
  hessian:
    "The directions of the highest and lowest curvature of the whole loss at the centre. They show the negative curvature that random planes hide; away from the centre other directions may be more extreme.",
  gradient:
    "The gradient at the centre and its change along itself. The plane shows where gradient descent begins, but no curvature in directions without a gradient.",
  permutation:
    "The x axis leads to a copy of the network with two units exchanged, which has the same loss. A rise between the two proves that the loss is not convex; without a rise, nothing is proved.",
  "trajectory-pca":
    "The two directions in which the training moved most. The plane shows the projection of the trajectory, not the loss around it; even a random walk fits such a plane well.",
  interpolation:
    "The x axis leads to another solution. A rise above the straight line between the two losses proves that the loss is not convex, but a curve of low loss may run outside this plane.",
  minima:
    "The plane through three points of weight space. It shows what separates them within the plane, but no paths between them outside it.",
};

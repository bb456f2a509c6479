/**
 * What the words of the page mean, one or two short sentences each: verdict, legend, training, proof, readings of a point, a path and a
 * unit. They are loaded when a reader first asks.
 */
export const TERM_TEXTS = {
  "not-convex":
    "A loss is convex if it never lies above the straight line between two of its points. Here it does, and a certificate proves it: a file of numbers that exact or interval arithmetic checks again.",
  "convex-by-theorem":
    "A loss is convex if it never lies above the straight line between two of its points. Here a theorem says so for all weights, or for all points of this slice.",
  "undecided-verdict": "Neither a theorem nor a certificate was found. That is no statement about the loss.",
  chord: "A straight line between two points of the surface. A convex loss never lies above it.",
  certificate: "A small file with the points of the proof. npm run verify checks it without this page.",
  gap: "How far the loss at the middle lies above the mean of the losses at the ends. The number is a proved lower bound, rounded down.",
  arithmetic:
    "How the certificate is checked: fractions without any rounding, or intervals that surely contain each number.",
  "compared-points": "The weights in the proof. Their losses are compared with the loss at their mean.",
  hessian:
    "The second derivatives of the loss along all weights. An eigenvalue below 0 is a direction in which the loss bends down.",

  axes: "A step of 1 along an axis changes all weights by the length beside its name. That length is a distance in weight space.",
  loss: "The loss at each point of the slice. Height and colour show the same number, unless the colour is chosen to show curvature.",
  "lowest-curvature":
    "The least second derivative of the loss along any direction of the slice. Below 0 the loss bends down.",
  "nonconvex-curvature":
    "Here the loss bends down along some direction of the slice, by more than the error bound. A convex loss never bends down.",
  "nonconvex-chord":
    "Here the loss lies above a chord of the grid, by more than the error bounds. This shows creases, which have no curvature.",
  convex:
    "Here the loss bends up in every direction of the slice, by more than the error bound. This holds at the point alone.",
  undecided: "The curvature is within its error bound of 0, and no chord shows anything: flat directions and plateaus.",
  "not-finite": "The loss is too large for a number here, or is not a number.",
  lower: "Here the second loss is lower than the first, by more than the error bounds.",
  higher: "Here the second loss is higher than the first, by more than the error bounds.",
  "crease-concave":
    "A line where a unit switches and the slope of the loss falls at once. A convex loss has no such crease.",
  "crease-convex": "A line where a unit switches and the slope of the loss rises at once.",
  "chord-proved": "The chord of the certificate. The loss at its middle lies above it.",
  "chord-tried": "A chord between two points. If the loss at its middle lies above it, the loss is not convex.",
  path: "The weights during a training, projected onto the plane of the slice. It fades where the weights are far from the plane.",
  pin: "A point that was marked in Inspect.",
  "arm-down": "An eigenvector of the curvature along which the loss bends down.",
  "arm-up": "An eigenvector of the curvature along which the loss bends up.",
  "arm-undecided": "An eigenvector whose curvature is within its error bound of 0.",
  cut: "The line of the cut that Inspect plots.",

  step: "How many times the training has changed the weights.",
  "training-loss": "The loss of these weights over all samples that they are trained on, with the L2 term.",
  status: "What the training is doing. The surface is refined when it has ended.",

  "hessian-min":
    "The lowest eigenvalue: the least curvature of the loss at this point, over all directions of weight space.",
  "hessian-max":
    "The highest eigenvalue: the greatest curvature of the loss at this point, over all directions of weight space.",
  "lambda-ratio": "How strong the negative curvature is beside the positive one.",
  "eigenvalue-counts":
    "How many directions bend down, are flat within rounding, and bend up, of one direction for each weight.",
  trace: "The sum of all eigenvalues of the Hessian.",

  "point-loss": "The loss with the weights of this point, and a bound on its error.",
  "slice-min":
    "The least curvature of the loss at this point, over all directions of the slice. Below 0 the loss bends down.",
  "slice-max": "The greatest curvature of the loss at this point, over all directions of the slice.",
  "slope-x": "The slope of the loss along x: its rise for a step of 1 in x, as the slope is at this point.",
  "slope-y": "The slope of the loss along y: its rise for a step of 1 in y, as the slope is at this point.",
  "lambda-error": "The true λ min and λ max are at most this far from the numbers above.",

  "path-place": "The weights at this step, projected onto the plane of the slice.",
  "path-loss": "The loss of the weights of the training at this step.",
  "path-surface-loss":
    "The loss of the surface where the weights are projected to. It differs where the weights are not in the plane.",
  "path-distance": "How far the weights are from the plane of the slice, in weight space.",
  "path-variance": "The share of all movement of the weights that this axis shows.",

  bias: "Added to the weighted inputs of the unit.",
  "weights-in": "The length of the vector of all weights into the unit: the root of the sum of their squares.",
  "weights-out": "The length of the vector of all weights from the unit to the next layer.",
  preactivation: "The least and the greatest input of the activation, over all samples.",
  output: "The least and the greatest output of the unit, over all samples.",
  active: "The share of samples for which the unit is switched on.",
  flat: "The share of samples for which the slope of the activation is nearly 0, so that the unit hardly learns from them.",
  "unit-gradient":
    "The length of the slope of the loss along all weights into the unit and its bias, without the L2 term.",
} as const satisfies Readonly<Record<string, string>>;

export type TermName = keyof typeof TERM_TEXTS;

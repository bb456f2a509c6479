import type { NetworkLayout, Parameters } from "../../model/network/layout";
import { measureLength } from "../../numeric/measure-length";
import { createRandom } from "../../numeric/random";
import { orthogonalize, scaleToLength, subtractParameters } from "./direction";
import type { Plane } from "./plane";
import { drawDirection } from "./random-plane";

/**
 * The plane from θ to another solution: x = 0 is θ, x = 1 is the other, and the line between them is the x axis. y is a random direction, with
 * the same distribution for all parameters, at right angles to x and of the same length, so that both axes have one scale. It shows the
 * barrier on the straight line; a curve around the barrier may exist outside the plane (Garipov et al. 2018, arXiv 1802.10026).
 *
 * @param to  the other solution, [parameterCount]
 * @param seed  the seed of y
 * @throws RangeError with one sentence where the two solutions are the same
 * @see Goodfellow, Vinyals & Saxe 2015, "Qualitatively characterizing neural network optimization problems", arXiv 1412.6544
 */
export function makeInterpolationPlane(layout: NetworkLayout, center: Parameters, to: Parameters, seed: number): Plane {
  const dx = subtractParameters(to, center);
  const length = measureLength(dx);
  if (length === 0) throw new RangeError("plane: the two solutions are the same, so there is no line between them");
  const across = orthogonalize(drawDirection(layout, createRandom(seed, "plane")), dx);
  if (!across) throw new RangeError("plane: the random direction lies along the line between the two solutions");
  return { dx, dy: scaleToLength(across, length) };
}

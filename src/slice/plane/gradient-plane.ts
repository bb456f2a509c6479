import { HessianOperator } from "../../model/hessian/product";
import { evaluateGradient } from "../../model/network/evaluate";
import { type Parameters, zeroParameters } from "../../model/network/layout";
import type { Problem } from "../../model/problem";
import { measureLength } from "../../numeric/measure-length";
import { orthogonalize, scaleToLength } from "./direction";
import type { Plane } from "./plane";

/**
 * The plane of the gradient g at the centre (x) and the part of H·g at right angles to it (y), each of length 1: the first two
 * directions of the Krylov space in which the first steps of gradient descent lie (Golub & Van Loan 2013, "Matrix Computations", section
 * 10.1). The loss rises along +x, and descent begins along −x. It shows the slope and its change of direction. At a minimum there
 * is no such plane, and it does not show curvature along directions at right angles to g and H·g. At a kink H is that of the piece with
 * relu'(0) = 0.
 *
 * @throws RangeError with one sentence where the gradient is zero or not finite, or H·g is zero or along g
 */
export function makeGradientPlane(problem: Problem, center: Parameters): Plane {
  const { gradient } = evaluateGradient(problem, center);
  if (!gradient.every(Number.isFinite)) {
    throw new RangeError("plane: the gradient at the centre is not finite, so it is no direction");
  }
  if (measureLength(gradient) === 0) {
    throw new RangeError("plane: the gradient at the centre is zero, so it is no direction");
  }
  const dx = scaleToLength(gradient, 1);
  const turned = zeroParameters(problem.layout);
  new HessianOperator(problem, center).multiply(dx, turned);
  if (!turned.every(Number.isFinite)) {
    throw new RangeError("plane: the Hessian at the centre is not finite, so it turns the gradient nowhere");
  }
  const across = orthogonalize(turned, dx);
  if (!across) {
    throw new RangeError(
      "plane: the Hessian does not turn the gradient at the centre, so there is no second direction",
    );
  }
  return { dx, dy: scaleToLength(across, 1) };
}

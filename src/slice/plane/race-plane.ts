import { SingularValueDecomposition } from "ml-matrix";
import type { Parameters } from "../../model/network/layout";
import { dotProduct, orthogonalize, subtractParameters } from "./direction";
import type { Plane } from "./plane";
import { combineRows, orientComponent } from "./trajectory-plane";

/** Points of each trajectory that choose the directions: with four trajectories a matrix of 240 rows, which is decomposed unnoticed. */
const POINTS_OF_A_TRAJECTORY = 60;

/**
 * The plane through a given centre in which several trajectories lie as much as can be: the two directions, each of length 1
 * and at right angles, that leave the least sum of squared distances off the plane, over evenly chosen points of every trajectory. The principal
 * components of all trajectories together, about the centre instead of their mean, because the slice stands on the centre. Of each component the
 * entry of largest magnitude is positive.
 *
 * @param center  the centre of the slice, [parameterCount]
 * @param trajectories  θ at recorded steps of each, [parameterCount]
 * @returns the plane with the shares of the squared distances from the centre, summed over all points, that lie along x and along y
 * @throws RangeError with one sentence where all points and the centre lie on one line
 * @see Eckart & Young 1936, "The approximation of one matrix by another of lower rank"
 */
export function makeRacePlane(center: Parameters, trajectories: readonly (readonly Parameters[])[]): Required<Plane> {
  const rows = trajectories.flatMap((trajectory) =>
    thinOut(trajectory).map((theta) => subtractParameters(theta, center)),
  );
  // Few rows of many entries: their products hold the same decomposition as the rows themselves.
  const gram = rows.map((row) => rows.map((other) => dotProduct(row, other)));
  if (!gram.some((row, i) => row[i]! > 0)) {
    throw new RangeError("plane: no runner has left the centre of the surface, so the race spans no plane");
  }
  const { leftSingularVectors, diagonal } = new SingularValueDecomposition(gram, {
    computeRightSingularVectors: false,
  });
  const [first = 0, second = 0] = diagonal;
  const dx = orientComponent(combineRows(rows, leftSingularVectors.getColumn(0)));
  // An eigenvalue of the products errs by about rows·2⁻⁵² of the largest.
  const isLine = !(second > rows.length * 2 ** -52 * first);
  const across = isLine ? null : orthogonalize(combineRows(rows, leftSingularVectors.getColumn(1)), dx);
  if (!across) {
    throw new RangeError("plane: the race lies on one line through the centre of the surface, so it spans no plane");
  }
  const dy = orientComponent(across);
  return { dx, dy, explained: measureShares(dx, dy, center, trajectories) };
}

function thinOut<Point>(trajectory: readonly Point[]): readonly Point[] {
  if (trajectory.length <= POINTS_OF_A_TRAJECTORY) return trajectory;
  const stride = (trajectory.length - 1) / (POINTS_OF_A_TRAJECTORY - 1);
  return Array.from({ length: POINTS_OF_A_TRAJECTORY }, (_, i) => trajectory[Math.round(i * stride)]!);
}

/** Over all points, not only those that chose the directions. */
function measureShares(
  dx: Parameters,
  dy: Parameters,
  center: Parameters,
  trajectories: readonly (readonly Parameters[])[],
): [number, number] {
  let [alongX, alongY, total] = [0, 0, 0];
  for (const theta of trajectories.flat()) {
    const offset = subtractParameters(theta, center);
    alongX += dotProduct(offset, dx) ** 2;
    alongY += dotProduct(offset, dy) ** 2;
    total += dotProduct(offset, offset);
  }
  return [alongX / total, alongY / total];
}

import type { Parameters } from "../../model/network/layout";
import { dotProduct, subtractParameters } from "./direction";
import type { ExplainedPlane } from "./plane";
import { findPrincipalDirections } from "./principal-directions";

/** Points of each trajectory that choose the directions. Four trajectories give 240 rows, whose decomposition takes no noticeable time. */
const POINTS_OF_A_TRAJECTORY = 60;

/**
 * The plane through a given centre that fits several trajectories best: its two directions, of length 1 and at right angles, give the
 * least sum of squared distances from the plane, over evenly chosen points of every trajectory. They are the principal components of all
 * trajectories together, about the centre instead of their mean, because the slice goes through the centre. The entry of largest
 * magnitude of each direction is positive.
 *
 * @param center  the centre of the slice, [parameterCount]
 * @param trajectories  θ at recorded steps of each, [parameterCount]
 * @returns the plane with the shares of the squared distances from the centre, summed over all points, that lie along x and along y
 * @throws RangeError with one sentence where all points and the centre lie on one line
 */
export function makeRacePlane(center: Parameters, trajectories: readonly (readonly Parameters[])[]): ExplainedPlane {
  const rows = trajectories.flatMap((trajectory) =>
    thinOut(trajectory).map((theta) => subtractParameters(theta, center)),
  );
  const found = findPrincipalDirections(rows);
  if (!found) {
    throw new RangeError("plane: no runner has left the centre of the surface, so the race spans no plane");
  }
  const { first: dx, second: dy } = found;
  if (!dy) {
    throw new RangeError("plane: the race lies on one line through the centre of the surface, so it spans no plane");
  }
  return { dx, dy, explained: measureShares(dx, dy, center, trajectories) };
}

function thinOut<Point>(trajectory: readonly Point[]): readonly Point[] {
  if (trajectory.length <= POINTS_OF_A_TRAJECTORY) return trajectory;
  const stride = (trajectory.length - 1) / (POINTS_OF_A_TRAJECTORY - 1);
  return Array.from({ length: POINTS_OF_A_TRAJECTORY }, (_, i) => trajectory[Math.round(i * stride)]!);
}

/** The shares over all points, not only over those that chose the directions. */
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

import type { Parameters } from "../../model/network/layout";
import { dotProduct, orthogonalize, scaleToLength } from "./direction";
import type { ExplainedPlane, Plane } from "./plane";
import { combineRows, findPrincipalDirections } from "./principal-directions";

/**
 * The plane of the two principal components of a training's trajectory, each of length 1, so that slice coordinates are distances in
 * weight space. The rows θ_i − θ_final, the last one included, are centred as scikit-learn's PCA does; each component's entry of
 * largest magnitude is positive. It shows where the training went, and `explained` gives the shares of its variance. It does not show
 * the loss beside the trajectory, and two components explain much even of a random walk (Antognini & Sohl-Dickstein 2018, arXiv 1806.08805).
 *
 * @param trajectory  θ at recorded steps, each [parameterCount]; the last is the centre of the plane
 * @returns the plane with the share of the variance that each component explains, 0 to 1
 * @throws RangeError with one sentence where the trajectory is one point or a straight line
 * @see Li et al. 2018, "Visualizing the Loss Landscape of Neural Nets", section 7
 */
export function makeTrajectoryPlane(trajectory: readonly Parameters[]): ExplainedPlane {
  const found = findPrincipalDirections(centerRows(trajectory));
  if (!found) {
    throw new RangeError("plane: the training trajectory is one point, so it has no principal components");
  }
  const { first: dx, second: dy, squares, total } = found;
  if (!dy) {
    throw new RangeError(
      "plane: the training trajectory lies on a straight line, so it has no second principal component",
    );
  }
  return { dx, dy, explained: [squares[0] / total, squares[1] / total] };
}

/**
 * The shares of a trajectory's variance that lie along a plane's x, and along the part of its y at right angles to x: 0 to 1, together at
 * most 1. For principal components these are `explained`. A plane drawn uniformly at random holds 2 / parameterCount of any trajectory's
 * variance on average, so every trajectory looks short and straight on it (Lorch 2016, "Visualizing Deep Network Training
 * Trajectories with PCA"; Li et al. 2018, section 7).
 *
 * @param trajectory  θ at recorded steps, each [parameterCount]
 * @returns null where the trajectory is one point, so that there is no variance to share
 */
export function explainTrajectory(
  { dx, dy }: Plane,
  trajectory: readonly Parameters[],
): readonly [x: number, y: number] | null {
  const rows = centerRows(trajectory);
  const total = rows.reduce((sum, row) => sum + dotProduct(row, row), 0);
  if (total === 0) return null;
  const across = orthogonalize(dy, dx);
  const shareOf = (direction: Parameters) =>
    rows.reduce((sum, row) => sum + dotProduct(row, direction) ** 2, 0) / total;
  return [shareOf(scaleToLength(dx, 1)), across ? shareOf(scaleToLength(across, 1)) : 0];
}

/** θ_i − θ_final minus the mean of these rows. Subtracting θ_final first keeps digits where the trajectory is short and far from 0. */
function centerRows(trajectory: readonly Parameters[]): Float64Array[] {
  const final = trajectory.at(-1);
  if (!final) throw new RangeError("plane: the training trajectory is empty, so it has no principal components");
  const rows = trajectory.map((theta) => Float64Array.from(theta, (entry, p) => entry - final[p]!));
  const mean = combineRows(rows, new Array<number>(rows.length).fill(1 / rows.length));
  return rows.map((row) => row.map((entry, p) => entry - mean[p]!));
}

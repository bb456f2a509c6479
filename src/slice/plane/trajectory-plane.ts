import { SingularValueDecomposition } from "ml-matrix";
import type { Parameters } from "../../model/network/layout";
import { dotProduct, orthogonalize, scaleToLength } from "./direction";
import type { Plane } from "./plane";

/**
 * The plane of the two principal components of a training's trajectory, each of length 1, so that slice coordinates are distances in
 * weight space. The rows θ_i − θ_final, the last one included, are centred as scikit-learn's PCA does; each component's entry of
 * largest magnitude is positive. It shows where the training went, and `explained` says how much of its variance. It does not show
 * what lies beside the path, and two components explain much of a mere random walk too (Antognini & Sohl-Dickstein 2018, arXiv 1806.08805).
 *
 * @param trajectory  θ at recorded steps, each [parameterCount]; the last is the centre of the plane
 * @returns the plane with the share of the variance that each component explains, 0 to 1
 * @throws RangeError with one sentence where the trajectory is one point or a straight line
 * @see Li et al. 2018, "Visualizing the Loss Landscape of Neural Nets", section 7
 */
export function makeTrajectoryPlane(trajectory: readonly Parameters[]): Required<Plane> {
  const rows = centerRows(trajectory);
  // Few rows of many entries: their products hold the same decomposition as the rows themselves.
  const gram = rows.map((row) => rows.map((other) => dotProduct(row, other)));
  const total = gram.reduce((sum, row, i) => sum + row[i]!, 0);
  if (total === 0) {
    throw new RangeError("plane: the training trajectory is one point, so it has no principal components");
  }
  const { leftSingularVectors, diagonal } = new SingularValueDecomposition(gram, {
    computeRightSingularVectors: false,
  });
  const [first = 0, second = 0] = diagonal;
  const dx = orientComponent(combineRows(rows, leftSingularVectors.getColumn(0)));
  // An eigenvalue of the products errs by about rows·2⁻⁵² of the largest.
  const isLine = !(second > rows.length * 2 ** -52 * first);
  const dy = isLine ? null : orthogonalize(combineRows(rows, leftSingularVectors.getColumn(1)), dx);
  if (!dy) {
    throw new RangeError(
      "plane: the training trajectory lies on a straight line, so it has no second principal component",
    );
  }
  return { dx, dy: orientComponent(dy), explained: [first / total, second / total] };
}

/**
 * The shares of a trajectory's variance that lie along a plane's x, and along what its y has at right angles to x: 0 to 1, together at
 * most 1. Of principal components these are their `explained`. A plane drawn evenly at random has 2 / parameterCount of any path's
 * variance on average, so a path looks short and straight on it whatever it does (Lorch 2016, "Visualizing Deep Network Training
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

/** θ_i − θ_final less the mean of these rows; taking θ_final away first keeps digits where the path is short and far from 0. */
function centerRows(trajectory: readonly Parameters[]): Float64Array[] {
  const final = trajectory.at(-1);
  if (!final) throw new RangeError("plane: the training trajectory is empty, so it has no principal components");
  const rows = trajectory.map((theta) => Float64Array.from(theta, (entry, p) => entry - final[p]!));
  const mean = combineRows(rows, new Array<number>(rows.length).fill(1 / rows.length));
  return rows.map((row) => row.map((entry, p) => entry - mean[p]!));
}

/** Σ weight_i · row_i, [parameterCount]. */
export function combineRows(rows: readonly Float64Array[], weights: readonly number[]): Parameters {
  const sum = new Float64Array(rows[0]!.length);
  rows.forEach((row, i) => {
    for (let p = 0; p < row.length; p++) sum[p]! += weights[i]! * row[p]!;
  });
  return sum as Parameters;
}

/** At length 1, the entry of largest magnitude positive. */
export function orientComponent(component: Parameters): Parameters {
  const largest = component.reduce((most, entry) => (Math.abs(entry) > Math.abs(most) ? entry : most), 0);
  return scaleToLength(component, largest < 0 ? -1 : 1);
}

import type { Parameters } from "../../model/network/layout";
import { orthogonalize, subtractParameters } from "./direction";
import type { Plane } from "./plane";

/**
 * The plane through three solutions θ, b and c. dx = b − θ, dy = c − θ minus its part along dx, both at their true length: θ lies at
 * (0, 0), b at (1, 0) and c at (⟨c − θ, dx⟩ / ‖dx‖², 1). Unlike the paper's, the axes are not of length 1; ‖dx‖ and ‖dy‖ turn coordinates
 * into distances. It shows the three basins and the barriers between them in their common plane, but no paths outside it.
 *
 * @param b  the second solution, [parameterCount]
 * @param c  the third, [parameterCount]
 * @throws RangeError with one sentence where two of the solutions are the same, or the three lie on one line
 * @see Garipov et al. 2018, "Loss Surfaces, Mode Connectivity, and Fast Ensembling of DNNs", arXiv 1802.10026, appendix A.1
 */
export function makeMinimaPlane(center: Parameters, b: Parameters, c: Parameters): Plane {
  const pairs: readonly (readonly [string, Parameters, Parameters])[] = [
    ["b is the same as the centre", b, center],
    ["c is the same as the centre", c, center],
    ["c is the same as b", c, b],
  ];
  for (const [complaint, one, other] of pairs) {
    if (one.every((entry, p) => entry === other[p])) {
      throw new RangeError(`plane: solution ${complaint}, and a plane needs three different ones`);
    }
  }
  const dx = subtractParameters(b, center);
  const dy = orthogonalize(subtractParameters(c, center), dx);
  if (!dy) throw new RangeError("plane: the three solutions lie on one line, so they span no plane");
  return { dx, dy };
}

import type { Parameters } from "../../model/network/layout";
import { measureLength } from "../../numeric/measure-length";
import { dotProduct, subtractParameters } from "./direction";
import type { Plane } from "./plane";

/** The point of a plane nearest to some θ. */
export interface PlaneProjection {
  /** Slice coordinates: the point is centre + x·dx + y·dy. */
  readonly x: number;
  readonly y: number;
  /** The distance of θ from this point in weight space: its distance from the plane. */
  readonly distance: number;
}

/**
 * Projects θ at right angles onto a plane whose directions need neither length 1 nor a right angle between them.
 * @param theta  [parameterCount]
 * @throws RangeError with one sentence where the two directions are parallel
 */
export function projectOntoPlane(plane: Plane, center: Parameters, theta: Parameters): PlaneProjection {
  return createProjector(plane, center)(theta);
}

/**
 * The same for many θ. Everything that depends only on the plane is computed once.
 * @throws RangeError with one sentence where the two directions are parallel
 */
export function createProjector({ dx, dy }: Plane, center: Parameters): (theta: Parameters) => PlaneProjection {
  const [xx, xy, yy] = [dotProduct(dx, dx), dotProduct(dx, dy), dotProduct(dy, dy)];
  const determinant = xx * yy - xy * xy;
  // For two parallel directions the determinant is only rounding, about as many units as there are terms.
  if (!(determinant > dx.length * 2 ** -52 * xx * yy)) {
    throw new RangeError("plane: its two directions are parallel, so they give no coordinates");
  }
  return (theta) => {
    const rest = subtractParameters(theta, center);
    const [alongX, alongY] = [dotProduct(rest, dx), dotProduct(rest, dy)];
    const x = (alongX * yy - alongY * xy) / determinant;
    const y = (alongY * xx - alongX * xy) / determinant;
    for (let p = 0; p < rest.length; p++) rest[p] = rest[p]! - x * dx[p]! - y * dy[p]!;
    return { x, y, distance: measureLength(rest) };
  };
}

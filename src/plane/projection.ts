import type { Parameters } from "../model/layout";
import { dotProduct, measureLength, subtractParameters } from "./direction";
import type { Plane } from "./plane";

/** Where the point of a plane nearest to some θ lies. */
export interface PlaneProjection {
  /** Slice coordinates: the point is centre + x·dx + y·dy. */
  readonly x: number;
  readonly y: number;
  /** How far θ is from that point, in weight space. */
  readonly distance: number;
}

/**
 * Projects θ at right angles onto a plane whose directions need neither length 1 nor a right angle between them.
 * @param theta  [parameterCount]
 * @throws RangeError with one sentence where the two directions are parallel
 */
export function projectOntoPlane({ dx, dy }: Plane, center: Parameters, theta: Parameters): PlaneProjection {
  const offset = subtractParameters(theta, center);
  const [xx, xy, yy] = [dotProduct(dx, dx), dotProduct(dx, dy), dotProduct(dy, dy)];
  const determinant = xx * yy - xy * xy;
  // Of two parallel directions what is left is rounding, about as many units of it as there are terms.
  if (!(determinant > dx.length * 2 ** -52 * xx * yy)) {
    throw new RangeError("plane: its two directions are parallel, so they give no coordinates");
  }
  const [alongX, alongY] = [dotProduct(offset, dx), dotProduct(offset, dy)];
  const x = (alongX * yy - alongY * xy) / determinant;
  const y = (alongY * xx - alongX * xy) / determinant;
  const rest = offset.map((entry, p) => entry - x * dx[p]! - y * dy[p]!);
  return { x, y, distance: measureLength(rest) };
}

import type { Parameters } from "../../model/network/layout";
import type { Exchange } from "../../model/network/permutation";

/** The two directions of a slice; neither is zero. */
export interface Plane {
  readonly dx: Parameters;
  readonly dy: Parameters;
  /** The shares of a trajectory's variance that dx and dy explain, 0 to 1; present for principal components. */
  readonly explained?: readonly [number, number];
  /** The exchange whose copy lies at x = 1, y = 0; present for a plane of an exchange. */
  readonly exchange?: Exchange | undefined;
}

/** A plane of principal components. */
export type ExplainedPlane = Plane & Required<Pick<Plane, "explained">>;

/** A plane where it lies in weight space: a point of it is center + x·dx + y·dy. */
export interface PlacedPlane extends Plane {
  readonly center: Parameters;
}

import type { Parameters } from "../../model/network/layout";

/** The two directions of a slice; neither is zero. */
export interface Plane {
  readonly dx: Parameters;
  readonly dy: Parameters;
  /** The shares of a trajectory's variance that dx and dy explain, 0 to 1; present for principal components. */
  readonly explained?: readonly [number, number];
}

/** A plane where it lies in weight space: a point of it is center + x·dx + y·dy. */
export interface PlacedPlane extends Plane {
  readonly center: Parameters;
}

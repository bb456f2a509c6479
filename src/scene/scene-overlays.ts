/** A point of a path: where the weights fall when they are dropped onto the plane, and how far they fell. */
export interface ScenePathPoint {
  /** Slice coordinates of the projection. */
  readonly x: number;
  readonly y: number;
  /** The loss at the weights themselves, which is the surface's only where the distance is 0. */
  readonly loss: number;
  /** From the weights to the plane, in the space of the parameters. */
  readonly distance: number;
}

/** A way through parameter space, seen from above the slice. */
export interface ScenePath {
  readonly label: string;
  /** Index into PATH_TONES. */
  readonly tone: number;
  readonly points: readonly ScenePathPoint[];
  /** Which point stands out; the last if none is named. */
  readonly head?: number;
}

/** A labelled place of the slice. */
export interface ScenePin {
  /** Slice coordinates. */
  readonly x: number;
  readonly y: number;
  readonly label: string;
  /** Index into PATH_TONES; without one the pin is in ink. */
  readonly tone?: number;
}

/** One way through a point of the slice, and how the loss bends along it. */
export interface SceneArm {
  /** Direction in slice coordinates, of any length. */
  readonly dx: number;
  readonly dy: number;
  /** Below 0 the loss bends down, above it up; 0 where its sign is not decided. */
  readonly curvature: number;
}

/** How the loss bends at a point of the slice. */
export interface SceneCross {
  readonly x: number;
  readonly y: number;
  readonly arms: readonly SceneArm[];
}

export interface ScenePlace {
  readonly x: number;
  readonly y: number;
}

/** A straight line of the slice along which the surface is cut: from A to B. */
export interface SceneCut {
  readonly from: ScenePlace;
  readonly to: ScenePlace;
}

/** What lies over a surface beyond its own lines. Each tool has layers of its own, by name. */
export interface SceneOverlays {
  readonly paths: ReadonlyMap<string, readonly ScenePath[]>;
  readonly pins: ReadonlyMap<string, readonly ScenePin[]>;
  readonly cross: SceneCross | null;
  readonly cut: SceneCut | null;
}

export const NO_OVERLAYS: SceneOverlays = Object.freeze({ paths: new Map(), pins: new Map(), cross: null, cut: null });

/** @returns the layers with one replaced or, by null, taken away */
export function replaceLayer<T>(
  layers: ReadonlyMap<string, readonly T[]>,
  layer: string,
  items: readonly T[] | null,
): ReadonlyMap<string, readonly T[]> {
  const next = new Map(layers);
  if (items && items.length > 0) next.set(layer, items);
  else next.delete(layer);
  return next;
}

export function listPaths({ paths }: SceneOverlays): readonly ScenePath[] {
  return [...paths.values()].flat();
}

export function listPins({ pins }: SceneOverlays): readonly ScenePin[] {
  return [...pins.values()].flat();
}

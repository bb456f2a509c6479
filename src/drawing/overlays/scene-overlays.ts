/** A point of a path: the orthogonal projection of the weights onto the plane, and their distance from it. */
export interface ScenePathPoint {
  /** Slice coordinates of the projection. */
  readonly x: number;
  readonly y: number;
  /** The loss at the weights themselves. It equals the loss of the surface where the distance is 0. */
  readonly loss: number;
  /** Distance from the weights to the plane in parameter space. */
  readonly distance: number;
}

/** A path in parameter space, such as a training's trajectory, projected onto the slice. */
export interface ScenePath {
  readonly label: string;
  /** Index into PATH_TONES. */
  readonly tone: number;
  readonly points: readonly ScenePathPoint[];
  /** Index of the head, the point that is emphasised; the last point where it is absent. */
  readonly head?: number;
  /** Whether the head has no label where another label already names its place; the label is in the legend too. */
  readonly labelGivesWay?: boolean;
}

/** A labelled point of the slice. */
export interface ScenePin {
  /** Slice coordinates. */
  readonly x: number;
  readonly y: number;
  readonly label: string;
  /** Index into PATH_TONES; absent: the pin has the colour of text. */
  readonly tone?: number;
}

/** One direction at a point of the slice, and the curvature of the loss along it. */
export interface SceneArm {
  /** Direction in slice coordinates, of any length. */
  readonly dx: number;
  readonly dy: number;
  /** Below 0 the loss bends down, above 0 up; 0 where the sign is not decided. */
  readonly curvature: number;
}

/** The curvature of the loss at a point of the slice, in several directions. */
export interface SceneCross {
  readonly x: number;
  readonly y: number;
  readonly arms: readonly SceneArm[];
}

export interface ScenePlace {
  readonly x: number;
  readonly y: number;
}

/** A straight line of the slice, from A to B, along which the loss is plotted. */
export interface SceneCut {
  readonly from: ScenePlace;
  readonly to: ScenePlace;
}

/** Everything that tools draw over a surface. Each tool has its own layers, with a name. */
export interface SceneOverlays {
  readonly paths: ReadonlyMap<string, readonly ScenePath[]>;
  readonly pins: ReadonlyMap<string, readonly ScenePin[]>;
  readonly cross: SceneCross | null;
  readonly cut: SceneCut | null;
}

export const NO_OVERLAYS: SceneOverlays = Object.freeze({ paths: new Map(), pins: new Map(), cross: null, cut: null });

/** @returns the layers with one of them replaced or, for null, removed */
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

import type { PathProfile } from "../../convexity/lines/path-profile";
import type { ScenePath, ScenePin } from "../../drawing/overlays/scene-overlays";
import type { Spec } from "../../experiment/spec";
import type { Solution } from "../../formats/files/solutions-file";
import { flattenWeights, layoutNetwork, type Parameters } from "../../model/network/layout";
import { blendCurve } from "../../model/training/curve";
import { makePlane } from "../../slice/plane/make-plane";
import { projectOntoPlane } from "../../slice/plane/projection";
import { parametersOf } from "./keep-solution";
import { isSame } from "./solution-planes";
import type { FoundConnection } from "./solutions-state";

/** Tones of the surface's palette. The plot in the drawer uses the same. */
const CURVE_TONE = 0;
const LINE_TONE = 1;

/** Names of weights that are not kept, in the order of the plane's points. */
const LETTERS = ["A", "B", "C"] as const;

interface Place {
  readonly x: number;
  readonly y: number;
}

/** The weights through which a plane of solutions goes, and their places in it. Empty for other kinds of planes. */
interface PlanePoints {
  readonly parameters: readonly Parameters[];
  readonly places: readonly Place[];
}

const NO_POINTS: PlanePoints = { parameters: [], places: [] };

/**
 * The weights that a plane of solutions goes through, the centre first, with their slice coordinates.
 * @param center  θ at the middle of the slice
 */
export function locatePoints(spec: Spec, center: Parameters): PlanePoints {
  const { plane, network } = spec;
  if (plane.kind !== "interpolation" && plane.kind !== "minima") return NO_POINTS;
  const layout = layoutNetwork(network);
  const others = plane.kind === "interpolation" ? [plane.to] : [plane.b, plane.c];
  const parameters = [center, ...others.map(({ layers }) => flattenWeights(layout, layers))];
  try {
    const directions = makePlane(plane, layout, center);
    return { parameters, places: parameters.map((theta) => projectOntoPlane(directions, center, theta)) };
  } catch (error) {
    // The landscape of this plane fails as well, and its message says why.
    if (error instanceof RangeError) return NO_POINTS;
    throw error;
  }
}

/** A pin at each solution on the plane that lies within the slice, labelled with the name under which it is kept. */
export function pinSolutions(
  { parameters, places }: PlanePoints,
  { xRange, yRange }: Spec["grid"],
  solutions: readonly Solution[],
  connection: FoundConnection | null,
): ScenePin[] {
  const pins = places.map(({ x, y }, i) => {
    const theta = parameters[i]!;
    const kept = solutions.find(({ spec }) => isSame(parametersOf(spec), theta));
    const bend = connection && isSame(connection.result.curve.bend, theta) ? "bend" : null;
    return { x, y, label: kept?.name ?? bend ?? LETTERS[i]! };
  });
  return pins.filter(({ x, y }) => isWithin(x, xRange) && isWithin(y, yRange));
}

function isWithin(value: number, [from, to]: readonly [number, number]): boolean {
  return value >= from && value <= to;
}

/** The curve and the straight line between its ends; nothing where the plane does not hold them. */
export function drawConnection({ parameters, places }: PlanePoints, connection: FoundConnection | null): ScenePath[] {
  if (!connection) return [];
  const { curve, curveProfile, lineProfile } = connection.result;
  const [from, to, bend] = [curve.from, curve.to, curve.bend].map((theta) => {
    const found = parameters.findIndex((other) => isSame(other, theta));
    return places[found];
  });
  if (!from || !to || !bend) return [];
  // The labels are not at the ends, which have pins with labels of their own.
  const path = (
    label: string,
    tone: number,
    head: number,
    { places: along, losses }: PathProfile,
    placeAt: (t: number) => Place,
  ) => ({
    label,
    tone,
    head: along.indexOf(head),
    points: Array.from(along, (t, i) => ({ ...placeAt(t), loss: losses[i]!, distance: 0 })),
  });
  const onLine = (t: number): Place => ({ x: from.x + t * (to.x - from.x), y: from.y + t * (to.y - from.y) });
  const onCurve = (t: number): Place => {
    const [first, middle, last] = blendCurve(curve.kind, t);
    return {
      x: first * from.x + middle * bend.x + last * to.x,
      y: first * from.y + middle * bend.y + last * to.y,
    };
  };
  return [
    path("Straight line", LINE_TONE, lineProfile.barrier.place, lineProfile, onLine),
    path("Curve found", CURVE_TONE, 0.5, curveProfile, onCurve),
  ];
}

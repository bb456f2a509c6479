import type { ModeConnection } from "../../compute/jobs/connect-modes";
import { LIMITS } from "../../experiment/limits";
import { parseSpec, SpecError } from "../../experiment/parse";
import type { NetworkSpec, NetworkWeights, PlaneSpec, Spec } from "../../experiment/spec";
import { layoutNetwork, type Parameters, unflattenWeights } from "../../model/network/layout";
import { placeOnCurve } from "../../model/training/curve";
import { MEASURED_PLACES } from "../../model/training/curve-training";
import { measureLength } from "../../numeric/measure-length";
import { subtractParameters } from "../../slice/plane/direction";
import { makeInterpolationPlane } from "../../slice/plane/interpolation-plane";
import { makeMinimaPlane } from "../../slice/plane/minima-plane";
import type { Plane } from "../../slice/plane/plane";
import { projectOntoPlane } from "../../slice/plane/projection";
import { widenRange } from "../../studio/state/settled";
import { ACTIVATION_NAMES } from "../../words/names";

/** Weights through which a plane goes, or at which a path begins or ends. */
export interface Member {
  readonly name: string;
  /** The experiment of these weights. Its own `weights` may be a training or other numbers. */
  readonly spec: Spec;
  readonly parameters: Parameters;
}

/** Slice coordinates. */
interface Place {
  readonly x: number;
  readonly y: number;
}

/** The chosen solutions do not allow an action. The message is a whole sentence for the reader. */
export class ChoiceError extends Error {
  override name = "ChoiceError";
}

/** The seed of the direction at right angles to the line between two solutions. */
const ACROSS_SEED = 0;
/** How far a slice between two solutions extends on either side of their line, as a share of their distance. */
const ACROSS = 0.5;

/**
 * The experiment of A with the plane to B: A at (0, 0), B at (their distance, 0), in distances of weight space.
 * @throws ChoiceError
 */
export function planeToSolution(a: Member, b: Member, grid: Spec["grid"]): Spec {
  checkMembers([a, b]);
  const layout = layoutNetwork(a.spec.network);
  if (!attempt(() => makeInterpolationPlane(layout, a.parameters, b.parameters, ACROSS_SEED))) {
    throw new ChoiceError("The random direction lies along the line between A and B, so the two span no plane.");
  }
  const distance = measureLength(subtractParameters(b.parameters, a.parameters));
  const plane = { kind: "interpolation", to: weightsOf(b), seed: ACROSS_SEED, orthonormal: true } as const;
  return solveAround(a, plane, grid, [
    { x: 0, y: -ACROSS * distance },
    { x: distance, y: ACROSS * distance },
  ]);
}

/**
 * The experiment of A with the plane through A, B and C: A at (0, 0), B at (its distance, 0), in distances of weight space.
 * @throws ChoiceError
 */
export function planeThroughThree(a: Member, b: Member, c: Member, grid: Spec["grid"]): Spec {
  checkMembers([a, b, c]);
  const thetas = [a, b, c].map(({ parameters }) => parameters);
  const found = attempt(() => makeMinimaPlane(a.parameters, b.parameters, c.parameters));
  if (!found) throw new ChoiceError("A, B and C lie on one line, so they span no plane.");
  return planeThrough(a, b.parameters, c.parameters, placesIn(found, a.parameters, thetas), grid);
}

/**
 * The experiment of a connection's first end with the plane through both ends and the bend. The slice holds the whole curve. The bend of
 * a Bézier curve is not on the curve, and may lie outside the slice.
 *
 * @throws ChoiceError where the bend lies on the straight line
 */
export function planeOfConnection(a: Member, { curve }: ModeConnection, grid: Spec["grid"]): Spec {
  const from = { ...a, parameters: curve.from };
  const found = attempt(() => makeMinimaPlane(curve.from, curve.to, curve.bend));
  if (!found) throw new ChoiceError("The curve is the straight line, so it spans no plane.");
  const along = MEASURED_PLACES.map((t) => placeOnCurve(curve, t));
  return planeThrough(from, curve.to, curve.bend, placesIn(found, curve.from, along), grid);
}

/** The places of weights in an orthogonal plane, as distances in weight space. */
function placesIn(plane: Plane, center: Parameters, thetas: readonly Parameters[]): readonly Place[] {
  const [xNorm, yNorm] = [measureLength(plane.dx), measureLength(plane.dy)];
  return thetas.map((theta) => {
    const { x, y } = projectOntoPlane(plane, center, theta);
    return { x: x * xNorm, y: y * yNorm };
  });
}

function planeThrough(a: Member, b: Parameters, c: Parameters, shown: readonly Place[], grid: Spec["grid"]): Spec {
  const layout = layoutNetwork(a.spec.network);
  const weights = (theta: Parameters): NetworkWeights => ({ layers: unflattenWeights(layout, theta) });
  const plane = { kind: "minima", b: weights(b), c: weights(c), orthonormal: true } as const;
  return solveAround(a, plane, grid, shown);
}

/** A with its weights given, on a slice that holds all the places with a margin. */
function solveAround(a: Member, plane: PlaneSpec, { columns, rows }: Spec["grid"], shown: readonly Place[]): Spec {
  const [x, y] = [shown.map((place) => place.x), shown.map((place) => place.y)];
  const reach = Math.max(...x.map(Math.abs), ...y.map(Math.abs));
  if (!(2 * reach < LIMITS.range.max)) {
    throw new ChoiceError(`These weights are more than ${LIMITS.range.max / 2} apart, too far for one slice.`);
  }
  const grid = { columns, rows, xRange: widenRange(x), yRange: widenRange(y) };
  try {
    return parseSpec({ ...a.spec, weights: { kind: "given", ...weightsOf(a) }, plane, grid });
  } catch (error) {
    if (error instanceof SpecError) throw new ChoiceError(`This plane cannot be made: ${error.message}.`);
    throw error;
  }
}

/** @throws ChoiceError where two have different networks or the same weights */
export function checkMembers(members: readonly Member[]): void {
  const [first] = members;
  for (const other of members.slice(1)) {
    if (!first || isSameNetwork(first.spec.network, other.spec.network)) continue;
    throw new ChoiceError(
      `${first.name} (${describeNetwork(first.spec.network)}) and ${other.name} (${describeNetwork(other.spec.network)}) have different networks: choose solutions of one network.`,
    );
  }
  members.forEach((member, i) => {
    const twin = members.slice(0, i).find((other) => isSame(other.parameters, member.parameters));
    if (twin) throw new ChoiceError(`${twin.name} and ${member.name} have the same weights: choose two that differ.`);
  });
}

/** Whether both networks place the same weights at the same indices of θ. */
export function isSameNetwork(one: NetworkSpec, other: NetworkSpec): boolean {
  const [a, b] = [one, other].map(layoutNetwork);
  return JSON.stringify(a) === JSON.stringify(b);
}

/** "2–8–8–1 ReLU" */
function describeNetwork({ layers, activation }: NetworkSpec): string {
  const sizes = layers.join("–");
  if (layers.length === 2) return `${sizes} without a hidden layer`;
  return `${sizes} ${typeof activation === "string" ? ACTIVATION_NAMES[activation].label : "of mixed activations"}`;
}

export function isSame(one: Parameters, other: Parameters): boolean {
  return one.length === other.length && one.every((entry, p) => entry === other[p]);
}

function weightsOf({ spec, parameters }: Member): NetworkWeights {
  return { layers: unflattenWeights(layoutNetwork(spec.network), parameters) };
}

/** The value, or null where a plane with these weights cannot be made. */
function attempt<Value>(make: () => Value): Value | null {
  try {
    return make();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

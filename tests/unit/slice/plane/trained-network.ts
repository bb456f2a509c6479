import { createReferenceService } from "../../../../src/compute/service/reference-service";
import { parseSpec } from "../../../../src/experiment/parse";
import type { Spec } from "../../../../src/experiment/spec";
import { evaluateLoss } from "../../../../src/model/network/evaluate";
import type { Parameters } from "../../../../src/model/network/layout";
import { makeProblem, type Problem } from "../../../../src/model/problem";
import type { Plane } from "../../../../src/slice/plane/plane";

/** A small network on two moons, trained in float64, with some fields of its spec replaced. */
export function describeMoons(changes: object = {}, training: object = {}): Spec {
  return parseSpec({
    format: "losscape-spec",
    version: 1,
    dataset: { kind: "generated", name: "moons", samples: 40, noise: 0.1, seed: 7 },
    network: { layers: [2, 5, 4, 1], activation: "tanh" },
    loss: { kind: "bce" },
    weights: { kind: "trained", optimizer: "adam", learningRate: 0.05, steps: 150, seed: 1, ...training },
    plane: { kind: "random" },
    grid: { columns: 5, rows: 3 },
    ...changes,
  });
}

export interface TrainedNetwork extends Problem {
  readonly center: Parameters;
  readonly trajectory: readonly Parameters[];
  lossOf(theta: Parameters): number;
  /** The loss at slice coordinates. */
  lossAt(plane: Plane, x: number, y: number): number;
}

export async function trainNetwork(spec: Spec): Promise<TrainedNetwork> {
  const problem = makeProblem(spec);
  const { parameters: center, trajectory } = await createReferenceService().run("train", spec);
  const lossOf = (theta: Parameters) => evaluateLoss(problem, theta);
  return {
    ...problem,
    center,
    trajectory: trajectory.map(({ parameters }) => parameters),
    lossOf,
    lossAt: (plane, x, y) => lossOf(placeInPlane(plane, center, x, y)),
  };
}

/** centre + x·dx + y·dy */
export function placeInPlane({ dx, dy }: Plane, center: Parameters, x: number, y: number): Parameters {
  return center.map((entry, p) => entry + x * dx[p]! + y * dy[p]!) as Parameters;
}

/** The cosine of the angle between two directions. */
export function cosineBetween(one: Float64Array, other: Float64Array): number {
  const dot = one.reduce((sum, entry, p) => sum + entry * other[p]!, 0);
  return dot / (Math.hypot(...one) * Math.hypot(...other));
}

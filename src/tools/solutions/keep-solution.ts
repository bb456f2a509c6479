import { parseSpec } from "../../experiment/parse";
import type { PlaneSpec, Spec, TrainedWeightsSpec } from "../../experiment/spec";
import { LONGEST_NAME, type Solution, type SolvedSpec } from "../../formats/files/solutions-file";
import { evaluateLoss } from "../../model/network/evaluate";
import { flattenWeights, layoutNetwork, type Parameters, unflattenWeights } from "../../model/network/layout";
import { makeProblem } from "../../model/problem";
import { FRESH_PLANE } from "../../studio/fields/plane-fields";
import { nameActivation } from "../../words/names";

/** Weights with the experiment that they belong to. */
export interface Trained {
  readonly spec: Spec;
  readonly parameters: Parameters;
  /** The steps taken; 0 for weights of a file. */
  readonly step: number;
}

/** Planes that need other weights or a trajectory. A solution is kept without those, so it gets a fresh plane. */
const DEPENDENT_PLANES: readonly PlaneSpec["kind"][] = ["given", "trajectory-pca", "interpolation", "minima"];

/** Makes a solution of the present weights. */
export function keepSolution(trained: Trained, keptAt: number): Solution {
  const { spec, step } = trained;
  const training = spec.weights.kind === "trained" ? spec.weights : null;
  return Object.freeze({
    id: crypto.randomUUID(),
    name: nameSolution(spec, training, step),
    keptAt,
    training,
    step,
    loss: measureLoss(trained),
    spec: solveSpec(trained),
  });
}

/** The loss in float64 over all samples; null where it is not finite. */
export function measureLoss({ spec, parameters }: Pick<Trained, "spec" | "parameters">): number | null {
  const loss = evaluateLoss(makeProblem(spec), parameters);
  return Number.isFinite(loss) ? loss : null;
}

const flattened = new WeakMap<SolvedSpec, Parameters>();

/** θ of a solution. It is needed in every frame, so it is flattened once. */
export function parametersOf(spec: SolvedSpec): Parameters {
  const known = flattened.get(spec);
  if (known) return known;
  const parameters = flattenWeights(layoutNetwork(spec.network), spec.weights.layers);
  flattened.set(spec, parameters);
  return parameters;
}

/** The experiment with these weights given, and a plane that needs no other weights. */
export function solveSpec({ spec, parameters }: Pick<Trained, "spec" | "parameters">): SolvedSpec {
  const layers = unflattenWeights(layoutNetwork(spec.network), parameters);
  const isDependent = DEPENDENT_PLANES.includes(spec.plane.kind);
  const plane = isDependent ? FRESH_PLANE : spec.plane;
  const { columns, rows } = spec.grid;
  const grid = isDependent ? { columns, rows } : spec.grid;
  return parseSpec({ ...spec, weights: { kind: "given", layers }, plane, grid }) as SolvedSpec;
}

/** "ReLU · moons · seed 4"; a training that ended early says at which step. */
export function nameSolution(spec: Spec, training: TrainedWeightsSpec | null, step: number): string {
  const { activation } = spec.network;
  const hidden = nameActivation(activation);
  const data = spec.dataset.kind === "points" ? "points" : spec.dataset.name;
  const origin = training === null ? "given weights" : `seed ${training.seed}`;
  const early = training !== null && step < training.steps ? ` · step ${step}` : "";
  const network = spec.network.layers.length > 2 ? hidden : "Linear";
  return `${network} · ${data} · ${origin}${early}`;
}

/** The wanted name where it is free, else with the first number behind it that makes it free. */
export function freeName(wanted: string, taken: readonly string[]): string {
  if (!taken.includes(wanted)) return wanted;
  for (let count = 2; ; count++) {
    const suffix = ` (${count})`;
    const name = `${wanted.slice(0, LONGEST_NAME - suffix.length)}${suffix}`;
    if (!taken.includes(name)) return name;
  }
}

import { parseSpec } from "../../experiment/parse";
import type { Activation, Spec } from "../../experiment/spec";
import type { Comparison } from "../../experiment/view";
import { layoutNetwork, type Parameters, unflattenWeights } from "../../model/network/layout";
import type { Plane } from "../../slice/plane/plane";
import { repairSpec } from "../../studio/state/repair";

/** Two experiments side by side, and what they have in common. Frozen values: the sides are computed from it alone. */
export interface Pair {
  /** The page's experiment. */
  readonly a: Spec;
  readonly b: Spec;
  /** What A's side computes: `a` itself, or `a` without a step. */
  readonly first: Spec;
  readonly weights: Comparison["weights"];
  /** Whether B's slice lies along exactly A's two directions. */
  readonly onePlane: boolean;
  /** Why a choice cannot be had, each one sentence; empty where it can. */
  readonly obstacles: Readonly<Record<"shared" | "initial" | "onePlane", string>>;
}

/** The other side of the question: ReLU beside anything else, sigmoid beside ReLU. */
function exchangeActivation({ network }: Spec): Activation {
  return network.activation === "relu" ? "sigmoid" : "relu";
}

/** The same experiment with every hidden unit of another kind. */
export function withActivation(spec: Spec, activation: Activation): Spec {
  return parseSpec({ ...spec, network: { ...spec.network, activation } });
}

/**
 * What stands beside the page's experiment, as the view asks for it. A choice that these two experiments do not allow gives way.
 *
 * @param a  as it stands on the page: a training that was stopped early is one of fewer steps
 */
export function pairExperiments(a: Spec, comparison: Comparison | undefined): Pair {
  const other = comparison?.other ?? exchangeActivation(a);
  const b = typeof other === "string" ? withActivation(a, other) : other;
  const obstacles = findObstacles(a, b);
  const asked = comparison?.weights ?? "own";
  const weights = asked !== "own" && obstacles[asked] !== "" ? "own" : asked;
  const wanted = comparison?.onePlane ?? hasSameWeights({ a, b, weights });
  // A plane through a training's way needs the training, and weights taken over have none.
  const needed = weights === "shared" && b.plane.kind === "trajectory-pca";
  const first = weights === "initial" ? withoutSteps(a) : a;
  return Object.freeze({ a, b, first, weights, onePlane: obstacles.onePlane === "" && (wanted || needed), obstacles });
}

function findObstacles(a: Spec, b: Spec): Pair["obstacles"] {
  const layers = isSame(a.network.layers, b.network.layers) ? "" : "The two networks have layers of other sizes.";
  const trained = [a, b].every(({ weights }) => weights.kind === "trained");
  return {
    shared: layers,
    initial: trained ? "" : "Weights of a file have no start.",
    onePlane: layers,
  };
}

/** Whether both sides stand at the same point of weight space. */
export function hasSameWeights({ a, b, weights }: Pick<Pair, "a" | "b" | "weights">): boolean {
  if (weights === "shared") return true;
  if (weights === "initial") return hasSameStart(a, b);
  return a.weights.kind === "given" && isSame(a.weights, b.weights);
}

/** Whether both trainings begin at the same weights: they are drawn from layers, seed and initializer alone, whatever the activation. */
export function hasSameStart(a: Spec, b: Spec): boolean {
  if (a.weights.kind !== "trained" || b.weights.kind !== "trained") return false;
  const { seed, initializer } = a.weights;
  return isSame(a.network.layers, b.network.layers) && seed === b.weights.seed && initializer === b.weights.initializer;
}

/** What of A's side B's is made from. */
export interface FirstFound {
  readonly parameters: Parameters;
  readonly plane: Plane;
}

/** Whether B's side can be known only once A's weights stand. */
export function needsFirst({ weights, onePlane }: Pair): boolean {
  return weights === "shared" || onePlane;
}

/** What B's side computes, once A's weights and plane are known; they may be left out where needsFirst says so. */
export function otherSide({ b, weights, onePlane }: Pair, first: FirstFound | null): Spec {
  const own = weights === "initial" ? withoutSteps(b) : b;
  if (!first) return own;
  const layout = layoutNetwork(b.network);
  const give = (vector: Parameters) => ({ layers: unflattenWeights(layout, vector) });
  return {
    ...own,
    ...(weights === "shared" ? { weights: { kind: "given" as const, ...give(first.parameters) } } : {}),
    ...(onePlane ? { plane: { kind: "given" as const, x: give(first.plane.dx), y: give(first.plane.dy) } } : {}),
  };
}

function withoutSteps(spec: Spec): Spec {
  if (spec.weights.kind === "given" || spec.weights.steps === 0) return spec;
  return { ...spec, weights: { ...spec.weights, steps: 0 } };
}

/** What the view says of a comparison with `other`: a word where `other` is `present` with another activation. */
export function compareWith(present: Spec, other: Spec, comparison: Comparison | undefined): Comparison {
  const { activation } = other.network;
  const isActivation = typeof activation === "string" && isSame(withActivation(present, activation), other);
  return { weights: "own", ...comparison, other: isActivation ? activation : other };
}

/** B with everything that a fair comparison has in common taken from A; what no longer fits B gives way. */
export function alignOther({ a, b }: Pair): Spec {
  const { dataset, loss, plane, grid, fullHessian } = a;
  return repairSpec({ ...b, dataset, loss, plane, grid, fullHessian }, null, b).spec;
}

/** Plain JSON made by one parser: its keys stand in one order. */
export function isSame(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

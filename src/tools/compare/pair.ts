import { parseSpec } from "../../experiment/parse";
import type { Activation, Spec } from "../../experiment/spec";
import type { Comparison } from "../../experiment/view";
import { layoutNetwork, type Parameters, unflattenWeights } from "../../model/network/layout";
import type { Plane } from "../../slice/plane/plane";
import { repairSpec } from "../../studio/state/repair";

/** Two experiments side by side, and what they share. Frozen; the sides are computed from this alone. */
export interface Pair {
  /** The page's experiment. */
  readonly a: Spec;
  readonly b: Spec;
  /** The experiment of A's side: `a` itself, or `a` without any training step. */
  readonly first: Spec;
  readonly weights: Comparison["weights"];
  /** Whether B's slice has the two directions of A's slice. */
  readonly onePlane: boolean;
  /** One sentence for each choice that is not possible, else empty. */
  readonly obstacles: Readonly<Record<"shared" | "initial" | "onePlane", string>>;
}

/** The activation of B where the reader has chosen none: sigmoid beside ReLU, ReLU beside all others. */
function exchangeActivation({ network }: Spec): Activation {
  return network.activation === "relu" ? "sigmoid" : "relu";
}

/** The same experiment with another activation in all hidden layers. */
export function withActivation(spec: Spec, activation: Activation): Spec {
  return parseSpec({ ...spec, network: { ...spec.network, activation } });
}

/**
 * The pair that the view asks for. Where the two experiments do not allow a choice, the default replaces it.
 *
 * @param a  the page's experiment; where its training was stopped early, with that number of steps
 */
export function pairExperiments(a: Spec, comparison: Comparison | undefined): Pair {
  const other = comparison?.other ?? exchangeActivation(a);
  const b = typeof other === "string" ? withActivation(a, other) : other;
  const obstacles = findObstacles(a, b);
  const asked = comparison?.weights ?? "own";
  const weights = asked !== "own" && obstacles[asked] !== "" ? "own" : asked;
  const wanted = comparison?.onePlane ?? hasSameWeights({ a, b, weights });
  // The plane of a trajectory needs a training. Where B has A's weights, it has none.
  const needed = weights === "shared" && b.plane.kind === "trajectory-pca";
  const first = weights === "initial" ? withoutSteps(a) : a;
  return Object.freeze({ a, b, first, weights, onePlane: obstacles.onePlane === "" && (wanted || needed), obstacles });
}

function findObstacles(a: Spec, b: Spec): Pair["obstacles"] {
  const layers = isSame(a.network.layers, b.network.layers)
    ? ""
    : "The layers of the two networks have different sizes.";
  const trained = [a, b].every(({ weights }) => weights.kind === "trained");
  return {
    shared: layers,
    initial: trained ? "" : "Given weights have no initial weights.",
    onePlane: layers,
  };
}

/** Whether both sides have the same weights. */
export function hasSameWeights({ a, b, weights }: Pick<Pair, "a" | "b" | "weights">): boolean {
  if (weights === "shared") return true;
  if (weights === "initial") return hasSameStart(a, b);
  return a.weights.kind === "given" && isSame(a.weights, b.weights);
}

/** Whether both trainings have the same initial weights, which depend on layers, seed and initialiser, but not on the activation. */
export function hasSameStart(a: Spec, b: Spec): boolean {
  if (a.weights.kind !== "trained" || b.weights.kind !== "trained") return false;
  const { seed, initializer, start } = a.weights;
  if (!isSame(a.network.layers, b.network.layers)) return false;
  if (start || b.weights.start) return isSame(start, b.weights.start);
  return seed === b.weights.seed && initializer === b.weights.initializer;
}

/** The weights and directions of A's side, from which B's may be made. */
export interface FirstFound {
  readonly parameters: Parameters;
  readonly plane: Plane;
}

/** Whether B's experiment depends on A's weights or plane. */
export function needsFirst({ weights, onePlane }: Pair): boolean {
  return weights === "shared" || onePlane;
}

/** The experiment of B's side. `first` may be null where `needsFirst` is false. */
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

/** The view's value for a comparison with `other`: only the activation where `other` is `present` with another activation. */
export function compareWith(present: Spec, other: Spec, comparison: Comparison | undefined): Comparison {
  const { activation } = other.network;
  const isActivation = typeof activation === "string" && isSame(withActivation(present, activation), other);
  return { weights: "own", ...comparison, other: isActivation ? activation : other };
}

/** B with the data, loss, plane and grid of A; other settings of B are repaired where they no longer fit. */
export function alignOther({ a, b }: Pair): Spec {
  const { dataset, loss, plane, grid, fullHessian } = a;
  return repairSpec({ ...b, dataset, loss, plane, grid, fullHessian }, null, b).spec;
}

/** Compares plain JSON. One parser made both values, so their keys have the same order. */
export function isSame(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

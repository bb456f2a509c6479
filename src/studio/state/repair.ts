import { datasetShape } from "../../experiment/dataset-shape";
import { refuseHessian } from "../../experiment/network-size";
import { parseSpec, SpecError } from "../../experiment/parse";
import type { ExchangePlaneSpec, LossKind, NetworkWeights, Spec } from "../../experiment/spec";
import { layoutNetwork } from "../../model/network/layout";
import { capitalise, LOSS_NAMES } from "../../words/names";
import { formatExact } from "../../words/numbers";
import type { FieldName } from "../fields/all-fields";
import { exchangeWidth, FRESH_PLANE, hasExchange } from "../fields/plane-fields";
import { drawStart, FRESH_TRAINING } from "../fields/training-fields";

/** One sentence beside each control whose value was changed by a repair, or could not be taken. */
export type Notes = Readonly<Partial<Record<FieldName, string>>>;

export interface Repaired {
  readonly spec: Spec;
  readonly notes: Notes;
}

type Repair = (spec: Spec, changed: FieldName | null) => Repaired | null;

/** The first layer is as wide as the data. */
const repairInputs: Repair = (spec) => {
  const { inputs } = datasetShape(spec.dataset);
  if (spec.network.layers[0] === inputs) return null;
  return { spec: withLayers(spec, [inputs, ...spec.network.layers.slice(1)]), notes: {} };
};

/** The last layer has as many units as the data has targets. */
const repairOutputs: Repair = (spec) => {
  const { outputs } = datasetShape(spec.dataset);
  const found = spec.network.layers.at(-1) ?? 1;
  if (outputs.includes(found)) return null;
  const wanted = outputs.find((count) => count >= found) ?? outputs.at(-1) ?? 1;
  const note = `This data set needs ${countOutputs(wanted)}, so the network has ${wanted}.`;
  return { spec: withLayers(spec, [...spec.network.layers.slice(0, -1), wanted]), notes: { outputs: note } };
};

/** A regression has no classes. */
const repairRegression: Repair = (spec, changed) => {
  if (datasetShape(spec.dataset).task !== "regression" || spec.loss.kind === "mse") return null;
  const { label } = LOSS_NAMES[spec.loss.kind];
  const verb = changed === "loss" ? "stays" : "became";
  const note = `${label} needs classes and this data is a curve, so the loss ${verb} ${LOSS_NAMES.mse.inText}.`;
  return { spec: withLoss(spec, "mse"), notes: { loss: note } };
};

/** Softmax needs at least two outputs. The control that the reader has just changed keeps its value; the other one is repaired. */
const repairSoftmax: Repair = (spec, changed) => {
  if (spec.loss.kind !== "softmax-ce" || (spec.network.layers.at(-1) ?? 1) > 1) return null;
  const several = datasetShape(spec.dataset).outputs.find((count) => count > 1);
  if (several === undefined || changed === "outputs") {
    const note = `${LOSS_NAMES["softmax-ce"].label} needs at least two outputs, so the loss became ${LOSS_NAMES.bce.inText}.`;
    return { spec: withLoss(spec, "bce"), notes: { loss: note } };
  }
  const note = `${LOSS_NAMES["softmax-ce"].label} needs at least two outputs, so the network has ${several}.`;
  return { spec: withLayers(spec, [...spec.network.layers.slice(0, -1), several]), notes: { outputs: note } };
};

/** One activation for each hidden layer; new layers copy the last. */
const repairActivations: Repair = (spec) => {
  const { activation, layers } = spec.network;
  const hidden = layers.length - 2;
  if (typeof activation === "string" || activation.length === hidden) return null;
  const last = activation.at(-1) ?? "relu";
  const repaired =
    hidden < 2 ? (activation[0] ?? last) : Array.from({ length: hidden }, (_, i) => activation[i] ?? last);
  return { spec: { ...spec, network: { ...spec.network, activation: repaired } }, notes: {} };
};

/** Given weights fit only the network that they were made for, and so do the weights that a training starts from. */
const repairWeights: Repair = (spec) => {
  if (spec.weights.kind === "trained" && spec.weights.start && !fits(spec, spec.weights.start)) {
    const note = "The training was started from weights of another network, so it starts from weights that are drawn.";
    return { spec: drawStart(spec), notes: { seed: note } };
  }
  if (spec.weights.kind !== "given" || fits(spec, spec.weights.layers)) return null;
  const note = "The given weights fit another network, so this one is trained.";
  return { spec: { ...spec, weights: FRESH_TRAINING }, notes: { optimizer: note } };
};

const repairPlane: Repair = (spec) => {
  const { plane, weights } = spec;
  const layers = spec.network.layers.length - 1;
  if (!fitSolutions(plane).every((solution) => fits(spec, solution.layers))) {
    const note = "The plane was made for another network, so it now has two random directions.";
    return { spec: { ...spec, plane: FRESH_PLANE }, notes: { plane: note } };
  }
  if (plane.kind === "trajectory-pca" && weights.kind !== "trained") {
    const note = "Given weights have no trajectory, so the plane has two random directions.";
    return { spec: { ...spec, plane: FRESH_PLANE }, notes: { plane: note } };
  }
  if (plane.kind === "trajectory-pca" && weights.kind === "trained" && weights.steps < 2) {
    const note = "A trajectory of fewer than two steps spans no plane, so the plane has two random directions.";
    return { spec: { ...spec, plane: FRESH_PLANE }, notes: { plane: note } };
  }
  if (plane.kind === "random" && plane.layers) return repairPlaneLayers(spec, plane.layers, layers);
  if (plane.kind === "weights") return repairPlaneWeights(spec, plane.x, plane.y);
  if (plane.kind === "permutation") return repairExchange(spec, plane);
  return null;
};

/** The weights that a plane contains. */
function fitSolutions(plane: Spec["plane"]): readonly NetworkWeights[] {
  if (plane.kind === "given") return [plane.x, plane.y];
  if (plane.kind === "interpolation") return [plane.to];
  return plane.kind === "minima" ? [plane.b, plane.c] : [];
}

/** Keeps the two units inside their layer and different from one another. */
function repairExchange(spec: Spec, plane: ExchangePlaneSpec): Repaired | null {
  if (!hasExchange(spec)) {
    const note = "No hidden layer has two units to exchange, so the plane has two random directions.";
    return { spec: { ...spec, plane: FRESH_PLANE }, notes: { plane: note } };
  }
  const { kind, seed, layer, units } = plane;
  if (layer === undefined || units === undefined) return null;
  const width = exchangeWidth(spec, layer);
  if (width < 2) return { spec: { ...spec, plane: { kind, seed } }, notes: {} };
  const [first, second] = units.map((unit) => Math.min(unit, width - 1)) as [number, number];
  const apart = first === second ? (first === width - 1 ? first - 1 : first + 1) : second;
  if (first === units[0] && apart === units[1]) return null;
  return { spec: { ...spec, plane: { ...plane, units: [first, apart] } }, notes: {} };
}

/** The whole Hessian has the square of the parameter count of entries, so it is not computed for large networks. */
const repairHessian: Repair = (spec) => {
  const refusal = refuseHessian(spec.network, formatExact);
  const isAsked = spec.fullHessian !== "none";
  const isPlane = spec.plane.kind === "hessian";
  if (refusal === null || !(isAsked || isPlane)) return null;
  const why = capitalise(refusal);
  return {
    spec: { ...spec, fullHessian: "none", plane: isPlane ? FRESH_PLANE : spec.plane },
    notes: {
      ...(isAsked ? { fullHessian: `${why}, so it is not computed.` } : {}),
      ...(isPlane ? { plane: `${why}, so the plane has two random directions.` } : {}),
    },
  };
};

function repairPlaneLayers(spec: Spec, touched: readonly number[], layers: number): Repaired | null {
  const inside = touched.filter((layer) => layer < layers);
  if (inside.length === touched.length && inside.length > 0) return null;
  const { layers: _, ...plane } = spec.plane as Extract<Spec["plane"], { kind: "random" }>;
  if (inside.length > 0) return { spec: { ...spec, plane: { ...plane, layers: inside } }, notes: {} };
  return {
    spec: { ...spec, plane },
    notes: { planeSeed: "A plane must change at least one layer, so it changes all of them." },
  };
}

function repairPlaneWeights(spec: Spec, x: number, y: number): Repaired | null {
  const last = layoutNetwork(spec.network).parameterCount - 1;
  const [inX, inY] = [Math.min(x, last), Math.min(y, last)];
  // A network of a single weight has no plane: the parser refuses it.
  const apart = inX === inY && last > 0 ? (inX === last ? last - 1 : inX + 1) : inY;
  if (inX === x && apart === y) return null;
  const note = inX === inY ? { weightY: "The two weights must differ, so the second is now the next one." } : {};
  return { spec: { ...spec, plane: { kind: "weights", x: inX, y: apart } }, notes: note };
}

/** A range starts below its end: where it does not, the end that the reader did not change moves, and the width is kept. */
function repairRange(axis: "x" | "y", before: Spec | null): Repair {
  const key = axis === "x" ? "xRange" : "yRange";
  return (spec, changed) => {
    const [from, to] = spec.grid[key];
    if (from < to) return null;
    const width = before ? before.grid[key][1] - before.grid[key][0] : 2;
    const fromMoved = changed === `${axis}From`;
    const range: [number, number] = fromMoved ? [from, from + width] : [to - width, to];
    const note = `The start of a range must be below its end, so this end moved too.`;
    const field: FieldName = fromMoved ? `${axis}To` : `${axis}From`;
    return { spec: { ...spec, grid: { ...spec.grid, [key]: range } }, notes: { [field]: note } };
  };
}

/** Notes on choices that are allowed but seldom intended. */
function hint(spec: Spec): Notes {
  if (spec.network.output !== "sigmoid" || spec.loss.kind === "mse") return {};
  return {
    output: `The ${LOSS_NAMES[spec.loss.kind].inText} expects outputs without an activation: with the sigmoid they are limited to the range 0 to 1 first.`,
  };
}

/**
 * Makes an experiment valid again after a change of one control. What no longer fits is changed, with one sentence beside its control.
 *
 * @param spec     the experiment with the change written in; may be invalid
 * @param changed  the control that was changed; its value is kept where possible
 * @param before   the valid experiment before the change, returned where no repair helps
 * @returns a valid, frozen experiment
 */
export function repairSpec(spec: Spec, changed: FieldName | null, before: Spec): Repaired {
  const repairs: readonly Repair[] = [
    repairInputs,
    repairOutputs,
    repairRegression,
    repairSoftmax,
    repairActivations,
    repairWeights,
    repairPlane,
    repairHessian,
    repairRange("x", before),
    repairRange("y", before),
  ];
  let repaired: Repaired = { spec, notes: {} };
  for (const repair of repairs) {
    const next = repair(repaired.spec, changed);
    if (next) repaired = { spec: next.spec, notes: { ...repaired.notes, ...next.notes } };
  }
  try {
    return { spec: parseSpec(repaired.spec), notes: { ...hint(repaired.spec), ...repaired.notes } };
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    return { spec: before, notes: changed ? { [changed]: `Not possible here: ${error.message}.` } : {} };
  }
}

function fits(
  spec: Spec,
  layers: readonly { kernel: readonly (readonly number[])[]; bias: readonly number[] }[],
): boolean {
  const sizes = spec.network.layers;
  return (
    layers.length === sizes.length - 1 &&
    layers.every(({ kernel, bias }, k) => {
      const [inputs, units] = [sizes[k], sizes[k + 1]];
      return bias.length === units && kernel.length === inputs && kernel.every((row) => row.length === units);
    })
  );
}

function withLayers(spec: Spec, layers: number[]): Spec {
  return { ...spec, network: { ...spec.network, layers } };
}

function withLoss(spec: Spec, kind: LossKind): Spec {
  return { ...spec, loss: { ...spec.loss, kind } };
}

function countOutputs(count: number): string {
  return count === 1 ? "1 output" : `${count} outputs`;
}

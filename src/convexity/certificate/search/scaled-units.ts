import type { LayerLayout, NetworkLayout, Parameters } from "../../../model/network/layout";
import { groupHiddenLayers } from "../../../model/network/permutation";
import type { Candidate } from "./candidate";

const HOMOGENEOUS: readonly string[] = ["relu", "leaky-relu", "identity"];
const ODD: readonly string[] = ["tanh", "sin", "identity"];
/** Powers of two, so that the copy's numbers have as few digits as θ's. */
const FACTORS = [4, 2, 8, 16] as const;

/**
 * θ and a copy in which the weights into some units are multiplied by α > 0 and the weights out of them divided by α. φ(αz) = αφ(z) for relu,
 * leaky-relu and identity, so the network's function is the same; in the mean, the contribution of those units is multiplied by
 * (1 + α)(1 + 1/α)/4 > 1. The l2 penalty may differ; it is part of the compared losses.
 */
export function listScaledPairs(layout: NetworkLayout, theta: Parameters, l2: number): Candidate[] {
  // Without a penalty, 1/α gives the same mean up to this symmetry.
  const factors = l2 > 0 ? FACTORS.flatMap((factor) => [factor, 1 / factor]) : FACTORS;
  return listFreeUnits(layout, HOMOGENEOUS).flatMap((choice) =>
    factors.map((factor): Candidate => [theta, scaleUnits(layout, theta, choice, factor)]),
  );
}

/**
 * θ and a copy in which all weights into and out of some units have the opposite sign. φ(−z) = −φ(z) for tanh, sin and identity, so the
 * network's function is the same, and the penalty too; in the mean these weights are 0.
 */
export function listMirroredPairs(layout: NetworkLayout, theta: Parameters): Candidate[] {
  return listFreeUnits(layout, ODD).map((choice): Candidate => [theta, scaleUnits(layout, theta, choice, -1)]);
}

interface UnitChoice {
  readonly layer: number;
  /** All units of the layer where it is null. */
  readonly unit: number | null;
}

/** Whole layers, then single units, with these activations. A unit at either end of a residual connection has no such symmetry. */
function listFreeUnits(layout: NetworkLayout, activations: readonly string[]): UnitChoice[] {
  const free = groupHiddenLayers(layout)
    .filter(([first, ...others]) => others.length === 0 && activations.includes(layout.layers[first!]!.activation))
    .map(([layer]) => layer!);
  const singles = free.flatMap((layer) => {
    const { units } = layout.layers[layer]!;
    return units === 1 ? [] : Array.from({ length: units }, (_, unit): UnitChoice => ({ layer, unit }));
  });
  return [...free.map((layer): UnitChoice => ({ layer, unit: null })), ...singles];
}

function scaleUnits(layout: NetworkLayout, theta: Parameters, { layer, unit }: UnitChoice, factor: number): Parameters {
  const scaled = theta.slice() as Parameters;
  const [into, out]: (LayerLayout | undefined)[] = [layout.layers[layer], layout.layers[layer + 1]];
  const units = unit === null ? Array.from({ length: into!.units }, (_, j) => j) : [unit];
  for (const j of units) {
    for (let i = 0; i <= into!.inputs; i++) scaled[into!.kernel + i * into!.units + j]! *= factor;
    for (let k = 0; k < out!.units; k++) scaled[out!.kernel + j * out!.units + k]! /= factor;
  }
  return scaled;
}

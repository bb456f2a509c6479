import type { LandscapePlan } from "../landscape/landscape";
import { type Parameters, zeroParameters } from "../model/layout";
import { createPacer } from "../model/pacer";
import { type CreaseOptions, chooseSamples, EFFORT, PROBE_VISITS } from "./creases";
import { SwitchFields } from "./creases-fields";
import { FirstLayerLines, type SlicePoint } from "./creases-lines";
import { CreaseProbe, findKinkedLayers } from "./creases-probe";

/** Where a straight way through a slice crosses a line on which a unit switches for a sample. */
export interface CreaseCrossing {
  readonly layer: number;
  readonly unit: number;
  readonly sample: number;
  /** True for a unit of the first layer; else it was found between two even places of the way. */
  readonly exact: boolean;
  /** How far along the way, 0 to 1. */
  readonly place: number;
  /** D⁺(v) + D⁺(−v) of the loss, v the way's unit direction in slice coordinates: of this unit alone. Concave below 0. */
  readonly jump: number;
}

export interface CrossingSet {
  /** Rising in place. */
  readonly crossings: readonly CreaseCrossing[];
  /** How many were found but have weaker jumps than those listed. */
  readonly omitted: number;
  /** How many pairs of a sample and a unit were not looked at, for want of time. */
  readonly unexamined: number;
}

const CROSSING_LIMIT = 500;
/** Steps of regula falsi that place a crossing of a deeper layer: to about a millionth of an even step. */
const REFINEMENTS = 8;
/** A jump below this share of the strongest one is rounding. */
const NEGLIGIBLE = 1e-12;

/**
 * Finds the creases that a straight way crosses. Those of the first layer are exact, for its units are affine along the way; those of
 * deeper layers, and of a hinge behind hidden layers, are looked for between even places, where a change and back is not seen.
 *
 * @param steps  even places of the way, both ends included
 * @throws DOMException named AbortError when the signal is aborted
 */
export async function findCrossings(
  plan: LandscapePlan,
  from: SlicePoint,
  to: SlicePoint,
  steps: number,
  { signal, limit = CROSSING_LIMIT, effort = EFFORT }: CreaseOptions = {},
): Promise<CrossingSet> {
  const layers = findKinkedLayers(plan);
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  if (layers.length === 0 || length === 0) return { crossings: [], omitted: 0, unexamined: 0 };
  const way = straighten(plan, from, to, steps);
  const deeper = layers.filter((layer) => layer > 0);
  const units = layers.reduce((sum, layer) => sum + plan.layout.layers[layer]!.units, 0);
  const visits = (deeper.length > 0 ? steps : 0) + units * PROBE_VISITS * (1 + REFINEMENTS);
  const samples = chooseSamples(plan.data.samples, effort / (visits * plan.layout.parameterCount));
  const pacer = createPacer(signal);
  const lines = layers[0] === 0 ? new FirstLayerLines(plan) : null;
  const fields = deeper.length > 0 ? new SwitchFields(way, way.grid, deeper) : null;
  const probe = new CreaseProbe(way);
  const found: CreaseCrossing[] = [];
  const add = (sample: number, layer: number, unit: number, place: number, exact: boolean) => {
    probe.run(sample, place, 0);
    const { x, slopeJump } = probe.readSwitch(layer, unit);
    const jump = (Math.abs(x) * slopeJump) / length;
    if (Number.isFinite(jump) && jump !== 0) found.push({ layer, unit, sample, exact, place, jump });
  };
  for (const sample of samples) {
    for (let unit = 0; lines && unit < plan.layout.layers[0]!.units; unit++) {
      const place = lines.findPassage(sample, unit, from, to);
      if (place !== null) add(sample, 0, unit, place, true);
    }
    fields?.evaluateRow(sample, 0);
    for (const [k, layer] of deeper.entries()) {
      for (const [unit, values] of fields!.fields[k]!.entries()) {
        for (const place of findZeros(probe, sample, layer, unit, way.grid.x, values))
          add(sample, layer, unit, place, false);
      }
    }
    if (pacer.isDue()) await pacer.rest();
  }
  const unexamined = (plan.data.samples - samples.length) * units;
  return { ...chooseStrongest(found, limit), unexamined };
}

function chooseStrongest(found: CreaseCrossing[], limit: number): Pick<CrossingSet, "crossings" | "omitted"> {
  found.sort((a, b) => Math.abs(b.jump) - Math.abs(a.jump));
  const least = NEGLIGIBLE * Math.abs(found[0]?.jump ?? 0);
  const real = found.filter(({ jump }) => Math.abs(jump) > least);
  const crossings = real.slice(0, limit).sort((a, b) => a.place - b.place);
  return { crossings, omitted: real.length - crossings.length };
}

/** The way as a slice of its own: x from 0 to 1 along it, and nothing across. */
function straighten(plan: LandscapePlan, from: SlicePoint, to: SlicePoint, steps: number): LandscapePlan {
  const { center, dx, dy, layout } = plan;
  const place = (x: number, y: number, p: number) => x * dx[p]! + y * dy[p]!;
  const [alongX, alongY] = [to[0] - from[0], to[1] - from[1]];
  return {
    ...plan,
    center: center.map((theta, p) => theta + place(from[0], from[1], p)) as Parameters,
    dx: center.map((_, p) => place(alongX, alongY, p)) as Parameters,
    dy: zeroParameters(layout),
    grid: {
      columns: steps,
      rows: 1,
      x: Float64Array.from({ length: steps }, (_, i) => i / (steps - 1)),
      y: new Float64Array(1),
    },
  };
}

/** The places where a unit's values change sign, each placed between its neighbours by regula falsi (the Illinois rule). */
function findZeros(
  probe: CreaseProbe,
  sample: number,
  layer: number,
  unit: number,
  places: Float64Array,
  values: Float64Array,
): number[] {
  const read = (place: number) => {
    probe.run(sample, place, 0);
    return probe.readSwitch(layer, unit).value;
  };
  const zeros: number[] = [];
  for (let i = 1; i < values.length; i++) {
    if (values[i - 1]! < 0 !== values[i]! < 0 && Number.isFinite(values[i - 1]! + values[i]!)) {
      zeros.push(placeZero(read, places[i - 1]!, places[i]!, values[i - 1]!, values[i]!));
    }
  }
  return zeros;
}

function placeZero(read: (place: number) => number, low: number, high: number, atLow: number, atHigh: number): number {
  let [a, b, fa, fb] = [low, high, atLow, atHigh];
  let zero = b;
  for (let step = 0; step < REFINEMENTS; step++) {
    zero = a + (fa / (fa - fb)) * (b - a);
    const value = read(zero);
    if (value === 0) return zero;
    if (value < 0 === fb < 0) {
      fa /= 2;
    } else {
      [a, fa] = [b, fb];
    }
    [b, fb] = [zero, value];
  }
  return zero;
}

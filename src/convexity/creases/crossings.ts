import { createPacer } from "../../numeric/pacer";
import type { LandscapePlan } from "../../slice/landscape-plan";
import type { SlicePlace } from "../../slice/slice-place";
import { type CreaseOptions, chooseSamples, countSweepVisits, EFFORT } from "./find-creases";
import { FirstLayer } from "./first-layer";
import { CreaseProbe, findKinkedLayers } from "./probe";
import { createSweep } from "./sweep";

/** Where a straight path through a slice crosses a line on which a unit switches for a sample. */
export interface CreaseCrossing {
  readonly layer: number;
  readonly unit: number;
  readonly sample: number;
  /** True for a unit of the first layer; else the crossing was found between two evenly spaced places of the path. */
  readonly exact: boolean;
  /** Position along the path, 0 to 1. */
  readonly place: number;
  /** D⁺(v) + D⁺(−v) of the loss, v the path's unit direction in slice coordinates, from this unit alone. Below 0 the crease is concave. */
  readonly jump: number;
}

export interface CrossingSet {
  /** In increasing order of `place`. */
  readonly crossings: readonly CreaseCrossing[];
  /** Number of crossings that are not listed because their jumps are weaker. */
  readonly omitted: number;
  /** Number of pairs of a sample and a unit that were not examined within the effort. */
  readonly unexamined: number;
}

const CROSSING_LIMIT = 500;
/** A jump below this share of the strongest one is treated as rounding. */
const NEGLIGIBLE = 1e-12;

/**
 * Finds the creases that a straight path crosses.
 *
 * @param steps  number of steps of the path where a smooth layer is below a layer that switches; two sign changes within one step are missed
 * @throws DOMException named AbortError when the signal is aborted
 */
export async function findCrossings(
  plan: LandscapePlan,
  from: SlicePlace,
  to: SlicePlace,
  steps: number,
  { signal, limit = CROSSING_LIMIT, effort = EFFORT }: CreaseOptions = {},
): Promise<CrossingSet> {
  const layers = findKinkedLayers(plan);
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  if (layers.length === 0 || length === 0) return { crossings: [], omitted: 0, unexamined: 0 };
  const first = new FirstLayer(plan);
  const probe = new CreaseProbe(plan, first);
  const unitsOf = (layer: number) => plan.layout.layers[layer]!.units;
  const units = layers.reduce((sum, layer) => sum + unitsOf(layer), 0);
  const jumpVisits = layers.reduce((sum, layer) => sum + unitsOf(layer) * probe.countJumpVisits(layer), 0);
  const samples = chooseSamples(plan.data.samples, effort / (countSweepVisits(plan) + jumpVisits));
  const pacer = createPacer(signal);
  const sweep = createSweep(plan, first, steps);
  const [alongX, alongY] = [to[0] - from[0], to[1] - from[1]];
  sweep.aim(from[0], from[1], to[0], to[1]);
  const found: CreaseCrossing[] = [];
  for (const sample of samples) {
    const switches = sweep.find(sample);
    for (let n = 0; n < switches.count; n++) {
      const [layer, unit, place] = [switches.layerOf(n), switches.unitOf(n), switches.placeOf(n)];
      probe.findJump(sample, from[0] + place * alongX, from[1] + place * alongY, layer, unit);
      const { slopeX, slopeY, slopeJump } = probe;
      const jump = (Math.abs(slopeX * alongX + slopeY * alongY) * slopeJump) / length;
      if (Number.isFinite(jump) && jump !== 0) found.push({ layer, unit, sample, exact: layer === 0, place, jump });
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

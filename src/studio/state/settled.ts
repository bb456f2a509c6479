import { DEFAULT_SPEC } from "../../experiment/defaults";
import type { Spec } from "../../experiment/spec";
import { type SettledPlane, settlePlane } from "../../slice/plan-landscape";
import { projectOntoPlane } from "../../slice/plane/projection";
import { makeTrajectoryPlane } from "../../slice/plane/trajectory-plane";
import type { StudioState } from "./state";
import type { TrajectoryPoint } from "./training-state";

const settled = new WeakMap<readonly TrajectoryPoint[], { readonly spec: Spec; readonly plane: SettledPlane }>();

/**
 * The experiment as the compute service takes it: a plane through the training's trajectory stands there as given directions.
 *
 * @throws RangeError with one sentence where the trajectory spans no plane
 */
export function settleExperiment({ spec, run }: Pick<StudioState, "spec" | "run">): SettledPlane {
  const { trajectory } = run.training;
  if (spec.plane.kind !== "trajectory-pca") return { spec, explained: null };
  const known = settled.get(trajectory);
  if (known?.spec === spec) return known.plane;
  const plane = settlePlane(spec, trajectory);
  settled.set(trajectory, { spec, plane });
  return plane;
}

/** The same as a spec to be passed on; as it is where the trajectory spans no plane, which the evaluation says. */
export function settledSpec(state: Pick<StudioState, "spec" | "run">): Spec {
  try {
    return settleExperiment(state).spec;
  } catch (error) {
    if (error instanceof RangeError) return state.spec;
    throw error;
  }
}

/** Kinds of planes whose directions have lengths of their own: the ranges of another kind would show too little or too much of them. */
const OWN_LENGTHS: readonly Spec["plane"]["kind"][] = [
  "trajectory-pca",
  "permutation",
  "interpolation",
  "minima",
  "given",
];
/** From a little before θ to a little behind its copy, which stands at x = 1. */
const EXCHANGE_RANGE: [number, number] = [-0.25, 1.25];

/** Gives an experiment whose kind of plane has just been chosen the ranges that show what that plane is for. */
export function fitRanges(spec: Spec, before: Spec, trajectory: readonly TrajectoryPoint[]): Spec {
  const [kind, former] = [spec.plane.kind, before.plane.kind];
  if (kind === former) return spec;
  const { xRange, yRange } = DEFAULT_SPEC.grid;
  const usual = OWN_LENGTHS.includes(former) ? { xRange, yRange } : null;
  const fitting = kind === "trajectory-pca" ? rangesOfTrajectory(trajectory) : null;
  const exchange = kind === "permutation" ? { xRange: EXCHANGE_RANGE } : null;
  return { ...spec, grid: { ...spec.grid, ...usual, ...fitting, ...exchange } };
}

/** How much wider than what it is to show a slice is, on each side. */
const MARGIN = 0.15;

/** Ranges of the trajectory's own plane that show all of the way, with the network at its end still the origin; null where it spans none. */
function rangesOfTrajectory(trajectory: readonly TrajectoryPoint[]): Pick<Spec["grid"], "xRange" | "yRange"> | null {
  const end = trajectory.at(-1);
  if (!end) return null;
  try {
    const plane = makeTrajectoryPlane(trajectory.map(({ parameters }) => parameters));
    const places = trajectory.map(({ parameters }) => projectOntoPlane(plane, end.parameters, parameters));
    return { xRange: widenRange(places.map(({ x }) => x)), yRange: widenRange(places.map(({ y }) => y)) };
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** The range of some places with a margin, its ends at two significant digits. */
export function widenRange(places: readonly number[]): [number, number] {
  const [least, most] = [Math.min(...places), Math.max(...places)];
  const margin = Math.max(MARGIN * (most - least), Number.MIN_VALUE);
  const step = 10 ** Math.floor(Math.log10(most - least + 2 * margin) - 1);
  const round = (value: number): number => Number(value.toPrecision(12));
  return [round(Math.floor((least - margin) / step) * step), round(Math.ceil((most + margin) / step) * step)];
}

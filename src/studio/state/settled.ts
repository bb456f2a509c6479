import { EXCHANGE_RANGES, USUAL_RANGES } from "../../experiment/defaults";
import type { Spec } from "../../experiment/spec";
import { projectOntoPlane } from "../../slice/plane/projection";
import { makeTrajectoryPlane } from "../../slice/plane/trajectory-plane";
import { type SettledPlane, settlePlane, writeExchange } from "../../slice/settle-plane";
import { hasEnded } from "./run-reducer";
import type { StudioState } from "./state";
import type { TrajectoryPoint } from "./training-state";

const settled = new WeakMap<readonly TrajectoryPoint[], { readonly spec: Spec; readonly plane: SettledPlane }>();

/**
 * The experiment as the compute service takes it: the plane of a trajectory is written as given directions, and the units of an exchange
 * that are chosen by the rise of the loss stay those of the slice on screen until the training ends, and while the timeline moves.
 *
 * @throws RangeError with one sentence where the trajectory spans no plane
 */
export function settleExperiment({ spec, run }: Pick<StudioState, "spec" | "run">): SettledPlane {
  const { trajectory } = run.training;
  if (spec.plane.kind === "permutation") return { spec: keepExchange({ spec, run }), explained: null };
  if (spec.plane.kind !== "trajectory-pca") return { spec, explained: null };
  const known = settled.get(trajectory);
  if (known?.spec === spec) return known.plane;
  const plane = settlePlane(spec, trajectory);
  settled.set(trajectory, { spec, plane });
  return plane;
}

function keepExchange({ spec, run }: Pick<StudioState, "spec" | "run">): Spec {
  const { shownOf, plane, outcome } = run.landscape;
  const exchange = shownOf === spec && plane?.exchange;
  if (!exchange || (hasEnded(run.training) && !run.whole && !outcome)) return spec;
  return writeExchange(spec, exchange);
}

/** The spec of settleExperiment; unchanged where the trajectory spans no plane, which the evaluation reports. */
export function settledSpec(state: Pick<StudioState, "spec" | "run">): Spec {
  try {
    return settleExperiment(state).spec;
  } catch (error) {
    if (error instanceof RangeError) return state.spec;
    throw error;
  }
}

/** Planes whose directions have meaningful lengths of their own: the ranges of another plane would show too little or too much. */
const OWN_LENGTHS: readonly Spec["plane"]["kind"][] = [
  "trajectory-pca",
  "permutation",
  "interpolation",
  "minima",
  "given",
];

/** After a change of the kind of plane: the experiment with ranges that fit the new plane. */
export function fitRanges(spec: Spec, before: Spec, trajectory: readonly TrajectoryPoint[]): Spec {
  const [kind, former] = [spec.plane.kind, before.plane.kind];
  if (kind === former) return spec;
  const usual = OWN_LENGTHS.includes(former) ? USUAL_RANGES : null;
  const fitting = kind === "trajectory-pca" ? rangesOfTrajectory(trajectory) : null;
  const exchange = kind === "permutation" ? EXCHANGE_RANGES : null;
  return { ...spec, grid: { ...spec.grid, ...usual, ...fitting, ...exchange } };
}

/** The margin on each side of a trajectory, as a part of its extent. */
const MARGIN = 0.15;

/** Ranges that show the whole trajectory on its own plane, whose origin is its end; null where it spans no plane. */
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

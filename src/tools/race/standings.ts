import type { Parameters } from "../../model/network/layout";
import { measureLength } from "../../numeric/measure-length";
import { subtractParameters } from "../../slice/plane/direction";
import { type RunnerRecord, trajectoryOf } from "./race-state";

/** A runner's place in the race, with two lengths in weight space. */
export interface Standing {
  readonly runner: RunnerRecord;
  /** Its index among the runners of the race; it decides the colour and the dash. */
  readonly index: number;
  /** The length of the polyline through the recorded points to the newest weights: the trajectory is at least this long. */
  readonly length: number;
  /** The distance of the newest weights from the start. */
  readonly fromStart: number;
}

/** The least loss comes first. Runners that diverged come last, whatever their losses are. */
export function rankRunners(runners: readonly RunnerRecord[]): readonly Standing[] {
  const standings = runners.map((runner, index) => ({ runner, index, ...measureTrajectory(runner) }));
  const isOut = ({ runner }: Standing): number => (runner.status === "diverged" ? 1 : 0);
  return standings.sort((a, b) => isOut(a) - isOut(b) || a.runner.now.loss - b.runner.now.loss);
}

/** Each length between two recorded points is computed once. */
const lengths = new WeakMap<Parameters, { readonly from: Parameters; readonly length: number }>();

function distanceTo(from: Parameters, to: Parameters): number {
  const known = lengths.get(to);
  if (known?.from === from) return known.length;
  const length = measureLength(subtractParameters(to, from));
  lengths.set(to, { from, length });
  return length;
}

function measureTrajectory(runner: RunnerRecord): Pick<Standing, "length" | "fromStart"> {
  const points = trajectoryOf(runner);
  let length = 0;
  for (let i = 1; i < points.length; i++) length += distanceTo(points[i - 1]!.parameters, points[i]!.parameters);
  const fromStart = measureLength(subtractParameters(runner.now.parameters, points[0]!.parameters));
  return { length, fromStart };
}

import type { Parameters } from "../../model/network/layout";
import { measureLength } from "../../numeric/measure-length";
import { subtractParameters } from "../../slice/plane/direction";
import { type RunnerCourse, wayOf } from "./race-state";

/** Where a runner stands in a race, in numbers. */
export interface Standing {
  readonly course: RunnerCourse;
  /** Its place among the race's runners, which its colour and dash go by. */
  readonly index: number;
  /** The length of the way through the recorded points to where it stands: the way itself is at least as long. */
  readonly way: number;
  /** From the start straight to where it stands. */
  readonly away: number;
}

/** The least loss first; one that diverged comes last, whatever loss it was left with. */
export function rankRunners(runners: readonly RunnerCourse[]): readonly Standing[] {
  const standings = runners.map((course, index) => ({ course, index, ...measureWay(course) }));
  const isOut = ({ course }: Standing): number => (course.status === "diverged" ? 1 : 0);
  return standings.sort((a, b) => isOut(a) - isOut(b) || a.course.now.loss - b.course.now.loss);
}

/** Lengths between recorded points are found once. */
const lengths = new WeakMap<Parameters, { readonly from: Parameters; readonly length: number }>();

function distanceTo(from: Parameters, to: Parameters): number {
  const known = lengths.get(to);
  if (known?.from === from) return known.length;
  const length = measureLength(subtractParameters(to, from));
  lengths.set(to, { from, length });
  return length;
}

function measureWay(course: RunnerCourse): Pick<Standing, "way" | "away"> {
  const points = wayOf(course);
  let way = 0;
  for (let i = 1; i < points.length; i++) way += distanceTo(points[i - 1]!.parameters, points[i]!.parameters);
  const away = measureLength(subtractParameters(course.now.parameters, points[0]!.parameters));
  return { way, away };
}

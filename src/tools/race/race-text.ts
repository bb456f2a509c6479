import { formatExact, formatFraction } from "../../words/numbers";
import type { RaceState, RunnerRecord } from "./race-state";

/** The phase of the race and its step, in a few words. */
export function describePhase({ phase, step, steps }: RaceState): string {
  const at = `step ${formatExact(step)} of ${formatExact(steps)}`;
  switch (phase) {
    case "ready":
      return "";
    case "starting":
      return "Starting";
    case "running":
      return `Running: ${at}`;
    case "paused":
      return `Paused: ${at}`;
    case "finished":
      return `Finished: ${at}`;
    case "stopped":
      return `Stopped: ${at}`;
  }
}

/** The share of the trajectories that lies in the plane of the surface. */
export function describeShare(share: number | null): string {
  if (share === null) return "The trajectories are drawn as soon as a surface of this experiment is shown.";
  return `The plane holds ${formatFraction(share)} of the trajectories’ squared distances from its centre. A trajectory is paler where it is farther from the plane.`;
}

/** The share of the trajectories that lies along x and along y of the plane through them. */
export function describeLaidPlane([x, y]: readonly [number, number], runners: readonly RunnerRecord[]): string {
  const without = runners.some(({ status }) => status === "diverged") ? ", except the runners that diverged" : "";
  return `The plane lies through the race${without}: x holds ${formatFraction(x)} and y ${formatFraction(y)} of the trajectories’ squared distances from the centre.`;
}

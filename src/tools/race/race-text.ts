import { formatExact, formatFraction } from "../../words/numbers";
import type { RaceState, RunnerRecord } from "./race-state";

/** Where the race stands, in a few words that change in place. */
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

/** How much of the ways the plane in sight holds. */
export function describeShare(share: number | null): string {
  if (share === null) return "Once a surface of this experiment is in sight, the ways are drawn on it.";
  return `The plane in sight holds ${formatFraction(share)} of the ways’ squared distances from its centre: what is faint lies off it.`;
}

/** What a plane that was just laid through a race holds of it. */
export function describeLaid([x, y]: readonly [number, number], runners: readonly RunnerRecord[]): string {
  const without = runners.some(({ status }) => status === "diverged") ? ", without the runners that diverged" : "";
  return `Laid through the race${without}: x holds ${formatFraction(x)} and y ${formatFraction(y)} of the ways’ squared distances from the centre.`;
}

import type { LandscapeOutcome } from "../../../compute/jobs/landscape-outcome";
import type { Landscape } from "../../../convexity/points/landscape";
import type { ChordPoint, SceneChord } from "../../../drawing/overlays/scene-chord";
import type { SlicePlace } from "../../../slice/slice-place";
import { nearestIndex } from "../../sentences/place-text";
import { isOutdated } from "../../state/belonging";
import type { StudioState } from "../../state/state";

/** The chord on the surface: the reader's own while the card shows it, else the chord of the proof where it lies in the slice. */
export function sceneChordOf(state: StudioState): SceneChord | null {
  const { evidence, run } = state;
  const { outcome } = run.landscape;
  if (!outcome || isOutdated(state)) return null;
  return evidence.open === "chord" ? ownChord(state) : proofChordOf(outcome);
}

/** The chord of a proof, where it lies in the slice. */
export function proofChordOf(outcome: LandscapeOutcome): SceneChord | null {
  const { finding } = outcome;
  const slice = finding?.slice;
  if (!finding || !slice) return null;
  const read = (place: SlicePlace): ChordPoint => readLoss(outcome.landscape, place);
  return {
    from: read(slice.from),
    to: read(slice.to),
    middle: read(halfway(slice.from, slice.to)),
    gap: { value: finding.gap, error: 0 },
    proved: true,
  };
}

function ownChord({ evidence }: StudioState): SceneChord | null {
  const { found } = evidence;
  if (found?.kind !== "chord") return null;
  const { ends, profile } = found;
  const { losses } = profile;
  const point = ([x, y]: SlicePlace, index: number): ChordPoint => ({ x, y, loss: losses[index]! });
  const last = losses.length - 1;
  return {
    from: point(ends.from, 0),
    to: point(ends.to, last),
    middle: point(halfway(ends.from, ends.to), last / 2),
    gap: { value: profile.gap, error: profile.gapError },
    proved: false,
  };
}

function halfway(from: SlicePlace, to: SlicePlace): SlicePlace {
  return [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
}

/** The loss at the nearest grid point: the ends and the middle of a grid chord are grid points. */
function readLoss({ grid, loss }: Landscape, [x, y]: SlicePlace): ChordPoint {
  return { x, y, loss: loss[nearestIndex(grid.y, y) * grid.columns + nearestIndex(grid.x, x)]! };
}

import { isInside } from "../../../convexity/verdict/placed-chord";
import type { SettledFinding } from "../../../convexity/verdict/settle";
import type { ChordPoint, SceneChord } from "../../../drawing/overlays/scene-chord";
import type { Grid } from "../../../slice/grid";
import type { SlicePlace } from "../../../slice/slice-place";
import { nameProofPoints } from "../../sentences/place-text";
import { isOutdated } from "../../state/belonging";
import { standingProof } from "../../state/standing-verdict";
import type { StudioState } from "../../state/state";

/** The chord on the surface: the reader's own while the card shows it, else the chord of the proof where it lies in the slice. */
export function sceneChordOf(state: StudioState): SceneChord | null {
  const { shown } = state.run.landscape;
  if (!shown || isOutdated(state)) return null;
  if (state.evidence.open === "chord") return ownChord(state);
  const finding = standingProof(state);
  return finding && proofChordOf(finding, shown.grid, nameWeights(state));
}

/** What the weights at the centre of the slice are. */
function nameWeights({ spec, run }: StudioState): string {
  if (spec.weights.kind === "given") return "the weights";
  return run.training.step === 0 ? "initial weights" : "trained weights";
}

/**
 * The chord of a proof, where it lies in the slice.
 * @param weights  what the weights at the centre are called
 */
export function proofChordOf(finding: SettledFinding, grid: Grid, weights = "the weights"): SceneChord | null {
  const { slice } = finding;
  if (!isInside(slice, grid)) return null;
  const [from, middle, to] = slice.losses;
  const point = ([x, y]: SlicePlace, loss: number): ChordPoint => ({ x, y, loss });
  return {
    from: point(slice.from, from),
    to: point(slice.to, to),
    middle: point(halfway(slice.from, slice.to), middle),
    gap: { value: finding.gap, error: 0 },
    proved: true,
    names: nameProofPoints(finding, weights),
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

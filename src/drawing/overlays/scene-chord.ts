import { formatAtLeast, formatNumber } from "../../words/numbers";
import type { LossScale } from "../scales/loss-scale";
import { type LineStretch, splitByHiding } from "../surface/line-hiding";
import { placeInBox, type ScenePoint } from "../surface/surface-box";
import type { SurfaceShape } from "../surface/surface-marks";

/** A point of the slice with its loss. */
export interface ChordPoint {
  /** Slice coordinates. */
  readonly x: number;
  readonly y: number;
  /** The loss itself, not its height. */
  readonly loss: number;
}

/** A chord of the loss within the slice: its ends, and the point of the surface at its middle. */
export interface SceneChord {
  readonly from: ChordPoint;
  readonly to: ChordPoint;
  readonly middle: ChordPoint;
  /** L(middle) − (L(from) + L(to)) / 2: above 0 the loss is not convex. The true gap is at most `error` from `value`. */
  readonly gap: { readonly value: number; readonly error: number };
  /** Whether a certificate proves it; false for a chord that was only tried. */
  readonly proved: boolean;
  /** What the three points are; absent where they have no names. */
  readonly names?: ChordNames;
}

/** Names of a chord's points: "the weights", "half way", "units 4 and 7 swapped". */
export interface ChordNames {
  readonly from: string;
  readonly middle: string;
  readonly to: string;
  /** The names of the ends in a word, for a narrow picture. */
  readonly short: { readonly from: string; readonly to: string };
}

/** A chord in scene coordinates. */
export interface ChordDrawing {
  readonly stretches: readonly LineStretch[];
  readonly ends: readonly [ScenePoint, ScenePoint];
  /** The names of the ends; empty where they have none. */
  readonly endTexts: readonly [string, string];
  /** The height between the chord's middle and the surface's. */
  readonly gap: readonly [chord: ScenePoint, surface: ScenePoint];
  readonly gapText: string;
  /** The same texts for a narrow picture. */
  readonly shortTexts: { readonly endTexts: readonly [string, string]; readonly gapText: string };
  readonly proved: boolean;
}

const STEPS = 96;

/** "gap ≥ 0.123" where it is proved to be above 0, else "gap −0.5". */
export function describeChordGap({ gap: { value, error } }: SceneChord): string {
  return value > error ? `gap ≥ ${formatAtLeast(value, error)}` : `gap ${formatNumber(value)}`;
}

/** The gap with the name of the middle: "half way: gap ≥ 2.42". */
function nameChordGap(chord: SceneChord): string {
  const gap = describeChordGap(chord);
  return chord.names ? `${chord.names.middle}: ${gap}` : gap;
}

/**
 * Places a chord in the scene. The losses between its ends are interpolated linearly and then mapped to heights. Under a log or asinh
 * height the straight chord is therefore drawn as a curve, with the same map as the surface. Losses beyond the limits of the box are
 * clipped, as those of the surface are.
 */
export function drawChord(shape: SurfaceShape, scale: LossScale, chord: SceneChord, camera: ScenePoint): ChordDrawing {
  const place = ({ x, y, loss }: ChordPoint) =>
    placeInBox(shape.box, x, y, Math.min(1, Math.max(0, scale.levelOf(loss))));
  const blend = (part: number): ChordPoint => ({
    x: chord.from.x + part * (chord.to.x - chord.from.x),
    y: chord.from.y + part * (chord.to.y - chord.from.y),
    loss: chord.from.loss + part * (chord.to.loss - chord.from.loss),
  });
  const curve = Array.from({ length: STEPS + 1 }, (_, step) => place(blend(step / STEPS)));
  return {
    stretches: splitByHiding(shape, camera, curve),
    ends: [curve[0]!, curve[STEPS]!],
    endTexts: [chord.names?.from ?? "", chord.names?.to ?? ""],
    gap: [place({ ...chord.middle, loss: blend(0.5).loss }), place(chord.middle)],
    gapText: nameChordGap(chord),
    shortTexts: {
      endTexts: [chord.names?.short.from ?? "", chord.names?.short.to ?? ""],
      gapText: describeChordGap(chord),
    },
    proved: chord.proved,
  };
}

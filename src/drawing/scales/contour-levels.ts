import type { LossScale } from "./loss-scale";

/** The most contours that contours.glsl can draw. */
export const MAX_CONTOURS = 64;

/** A line of equal loss. */
export interface Contour {
  readonly loss: number;
  readonly level: number;
  /** Distance in levels to the nearest other contour; where this distance is short on screen, the line fades. */
  readonly spacing: number;
  readonly labelled: boolean;
}

/** The contours of a scale, rising: one at each loss that axis and legend label, and finer ones between them. */
export function placeContours(scale: LossScale): readonly Contour[] {
  if (scale.flat) return [];
  const { major, minor } = scale.ticks;
  const fine = major.length + minor.length <= MAX_CONTOURS ? minor : [];
  const all = [...major.map((loss) => ({ loss, labelled: true })), ...fine.map((loss) => ({ loss, labelled: false }))];
  const levels = all.map(({ loss, labelled }) => ({ loss, labelled, level: scale.levelOf(loss) }));
  levels.sort((a, b) => a.level - b.level);
  return levels.slice(0, MAX_CONTOURS).map((contour, index) => {
    const peers = contour.labelled
      ? levels.filter((other) => other.labelled && other !== contour)
      : [levels[index - 1], levels[index + 1]].filter((other) => other !== undefined);
    const gaps = peers.map((other) => Math.abs(other.level - contour.level));
    return { ...contour, spacing: Math.min(1, ...gaps) };
  });
}

/** The loss at some of the steps, thinned to at most MOST_POINTS. */
export interface LossCurve {
  readonly steps: readonly number[];
  readonly losses: readonly number[];
  /** Only multiples of this step are kept. */
  readonly stride: number;
}

/** More points than a wide screen has pixels. */
const MOST_POINTS = 2048;

export const EMPTY_CURVE: LossCurve = Object.freeze({ steps: [], losses: [], stride: 1 });

/** Adds reported losses; where there are too many, every second one is dropped. */
export function extendCurve(
  curve: LossCurve,
  reported: readonly { readonly step: number; readonly loss: number }[],
): LossCurve {
  const steps = [...curve.steps];
  const losses = [...curve.losses];
  for (const { step, loss } of reported) {
    if (step % curve.stride !== 0) continue;
    steps.push(step);
    losses.push(loss);
  }
  if (steps.length <= MOST_POINTS) return { steps, losses, stride: curve.stride };
  const stride = curve.stride * 2;
  const kept = steps.map((step) => step % stride === 0);
  return {
    steps: steps.filter((_, i) => kept[i]),
    losses: losses.filter((_, i) => kept[i]),
    stride,
  };
}

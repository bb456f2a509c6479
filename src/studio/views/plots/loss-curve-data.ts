/** The loss after some of the steps, thinned so that it never holds more than MOST_POINTS. */
export interface LossCurve {
  readonly steps: readonly number[];
  readonly losses: readonly number[];
  /** Only steps that are a multiple of this are kept. */
  readonly stride: number;
}

/** More than a wide screen has pixels to show. */
const MOST_POINTS = 2048;

export const EMPTY_CURVE: LossCurve = Object.freeze({ steps: [], losses: [], stride: 1 });

/** Adds reported losses; where there are too many, every second one is dropped, the newest kept as long as it is the newest. */
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

import type { Rounding } from "../../numeric/rounding";
import type { JetLayer, ScalarJet } from "./layer";

/**
 * The jet of logsumexp(f) − y·f over one row of logits. With p = softmax(f):
 * ℓ_ab = Σ (p_j − y_j)·f_j,ab + Σ p_j·f_j,a·f_j,b − (Σ p_j·f_j,a)·(Σ p_j·f_j,b).
 *
 * @param logits  jets of the outputs with their bounds
 * @param y  one-hot target, [units]
 */
export function softmaxJet(logits: JetLayer, y: ArrayLike<number>, rounding: Rounding): ScalarJet {
  const { units } = logits;
  const { unit: u, underflow } = rounding;
  const top = Math.max(...logits.v);
  const shifted = Array.from(logits.v, (f) => f - top);
  const powers = shifted.map(Math.exp);
  const total = powers.reduce((sum, power) => sum + power, 0);
  const p = powers.map((power) => power / total);
  const spread = p.reduce((sum, probability, j) => sum + probability * Math.abs(shifted[j]!), 0);
  const worst = Math.max(...logits.e0);

  const jet = { v: Math.log(total), x: 0, y: 0, xx: 0, xy: 0, yy: 0, e0: 0, e1: 0, e2: 0 };
  const mean = { x: 0, y: 0, magnitude: 0, error: 0 };
  let curvatureMagnitude = 0;
  // The rounding of the normalisation itself, then the Lipschitz and the second-order part of the errors of the logits.
  jet.e0 = u * (units + 6 + 4 * jet.v + 2 * spread) + underflow;
  for (let j = 0; j < units; j++) {
    const [pj, slope] = [p[j]!, p[j]! - y[j]!];
    const f = logits.get(j);
    const m1 = Math.max(Math.abs(f.x), Math.abs(f.y));
    const m2 = Math.max(Math.abs(f.xx), Math.abs(f.xy), Math.abs(f.yy));
    const moved = probabilityError(pj, shifted[j]!, spread, units, worst, rounding);
    jet.v -= y[j]! * shifted[j]!;
    jet.e0 +=
      (Math.abs(slope) + underflow) * f.e0 +
      0.5 * f.e0 * f.e0 +
      u * (pj * (8 + 2 * Math.abs(shifted[j]!)) + 3 * y[j]! * Math.abs(shifted[j]!));
    jet.x += slope * f.x;
    jet.y += slope * f.y;
    jet.xx += slope * f.xx + pj * f.x * f.x;
    jet.xy += slope * f.xy + pj * f.x * f.y;
    jet.yy += slope * f.yy + pj * f.y * f.y;
    const s1 = m1 + f.e1;
    jet.e1 += Math.abs(slope) * f.e1 + moved * s1 + u * (units + 3) * Math.abs(slope) * m1;
    jet.e2 += Math.abs(slope) * f.e2 + moved * (m2 + f.e2) + pj * (m1 + s1) * f.e1 + moved * s1 * s1;
    curvatureMagnitude += Math.abs(slope) * m2 + pj * m1 * m1;
    mean.x += pj * f.x;
    mean.y += pj * f.y;
    mean.magnitude += pj * m1;
    mean.error += pj * f.e1 + moved * s1;
  }
  jet.xx -= mean.x * mean.x;
  jet.xy -= mean.x * mean.y;
  jet.yy -= mean.y * mean.y;
  jet.e1 += underflow;
  mean.error += u * (units + 2) * mean.magnitude + underflow;
  jet.e2 += (2 * mean.magnitude + mean.error) * mean.error;
  jet.e2 += u * (2 * units + 8) * (curvatureMagnitude + mean.magnitude * mean.magnitude) + underflow;
  return jet;
}

/**
 * Bounds the error of a computed softmax probability: its own rounding and underflow, and errors of up to `worst` in each logit, which change
 * it by a factor within exp(±2·worst); exp(2w) − 1 ≤ 2w + 4w² for w ≤ ½.
 */
export function probabilityError(
  p: number,
  shifted: number,
  spread: number,
  units: number,
  worst: number,
  { unit: u, underflow }: Rounding,
): number {
  const library = p * u * (22 + units + 2 * Math.abs(shifted) + 2 * spread) + underflow;
  if (worst > 0.5) return 1 + library;
  return library + (p + library) * (2 * worst + 4 * worst * worst);
}

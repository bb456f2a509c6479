import { BOUND_INFLATION } from "../model/jets/jet-evaluator";
import { addPenalty, Penalty } from "../model/jets/penalty";
import type { PointJet } from "../model/jets/point-jet";
import type { LandscapeFields } from "../slice/landscape-fields";
import { type LandscapePlan, sliceOfPlan } from "../slice/landscape-plan";

/**
 * Turns the sums of a tile into means, adds the penalty and writes them into the fields. Where float32 overflowed, nothing is known: the
 * loss becomes NaN and both bounds infinite.
 * @param sums  sums over samples and outputs, for the tile's points
 * @param points  the tile's points, as indices in the grid
 * @returns those of them at which a number is not known
 */
export function finishTile(
  plan: LandscapePlan,
  sums: LandscapeFields,
  points: Uint32Array,
  fields: LandscapeFields,
): Uint32Array {
  const { data, loss, grid } = plan;
  const terms = data.samples * (loss.kind === "softmax-ce" ? 1 : data.outputs);
  const penalty = loss.l2 > 0 ? new Penalty(loss.l2, sliceOfPlan(plan)) : null;
  // Widens the bounds for the rounding of the float64 sums and division below.
  const widening = BOUND_INFLATION / terms;
  const unknown: number[] = [];
  for (const [i, point] of points.entries()) {
    let jet: PointJet = {
      loss: sums.loss[i]! / terms,
      lossError: widening * sums.lossError[i]!,
      x: 0,
      y: 0,
      xx: sums.xx[i]! / terms,
      xy: sums.xy[i]! / terms,
      yy: sums.yy[i]! / terms,
      curvatureError: widening * sums.curvatureError[i]!,
    };
    if (penalty !== null) {
      jet = addPenalty(jet, penalty.evaluate(grid.x[point % grid.columns]!, grid.y[Math.floor(point / grid.columns)]!));
    }
    const isLossKnown = [jet.loss, jet.lossError].every(Number.isFinite);
    // An overflow may have switched a unit off. The unit then contributes nothing to the curvature's bound, so that bound is not valid.
    const isKnown = isLossKnown && [jet.xx, jet.xy, jet.yy, jet.curvatureError].every(Number.isFinite);
    fields.loss[point] = isLossKnown ? jet.loss : Number.NaN;
    fields.lossError[point] = isLossKnown ? jet.lossError : Number.POSITIVE_INFINITY;
    fields.xx[point] = jet.xx;
    fields.xy[point] = jet.xy;
    fields.yy[point] = jet.yy;
    fields.curvatureError[point] = isKnown ? jet.curvatureError : Number.POSITIVE_INFINITY;
    if (!isKnown) unknown.push(point);
  }
  return Uint32Array.from(unknown);
}

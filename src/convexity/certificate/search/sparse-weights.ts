import type { Dataset } from "../../../data/dataset";
import type { LossSpec } from "../../../experiment/spec";
import type { NetworkLayout } from "../../../model/network/layout";
import { addBends } from "./bends";
import type { Candidate } from "./candidate";
import { averageTargets } from "./output-loss";
import { makePairProblem, type PairProblem } from "./pair-problem";
import { PairRanking } from "./pair-ranking";
import { addProducts } from "./products";
import { addLeastCurvature } from "./sigmoid-curvature";
import { addEnds, addOutputBias } from "./sigmoid-lines";
import { addSteps } from "./sigmoid-steps";
import { findThread } from "./thread";

/** Limits of the numbers, in the order in which they are tried. A bounded output has bounded gaps, so it needs no small limit first. */
const REACHES = [2, 4, 16, 256, 2 ** 14, 2 ** 24] as const;
const BOUNDED_REACHES = [16, 256, 2 ** 14, 2 ** 24] as const;

/**
 * Pairs of points that depend only on the data and the network's shape, not on the end of a training, because a loss is one function. Nearly
 * all of their weights are 0, so a single number passes through the network, and the loss along the chord has a closed form:
 *
 *   - **bends**: the output is z = c + v·φ(b), and b moves. Where the loss falls with z and v·φ is convex, or the loss rises and v·φ is
 *     concave, the second derivative ψ″v²φ′² + ψ′vφ″ + 2·l2 is below 0 for large v and any l2. The kink of relu has unbounded curvature.
 *   - **products**: φ is linear in b > 0, and (b, v) and (2v, b/2) have the same product, their mean a larger one. With one linear layer
 *     between, the gain grows in proportion to the penalty, so a large l2 can exceed it; inputs of large magnitude help.
 *   - **ends**: the output's own activation is a sigmoid, and z moves along an input, the bias, or the direction of the most negative
 *     curvature of the loss.
 *   - **steps**: the same where outputs that are equal for all samples show no gap, as for hinge with equally many targets of 0 and 1: one
 *     input passes through, and the bias decides where the sigmoid steps from one class to the other.
 *
 * Small numbers are tried first, and larger ones only if the small ones give no clear gap.
 */
export async function listSparsePairs(
  layout: NetworkLayout,
  loss: LossSpec,
  data: Dataset,
  pause: () => Promise<void>,
): Promise<Candidate[]> {
  const ranking = new PairRanking();
  const problem = makePairProblem(layout, loss, data);
  const bounded = layout.layers.at(-1)!.activation === "sigmoid";
  for (const reach of bounded ? BOUNDED_REACHES : REACHES) {
    await pause();
    if (bounded) addBounded(ranking, problem, loss, reach);
    else addUnbounded(ranking, problem, reach);
    // Without a hidden layer, larger numbers amplify nothing.
    if (ranking.isClear || layout.layers.length === 1) break;
  }
  return ranking.list();
}

/** Adds pairs for outputs without an activation; without a hidden layer there are none. */
function addUnbounded(ranking: PairRanking, problem: PairProblem, reach: number): void {
  const targets = averageTargets(problem.data);
  const output = chooseOutput(targets, false);
  const thread = findThread(problem.layout, output);
  if (!thread) return;
  if (!thread.linear) {
    addBends(ranking, problem, thread, targets[output]!, reach);
    return;
  }
  for (let j = 0; j < problem.layout.outputs; j++)
    addProducts(ranking, problem, findThread(problem.layout, j)!, j, reach);
}

/** Adds pairs for outputs with a sigmoid. */
function addBounded(ranking: PairRanking, problem: PairProblem, { kind }: LossSpec, reach: number): void {
  const targets = averageTargets(problem.data);
  const output = chooseOutput(targets, kind === "hinge");
  const thread = findThread(problem.layout, output);
  addOutputBias(ranking, problem, output, targets[output]!);
  if (!thread) {
    addEnds(ranking, problem, output);
    if (problem.l2 > 0 && ranking.isEmpty) addLeastCurvature(ranking, problem);
    return;
  }
  addBends(ranking, problem, thread, targets[output]!, reach);
  if (ranking.isEmpty) addSteps(ranking, problem, output, reach);
}

/** The output whose mean target is closest to ½, where the loss can fall in both directions; or, if `tilted`, the farthest from ½. */
function chooseOutput(targets: Float64Array, tilted: boolean): number {
  let chosen = 0;
  for (const [j, target] of targets.entries()) {
    const [distance, least] = [Math.abs(target - 0.5), Math.abs(targets[chosen]! - 0.5)];
    if (tilted ? distance > least : distance < least) chosen = j;
  }
  return chosen;
}

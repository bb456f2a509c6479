import type { Dataset } from "../../../data/dataset";
import type { LossSpec } from "../../../experiment/spec";
import type { NetworkLayout } from "../../../model/network/layout";
import { addBends } from "./bends";
import type { Candidate } from "./candidate";
import { averageTargets } from "./output-loss";
import { PairRanking } from "./pair-ranking";
import { addProducts } from "./products";
import { type Scene, setScene } from "./scene";
import { addLeastCurvature } from "./sigmoid-curvature";
import { addEnds, addOutputBias } from "./sigmoid-lines";
import { addSteps } from "./sigmoid-steps";
import { findThread } from "./thread";

/** How large the numbers may get, in turn. A bounded output has bounded gaps, so that there is no need to begin with small ones. */
const REACHES = [2, 4, 16, 256, 2 ** 14, 2 ** 24] as const;
const BOUNDED_REACHES = [16, 256, 2 ** 14, 2 ** 24] as const;

/**
 * Pairs of points that depend on the data and the network's shape alone, not on where a training ended: a loss is one function. Nearly
 * all of their weights are 0, so that the output is one number's way through the network, and the loss along it is known in closed form:
 *
 *   - **bends**: the output is z = c + v·φ(b), and b moves. Where the loss falls and v·φ bends upwards, or the other way about, the second
 *     derivative ψ″v²φ′² + ψ′vφ″ + 2·l2 is below 0 once v is large: whatever l2 is. A kink of relu bends more than any parabola.
 *   - **products**: φ is linear in b > 0, and (b, v) and (2v, b/2) have the same product, their mean a larger one. With one linear layer
 *     between, the loss gains in proportion to l2's penalty, so a large l2 wins; inputs of large magnitude help.
 *   - **ends**: the output's own activation is a sigmoid, and z moves along an input, the bias, or
 *     in the direction in which the loss curves downwards most.
 *   - **steps**: the same where outputs that are equal for all samples show nothing, as hinge with as many targets of 0 as of 1: one input
 *     goes through, and the bias decides where the sigmoid steps from one class to the other.
 *
 * Small numbers are tried first, and larger ones only where those show nothing clear.
 */
export async function listSparsePairs(
  layout: NetworkLayout,
  loss: LossSpec,
  data: Dataset,
  pause: () => Promise<void>,
): Promise<Candidate[]> {
  const ranking = new PairRanking();
  const scene = setScene(layout, loss, data);
  const bounded = layout.layers.at(-1)!.activation === "sigmoid";
  for (const reach of bounded ? BOUNDED_REACHES : REACHES) {
    await pause();
    if (bounded) addBounded(ranking, scene, loss, reach);
    else addUnbounded(ranking, scene, reach);
    // Without a hidden layer there is nothing that larger numbers could amplify.
    if (ranking.isClear || layout.layers.length === 1) break;
  }
  return ranking.list();
}

/** The output is as the last layer gives it: without a hidden layer there is nothing to find. */
function addUnbounded(ranking: PairRanking, scene: Scene, reach: number): void {
  const targets = averageTargets(scene.data);
  const output = chooseOutput(targets, false);
  const thread = findThread(scene.layout, output);
  if (!thread) return;
  if (!thread.linear) {
    addBends(ranking, scene, thread, targets[output]!, reach);
    return;
  }
  for (let j = 0; j < scene.layout.outputs; j++) addProducts(ranking, scene, findThread(scene.layout, j)!, j, reach);
}

/** The output is a sigmoid. */
function addBounded(ranking: PairRanking, scene: Scene, { kind }: LossSpec, reach: number): void {
  const targets = averageTargets(scene.data);
  const output = chooseOutput(targets, kind === "hinge");
  const thread = findThread(scene.layout, output);
  addOutputBias(ranking, scene, output, targets[output]!);
  if (!thread) {
    addEnds(ranking, scene, output);
    if (scene.l2 > 0 && ranking.isEmpty) addLeastCurvature(ranking, scene);
    return;
  }
  addBends(ranking, scene, thread, targets[output]!, reach);
  if (ranking.isEmpty) addSteps(ranking, scene, output, reach);
}

/** The output whose mean target is the closest to the middle: the loss can fall both ways; or, where it must tilt, the farthest from it. */
function chooseOutput(targets: Float64Array, tilted: boolean): number {
  let chosen = 0;
  for (const [j, target] of targets.entries()) {
    const [distance, least] = [Math.abs(target - 0.5), Math.abs(targets[chosen]! - 0.5)];
    if (tilted ? distance > least : distance < least) chosen = j;
  }
  return chosen;
}

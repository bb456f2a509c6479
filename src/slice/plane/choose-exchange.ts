import { evaluateLoss } from "../../model/network/evaluate";
import type { Parameters } from "../../model/network/layout";
import { averageParameters, type Exchange, exchangeUnits, listExchanges } from "../../model/network/permutation";
import { type Problem, takeSamples } from "../../model/problem";
import { haveSameEntries } from "../../numeric/have-same-entries";
import { createPacer, type WorkSignal } from "../../numeric/pacer";

/** Most products of two numbers in a choice, well under a second: of more samples, some are used. */
const WORK = 1e8;
/** Least samples that are used. */
const LEAST_SAMPLES = 16;

/**
 * The exchange of two hidden units that raises the loss most half way between θ and its copy, among those that listExchanges lists. All of
 * these copies have the loss of θ, so the loss half way decides.
 *
 * @throws RangeError with one sentence where no two units differ
 * @throws DOMException named AbortError when the signal is aborted
 */
export async function chooseExchange(
  problem: Problem,
  theta: Parameters,
  signal: WorkSignal | undefined,
): Promise<Exchange> {
  const { layout } = problem;
  const exchanges = listExchanges(layout, theta);
  const samples = Math.floor(WORK / Math.max(1, exchanges.length * layout.parameterCount));
  const sampled = takeSamples(problem, Math.max(LEAST_SAMPLES, samples));
  const pacer = createPacer(signal);
  let best: Exchange | null = null;
  let highest = Number.NEGATIVE_INFINITY;
  for (const exchange of exchanges) {
    if (pacer.isDue()) await pacer.rest();
    const copy = exchangeUnits(layout, theta, exchange);
    if (haveSameEntries(copy, theta)) continue;
    const loss = evaluateLoss(sampled, averageParameters(layout, [theta, copy]));
    if (best !== null && !(loss > highest)) continue;
    best = exchange;
    highest = loss;
  }
  if (!best) throw new RangeError("plane: no two hidden units differ, so exchanging them gives no direction");
  return best;
}

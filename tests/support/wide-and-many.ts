import { parseSpec } from "../../src/experiment/parse";
import type { Spec } from "../../src/experiment/spec";
import { asParameters, layoutNetwork, type Parameters, zeroParameters } from "../../src/model/network/layout";
import { createRandom } from "../../src/numeric/random";

/** The largest experiment of the page in most directions: 784-64-64-64-10, as many samples and grid points on each side as asked for. */
export function makeWideAndMany(
  samples: number,
  side: number,
): { readonly spec: Spec; readonly parameters: Parameters } {
  const layers = [784, 64, 64, 64, 10];
  const random = createRandom(11, "wide and many");
  const points = (count: number) => ({
    kind: "points" as const,
    inputs: Array.from({ length: count }, () => Array.from({ length: 784 }, () => random.uniform(-1, 1))),
    targets: Array.from({ length: count }, (_, s) => Array.from({ length: 10 }, (_, j) => Number(s % 10 === j))),
  });
  // Millions of numbers are not read as a file's would be: that takes longer than the test.
  const spec: Spec = {
    ...parseSpec({
      format: "losscape-spec",
      version: 1,
      dataset: points(1),
      network: { layers, activation: "relu" },
      loss: { kind: "softmax-ce" },
      weights: { kind: "trained", steps: 0 },
      plane: { kind: "random", normalization: "filter", seed: 3 },
      grid: { columns: side, rows: side },
    }),
    dataset: points(samples),
  };
  const layout = layoutNetwork(spec.network);
  // About the spread at which a layer's outputs are as large as its inputs.
  const draw = () => 0.15 * random.normal();
  return { spec, parameters: asParameters(layout, zeroParameters(layout).map(draw)) };
}

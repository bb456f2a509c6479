import { parseSpec } from "../../src/experiment/parse";
import { ACTIVATIONS, LOSSES, type LossKind, type Spec } from "../../src/experiment/spec";
import { layoutNetwork, zeroParameters } from "../../src/model/network/layout";
import { createRandom, type Random } from "../../src/numeric/random";

/** A spec, and the kinds that it combines. */
export interface VariedSpec {
  readonly name: string;
  readonly kind: WeightKind;
  readonly spec: Spec;
}

const PENALTIES = [0, 0.01, 1, 10] as const;
const WEIGHT_KINDS = ["untrained", "trained", "zero", "dead"] as const;
type WeightKind = (typeof WEIGHT_KINDS)[number];
const STEPS = 30;

/**
 * Networks of every kind that the page offers. Each combination of activation, loss and 0 to 3 hidden layers occurs twice. A seed draws
 * its widths, l2, weights, residual connections, output, data and the layers that the plane moves. The list is the same on every machine.
 */
export function listVariedSpecs(seed = 226): VariedSpec[] {
  const random = createRandom(seed, "varied specs");
  const deep = [0, 1].flatMap(() =>
    ACTIVATIONS.flatMap((activation) =>
      LOSSES.flatMap((loss) => [1, 2, 3].map((depth) => ({ activation, loss, depth, output: undefined }))),
    ),
  );
  const flat = LOSSES.flatMap((loss) =>
    (["identity", "sigmoid"] as const).flatMap((output) =>
      PENALTIES.map((l2) => ({ activation: "relu" as const, loss, depth: 0, output, l2 })),
    ),
  );
  return [...deep, ...flat].map((choice, index) => makeSpec(random, index, choice));
}

interface Choice {
  readonly activation: (typeof ACTIVATIONS)[number];
  readonly loss: LossKind;
  readonly depth: number;
  readonly output: "identity" | "sigmoid" | undefined;
  readonly l2?: number;
}

function makeSpec(random: Random, index: number, { activation, loss, depth, output, l2 }: Choice): VariedSpec {
  const pick = <Item>(items: readonly Item[]): Item => items[random.below(items.length)]!;
  const outputs = loss === "softmax-ce" ? pick([2, 3]) : 1;
  const { dataset, inputs } = pickDataset(random, loss, outputs);
  const width = 1 + random.below(8);
  const residual = depth > 1 && random.below(3) === 0;
  const hidden = Array.from({ length: depth }, () => (residual ? width : 1 + random.below(8)));
  const network = {
    layers: [inputs, ...hidden, outputs],
    activation,
    output: output ?? pick(["identity", "identity", "sigmoid"] as const),
    residual,
  };
  const kind = pick(WEIGHT_KINDS);
  const penalty = l2 ?? pick(PENALTIES);
  const moved = random.below(4) === 0 ? { layers: [random.below(depth + 1)] } : {};
  const spec = parseSpec({
    format: "losscape-spec",
    version: 1,
    dataset,
    network,
    loss: { kind: loss, l2: penalty },
    weights: makeWeights(network, kind, index),
    plane: { kind: "random", normalization: "none", seed: index, ...moved },
    grid: { columns: 9, rows: 9 },
  });
  const name = [
    `${index}`,
    network.layers.join("-"),
    activation,
    loss,
    `${network.output} output`,
    `l2 ${penalty}`,
    ...(residual ? ["residual"] : []),
    kind,
    dataset.kind === "generated" ? dataset.name : dataset.kind,
  ].join(", ");
  return { name, kind, spec };
}

function pickDataset(random: Random, loss: LossKind, outputs: number) {
  if (outputs === 3) {
    return random.below(2) === 0
      ? { dataset: { kind: "named", name: "iris" } as const, inputs: 4 }
      : { dataset: drawPoints(random, loss, 3), inputs: 2 };
  }
  if (loss === "mse" && random.below(3) === 0) {
    return { dataset: generate(random.below(2) === 0 ? "sine" : "linear"), inputs: 1 };
  }
  if (random.below(4) === 0) return { dataset: drawPoints(random, loss, outputs), inputs: 2 };
  const names = ["moons", "circles", "xor", "spirals", "gaussians"] as const;
  return { dataset: generate(names[random.below(names.length)]!), inputs: 2 };
}

function generate(name: "moons" | "circles" | "xor" | "spirals" | "gaussians" | "sine" | "linear") {
  return { kind: "generated", name, samples: 24, noise: 0.12, seed: 7 } as const;
}

function drawPoints(random: Random, loss: LossKind, outputs: number) {
  const rows = Array.from({ length: 5 }, () => ({
    input: [random.normal(), random.normal()],
    chosen: random.below(Math.max(2, outputs)),
  }));
  return {
    kind: "points" as const,
    inputs: rows.map(({ input }) => input),
    targets: rows.map(({ chosen }) =>
      outputs > 1
        ? Array.from({ length: outputs }, (_, j) => Number(j === chosen))
        : [loss === "mse" ? random.normal() : chosen],
    ),
  };
}

/** `dead`: every unit's bias is so low that its inputs cannot make it active. */
function makeWeights(network: { layers: number[]; activation: string }, kind: WeightKind, seed: number) {
  if (kind === "trained" || kind === "untrained") {
    return { kind: "trained", steps: kind === "trained" ? STEPS : 0, learningRate: 0.05, seed };
  }
  const layout = layoutNetwork({ ...network, activation: "relu", output: "identity", residual: false });
  const zero = zeroParameters(layout);
  const bias = kind === "dead" ? -9 : 0;
  const layers = layout.layers.map(({ inputs, units }, k) => ({
    kernel: Array.from({ length: inputs }, () => new Array<number>(units).fill(kind === "dead" ? -1 : 0)),
    bias: new Array<number>(units).fill(k === layout.layers.length - 1 ? 0 : bias),
  }));
  return zero.length > 0 ? { kind: "given", layers } : { kind: "given", layers: [] };
}

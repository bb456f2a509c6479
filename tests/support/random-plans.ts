import { ACTIVATIONS, type Activation, type LossKind, type NetworkSpec } from "../../src/experiment/spec";
import { asParameters, layoutNetwork, zeroParameters } from "../../src/model/network/layout";
import { createRandom, type Random } from "../../src/numeric/random";
import { makeGrid } from "../../src/slice/grid";
import type { LandscapePlan } from "../../src/slice/landscape-plan";

export interface PlanRequest {
  readonly activation: Activation;
  readonly loss: LossKind;
  readonly hidden: readonly number[];
  readonly residual?: boolean;
  readonly output?: "identity" | "sigmoid";
  readonly l2?: number;
  readonly samples?: number;
  readonly inputs?: number;
  readonly outputs?: number;
  readonly columns?: number;
  readonly rows?: number;
  /** Half width of the slice. */
  readonly reach?: number;
  readonly scale?: number;
}

/** A random network, data set and plane of the requested shape; the same for the same seed. */
export function makeRandomPlan(request: PlanRequest, seed: number): LandscapePlan {
  const random = createRandom(seed, "test plan");
  const inputs = request.inputs ?? 3;
  const outputs = request.outputs ?? (request.loss === "softmax-ce" ? 3 : 1);
  const network: NetworkSpec = {
    layers: [inputs, ...request.hidden, outputs],
    activation: request.activation,
    output: request.output ?? "identity",
    residual: request.residual ?? false,
  };
  const layout = layoutNetwork(network);
  const draw = (spread: number) =>
    asParameters(
      layout,
      zeroParameters(layout).map(() => spread * random.normal()),
    );
  const reach = request.reach ?? 1;
  const samples = request.samples ?? 23;
  return {
    layout,
    loss: { kind: request.loss, l2: request.l2 ?? 0 },
    data: {
      samples,
      inputs,
      outputs,
      x: Float64Array.from({ length: samples * inputs }, () => random.normal()),
      y: makeTargets(request.loss, samples, outputs, random),
      task: "given",
    },
    center: draw(request.scale ?? 0.7),
    dx: draw(0.5),
    dy: draw(0.5),
    grid: makeGrid({
      columns: request.columns ?? 9,
      rows: request.rows ?? 7,
      xRange: [-reach, reach],
      yRange: [-reach, 1.3 * reach],
    }),
  };
}

function makeTargets(loss: LossKind, samples: number, outputs: number, random: Random): Float64Array {
  const targets = new Float64Array(samples * outputs);
  for (let s = 0; s < samples; s++) {
    const chosen = random.below(outputs);
    for (let j = 0; j < outputs; j++) {
      targets[s * outputs + j] =
        loss === "mse" ? random.normal() : loss === "softmax-ce" ? Number(j === chosen) : random.below(2);
    }
  }
  return targets;
}

/** Shapes that are combined with every activation, loss and magnitude. */
export const PLAN_SHAPES: readonly Partial<PlanRequest>[] = [
  { hidden: [] },
  { hidden: [5], output: "sigmoid" },
  { hidden: [4, 3], outputs: 2 },
  { hidden: [3, 3, 3], residual: true },
  { hidden: [6, 6, 6, 6], samples: 1 },
  { hidden: [16, 12], samples: 40, l2: 0.1 },
  { hidden: [3, 3, 3, 3, 3, 3], residual: true, samples: 5 },
];

/** The networks with which every evaluator is tested: each activation and loss, residual or not, 0 to 6 hidden layers. */
export const PLAN_TABLE: readonly PlanRequest[] = [
  ...ACTIVATIONS.flatMap((activation) =>
    (["mse", "bce", "softmax-ce", "hinge"] as const).map((loss) => ({ activation, loss, hidden: [5, 4] })),
  ),
  ...(["mse", "bce", "softmax-ce", "hinge"] as const).map((loss) => ({
    activation: "relu" as const,
    loss,
    hidden: [],
    l2: 0.1,
  })),
  ...[1, 3, 4, 5, 6].map((depth) => ({
    activation: "tanh" as const,
    loss: "mse" as const,
    hidden: Array.from({ length: depth }, () => 6),
    residual: depth % 2 === 1,
  })),
  { activation: "relu", loss: "bce", hidden: [6, 6, 6, 6, 6, 6], residual: true, l2: 0.01 },
  { activation: "gelu", loss: "mse", hidden: [7, 7], residual: true, output: "sigmoid", outputs: 2 },
  { activation: "sigmoid", loss: "mse", hidden: [8], output: "sigmoid", samples: 130 },
  { activation: "relu", loss: "mse", hidden: [20, 20], residual: true },
  { activation: "silu", loss: "softmax-ce", hidden: [64, 33], outputs: 10, samples: 5 },
];

export function describeRequest(request: PlanRequest): string {
  const { activation, loss, hidden, residual, output, l2 } = request;
  return `${activation} ${loss} [${hidden.join(", ")}]${residual ? " residual" : ""}${output ? ` ${output} output` : ""}${l2 ? ` l2 ${l2}` : ""}`;
}

import { parseSpec } from "../experiment/parse";
import type { LayerWeights } from "../experiment/spec";
import { layoutNetwork, type Parameters, unflattenWeights } from "../model/network/layout";
import { type ComputeOptions, openService, type SpecInput } from "./options";

/** The network after some steps of its training. */
export interface TrainingPoint {
  readonly step: number;
  /** The loss over all samples of the training, l2 included. */
  readonly loss: number;
  /** One entry a layer: `kernel[i][j]` from input i to unit j, and `bias[j]`. */
  readonly layers: readonly LayerWeights[];
}

export interface Training {
  /** `diverged`: loss or weights stopped being finite; the last point is the last that was finite. */
  readonly status: "finished" | "diverged";
  /** One sentence where it diverged, else empty. */
  readonly message: string;
  /** The end of the training. `{ kind: "given", layers: end.layers }` are weights of a spec. */
  readonly end: TrainingPoint;
  /** At most 200 points of the training, the start and the end among them, in the order of their steps. */
  readonly trajectory: readonly TrainingPoint[];
}

/**
 * Trains the network of a spec as its `weights` say, in float64. Given weights come back unchanged, as a training of no steps. On one machine
 * the same spec always gives the same weights.
 *
 * @param spec  untrusted; its plane and its grid play no part
 * @throws SpecError with one sentence that names the first wrong field
 * @throws the signal's reason when it is aborted
 */
export async function train(spec: SpecInput, options: ComputeOptions = {}): Promise<Training> {
  const checked = parseSpec(spec);
  const service = await openService(options);
  const { status, message, trajectory } = await service.run("train", checked, {
    onProgress: ({ step, steps }) => options.onProgress?.({ stage: "training", fraction: step / Math.max(1, steps) }),
  });
  const layout = layoutNetwork(checked.network);
  const points = trajectory.map(
    ({ step, loss, parameters }: { step: number; loss: number; parameters: Parameters }) => ({
      step,
      loss,
      layers: unflattenWeights(layout, parameters),
    }),
  );
  return { status: status === "diverged" ? status : "finished", message, end: points.at(-1)!, trajectory: points };
}

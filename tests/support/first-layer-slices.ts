import { makeDataset } from "../../src/data/make-dataset";
import { LOSSES, type LossKind } from "../../src/experiment/spec";
import { layoutNetwork } from "../../src/model/network/layout";
import { ReferenceTrainingSession } from "../../src/model/training/reference-session";
import { planTraining } from "../../src/model/training/session";
import { makeGrid } from "../../src/slice/grid";
import type { LandscapePlan } from "../../src/slice/landscape-plan";
import { makePlane } from "../../src/slice/plane/make-plane";

export const FIRST_LAYER_LOSSES = LOSSES;

/**
 * A trained ReLU network in a filter-normalised plane of its first layer only. The outputs are piecewise linear there, so the
 * almost-everywhere Hessian is positive semidefinite and only creases make the loss non-convex.
 */
export async function makeFirstLayerPlan(kind: LossKind, seed: number, size = 33): Promise<LandscapePlan> {
  const outputs = kind === "softmax-ce" ? 2 : 1;
  const layout = layoutNetwork({ layers: [2, 6, 5, outputs], activation: "relu", output: "identity", residual: false });
  const loss = { kind, l2: 0 };
  const data = makeDataset({ kind: "generated", name: "moons", samples: 40, noise: 0.1, seed }, outputs);
  const session = new ReferenceTrainingSession(
    planTraining(
      { layout, loss, data },
      {
        kind: "trained",
        optimizer: "adam",
        learningRate: 0.03,
        batchSize: "full",
        steps: 150,
        seed,
        initializer: "he-normal",
      },
    ),
  );
  const { parameters } = await session.advance(150, () => false);
  return {
    layout,
    loss,
    data,
    center: parameters,
    ...makePlane({ kind: "random", normalization: "filter", seed, layers: [0] }, layout, parameters),
    grid: makeGrid({ columns: size, rows: size, xRange: [-1.5, 1.5], yRange: [-1.5, 1.5] }),
  };
}

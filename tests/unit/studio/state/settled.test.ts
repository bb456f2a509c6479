import { describe, expect, it } from "vitest";
import { USUAL_RANGES } from "../../../../src/experiment/defaults";
import { layoutNetwork, type Parameters } from "../../../../src/model/network/layout";
import { createState, reduce } from "../../../../src/studio/state/reducer";
import { settleExperiment } from "../../../../src/studio/state/settled";
import type { StudioState } from "../../../../src/studio/state/state";
import type { TrajectoryPoint } from "../../../../src/studio/state/training-state";
import { RANDOM_DEFAULT } from "../../../support/random-default";

const { parameterCount } = layoutNetwork(RANDOM_DEFAULT.network);

function place(step: number, first: number, second: number): TrajectoryPoint {
  const parameters = new Float64Array(parameterCount) as Parameters;
  parameters.set([first, second]);
  return { step, parameters, loss: 1 };
}

/** A trajectory of length 8 along the first weight and 2 along the second, ending at 0. */
const WAY = [place(0, -8, 0), place(1, -4, 2), place(2, 0, 0)];

function trainAlong(trajectory: readonly TrajectoryPoint[]): StudioState {
  const state = createState(RANDOM_DEFAULT);
  const { parameters } = trajectory.at(-1)!;
  const outcome = { status: "finished", parameters, step: 200, message: "", trajectory } as const;
  return reduce(state, {
    type: "report",
    run: state.run.trainingNumber,
    report: { kind: "training-ended", outcome },
  });
}

describe("the plane of the trajectory", () => {
  const chosen = reduce(trainAlong(WAY), { type: "change", field: "plane", value: "trajectory-pca" });

  it("is written into the experiment as two given directions of length 1", () => {
    const { spec, explained } = settleExperiment(chosen);
    expect(spec.plane.kind).toBe("given");
    if (spec.plane.kind !== "given") return;
    const [x] = spec.plane.x.layers[0]!.kernel;
    expect(Math.abs(x![0]!)).toBeCloseTo(1, 12);
    expect(explained![0] + explained![1]).toBeCloseTo(1, 12);
    expect(settleExperiment(chosen)).toBe(settleExperiment(chosen));
  });

  it("has ranges that contain the whole trajectory and a margin", () => {
    const [from, to] = chosen.spec.grid.xRange;
    expect(to - from).toBeGreaterThan(8);
    // A margin of 0.15 on either side, and each end rounded outwards by at most a step of 1.
    expect(to - from).toBeLessThanOrEqual(1.3 * Math.hypot(8, 2) + 2);
    const [below, above] = chosen.spec.grid.yRange;
    expect(above - below).toBeGreaterThan(2);
    expect(above - below).toBeLessThan(4);
  });

  it("is followed by the usual ranges when another plane is chosen", () => {
    const back = reduce(chosen, { type: "change", field: "plane", value: "random" });
    expect(back.spec.grid).toEqual({ ...RANDOM_DEFAULT.grid, ...USUAL_RANGES });
  });

  it("is refused in one sentence where the trajectory is a point", () => {
    const still = trainAlong([place(0, 0, 0)]);
    const asked = reduce(still, { type: "change", field: "plane", value: "trajectory-pca" });
    expect(() => settleExperiment(asked)).toThrow(/trajectory is one point/);
  });

  it("is not made from a trajectory of one step", () => {
    const short = reduce(createState(RANDOM_DEFAULT), { type: "change", field: "steps", value: 1 });
    const asked = reduce(short, { type: "change", field: "plane", value: "trajectory-pca" });
    expect(asked.spec.plane.kind).toBe("random");
    expect(asked.notes.plane).toMatch(/fewer than two steps/);
  });
});

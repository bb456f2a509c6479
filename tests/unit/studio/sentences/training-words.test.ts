import { describe, expect, it } from "vitest";
import { createReferenceService } from "../../../../src/compute/service/reference-service";
import { parseSpec } from "../../../../src/experiment/parse";
import type { Spec } from "../../../../src/experiment/spec";
import { describeCollapse, describeNoGain, describePhase } from "../../../../src/studio/sentences/training-words";
import { createState, reduce } from "../../../../src/studio/state/reducer";
import type { StudioState } from "../../../../src/studio/state/state";
import type { TrainingState } from "../../../../src/studio/state/training-state";

function describeExperiment(weights: object, loss: object = {}): Spec {
  return parseSpec({
    format: "losscape-spec",
    version: 1,
    dataset: { kind: "generated", name: "moons", samples: 20, noise: 0.1, seed: 3 },
    network: { layers: [2, 3, 1], activation: "tanh" },
    loss: { kind: "bce", ...loss },
    weights: { kind: "trained", optimizer: "sgd", seed: 2, ...weights },
    plane: { kind: "random", seed: 1, normalization: "filter" },
  });
}

async function trained(spec: Spec, start: StudioState = createState(spec)): Promise<TrainingState> {
  let state = start;
  const report = (told: Parameters<typeof reduce>[1] & { type: "report" }): void => {
    state = reduce(state, told);
  };
  const run = state.run.trainingNumber;
  const asked = state.run.untrained ? { ...spec, weights: { ...spec.weights, steps: 0 } as Spec["weights"] } : spec;
  const outcome = await createReferenceService().run("train", asked, {
    onProgress: (progress) => report({ type: "report", run, report: { kind: "training-progress", progress } }),
  });
  report({ type: "report", run, report: { kind: "training-ended", outcome } });
  return state.run.training;
}

describe("the sentences on a training", () => {
  it("say that it ended above its start, with both losses, and nothing where it did not", async () => {
    const up = await trained(describeExperiment({ steps: 6, learningRate: 60 }));
    const [first, last] = [up.trajectory[0]!.loss, up.trajectory.at(-1)!.loss];
    expect(last).toBeGreaterThan(first);
    expect(describeNoGain(up)).toMatch(
      /^The training did not lower the loss: [\d.×⁰¹²³⁴-⁹]+ after 6 steps, 0\.[\d]+ before\.$/,
    );
    expect(describeNoGain(await trained(describeExperiment({ steps: 6, learningRate: 0.05 })))).toBe("");
    expect(describeNoGain({ ...up, phase: "running" })).toBe("");
  });

  it("show as many digits as two similar losses need to differ", async () => {
    const up = await trained(describeExperiment({ steps: 6, learningRate: 60 }));
    const near = up.trajectory.map((point, i, all) => ({ ...point, loss: i === all.length - 1 ? 0.80512 : 0.80511 }));
    expect(describeNoGain({ ...up, trajectory: near })).toBe(
      "The training did not lower the loss: 0.80512 after 6 steps, 0.80511 before.",
    );
  });

  it("call it untrained without a step, whether none was asked for or it was reset", async () => {
    const none = await trained(describeExperiment({ steps: 0 }));
    expect([describePhase(none), none.step, none.steps]).toEqual(["Untrained", 0, 0]);
    const spec = describeExperiment({ steps: 40 });
    const reset = await trained(spec, reduce(createState(spec), { type: "reset-training" }));
    expect([describePhase(reset), reset.step, reset.steps]).toEqual(["Untrained", 0, 40]);
    expect(describePhase(await trained(spec))).toBe("Finished");
  });

  it("say that an L2 term has made the weights collapse, and a plane scaled to them with them", async () => {
    const spec = describeExperiment({ steps: 60, learningRate: 0.2 }, { l2: 2 });
    const collapsed = await trained(spec);
    expect(describeCollapse(spec, collapsed)).toMatch(
      /^The L2 term has made the weights collapse to 0: their length fell from [\d.]+ to [\d.×⁻⁰¹²³⁴-⁹]+\. This plane is scaled to them, so it is almost a point\.$/,
    );
    const single = { ...spec, plane: { kind: "weights", x: 0, y: 1 } } as const;
    expect(describeCollapse(single, collapsed)).toMatch(/ fell from [\d.]+ to [\d.×⁻⁰¹²³⁴-⁹]+\.$/);
    const light = describeExperiment({ steps: 60, learningRate: 0.2 }, { l2: 1e-3 });
    expect(describeCollapse(light, await trained(light))).toBe("");
  });
});

import { afterEach, beforeAll, describe, expect, it } from "vitest";
import type { ComputeEngine } from "../../src/compute/engine/engine";
import { createReferenceEngine } from "../../src/compute/engine/reference-engine";
import { createWebglEngine } from "../../src/compute/engine/webgl-engine";
import { DEFAULT_SPEC } from "../../src/experiment/defaults";
import { makeProblem } from "../../src/model/problem";
import { ReferenceTrainingSession } from "../../src/model/training/reference-session";
import { planTraining } from "../../src/model/training/session";
import { listPoints } from "../../src/slice/grid";
import { ReferenceEvaluator } from "../../src/slice/reference-evaluator";
import { expectSameBits } from "../support/expect-fields";
import { makeRandomPlan } from "../support/random-plans";
import { refuseShaders } from "../support/webgl-faults";

const PLAN = makeRandomPlan({ activation: "tanh", loss: "mse", hidden: [3, 2], columns: 7, rows: 5 }, 1);
const OTHER = makeRandomPlan({ activation: "relu", loss: "mse", hidden: [3, 2], columns: 7, rows: 5 }, 1);

let engine: ComputeEngine;
let restore = () => {};

beforeAll(async () => {
  engine = await createWebglEngine(createReferenceEngine().cascade);
});

afterEach(() => {
  restore();
  restore = () => {};
});

describe("a driver that refuses a program", () => {
  it("leaves the landscape to float64 and says so, until a program compiles", async () => {
    restore = refuseShaders(() => true);
    const refused = engine.cascade.begin(PLAN);
    await refused.fill(listPoints(PLAN.grid));
    restore();
    expectSameBits(refused.fields, await new ReferenceEvaluator().evaluate(PLAN));
    expect(refused.describe()).toEqual(new ReferenceEvaluator().backend);
    expect(engine.reason).toMatch(/^The graphics driver does not compile the program of this network, .*\.$/);

    const sound = engine.cascade.begin(OTHER);
    await sound.fill(listPoints(OTHER.grid));
    expect(sound.describe().kind).toBe("webgl");
    expect(engine.reason).toBe("");
  });

  it("leaves the training to float64, with the same weights and a note", async () => {
    const { weights } = DEFAULT_SPEC;
    if (weights.kind !== "trained") throw new Error("The first experiment trains its weights.");
    const plan = planTraining(makeProblem(DEFAULT_SPEC), weights);
    restore = refuseShaders(() => true);
    const session = engine.startTraining(plan);
    const { step, parameters } = await session.advance(4, () => false);
    session.dispose();
    expect(step).toBe(4);
    const float64 = await new ReferenceTrainingSession(plan).advance(4, () => false);
    expect(parameters).toEqual(float64.parameters);
    expect(session.note).toMatch(
      /^The graphics driver does not compile a program of the training, so the steps after step 0 .*\.$/,
    );
  });
});

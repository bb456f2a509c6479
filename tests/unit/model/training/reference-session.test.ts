import { describe, expect, it } from "vitest";
import { evaluateLoss } from "../../../../src/model/network/evaluate";
import { ReferenceTrainingSession } from "../../../../src/model/training/reference-session";
import { trainPlainly } from "../../../support/plain-training";
import { makeTrainingPlan, TRAINING_CASES } from "../../../support/training-plans";

const STEPS = 20;
const nothingRecorded = () => false;

describe("the float64 training takes the steps of its definition, to the last bit, however it is paced", () => {
  it.each(TRAINING_CASES)("%s", async (_name, training) => {
    const plan = makeTrainingPlan(training);
    const expected = trainPlainly(plan, STEPS);
    const atOnce = await new ReferenceTrainingSession(plan).advance(STEPS, (step) => step === 5);
    expect(atOnce.parameters).toEqual(expected);
    expect(atOnce.records).toEqual([{ step: 5, parameters: trainPlainly(plan, 5) }]);
    const paced = new ReferenceTrainingSession(plan);
    await paced.advance(0, nothingRecorded);
    await paced.advance(3, nothingRecorded);
    await paced.advance(STEPS, nothingRecorded);
    await paced.rewind();
    const { parameters, losses } = await paced.advance(STEPS - 3, nothingRecorded);
    expect(parameters).toEqual(expected);
    expect(losses.at(-1)).toEqual({ step: STEPS, loss: evaluateLoss(plan, expected) });
    expect(losses).toHaveLength(plan.weights.batchSize === "full" ? STEPS - 3 : 1);
  });
});

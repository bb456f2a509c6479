import { describe, expect, it } from "vitest";
import { makeModelExperiment } from "../../../../src/formats/models/model-experiment";
import { readTable } from "../../../../src/formats/tables/read-table";
import { evaluateLoss, predict } from "../../../../src/model/network/evaluate";
import { flattenWeights } from "../../../../src/model/network/layout";
import { makeProblem } from "../../../../src/model/problem";
import { readForeignFile } from "../../../support/foreign-file";
import { readKnownModel } from "../../../support/known-model";

const readText = (text: string) => readTable(new TextEncoder().encode(text));
const moons = readTable(readForeignFile("tables/excel_sep_line_moons.csv"));

/** The loss of an experiment at its own weights, and its network's outputs. */
function evaluate({ spec }: ReturnType<typeof makeModelExperiment>) {
  if (spec.weights.kind !== "given") throw new Error("the weights are given");
  const problem = makeProblem(spec);
  const theta = flattenWeights(problem.layout, spec.weights.layers);
  return { loss: evaluateLoss(problem, theta), outputs: predict(problem.layout, theta, problem.data) };
}

it("two classes and one output are binary cross-entropy of the logits", async () => {
  const model = await readKnownModel("onnx_gemm_relu_2-8-8-1.onnx");
  const made = makeModelExperiment(model, moons, { targets: ["label"] });
  expect(made.spec).toMatchObject({ loss: { kind: "bce" }, network: model.network, weights: model.weights });
  const { loss, outputs } = evaluate(made);
  const points = made.spec.dataset;
  if (points.kind !== "points") throw new Error("the data are points");
  const wanted = points.targets.reduce((sum, [y], s) => sum + Math.log1p(Math.exp(outputs[s]!)) - y! * outputs[s]!, 0);
  expect(loss).toBeCloseTo(wanted / points.targets.length, 12);
});

it("a sigmoid at the outputs is part of the cross-entropy, and stays for numbers", async () => {
  const model = await readKnownModel("onnx_double_sigmoid_2-5-1.onnx");
  const classes = makeModelExperiment(model, moons, { targets: ["label"] });
  expect(classes.spec.network.output).toBe("identity");
  expect(classes.notes.join(" ")).toMatch(/sigmoid of the outputs is part of the loss bce/);
  const numbers = makeModelExperiment(model, moons, { inputs: ["x", "y"], targets: ["label"], isClass: false });
  expect(numbers.spec).toMatchObject({ network: { output: "sigmoid" }, loss: { kind: "mse" } });
});

it("a softmax over the classes of a table is softmax cross-entropy", async () => {
  const model = await readKnownModel("keras_softmax_4-6-3.keras");
  const table = readText("a,b,c,d,kind\n1,2,3,4,x\n2,3,4,5,y\n0,1,0,1,z\n");
  const made = makeModelExperiment(model, table, { targets: ["kind"] });
  expect(made.spec.loss.kind).toBe("softmax-ce");
  const { loss, outputs } = evaluate(made);
  const wanted = [0, 1, 2].reduce((sum, s) => {
    const logits = outputs.subarray(3 * s, 3 * s + 3);
    return sum + Math.log(logits.reduce((total, logit) => total + Math.exp(logit), 0)) - logits[s]!;
  }, 0);
  expect(loss).toBeCloseTo(wanted / 3, 12);
});

describe("refuses in one sentence", () => {
  it("another number of inputs", async () => {
    const model = await readKnownModel("onnx_gemm_relu_2-8-8-1.onnx");
    const table = readText("a,b,c,t\n1,2,3,0\n2,3,4,1\n");
    expect(() => makeModelExperiment(model, table, { targets: ["t"] })).toThrow(/takes 2 inputs.*3 columns.*a, b, c/);
    expect(makeModelExperiment(model, table, { targets: ["t"], inputs: ["a", "c"] }).spec.network.layers[0]).toBe(2);
  });

  it("another number of classes, and a softmax for numbers", async () => {
    const model = await readKnownModel("keras_softmax_4-6-3.keras");
    const table = readText("a,b,c,d,kind,n\n1,2,3,4,x,0.5\n2,3,4,5,y,0.25\n1,1,1,1,x,0.1\n");
    expect(() => makeModelExperiment(model, table, { inputs: ["a", "b", "c", "d"], targets: ["kind"] })).toThrow(
      /2 classes, and the network 3 outputs/,
    );
    expect(() =>
      makeModelExperiment(model, table, { inputs: ["a", "b", "c", "d"], targets: ["n"], isClass: false }),
    ).toThrow(/softmax, and the target is not one class/);
  });
});

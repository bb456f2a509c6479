import { describe, expect, it } from "vitest";
import { parseSpec } from "../../../../src/experiment/parse";
import { readChosenModel } from "../../../../src/formats/models/read-chosen-model";
import { recognizeFile } from "../../../../src/formats/recognize-file";
import { fitPresentData } from "../../../../src/page/bring/use-model";
import { readForeignFile } from "../../../support/foreign-file";

const MOONS = parseSpec({
  format: "losscape-spec",
  version: 1,
  dataset: { kind: "generated", name: "moons" },
  network: { layers: [2, 5, 1] },
  loss: { kind: "bce" },
  weights: { kind: "trained" },
  plane: { kind: "random" },
  grid: { columns: 9, rows: 11 },
});

async function read(name: string, choices = {}) {
  const bytes = readForeignFile(`models/${name}`);
  return readChosenModel(await recognizeFile(name, bytes), bytes, () => undefined, choices);
}

describe("a model that the reader brings", () => {
  it("says what its file leaves open", async () => {
    expect(await read("onnx_gemm_relu_2-8-8-1.onnx")).toMatchObject({ isOpen: false, isOrderOpen: false });
    expect(await read("keras_seq_2-8-8-1.h5")).toMatchObject({ isOpen: false, isOrderOpen: false });
    expect(await read("keras_only.weights.h5")).toMatchObject({ isOpen: true, isOrderOpen: false });
    const bare = await read("torch_seq_2-8-8-1.safetensors");
    expect(bare).toMatchObject({ isOpen: true, isOrderOpen: true });
    const square = bare.model.mapping.findIndex(({ layer, part }) => layer === 1 && part === "kernel");
    const mapping = bare.model.mapping.map((entry, i) =>
      i === square ? { ...entry, transposed: !entry.transposed } : entry,
    );
    const corrected = await read("torch_seq_2-8-8-1.safetensors", { mapping, activation: "tanh" });
    const [before, after] = [bare, corrected].map(({ model }) => model.weights.layers[1]!.kernel);
    expect(after).toEqual(before!.map((_, i) => before!.map((row) => row[i])));
    expect(corrected.model.network.activation).toEqual(["tanh", "tanh"]);
  });

  it("keeps the sentence on a file that no choice would open", async () => {
    await expect(read("keras_batchnorm.h5")).rejects.toThrow(/BatchNormalization|batch normali/i);
  });

  it("stands on the present data where they fit, with their loss and the page's grid", async () => {
    const { model } = await read("onnx_gemm_relu_2-8-8-1.onnx");
    const fit = fitPresentData(model, MOONS);
    if ("problem" in fit) throw new Error(fit.problem);
    expect(fit.spec).toMatchObject({
      dataset: MOONS.dataset,
      weights: model.weights,
      loss: { kind: "bce" },
      network: { layers: [2, 8, 8, 1], output: "identity" },
      grid: { columns: 9, rows: 11 },
    });
  });

  it("asks for a table where they do not", async () => {
    const { model } = await read("keras_softmax_4-6-3.keras");
    expect(fitPresentData(model, MOONS)).toEqual({
      problem:
        "The model has 4 inputs and 3 outputs, and the present data (two moons) have 2 inputs and 1 or 2 targets: it needs a table of its own data.",
    });
  });
});

import { expect, it } from "vitest";
import { readModelOptions } from "../../../../src/cli/input/model-options";
import { convertModel } from "../../../../src/cli/output/convert-model";
import { parseSpec } from "../../../../src/experiment/parse";
import { recognizeFile } from "../../../../src/formats/recognize-file";
import { readForeignFile } from "../../../support/foreign-file";

async function convert(name: string, texts: Parameters<typeof readModelOptions>[0], table?: string) {
  const bytes = readForeignFile(`models/${name}`);
  const data = table === undefined ? null : { name: table, bytes: readForeignFile(`tables/${table}`) };
  return convertModel(
    { name, bytes, kind: await recognizeFile(name, bytes) },
    () => undefined,
    data,
    readModelOptions(texts),
  );
}

it("a model is a document that says what was assumed", async () => {
  const { document, notes } = await convert("torch_named_f64_4-5-3.safetensors", {});
  expect(document).toMatchObject({ format: "losscape-model", network: { layers: [4, 5, 3], activation: ["relu"] } });
  expect(notes[0]).toMatch(/does not say the activations/);
  const chosen = await convert("torch_named_f64_4-5-3.safetensors", { activation: "tanh", output: "identity" });
  expect(chosen.document).toMatchObject({ network: { activation: ["tanh"] } });
  expect(chosen.notes).toEqual([]);
});

it("a model and a table are an experiment", async () => {
  const name = "onnx_torch_gelu_2-6-1.onnx";
  const options = { data: "moons.csv", target: ["label"] };
  const { document } = await convert(name, options, "excel_sep_line_moons.csv");
  const spec = parseSpec(document);
  expect(spec).toMatchObject({ loss: { kind: "bce" }, network: { activation: ["gelu"] }, weights: { kind: "given" } });
  expect(spec.dataset.kind === "points" && spec.dataset.inputs).toHaveLength(60);
});

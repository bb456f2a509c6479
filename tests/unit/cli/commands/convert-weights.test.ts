import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parseSpecText } from "../../../../src/experiment/parse";
import type { ModelDocument } from "../../../../src/formats/models/model-document";
import { runCommand } from "../../../support/command-line";
import { EXAMPLE_SPEC } from "../../../support/example-spec";

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "losscape-convert-"));
  const files = [
    "models/torch_named_f64_4-5-3.safetensors",
    "models/onnx_torch_gelu_2-6-1.onnx",
    "models/onnx_external.onnx",
    "models/onnx_external.weights",
    "models/keras_batchnorm.keras",
    "tables/excel_sep_line_moons.csv",
  ];
  for (const file of files) copyFileSync(`tests/formats/${file}`, path.join(folder, path.basename(file)));
  writeFileSync(path.join(folder, "spec.json"), JSON.stringify(EXAMPLE_SPEC));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const convert = (...options: string[]) => runCommand("convert", options, { folder });
const open = (name: string) => readFileSync(path.join(folder, name), "utf8");
const openModel = (name: string) => JSON.parse(open(name)) as ModelDocument;

it("a model becomes a document, and what was assumed is said", async () => {
  const outcome = await convert("torch_named_f64_4-5-3.safetensors", "--out", "torch.json");
  expect(outcome).toMatchObject({ code: 0, stdout: "" });
  expect(outcome.stderr).toMatch(/does not say the activations: relu is assumed/);
  expect(openModel("torch.json").network).toMatchObject({ layers: [4, 5, 3], activation: ["relu"] });
  const chosen = ["--activation", "tanh", "--output", "identity", "--out", "tanh.json"];
  expect(await convert("torch_named_f64_4-5-3.safetensors", ...chosen)).toMatchObject({ code: 0 });
  expect(openModel("tanh.json").network.activation).toEqual(["tanh"]);
});

it("weights that lie beside a model are found", async () => {
  expect(await convert("onnx_external.onnx", "--out", "external.json")).toMatchObject({ code: 0 });
  expect(openModel("external.json").network.layers).toEqual([2, 8, 8, 1]);
});

it("a model and a table become an experiment that runs", async () => {
  const options = ["--data", "excel_sep_line_moons.csv", "--target", "label", "--out", "experiment.json"];
  expect(await convert("onnx_torch_gelu_2-6-1.onnx", ...options)).toMatchObject({ code: 0 });
  const spec = parseSpecText(open("experiment.json"));
  expect(spec).toMatchObject({ loss: { kind: "bce" }, network: { activation: ["gelu"] }, weights: { kind: "given" } });
  expect(spec.dataset.kind === "points" && spec.dataset.inputs).toHaveLength(60);
  const run = ["experiment.json", "--backend", "processor", "--out", "result.json", "--quiet"];
  expect(await runCommand("landscape", run, { folder })).toMatchObject({ code: 0 });
  expect(JSON.parse(open("result.json")).spec.weights).toEqual(spec.weights);
});

it("weights come back the same through each format, and as a TensorFlow.js model in float32", async () => {
  expect(await convert("spec.json", "--out", "w.safetensors")).toMatchObject({ code: 0 });
  expect(await convert("w.safetensors", "--out", "w.npz")).toMatchObject({ code: 0 });
  expect(await convert("w.npz", "--out", "back.json")).toMatchObject({ code: 0 });
  const { network, weights } = openModel("back.json");
  expect(weights).toEqual(parseSpecText(JSON.stringify(EXAMPLE_SPEC)).weights);
  expect(network.layers).toEqual(EXAMPLE_SPEC.network.layers);

  expect(await convert("spec.json", "--out", "model.json")).toMatchObject({ code: 0 });
  expect(existsSync(path.join(folder, "model.weights.bin"))).toBe(true);
  expect(await convert("model.json", "--out", "tfjs.json")).toMatchObject({ code: 0 });
  // The example's weights are short binary fractions, which float32 holds.
  expect(openModel("tfjs.json").weights).toEqual(weights);
});

it("what cannot be used is one line that begins with the file or the option, and writes nothing", async () => {
  const cases: [string[], RegExp][] = [
    [
      ["keras_batchnorm.keras", "--out", "bad.json"],
      /^keras_batchnorm\.keras: batch_normalization.*BatchNormalization/,
    ],
    [
      ["onnx_external.onnx", "--activation", "tanh", "--out", "bad.json"],
      /^onnx_external\.onnx: it says its own activations/,
    ],
    [["onnx_external.onnx", "--out", "bad.stl"], /^--out: a model is written as \.json/],
    [["spec.json", "--data", "t.csv", "--target", "y", "--out", "bad.json"], /^--data: goes with a model/],
    [
      ["onnx_external.onnx", "--data", "excel_sep_line_moons.csv", "--target", "colour", "--out", "bad.json"],
      /^excel_sep_line_moons\.csv: it has no column colour, but x, y and label/,
    ],
  ];
  for (const [options, sentence] of cases) {
    const { code, stderr, stdout } = await convert(...options);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(sentence);
    expect(stderr.trimEnd()).not.toContain("\n");
  }
  for (const name of ["bad.json", "bad.stl"]) expect(existsSync(path.join(folder, name))).toBe(false);
});

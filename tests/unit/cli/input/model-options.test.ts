import { parseArgs } from "node:util";
import { describe, expect, it } from "vitest";
import { MODEL_OPTIONS, readModelOptions, repeatColumnOptions } from "../../../../src/cli/input/model-options";

it("several columns follow one option, and a file is none of them", () => {
  const isFile = (name: string) => name === "model.onnx";
  const repeat = (line: string) => repeatColumnOptions(line.split(" "), isFile).join(" ");
  expect(repeat("model.onnx --data t.csv --target a b --out o.json")).toBe(
    "model.onnx --data t.csv --target=a --target=b --out o.json",
  );
  expect(repeat("--target a model.onnx b")).toBe("--target=a model.onnx b");
  expect(repeat("--input x y --target z")).toBe("--input=x --input=y --target=z");
  // A column may have the name of a file where a column must stand.
  expect(repeat("--target model.onnx x")).toBe("--target=model.onnx --target=x");
});

it("Node's parser takes the options", () => {
  const line = "--data t.csv --target a b --input c --standardise --activation tanh --output identity --slope 0.2";
  const { values } = parseArgs({ args: repeatColumnOptions(line.split(" "), () => false), options: MODEL_OPTIONS });
  expect(readModelOptions(values)).toEqual({
    choices: { activation: "tanh", output: "identity", leakySlope: 0.2 },
    data: { table: "t.csv", targets: ["a", "b"], inputs: ["c"], isStandardised: true },
  });
});

it("reads the choices of a model and of a table", () => {
  expect(readModelOptions({})).toEqual({ choices: {}, data: null });
  expect(
    readModelOptions({ data: "t.csv", target: ["y"], activation: "relu, tanh", output: "sigmoid", slope: "0.2" }),
  ).toEqual({
    choices: { activation: ["relu", "tanh"], output: "sigmoid", leakySlope: 0.2 },
    data: { table: "t.csv", targets: ["y"], inputs: null, isStandardised: false },
  });
});

describe("refuses in one sentence that begins with the option", () => {
  it.each([
    [{ target: ["y"] }, /^--target: .* needs --data/],
    [{ data: "t.csv" }, /^--target: is missing/],
    [{ data: "", target: ["y"] }, /^--data: names no file/],
    [{ activation: "mish" }, /^--activation: mish is not one of sigmoid/],
    [{ output: "softmax" }, /^--output: softmax is not identity or sigmoid/],
    [{ slope: "2" }, /^--slope: 2 is not a number between 0 and 1/],
    [{ slope: "" }, /^--slope: /],
  ])("%j", (texts, sentence) => {
    expect(() => readModelOptions(texts)).toThrow(sentence);
  });
});

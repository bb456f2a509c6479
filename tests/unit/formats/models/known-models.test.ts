import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { SpecError } from "../../../../src/experiment/parse";
import { FormatError } from "../../../../src/formats/format-error";
import { readModel } from "../../../../src/formats/models/read-model";
import { recognizeFile } from "../../../../src/formats/recognize-file";
import { createRandom } from "../../../../src/numeric/random";
import { MODELS, type ModelSidecar, outputsWithBound, readKnownModel } from "../../../support/known-model";

/** Models that other programs wrote, each with the weights, inputs and outputs of the program that made it. */
const sidecars = readdirSync(MODELS)
  .filter((name) => name.endsWith(".json"))
  .map((name) => ({
    name: name.slice(0, -".json".length),
    sidecar: JSON.parse(readFileSync(path.join(MODELS, name), "utf8")) as ModelSidecar,
  }));
const readable = sidecars.filter(({ sidecar }) => sidecar.verdict.startsWith("read") && sidecar.weights !== undefined);
const refused = sidecars.filter(({ sidecar }) => sidecar.verdict === "refuse");

/** Files of tensors alone, whose activations are chosen. */
const IS_BARE = /^torch_|weights\.h5$/;

/** The words that a refusal must hold: what cannot be mapped. */
const NAMED: Readonly<Record<string, RegExp>> = {
  "keras_batchnorm.h5": /batch_normalization.*BatchNormalization/,
  "keras_batchnorm.keras": /batch_normalization.*BatchNormalization/,
  "bad_keras_lambda.keras": /Lambda layer holds code/,
  tfjs_batchnorm: /BatchNormalization/,
  "onnx_conv.onnx": /Conv/,
  "torch_batchnorm.safetensors": /1\.running_mean.*batch normalisation/,
  "torch_conv.safetensors": /0\.weight.*4 dimensions.*convolution/,
  "bad_onnx_is_text.onnx": /text/,
  "bad_onnx_truncated.onnx": /damaged or cut off/,
  "bad_st_header_2pow60.safetensors": /header claims/,
  "bad_st_out_of_range.safetensors": /w: its bytes 0 to 1600/,
  "bad_st_truncated.safetensors": /do not lie within/,
};

it("holds every file that it should", () => {
  expect(readable).toHaveLength(29);
  expect(refused.map(({ name }) => name).sort()).toEqual(Object.keys(NAMED).sort());
});

describe.each(readable)("$name", ({ name, sidecar }) => {
  const { activation } = sidecar.network;
  const choices = IS_BARE.test(name) ? { activation } : {};

  it("has the network and the weights of the program that wrote it", async () => {
    const model = await readKnownModel(name, choices);
    const isSoftmax = sidecar.network.output === "softmax";
    expect(model.network).toEqual({ ...sidecar.network, output: isSoftmax ? "identity" : sidecar.network.output });
    expect(model.softmax ?? false).toBe(isSoftmax);
    expect(model.weights.layers).toEqual(sidecar.weights);
  });

  it("computes the outputs of that program to float32", async () => {
    const model = await readKnownModel(name, choices);
    sidecar.inputs.forEach((input, s) => {
      const { values, errors } = outputsWithBound(model, input);
      expect(values).toHaveLength(sidecar.outputs[s]!.length);
      values.forEach((value, j) => {
        expect(Math.abs(value - sidecar.outputs[s]![j]!)).toBeLessThanOrEqual(errors[j]!);
        // A wrong weight or activation would show: the bound is far below the outputs' own size.
        expect(errors[j]!).toBeLessThan(1e-3);
      });
    });
  });

  it("says which tensor became which part", async () => {
    const { mapping, network } = await readKnownModel(name, choices);
    const layers = network.layers.length - 1;
    expect(mapping.map(({ layer, part }) => `${layer} ${part}`)).toEqual(
      Array.from({ length: layers }, (_, k) => [`${k} kernel`, `${k} bias`]).flat(),
    );
    expect(new Set(mapping.map(({ tensor }) => tensor)).size).toBe(2 * layers);
  });
});

// The HDF5 library is loaded once.
beforeAll(() => readKnownModel("keras_seq_2-8-8-1.h5"));

it.each(refused)("$name is refused in one sentence that names why", async ({ name }) => {
  const before = process.cpuUsage();
  const error = await readKnownModel(name).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(FormatError);
  const { message } = error as FormatError;
  expect(message).toMatch(NAMED[name]!);
  expect(message).not.toContain("\n");
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1e6).toBeLessThan(1);
});

it("a key __proto__ pollutes nothing", async () => {
  const model = await readKnownModel("bad_tfjs_proto");
  const { weights } = await readKnownModel("tfjs_seq_2-8-8-1");
  expect(model.weights).toEqual(weights);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

it("files of weights alone say that the activation is assumed, or ask for it", async () => {
  const { notes } = await readKnownModel("torch_named_f64_4-5-3.safetensors");
  expect(notes[0]).toMatch(/does not say the activations: relu is assumed/);
  await expect(readKnownModel("keras_only.weights.h5")).rejects.toThrow(
    /choose the activation, or save the whole model/,
  );
});

describe("damaged bytes are read or refused, and never end in another error", () => {
  const names = readable
    .map(({ name }) => name)
    .filter((name) => /\.(onnx|safetensors|npz)$|^tfjs|^keras_seq_2-8-8-1\.keras$/.test(name));

  it.each(names)("%s", async (name) => {
    const file = path.join(MODELS, name.includes(".") ? name : path.join(name, "model.json"));
    const whole = new Uint8Array(readFileSync(file));
    const random = createRandom(1, `damage ${name}`);
    for (let trial = 0; trial < 150; trial++) {
      const bytes = whole.slice(0, trial % 3 === 0 ? Math.floor(random.uniform() * whole.length) : whole.length);
      for (let hit = 0; hit < 1 + (trial % 4); hit++) {
        if (bytes.length > 0) bytes[Math.floor(random.uniform() * bytes.length)] = Math.floor(random.uniform() * 256);
      }
      const findFile = (neighbour: string) => {
        const place = path.join(path.dirname(file), neighbour);
        return existsSync(place) ? new Uint8Array(readFileSync(place)) : undefined;
      };
      try {
        await readModel(await recognizeFile(name, bytes), bytes, { findFile, choices: {} });
      } catch (error) {
        if (!(error instanceof FormatError || error instanceof SpecError)) throw error;
      }
    }
  });
});

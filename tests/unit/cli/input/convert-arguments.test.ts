import { describe, expect, it } from "vitest";
import { parseConvertArguments } from "../../../../src/cli/input/convert-arguments";
import { InputError } from "../../../../src/cli/input/input-error";

const parse = (line: string) => parseConvertArguments(line.split(" ").filter((word) => word !== ""));

describe("the options of convert", () => {
  it("are the inputs, the output and what is chosen of them", () => {
    expect(parse("a.h5 b.h5 --out c.JSON --from loss-landscape --set train_acc --quiet")).toEqual({
      inputs: ["a.h5", "b.h5"],
      out: "c.JSON",
      extension: ".json",
      from: "loss-landscape",
      set: "train_acc",
      quiet: true,
    });
    expect(parse("a.npy --out b.vtp")).toEqual({
      inputs: ["a.npy"],
      out: "b.vtp",
      extension: ".vtp",
      from: null,
      set: null,
      quiet: false,
    });
  });

  it.each([
    ["--out b.json", /^INPUT: is missing/],
    ["a.npy", /^--out: is missing/],
    ["a.npy --out b.txt", /^--out: the output must end with \.json, .* or \.3mf/],
    ["a.npy --out b.json --from matlab", /^--from: matlab is not loss-landscape, .* or model/],
    ["a.npy --out b.json --set=", /^--set: names no set/],
    ["a.csv --out ./a.csv", /^INPUT and --out: must be different files/],
    ["a.npy --out b.json --fast", /--fast.*use npm run convert/],
  ])("%j is refused in a sentence", (line, sentence) => {
    expect(() => parse(line)).toThrow(InputError);
    expect(() => parse(line)).toThrow(sentence);
  });
});

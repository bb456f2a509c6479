import { describe, expect, it } from "vitest";
import { InputError } from "../../../../src/cli/input/input-error";
import { parseLandscapeArguments } from "../../../../src/cli/input/landscape-arguments";

const DEFAULTS = { planes: 100, seeds: null, activations: ["sigmoid", "relu"] };

describe("the arguments of a survey", () => {
  it.each([
    [["spec.json"], null],
    [["spec.json", "--survey"], DEFAULTS],
    [["--survey", "spec.json"], DEFAULTS],
    [["--survey", "spec.json", "--quiet"], DEFAULTS],
    [["spec.json", "--survey", "7"], { ...DEFAULTS, planes: 7 }],
    [["--survey", "7", "spec.json"], { ...DEFAULTS, planes: 7 }],
    [["spec.json", "--survey=7", "--seeds", "3"], { ...DEFAULTS, planes: 7, seeds: 3 }],
    [
      ["spec.json", "--survey", "--activations", "tanh, gelu,sin"],
      { ...DEFAULTS, activations: ["tanh", "gelu", "sin"] },
    ],
  ])("are read from %j", (argv, survey) => {
    expect(parseLandscapeArguments(argv)).toMatchObject({ spec: "spec.json", survey });
  });

  it("leave a spec alone whose name is a number, when it is named with its folder or after --", () => {
    expect(parseLandscapeArguments(["--survey", "./50"])).toMatchObject({ spec: "./50", survey: DEFAULTS });
    expect(parseLandscapeArguments(["--survey", "--", "50"])).toMatchObject({ spec: "50", survey: DEFAULTS });
  });

  it.each([
    [["--survey", "0"], "--survey: 0 is below 1"],
    [["--survey", "-3"], "--survey: -3 is below 1"],
    [["--survey", "2.5"], "--survey: 2.5 is not a whole number"],
    [["--survey", "1e9"], "--survey: 1000000000 is above 10000"],
    [["--survey=many"], "--survey: many is not a number"],
    [["--survey="], "--survey: nothing is not a number"],
    [["--survey", "many"], "many: is one file too many"],
    [["--survey", "5", "--seeds", "0"], "--seeds: 0 is below 1"],
    [["--survey", "--seeds", "few"], "--seeds: few is not a number"],
    [["--survey", "--activations", "relu"], "--activations: 1 entries are fewer than 2"],
    [["--survey", "--activations", "relu,swish"], '--activations: "swish" is not sigmoid, relu'],
    [["--survey", "--activations", "relu,relu"], "--activations: relu appears twice"],
    [["--survey", "--activations", ""], '--activations: "" is not sigmoid'],
    [["--survey", "--csv", ""], "--csv: names no file"],
    [["--survey", "--csv", "./spec.json"], "must be different files"],
    [["--survey", "--csv", "same", "--png", "same"], "must be different files"],
    [["--seeds", "3"], "--seeds: is an option of a survey and needs --survey"],
    [["--csv", "table.csv"], "--csv: is an option of a survey"],
    [["--activations", "relu,tanh"], "--activations: is an option of a survey"],
  ])("are refused in one line: %j", (options, line) => {
    const parse = () => parseLandscapeArguments(["spec.json", ...options]);
    expect(parse).toThrow(InputError);
    expect(parse).toThrow(line);
  });
});

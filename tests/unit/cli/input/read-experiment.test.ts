import { describe, expect, it } from "vitest";
import { readExperiment } from "../../../../src/cli/input/read-experiment";
import { parseSpec, SpecError } from "../../../../src/experiment/parse";
import { blameGivenPlane, checkGivenPlane } from "../../../../src/slice/plane/check-given-plane";
import { EXAMPLE_SPEC } from "../../../support/example-spec";

describe("an experiment's text", () => {
  it("is a spec, or a result that holds one", () => {
    const spec = parseSpec(EXAMPLE_SPEC);
    expect(readExperiment(JSON.stringify(EXAMPLE_SPEC))).toEqual(spec);
    expect(readExperiment(JSON.stringify({ format: "losscape-result", loss: [], spec: EXAMPLE_SPEC }))).toEqual(spec);
  });

  it.each([
    ["{", "spec: the file is not JSON"],
    ["null", "spec: null is not an object"],
    ['{"spec":{}}', "spec.format: is missing"],
    ['{"format":"losscape-result"}', 'spec.format: "losscape-result" is not losscape-spec'],
    ['{"format":"losscape-result","spec":null}', "spec: null is not an object"],
    ['{"format":"losscape-certificate"}', 'spec.format: "losscape-certificate" is not losscape-spec'],
  ])("is not %s", (text, message) => {
    expect(() => readExperiment(text)).toThrow(new SpecError(message));
  });
});

describe("a plane that cannot be made", () => {
  const zero = EXAMPLE_SPEC.weights.layers.map(({ kernel, bias }) => ({
    kernel: kernel.map((row) => row.map(() => 0)),
    bias: bias.map(() => 0),
  }));
  const make = (weights: object, plane: object) => parseSpec({ ...EXAMPLE_SPEC, weights, plane });
  const filter = { kind: "random", normalization: "filter" };
  const given = { kind: "given", layers: zero };

  it("is the spec's fault where its weights are given, and known before anything is computed", () => {
    expect(() => checkGivenPlane(make(given, filter))).toThrow(SpecError);
    expect(() => checkGivenPlane(make(given, filter))).toThrow(/^spec\.plane: the normalised direction is zero/);
    expect(() => checkGivenPlane(make(given, { kind: "weights", x: 0, y: 1 }))).not.toThrow();
    expect(() => checkGivenPlane(make({ kind: "trained", steps: 0 }, filter))).not.toThrow();
  });

  it("is recognised by its sentence where only a run finds the error", () => {
    const failure = new RangeError("plane: the gradient at the centre is zero, so it is no direction");
    const gradient = { kind: "gradient" };
    const message = "spec.plane: the gradient at the centre is zero, so it is no direction";
    expect(blameGivenPlane(make(given, gradient), failure)).toEqual(new SpecError(message));
    expect(blameGivenPlane(make({ kind: "trained" }, gradient), failure)).toBe(failure);
    const other = new Error("The browser did not start");
    expect(blameGivenPlane(make(given, gradient), other)).toBe(other);
  });
});

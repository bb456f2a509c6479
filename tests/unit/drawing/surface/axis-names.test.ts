import { describe, expect, it } from "vitest";
import { nameSliceAxes } from "../../../../src/drawing/surface/axis-names";

describe("what stands at a slice's axes", () => {
  it("says how far one unit of an axis moves the weights", () => {
    expect(nameSliceAxes({ xNorm: 3.4159, yNorm: 0.00021, cosine: 0 })).toEqual({
      x: "x",
      y: "y",
      xNote: "weights move 3.42 per unit",
      yNote: "weights move 0.00021 per unit",
    });
  });

  it("calls coordinates distances where the directions have length 1", () => {
    expect(nameSliceAxes({ xNorm: 1, yNorm: 1 + 2 ** -52, cosine: 1e-17 })).toMatchObject({
      xNote: "weights move 1 per unit",
      yNote: "weights move 1 per unit",
    });
  });

  it("says the angle where it is not a right one", () => {
    expect(nameSliceAxes({ xNorm: 2, yNorm: 2, cosine: 0.5 }).yNote).toBe("2 per unit, at 60° to x");
    expect(nameSliceAxes({ xNorm: 1, yNorm: 1, cosine: -0.1 }).yNote).toBe("1 per unit, at 95.7° to x");
  });

  it("is the letters alone where nothing is known", () => {
    expect(nameSliceAxes(null)).toEqual({ x: "x", y: "y", xNote: "", yNote: "" });
  });
});

import { describe, expect, it } from "vitest";
import { nameSliceAxes } from "../../../../src/drawing/surface/axis-names";

describe("what stands at a slice's axes", () => {
  it("says how far one unit of an axis moves the weights", () => {
    expect(nameSliceAxes({ xNorm: 3.4159, yNorm: 0.00021, cosine: 0 })).toEqual({
      x: "x",
      y: "y",
      xNote: "1 unit moves the weights by 3.42",
      yNote: "1 unit moves the weights by 0.00021",
    });
  });

  it("calls coordinates distances where the directions have length 1", () => {
    expect(nameSliceAxes({ xNorm: 1, yNorm: 1 + 2 ** -52, cosine: 1e-17 })).toMatchObject({
      xNote: "1 unit moves the weights by 1",
      yNote: "1 unit moves the weights by 1",
    });
  });

  it("says the angle where it is not a right one", () => {
    expect(nameSliceAxes({ xNorm: 2, yNorm: 2, cosine: 0.5 }).yNote).toBe("1 unit moves the weights by 2, at 60° to x");
    expect(nameSliceAxes({ xNorm: 1, yNorm: 1, cosine: -0.1 }).yNote).toBe(
      "1 unit moves the weights by 1, at 95.7° to x",
    );
  });

  it("is the letters alone where nothing is known", () => {
    expect(nameSliceAxes(null)).toEqual({ x: "x", y: "y", xNote: "", yNote: "" });
  });
});

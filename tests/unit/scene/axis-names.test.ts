import { describe, expect, it } from "vitest";
import { nameSliceAxes } from "../../../src/scene/axis-names";

describe("the names of a slice's axes", () => {
  it("say how far 1 is in weight space", () => {
    expect(nameSliceAxes({ xNorm: 3.4159, yNorm: 0.00021, cosine: 0 })).toEqual({
      x: "x (1 = 3.42 in weight space)",
      y: "y (1 = 0.00021 in weight space)",
    });
  });

  it("call coordinates distances where the directions have length 1", () => {
    expect(nameSliceAxes({ xNorm: 1, yNorm: 1 + 2 ** -52, cosine: 1e-17 })).toEqual({
      x: "x (distance in weight space)",
      y: "y (distance in weight space)",
    });
  });

  it("say the angle where it is not a right one", () => {
    expect(nameSliceAxes({ xNorm: 2, yNorm: 2, cosine: 0.5 }).y).toBe("y (1 = 2 in weight space, at 60° to x)");
    expect(nameSliceAxes({ xNorm: 1, yNorm: 1, cosine: -0.1 }).y).toBe("y (distance in weight space, at 95.7° to x)");
  });

  it("are the letters alone where nothing is known", () => {
    expect(nameSliceAxes(null)).toEqual({ x: "x", y: "y" });
  });
});

import { describe, expect, it } from "vitest";
import { METHODS } from "../../../../src/convexity/certificate/search/candidate";
import { nameProofPoints } from "../../../../src/studio/sentences/place-text";

describe("the points of a proof", () => {
  it.each(METHODS)("have short names for a narrow picture: %s", (method) => {
    const { from, to, short } = nameProofPoints({ method, exchange: null }, "trained weights");
    expect(short.from.length).toBeLessThanOrEqual(from.length);
    expect(short.to.length).toBeLessThanOrEqual(Math.min(to.length, 10));
    expect(short.from).not.toBe(short.to);
  });
});

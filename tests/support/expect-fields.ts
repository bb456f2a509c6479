import { expect } from "vitest";
import { FIELD_NAMES, type LandscapeFields } from "../../src/slice/landscape-fields";

/** The points at which two evaluations differ by more than the sum of their stated bounds. */
export function listDisagreements(found: LandscapeFields, truth: LandscapeFields): number[] {
  const isNear = (name: "loss" | "xx" | "xy" | "yy", error: "lossError" | "curvatureError", i: number) =>
    Math.abs(found[name][i]! - truth[name][i]!) <= found[error][i]! + truth[error][i]!;
  return Array.from(found.loss.keys()).filter(
    (i) =>
      !(
        found.lossError[i]! > 0 &&
        found.curvatureError[i]! > 0 &&
        isNear("loss", "lossError", i) &&
        isNear("xx", "curvatureError", i) &&
        isNear("xy", "curvatureError", i) &&
        isNear("yy", "curvatureError", i)
      ),
  );
}

/** Expects the same bits at every point. */
export function expectSameBits(found: LandscapeFields, expected: LandscapeFields): void {
  for (const name of FIELD_NAMES) {
    // Compared entry by entry, because a failed comparison of whole arrays would print them.
    const different = found[name].findIndex((number, i) => !Object.is(number, expected[name][i]));
    expect(different, `the first point whose ${name} differs`).toBe(-1);
  }
}

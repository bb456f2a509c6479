import { describe, expect, it } from "vitest";
import { TileSizes } from "../../../src/gpu/tile-sizes";

describe("the sizes of tiles", () => {
  it("begin with 4,096 points, or with fewer where a point is much work", () => {
    expect(new TileSizes(10_000).next(100_000)).toBe(4_096);
    expect(new TileSizes(2 ** 20).next(100_000)).toBe(64);
    expect(new TileSizes(2 ** 30).next(100_000)).toBe(1);
  });

  it("take a rest of less than half a tile along", () => {
    expect(new TileSizes(10_000).next(65 * 65)).toBe(65 * 65);
    expect(new TileSizes(10_000).next(6_144)).toBe(4_096);
  });

  it("grow fourfold at most, to what takes a tenth of a second", () => {
    const sizes = new TileSizes(10_000);
    sizes.succeeded(4_096, 1);
    expect(sizes.next(1_000_000)).toBe(16_384);
    const slow = new TileSizes(10_000);
    slow.succeeded(4_096, 80);
    expect(slow.next(1_000_000)).toBe(5_120);
  });

  it("are the first again after a failure, and never again those that failed", () => {
    const sizes = new TileSizes(10_000);
    sizes.succeeded(4_096, 1);
    sizes.failed(16_384);
    expect(sizes.next(1_000_000)).toBe(4_096);
    sizes.succeeded(4_096, 1);
    expect(sizes.next(1_000_000)).toBe(8_192);
  });
});

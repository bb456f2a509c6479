import { describe, expect, it } from "vitest";
import { LIMITS } from "../../../src/experiment/limits";
import {
  BAND_TEXELS,
  layoutTexels,
  padRows,
  placeParameters,
  positionOfTexel,
  quadsOf,
  sizeOfTexels,
  type TexelSize,
  TRAINING_COLUMNS,
} from "../../../src/gpu/training-layout";
import { layoutNetwork } from "../../../src/model/network/layout";

/** The least that the OpenGL ES 3.0 specification, table 6.28, lets a device have. */
const LEAST_TEXTURE = 2048;

const network = (layers: number[]) =>
  layoutNetwork({ layers, activation: "relu", output: "identity", residual: false });

describe("the textures of a training", () => {
  it("hold every texel once, band after band", () => {
    for (const count of [1, 4, 5, 33, 1000, BAND_TEXELS, BAND_TEXELS + 1]) {
      const { columns, rows } = sizeOfTexels(count);
      const positions = new Set(Array.from({ length: count }, (_, i) => positionOfTexel(i, columns)));
      expect(positions.size).toBe(count);
      expect(Math.max(...[...positions].slice(-2000))).toBeLessThan(columns * rows);
      expect(columns * rows).toBeLessThan(count + BAND_TEXELS);
    }
    // A tile is a square of 2 × 2 texels.
    expect([0, 1, 2, 3].map((i) => positionOfTexel(i, 10))).toEqual([0, 10, 1, 11]);
    expect(positionOfTexel(4, 10)).toBe(20);
    expect(positionOfTexel(32, 10)).toBe(2);
  });

  it("give every parameter a place of its own", () => {
    const layout = network([3, 5, 64, 10]);
    const texels = layoutTexels(layout, 7);
    const places = placeParameters(texels, layout.parameterCount);
    expect(new Set(places).size).toBe(layout.parameterCount);
    expect(Math.max(...places)).toBeLessThan(16 * texels.tileCount);
  });

  it("begin each row of samples with a new texel", () => {
    expect([...padRows([1, 2, 3, 4, 5, 6], 3)]).toEqual([1, 2, 3, 0, 4, 5, 6, 0]);
    expect([...padRows([1, 2, 3, 4, 5], 5)]).toEqual([1, 2, 3, 4, 5, 0, 0, 0]);
  });

  it.each([
    [LIMITS.width.max, LIMITS.samples.max],
    [256, LIMITS.samples.max],
    [LIMITS.width.max, 1],
    [1, LIMITS.samples.max],
  ])("fit on every device for the largest network, %i wide, with %i samples", (width, samples) => {
    const hidden = Array<number>(LIMITS.hiddenLayers.max).fill(width);
    for (const layers of [
      [LIMITS.inputs.max, ...hidden, LIMITS.outputs.max],
      [LIMITS.inputs.max, LIMITS.outputs.max],
    ]) {
      const layout = network(layers);
      const { tileCount, outputSizes, gradientSize, mostSteps } = layoutTexels(layout, samples);
      const record = sizeOfTexels(4 * tileCount);
      const sizes: TexelSize[] = [
        ...outputSizes,
        gradientSize,
        { columns: record.columns, rows: record.rows * mostSteps },
        sizeOfTexels(4 * tileCount + mostSteps + 1),
        sizeOfTexels(samples * quadsOf(layout.inputs)),
        // The order of the batches of a run.
        sizeOfTexels(mostSteps * samples),
      ];
      for (const { columns, rows } of sizes) {
        expect(columns).toBeLessThanOrEqual(TRAINING_COLUMNS);
        expect(rows).toBeLessThanOrEqual(LEAST_TEXTURE);
      }
    }
    expect(TRAINING_COLUMNS).toBe(LEAST_TEXTURE);
  });
});

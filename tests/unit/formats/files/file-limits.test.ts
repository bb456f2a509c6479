import { constants } from "node:buffer";
import { describe, expect, it } from "vitest";
import { CERTIFICATE_LIMITS, fitsFile, parseCertificate } from "../../../../src/convexity/certificate/schema";
import { POINT_CLASSES } from "../../../../src/convexity/points/point-class";
import { LIMITS } from "../../../../src/experiment/limits";
import { LONGEST_FILE } from "../../../../src/formats/files/file-limits";
import { MOST_CREASE_POINTS } from "../../../../src/formats/files/result-file";

/** The longest float64 in JSON: a sign, 17 digits, a point, and an exponent of three digits below zero. */
const LONGEST_NUMBER = -1.2345678901234567e-100;

/** Characters of a list of `count` entries, each as long as this one. */
const listLength = (entries: number, entry: number) => 2 + entries * (entry + 1);
const number = JSON.stringify(LONGEST_NUMBER).length;
const matrixLength = (rows: number, columns: number, entry = number) => listLength(rows, listLength(columns, entry));

/** The largest network has the most inputs, all hidden layers at their widest and the most outputs. */
const widest = [
  LIMITS.inputs.max,
  ...Array<number>(LIMITS.hiddenLayers.max).fill(LIMITS.width.max),
  LIMITS.outputs.max,
];
const weightsLength = widest
  .slice(1)
  .reduce((sum, units, k) => sum + matrixLength(widest[k]!, units) + listLength(units, number) + 30, 30);
const datasetLength =
  matrixLength(LIMITS.samples.max, LIMITS.inputs.max) + matrixLength(LIMITS.samples.max, LIMITS.outputs.max) + 60;

describe("the longest result", () => {
  it("is shorter than the longest file that page and command line read, and that is a string", () => {
    const { columns, rows, hessianColumns } = LIMITS;
    const numbers = matrixLength(rows.max, columns.max);
    const longestClass = Math.max(...POINT_CLASSES.map((name) => JSON.stringify(name).length));
    const parts = {
      axes: listLength(rows.max, number) + listLength(columns.max, number),
      // The loss, five fields of curvature, and two of bounds.
      fields: 8 * numbers,
      classes: matrixLength(rows.max, columns.max, longestClass),
      creases: matrixLength(MOST_CREASE_POINTS, 2) + 2000 * 200,
      hessian: 2 * matrixLength(hessianColumns.max, hessianColumns.max),
      // The weights and a plane of two directions.
      spec: datasetLength + 3 * weightsLength,
      // A certificate contains the data set. Where it does not fit its own file, there is no certificate.
      certificate: datasetLength > CERTIFICATE_LIMITS.characters ? 0 : CERTIFICATE_LIMITS.characters,
      words: 100_000,
    };
    const total = Object.values(parts).reduce((sum, part) => sum + part, 0);
    expect(total, JSON.stringify(parts)).toBeLessThanOrEqual(LONGEST_FILE);
    // With a data set that leaves room for a certificate it is shorter still.
    const withCertificate = total - datasetLength + 2 * CERTIFICATE_LIMITS.characters;
    expect(withCertificate).toBeLessThanOrEqual(LONGEST_FILE);
    expect(LONGEST_FILE).toBeLessThan(constants.MAX_STRING_LENGTH);
  });

  it("has no number longer than the one it is added up from", () => {
    for (const value of [
      -Number.MAX_VALUE,
      -Number.MIN_VALUE,
      -2.2250738585072014e-308,
      -123456789012345680000,
      -1 / 3,
    ]) {
      expect(JSON.stringify(value).length).toBeLessThanOrEqual(number);
    }
  });
});

describe("a certificate's file", () => {
  const make = (samples: number, inputs: number, hidden: number[], points = 2) => {
    const layers = [inputs, ...hidden, 1];
    const point = {
      layers: layers.slice(1).map((units, k) => ({
        kernel: Array.from({ length: layers[k]! }, () => Array<number>(units).fill(LONGEST_NUMBER)),
        bias: Array<number>(units).fill(LONGEST_NUMBER),
      })),
    };
    return {
      format: "losscape-certificate",
      version: 1,
      claim: "not-convex",
      dataset: {
        kind: "points",
        inputs: Array.from({ length: samples }, () => Array<number>(inputs).fill(LONGEST_NUMBER)),
        targets: Array.from({ length: samples }, () => [0]),
      },
      network: { layers, activation: "relu", output: "identity", residual: false },
      loss: { kind: "mse", l2: 0 },
      points: Array<typeof point>(points).fill(point),
      arithmetic: "exact",
      gap: { lower: "-1", upper: "1" },
    };
  };

  it("is read again for 10,000 samples and the deepest and widest network of two inputs", () => {
    const certificate = make(10_000, 2, Array(6).fill(64), 8);
    expect(fitsFile(parseCertificate(certificate))).toBe(true);
    expect(JSON.stringify(certificate).length).toBeLessThanOrEqual(CERTIFICATE_LIMITS.characters);
  });

  it.each([
    ["too long", 10_000, 200, [1], 2],
    ["close above", 1_000, 1_024, [64], 6],
  ] as const)("is told %s before it is written", (_, samples, inputs, hidden, points) => {
    const certificate = make(samples, inputs, [...hidden], points);
    const fits = JSON.stringify(certificate).length <= CERTIFICATE_LIMITS.characters;
    expect(fitsFile(parseCertificate(certificate))).toBe(fits);
    expect(fits).toBe(false);
  });

  it("depends on its text where the longest numbers would not fit and shorter ones do", () => {
    const certificate = make(10_000, 200, [1]);
    for (const row of certificate.dataset.inputs) row.fill(1);
    expect(fitsFile(parseCertificate(certificate))).toBe(true);
    expect(JSON.stringify(certificate).length).toBeLessThanOrEqual(CERTIFICATE_LIMITS.characters);
  });
});

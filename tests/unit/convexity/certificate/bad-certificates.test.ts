import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { describe, expect, it } from "vitest";
import {
  CERTIFICATE_LIMITS,
  type Certificate,
  parseCertificate,
  parseCertificateText,
} from "../../../../src/convexity/certificate/schema";
import { verifyCertificate } from "../../../../src/convexity/certificate/verify";
import { SpecError } from "../../../../src/experiment/parse";
import { type Claim, measureByReference, NEURON, SIGMOID, writeClaim } from "./certificates";

type Tree = Record<string, unknown>;

/** A fresh copy of a claim's file, with one field set; a path like "points.0.layers". */
function withField(claim: Claim, path: string, value: unknown): unknown {
  const file = JSON.parse(JSON.stringify(writeClaim(claim))) as Tree;
  const keys = path.split(".");
  const last = keys.pop()!;
  const parent = keys.reduce<Tree>((tree, key) => tree[key] as Tree, file);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return file;
}

describe("a sound certificate", () => {
  it.each([NEURON, SIGMOID])("is proved", (claim) => {
    const { proved, message } = verifyCertificate(parseCertificate(writeClaim(claim)));
    expect(proved).toBe(true);
    expect(message).toMatch(/^proved: [^\n]+$/);
  });

  it("may name its points as a spec's weights", () => {
    const layers = (writeClaim(NEURON) as Certificate).points[0]!.layers;
    const file = withField(NEURON, "points.0", { kind: "given", layers });
    expect(verifyCertificate(parseCertificate(file)).proved).toBe(true);
  });

  it.each([
    ["N the number of samples", "0.125"],
    ["an open interval", "0"],
    ["N the number of points", "0.083333333333333333"],
  ])("is proved with a gap that reads N as: %s", (_, lower) => {
    const upper = lower === "0" ? "1" : lower;
    expect(verifyCertificate(parseCertificate(withField(NEURON, "gap", { lower, upper }))).proved).toBe(true);
  });
});

describe("a claim that fails", () => {
  it.each([
    ["the points are one", withField(NEURON, "points.1", (writeClaim(NEURON) as Certificate).points[0])],
    [
      "the chord is flat",
      withField(
        {
          ...NEURON,
          points: [
            [0, -5, 1, 0],
            [0, -9, 1, 0],
          ],
        },
        "version",
        1,
      ),
    ],
    [
      "the chord is convex",
      withField(
        {
          ...NEURON,
          points: [
            [1, 0.5, 1, 0],
            [1, 1.5, 1, 0],
          ],
        },
        "version",
        1,
      ),
    ],
    ["the stated gap is too high", withField(NEURON, "gap.upper", "0.05")],
    ["the stated gap is too low", withField(NEURON, "gap", { lower: "0.2", upper: "1" })],
    ["the stated gap is empty", withField(NEURON, "gap", { lower: "1", upper: "0" })],
    ["the stated gap overflows", withField(NEURON, "gap", { lower: "1e999", upper: "1e9999" })],
  ])("is not proved where %s", (_, file) => {
    const { proved, message } = verifyCertificate(parseCertificate(file));
    expect(proved).toBe(false);
    expect(message).toMatch(/^not proved: [^\n]+$/);
  });
});

describe("bad input", () => {
  it.each([
    ["certificate.format: is missing", []],
    ["certificate.format: ", withField(NEURON, "format", "losscape-spec")],
    ["certificate.version: 2 is not 1", withField(NEURON, "version", 2)],
    ["certificate.claim: ", withField(NEURON, "claim", "convex")],
    ["certificate.extra: is not a known field", withField(NEURON, "extra", 1)],
    ["certificate.points: is missing", withField(NEURON, "points", undefined)],
    [
      "certificate.points: 1 entries are fewer than 2",
      withField(NEURON, "points", [(writeClaim(NEURON) as Certificate).points[0]]),
    ],
    [
      "certificate.points: 257 entries are more than 256",
      withField(NEURON, "points", Array(257).fill((writeClaim(NEURON) as Certificate).points[0])),
    ],
    ["certificate.points[1].layers: 0 layers where the network has 2", withField(NEURON, "points.1.layers", [])],
    ["certificate.points[0].layers[0].kernel: ", withField(NEURON, "points.0.layers.0.kernel", [[1], [1]])],
    ["certificate.points[0].layers[0].bias: ", withField(NEURON, "points.0.layers.0.bias", [1, 2])],
    ["certificate.points[0].layers[0].bias[0]: ", withField(NEURON, "points.0.layers.0.bias", ["1"])],
    [
      "certificate.points[0].layers[0].bias[0]: 2000000000000000000 is above",
      withField(NEURON, "points.0.layers.0.bias", [2e18]),
    ],
    ["certificate.dataset.kind: ", withField(NEURON, "dataset", { kind: "named", name: "iris" })],
    ["certificate.dataset.inputs[1]: ", withField(NEURON, "dataset.inputs.1", [1, 2])],
    ["certificate.dataset.targets: ", withField(NEURON, "dataset.targets", [[1]])],
    ["certificate.dataset.targets[1][0]: -0.5 is not 0 or 1", withField(NEURON, "loss.kind", "bce")],
    ["certificate.network.layers: ", withField(NEURON, "network.layers", [1])],
    ["certificate.network.layers[1]: 65 is above 64", withField(NEURON, "network.layers", [1, 65, 1])],
    ["certificate.network.activation: ", withField(NEURON, "network.activation", "step")],
    ["certificate.loss.l2: -1 is below 0", withField(NEURON, "loss.l2", -1)],
    ["certificate.arithmetic: ", withField(NEURON, "arithmetic", "float64")],
    ["certificate.arithmetic: exact cannot evaluate", withField(SIGMOID, "arithmetic", "exact")],
    ["certificate.gap.lower: is not a decimal number", withField(NEURON, "gap.lower", "1/8")],
    ["certificate.gap.upper: ", withField(NEURON, "gap.upper", 0.125)],
    ["certificate.gap.upper: ", withField(NEURON, "gap.upper", "1".repeat(CERTIFICATE_LIMITS.digits + 1))],
  ])("%s", (message, file) => {
    const check = () => verifyCertificate(parseCertificate(file));
    expect(check).toThrow(SpecError);
    expect(check).toThrow(message);
  });

  it.each([
    ["certificate: the file is not JSON", "{"],
    [
      "certificate.points[0].layers[0].bias[0]: Infinity is not finite",
      JSON.stringify(withField(NEURON, "points.0.layers.0.bias", ["@"])).replace('"@"', "1e999"),
    ],
    ["certificate: ", "[".repeat(1e6)],
    ["certificate.format: is missing", `${"[".repeat(1e5)}${"]".repeat(1e5)}`],
  ])("%s, from text", (message, text) => {
    expect(() => parseCertificateText(text)).toThrow(SpecError);
    expect(() => parseCertificateText(text)).toThrow(message);
  });

  it("refuses work beyond bounds at once", () => {
    const wide = [2, 64, 64, 64, 64, 64, 64, 1];
    const count = wide.slice(1).reduce((sum, units, k) => sum + (wide[k]! + 1) * units, 0);
    const inputs = Array.from({ length: 10_000 }, (_, s) => [s, 1e-300]);
    const point = Array(count).fill(2 ** -1000);
    const claim: Claim = {
      network: { layers: wide },
      loss: { kind: "mse" },
      inputs,
      targets: inputs.map(() => [1]),
      points: [point, point],
    };
    const certificate = parseCertificate(writeClaim({ ...claim, arithmetic: "exact" }));
    expect(() => verifyCertificate(certificate)).toThrow(
      /^certificate: its check takes about \S+ seconds, and the limit is 60$/,
    );
  });
});

/** Every value in a tree, as its path of keys. */
function listPaths(tree: unknown, path: readonly string[] = []): string[][] {
  if (typeof tree !== "object" || tree === null) return [[...path]];
  const below = Object.entries(tree).flatMap(([key, branch]) => listPaths(branch, [...path, key]));
  return path.length > 0 ? [[...path], ...below] : below;
}

const JUNK: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1,
  2,
  3,
  0.5,
  -0.5,
  1e-300,
  5e-324,
  1e18,
  -1e18,
  1e300,
  "",
  "0",
  "relu",
  "sigmoid",
  "exact",
  "mse",
  "bce",
  "hinge",
  "tanh",
  "identity",
  "gelu",
  "sin",
  [],
  [[]],
  [0],
  [1, 1],
  [1, 2, 1],
  {},
  { layers: [] },
  undefined,
];

describe("mutated certificates", () => {
  it.each([
    ["neuron", 11, NEURON],
    ["sigmoid", 12, SIGMOID],
  ])("a thousand of the %s certificate are never wrongly accepted and never crash (seed %i)", (_, seed, claim) => {
    const random = xoroshiro128plus(seed);
    const below = (count: number) => uniformInt(random, 0, count - 1);
    const outcomes = { proved: 0, refused: 0, bad: 0 };
    for (let run = 0; run < 1000; run++) {
      const text = run % 2 === 0 ? mutateTree(claim, below) : mutateText(JSON.stringify(writeClaim(claim)), below);
      let certificate: Certificate;
      try {
        certificate = parseCertificateText(text);
        const { proved } = verifyCertificate(certificate);
        outcomes[proved ? "proved" : "refused"]++;
        // An accepted claim must be true for the numbers of the mutated file.
        if (proved) expect(measureByReference(certificate).gap, text).toBeGreaterThan(0);
      } catch (error) {
        if (!(error instanceof SpecError)) throw error;
        expect(error.message).toMatch(/^certificate[^\n]*$/);
        outcomes.bad++;
      }
    }
    expect(outcomes.bad).toBeGreaterThan(300);
    expect(outcomes.refused).toBeGreaterThan(20);
  });
});

/** Replaces one to three values of the file by junk. */
function mutateTree(claim: Claim, below: (count: number) => number): string {
  let file = JSON.parse(JSON.stringify(writeClaim(claim))) as unknown;
  for (let changes = below(3); changes >= 0; changes--) {
    const paths = listPaths(file);
    const keys = paths[below(paths.length)]!;
    const parent = keys.slice(0, -1).reduce((tree, key) => (tree as Tree)[key], file) as Tree;
    const junk = JUNK[below(JUNK.length)];
    if (junk === undefined) delete parent[keys.at(-1)!];
    else parent[keys.at(-1)!] = junk;
    file = JSON.parse(JSON.stringify(file));
  }
  return JSON.stringify(file);
}

/** Changes, drops or repeats one to three characters of the text; often digits, so that the text often stays well formed. */
function mutateText(text: string, below: (count: number) => number): string {
  let mutated = text;
  for (let changes = below(3); changes >= 0; changes--) {
    const digits = [...mutated.matchAll(/\d/g)].map(({ index }) => index);
    const place = below(2) === 0 && digits.length > 0 ? digits[below(digits.length)]! : below(mutated.length);
    const replacement = ["", "9", "0", "-", "e", ".", ",", "]", String(below(10)), String(below(10))][below(10)]!;
    mutated = mutated.slice(0, place) + replacement + mutated.slice(place + below(2));
  }
  return mutated;
}

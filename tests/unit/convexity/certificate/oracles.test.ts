import { describe, expect, it } from "vitest";
import { type Claim, gapPerSample, readOracle, verifyClaim } from "./certificates";

/** An oracle's chord: its gap is L(middle) − mean of L at the ends. */
interface Chord<Point> {
  readonly p: Point;
  readonly q: Point;
  readonly gap: number;
  readonly gap_exact?: string;
}

/** Checks both arithmetics where there are both; the oracles' gaps are float64 numbers nearest to the true ones. */
function expectGap(claim: Claim, gap: number, arithmetics: readonly ("exact" | "interval")[]): void {
  for (const arithmetic of arithmetics) {
    const verification = verifyClaim({ ...claim, arithmetic });
    expect(verification.proved, verification.message).toBe(gap > 0);
    const found = gapPerSample(verification, claim.inputs.length);
    expect(Math.abs(found - gap)).toBeLessThanOrEqual(2 ** -51 * Math.max(1, Math.abs(gap)));
    expect(Number(verification.gap.upper) - Number(verification.gap.lower)).toBeLessThan(1e-15);
  }
}

const BOTH = ["exact", "interval"] as const;

describe("oracle 01-relu1-midpoint", () => {
  const { chords } = readOracle<{ chords: Chord<number>[] }>("01-relu1-midpoint");
  it.each(chords)("chord $p … $q has gap $gap", ({ p, q, gap }) => {
    // relu(w·x), then an output of weight 1: the flat order is w, b, w2, b2.
    const point = (w: number) => [w, 0, 1, 0];
    const claim = { network: { layers: [1, 1, 1] }, loss: { kind: "mse" as const }, inputs: [[1]], targets: [[1]] };
    expectGap({ ...claim, points: [point(p), point(q)] }, gap, BOTH);
  });
});

describe("oracle 03-relu2-w2relu(w1)", () => {
  const { chords } = readOracle<{ chords: Chord<[number, number]>[] }>("03-relu2-w2relu(w1)");
  it.each(chords)("chord $p … $q has gap $gap", ({ p, q, gap }) => {
    const point = ([w1, w2]: readonly [number, number]) => [w1, 0, w2, 0];
    const claim = { network: { layers: [1, 1, 1] }, loss: { kind: "mse" as const }, inputs: [[1]], targets: [[1]] };
    expectGap({ ...claim, points: [point(p), point(q)] }, gap, BOTH);
  });
});

it("oracle 04-linear-product-saddle: its chord has gap 1", () => {
  const { chord } = readOracle<{ chord: Chord<[number, number]> }>("04-linear-product-saddle");
  const point = ([w1, w2]: readonly [number, number]) => [w1, 0, w2, 0];
  const network = { layers: [1, 1, 1], activation: "identity" as const };
  const claim = { network, loss: { kind: "mse" as const }, inputs: [[1]], targets: [[1]] };
  expectGap({ ...claim, points: [point(chord.p), point(chord.q)] }, chord.gap, BOTH);
});

it("oracle 06-sigmoid1-mse: its chord has the stated gap", () => {
  const { chord } = readOracle<{ chord: Chord<number> }>("06-sigmoid1-mse");
  const network = { layers: [1, 1], output: "sigmoid" as const };
  const claim = { network, loss: { kind: "mse" as const }, inputs: [[1]], targets: [[1]] };
  expectGap(
    {
      ...claim,
      points: [
        [chord.p, 0],
        [chord.q, 0],
      ],
    },
    chord.gap,
    ["interval"],
  );
});

describe("oracle 18-ae-hessian-blind-spot", () => {
  const { chords } = readOracle<{ chords: Chord<[number, number]>[] }>("18-ae-hessian-blind-spot");
  const claim = {
    network: { layers: [1, 1, 1] },
    loss: { kind: "mse" as const },
    inputs: [[1], [-1], [2]],
    targets: [[1], [-0.5], [0.5]],
  };
  it.each(chords)("chord $p … $q has gap $gap_exact", ({ p, q, gap }) => {
    const point = ([w, b]: readonly [number, number]) => [w, b, 1, 0];
    expectGap({ ...claim, points: [point(p), point(q)] }, gap, BOTH);
  });
});

describe("the collapsed averages of the trained-by-hand XOR networks", () => {
  interface XorCase {
    readonly theta: readonly number[];
    readonly hidden: "relu" | "sigmoid";
    readonly loss: "mse" | "bce";
    readonly collapsed_average: { readonly gap: number; readonly proves_nonconvex: boolean };
  }
  const inputs = [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ];
  const targets = [[0], [1], [1], [0]];
  /** The oracles hold kernels out × in; a certificate holds them in × out. */
  const turn = ([a, b, c, d, ...rest]: readonly number[]) => [a!, c!, b!, d!, ...rest];
  /** Exchanges the two hidden units, in the contract's order. */
  const swap = ([a, b, c, d, e, f, g, h, i]: readonly number[]) => [b!, a!, d!, c!, f!, e!, h!, g!, i!];

  it.each(["13-xor-2-2-1-sigmoid-bce", "13-xor-2-2-1-relu-mse", "13-xor-2-2-1-relu-bce"])("%s", (id) => {
    const { theta, hidden, loss, collapsed_average } = readOracle<XorCase>(id);
    expect(collapsed_average.proves_nonconvex).toBe(false);
    const points = [turn(theta), swap(turn(theta))];
    const claim = { inputs, targets, network: { layers: [2, 2, 1], activation: hidden }, loss: { kind: loss }, points };
    expectGap(claim, collapsed_average.gap, id.endsWith("relu-mse") ? BOTH : ["interval"]);
  });
});

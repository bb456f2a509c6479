import { estimateAttempt } from "../../src/convexity/certificate/estimate";
import { type Certificate, parseCertificate } from "../../src/convexity/certificate/schema";
import { verifyCertificate } from "../../src/convexity/certificate/verify";
import type { NetworkSpec } from "../../src/experiment/spec";
import { layoutNetwork, unflattenWeights, zeroParameters } from "../../src/model/network/layout";
import { createRandom } from "../../src/numeric/random";

/** One certificate's check: its estimated and its measured processor time, in seconds. */
export interface EstimateRow {
  readonly name: string;
  readonly estimated: number;
  readonly measured: number;
}

interface Case {
  readonly layers: readonly number[];
  readonly activation: NetworkSpec["activation"];
  readonly loss: Certificate["loss"]["kind"];
  readonly samples: number;
  readonly points: number;
  /** The magnitude of weights and inputs. */
  readonly magnitude: number;
  /** Number of binary places to which weights are rounded; null keeps all of float64. */
  readonly places: number | null;
  readonly residual?: boolean;
  readonly exact?: boolean;
}

const SMOOTH = ["sigmoid", "tanh", "elu", "softplus", "silu", "gelu", "sin"] as const;
const RATIONAL = ["identity", "relu", "leaky-relu"] as const;

function listCases(): Case[] {
  const usual = { loss: "mse", samples: 40, points: 2, magnitude: 1, places: 8 } as const;
  return [
    ...[...SMOOTH, ...RATIONAL].flatMap((activation) =>
      [1e-3, 1, 30, 1e4, 1e18].map(
        (magnitude): Case => ({ ...usual, layers: [2, 16, 16, 1], activation, magnitude, places: 20 }),
      ),
    ),
    ...[1, 2, 4, 6].flatMap((depth) =>
      (["gelu", "sin", "relu"] as const).map(
        (activation): Case => ({ ...usual, layers: [2, ...Array<number>(depth).fill(8), 1], activation, places: null }),
      ),
    ),
    ...[1, 8, 64].flatMap((width) =>
      (["tanh", "softplus", "leaky-relu"] as const).map(
        (activation): Case => ({ ...usual, layers: [2, width, width, 1], activation, places: null }),
      ),
    ),
    ...(["bce", "hinge", "softmax-ce"] as const).map(
      (loss): Case => ({ ...usual, layers: [2, 16, 3], activation: "relu", loss, samples: 200 }),
    ),
    ...[8, 64].map((points): Case => ({ ...usual, layers: [2, 8, 1], activation: "tanh", points })),
    ...[1, 1000, 10_000].map((samples): Case => ({ ...usual, layers: [2, 4, 1], activation: "silu", samples })),
    ...RATIONAL.flatMap((activation) =>
      [1, 3, 6].flatMap((depth) =>
        [8, null].map(
          (places): Case => ({
            ...usual,
            layers: [2, ...Array<number>(depth).fill(8), 1],
            activation,
            places,
            exact: true,
          }),
        ),
      ),
    ),
    { ...usual, layers: [4, 8, 8, 8, 1], activation: "silu", residual: true },
    { ...usual, layers: [4, 8, 8, 8, 1], activation: "relu", residual: true, exact: true },
    { ...usual, layers: [1024, 4, 1], activation: "tanh", samples: 20 },
    { ...usual, layers: [2, 8, 8, 1], activation: "leaky-relu", magnitude: 1e-200, places: null, exact: true },
    { ...usual, layers: [2, 50, 2], activation: "relu", loss: "softmax-ce", samples: 1000, places: null },
  ];
}

function makeCertificate(wanted: Case, seed: number): Certificate {
  const { layers, activation, loss, samples, points, magnitude, places, residual = false, exact = false } = wanted;
  const network: NetworkSpec = { layers: [...layers], activation, output: "identity", residual };
  const layout = layoutNetwork(network);
  const random = createRandom(seed, "estimate");
  const draw = (size: number) => {
    const value = random.uniform(-size, size);
    return places === null ? value : Math.round(value * 2 ** places) / 2 ** places || 2 ** -places;
  };
  const outputs = layers.at(-1)!;
  return parseCertificate({
    format: "losscape-certificate",
    version: 1,
    claim: "not-convex",
    dataset: {
      kind: "points",
      inputs: Array.from({ length: samples }, () => Array.from({ length: layers[0]! }, () => draw(1))),
      targets: Array.from({ length: samples }, (_, s) =>
        Array.from({ length: outputs }, (_, j) => +(s % outputs === j)),
      ),
    },
    network,
    loss: { kind: loss, l2: 0 },
    points: Array.from({ length: points }, () => ({
      layers: unflattenWeights(
        layout,
        zeroParameters(layout).map(() => draw(magnitude)) as ReturnType<typeof zeroParameters>,
      ),
    })),
    arithmetic: exact ? "exact" : "interval",
    gap: { lower: "-1e300", upper: "1e300" },
  });
}

function describe({ layers, activation, loss, samples, points, magnitude, places, residual, exact }: Case): string {
  const shape = `${layers.join("-")} ${activation}${residual ? " residual" : ""} ${loss}`;
  return `${shape}, ${samples} × ${points}, |w| ≤ ${magnitude}, ${places ?? "all"} places, ${exact ? "exact" : "interval"}`;
}

/** Estimates and times the check of certificates of every kind. If a sign stays open, the further attempts are measured too. */
export function measureEstimates(): EstimateRow[] {
  return listCases().map((wanted, seed) => {
    const certificate = makeCertificate(wanted, seed);
    const check = () => {
      // Processor time, so that other programs do not count.
      const start = process.cpuUsage();
      verifyCertificate(certificate, { seconds: Number.POSITIVE_INFINITY });
      return process.cpuUsage(start).user / 1e6;
    };
    // The first run is slower, because it is not yet compiled.
    const measured = Math.min(check(), check(), check());
    return { name: describe(wanted), estimated: estimateAttempt(certificate, wanted.exact ? null : 128), measured };
  });
}

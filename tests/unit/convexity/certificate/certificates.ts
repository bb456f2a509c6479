import { readFileSync } from "node:fs";
import { type Certificate, parseCertificate } from "../../../../src/convexity/certificate/schema";
import { type Verification, verifyCertificate } from "../../../../src/convexity/certificate/verify";
import type { Dataset } from "../../../../src/data/dataset";
import type { LossSpec, NetworkSpec } from "../../../../src/experiment/spec";
import { evaluateLoss } from "../../../../src/model/network/evaluate";
import { asParameters, flattenWeights, layoutNetwork, unflattenWeights } from "../../../../src/model/network/layout";

/** A case of the shared oracles; its reader gives the type. */
export function readOracle<Case>(id: string): Case {
  const text = readFileSync(new URL("../../../oracles.json", import.meta.url), "utf8");
  const found = (JSON.parse(text) as { cases: ({ id: string } & Case)[] }).cases.find((entry) => entry.id === id);
  if (!found) throw new Error(`no oracle ${id}`);
  return found;
}

/** The parts of a certificate in tests. `points` are flat parameter vectors in the contract's order. */
export interface Claim {
  readonly inputs: readonly (readonly number[])[];
  readonly targets: readonly (readonly number[])[];
  readonly network: Partial<NetworkSpec> & Pick<NetworkSpec, "layers">;
  readonly loss: Partial<LossSpec> & Pick<LossSpec, "kind">;
  readonly points: readonly (readonly number[])[];
  readonly arithmetic?: Certificate["arithmetic"];
  readonly gap?: Certificate["gap"];
}

const NEUTRAL = { lower: "-1e300", upper: "1e300" };

/** A chord of one ReLU neuron over three samples: the gap is 1/24, so N·gap is exactly 1/8. */
export const NEURON: Claim = {
  network: { layers: [1, 1, 1] },
  loss: { kind: "mse" },
  inputs: [[1], [-1], [2]],
  targets: [[1], [-0.5], [0.5]],
  points: [
    [1, -1.5, 1, 0],
    [1, -0.5, 1, 0],
  ],
  arithmetic: "exact",
  gap: { lower: "0.125", upper: "0.125" },
};

/** A sigmoid neuron under squared error, from the far left to the middle. */
export const SIGMOID: Claim = {
  network: { layers: [1, 1], output: "sigmoid" },
  loss: { kind: "mse" },
  inputs: [[1]],
  targets: [[1]],
  points: [
    [-6, 0],
    [0, 0],
  ],
  gap: { lower: "0.2848670333155", upper: "0.2848670333156" },
};

/** The certificate file of a claim, as a plain value that can be damaged. */
export function writeClaim({ inputs, targets, network, loss, points, arithmetic, gap }: Claim): unknown {
  const spec = { activation: "relu", output: "identity", residual: false, ...network } as NetworkSpec;
  const layout = layoutNetwork(spec);
  return {
    format: "losscape-certificate",
    version: 1,
    claim: "not-convex",
    dataset: { kind: "points", inputs, targets },
    network: spec,
    loss: { l2: 0, ...loss },
    points: points.map((point) => ({ layers: unflattenWeights(layout, asParameters(layout, point)) })),
    arithmetic: arithmetic ?? "interval",
    gap: gap ?? NEUTRAL,
  };
}

/** Reads and verifies a claim as the command does. */
export function verifyClaim(claim: Claim): Verification {
  return verifyCertificate(parseCertificate(JSON.parse(JSON.stringify(writeClaim(claim)))));
}

/** L(mean) − mean L from a verification's bounds: their middle. */
export function gapPerSample({ gap }: Verification, samples: number): number {
  return (Number(gap.lower) + Number(gap.upper)) / 2 / samples;
}

/** The gap L(mean) − mean L of a certificate in float64, by the reference model, and the magnitude of the numbers whose difference it is. */
export function measureByReference({ dataset, network, loss, points }: Certificate): { gap: number; size: number } {
  const layout = layoutNetwork(network);
  const data: Dataset = {
    samples: dataset.inputs.length,
    inputs: layout.inputs,
    outputs: layout.outputs,
    x: Float64Array.from(dataset.inputs.flat()),
    y: Float64Array.from(dataset.targets.flat()),
    task: "given",
  };
  const thetas = points.map(({ layers }) => flattenWeights(layout, layers));
  const mean = asParameters(
    layout,
    thetas[0]!.map((_, p) => thetas.reduce((sum, theta) => sum + theta[p]!, 0) / thetas.length),
  );
  const middle = evaluateLoss({ layout, loss, data }, mean);
  const losses = thetas.map((theta) => evaluateLoss({ layout, loss, data }, theta));
  const average = losses.reduce((sum, entry) => sum + entry, 0) / losses.length;
  return { gap: middle - average, size: Math.abs(middle) + Math.abs(average) };
}

/** Decimal strings as integers over 10^60, to compare what float64 cannot. */
export function readScaled(text: string): bigint {
  const [, sign, whole, fraction = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)!;
  const digits = BigInt(whole! + fraction.padEnd(60, "0").slice(0, 60));
  return sign === "-" ? -digits : digits;
}

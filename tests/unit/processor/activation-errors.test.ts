import { beforeAll, describe, expect, it } from "vitest";
import { ACTIVATIONS, type Activation } from "../../../src/experiment/spec";
import { activationRule } from "../../../src/model/network/activations";
import { FLOAT64 } from "../../../src/numeric/rounding";
import { compileKernelModule } from "../../../src/processor/kernel";
import { ACTIVATION_CODES } from "../../../src/processor/pack-problem";
import { compareDistance, fromNumber } from "../../reliability/oracle/ball";
import { BallFunctions } from "../../reliability/oracle/functions";
import { deriveActivation } from "../../reliability/oracle/loss-jet";
import { amount } from "../../support/long-run";

interface ActivationExports extends WebAssembly.Exports {
  readonly memory: WebAssembly.Memory;
  freeMemory(): number;
  activateWithSlopes(
    kind: number,
    leakySlope: number,
    units: number,
    input: number,
    activated: number,
    first: number,
    second: number,
  ): void;
}

const LEAKY_SLOPE = 0.1;
const SAMPLES_OF_UNIT = 4;

let kernel: ActivationExports;

beforeAll(async () => {
  kernel = (await WebAssembly.instantiate(await compileKernelModule())).exports as ActivationExports;
});

/** φ, φ' and φ'' as the kernel computes them. */
function activate(name: Activation, points: Float64Array): [Float64Array, Float64Array, Float64Array] {
  const units = Math.ceil(points.length / SAMPLES_OF_UNIT);
  const bytes = units * SAMPLES_OF_UNIT * 8;
  const start = kernel.freeMemory();
  const missing = start + 4 * bytes - kernel.memory.buffer.byteLength;
  if (missing > 0) kernel.memory.grow(Math.ceil(missing / 65_536));
  new Uint8Array(kernel.memory.buffer).fill(0, start, start + 4 * bytes);
  new Float64Array(kernel.memory.buffer, start).set(points);
  const [first, second] = [start + 2 * bytes, start + 3 * bytes];
  kernel.activateWithSlopes(ACTIVATION_CODES[name], LEAKY_SLOPE, units, start, start + bytes, first, second);
  const read = (place: number) => new Float64Array(kernel.memory.buffer, place, points.length).slice();
  return [read(start + bytes), read(first), read(second)];
}

type Bound = (z: number) => number;

const sigmoid = activationRule("sigmoid", 0);
const tanh = activationRule("tanh", 0);
const softplus = activationRule("softplus", 0);
const density = (z: number) => Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
const zero: Bound = () => 0;
const below =
  (bound: Bound): Bound =>
  (z) =>
    z > 0 ? 0 : bound(z);
const turned: Bound = (z) => (Math.abs(z) < 1.5 ? 3 : 5 + Math.abs(z));

/** The errors of φ, φ' and φ'' that docs/error-bounds.md derives for float64, in units of u. */
const DERIVED: Partial<Record<Activation, readonly [Bound, Bound, Bound]>> = {
  relu: [zero, zero, zero],
  "leaky-relu": [below((z) => LEAKY_SLOPE * Math.abs(z)), zero, zero],
  sigmoid: [(z) => 6 * sigmoid.value(z), (z) => 11 * sigmoid.first(z), (z) => 20 * sigmoid.first(z)],
  tanh: [
    (z) => 10 * Math.abs(tanh.value(z)),
    (z) => 12 * tanh.first(z),
    (z) => 46 * Math.abs(tanh.value(z)) * tanh.first(z),
  ],
  elu: [below((z) => -5 * Math.expm1(z)), below((z) => 3 * Math.exp(z)), below((z) => 3 * Math.exp(z))],
  softplus: [
    (z) => softplus.value(z) + 9 * Math.log1p(Math.exp(-Math.abs(z))),
    (z) => 6 * sigmoid.value(z),
    (z) => 11 * sigmoid.first(z),
  ],
  silu: [
    (z) => 7 * Math.abs(z) * sigmoid.value(z),
    (z) => 7 * sigmoid.value(z) + 13 * Math.abs(z) * sigmoid.first(z),
    (z) => (24 + 22 * Math.abs(z)) * sigmoid.first(z),
  ],
  gelu: [
    (z) => Math.abs(z) * (1 + 44 * density(z) + (z > 0 ? 1 : density(z))),
    (z) => (density(z) === 0 ? 2.3 : 2.3 + density(z) * (44 + Math.abs(z) * (6 + z * z))),
    (z) => (density(z) === 0 ? 0 : density(z) * (z * z + Math.abs(2 - z * z) * (7 + z * z))),
  ],
  sin: [turned, turned, turned],
};

/** The neighbours of a number in float64, on both sides. */
function around(value: number): number[] {
  return [value, -value].flatMap((z) => [-3, -1, -0.5, 0, 0.5, 1, 3].map((step) => z + step * 2 ** -52 * z));
}

/** Points dense in [−40, 40] and on a logarithmic scale, and where a method changes: reductions, branches, the ends of the exponential. */
function sweepPoints(): Float64Array {
  const count = amount(600, 20_000);
  const even = Array.from({ length: count }, (_, i) => -40 + (80 * i) / count + 1e-3 * Math.sin(i));
  const magnitudes = Array.from({ length: count }, (_, i) => 10 ** (-18 + (21 * i) / count)).flatMap((z) => [z, -z]);
  const ends = [5e-324, 1e-310, 2 ** -1022, 1e-200, 1e3, 1e8, 2 ** 45, 2 ** 52, 2 ** 53, 1e18, 1e100, 1e300];
  const special = [354, 37.6, 38.6, 40, 750, ...[707.9, 708, 708.1, 745.2]].flatMap((z) => [
    z,
    z / 2,
    Math.sqrt(2 * z),
  ]);
  const far = Array.from({ length: count }, (_, i) => 2 ** (44 + (10 * i) / count));
  const turns = Array.from({ length: 40 }, (_, n) => (n + 1) * 0.5);
  const switches = turns.flatMap((n) => [n * Math.LN2, n * Math.PI, n, Math.log(Math.SQRT2 - 1) * n]);
  return Float64Array.from([
    0,
    -0,
    ...even,
    ...magnitudes,
    ...far,
    ...[...ends, ...special, ...switches].flatMap(around),
  ]);
}

describe("the kernel's functions keep the errors that the bounds reckon with", () => {
  const points = sweepPoints();
  const functions = new BallFunctions(160);
  for (const name of ACTIVATIONS) {
    if (name === "identity") continue;
    it(name, () => {
      const rule = activationRule(name, LEAKY_SLOPE);
      const found = activate(name, points);
      const library = [rule.libraryValue, rule.libraryFirst, rule.librarySecond];
      const faults: string[] = [];
      let checked = 0;
      points.forEach((z, i) => {
        // Beyond, the oracle's sine has no digits left and the bound is above 2.
        if (name === "sin" && Math.abs(z) > 2 ** 53) {
          for (const values of found) if (!(Math.abs(values[i]!) <= 1)) faults.push(`${z}: ${values[i]}`);
          return;
        }
        const truth = deriveActivation(functions, name, fromNumber(LEAKY_SLOPE), fromNumber(z));
        checked++;
        truth.forEach((ball, order) => {
          // What the bounds reckon with holds, and so does the smaller error that is derived.
          const derived = DERIVED[name]?.[order] ?? library[order]!;
          const bound = FLOAT64.unit * Math.min(library[order]!(z), derived(z)) + FLOAT64.underflow;
          if (compareDistance(found[order]![i]!, ball, bound) !== "within") {
            faults.push(`order ${order} at ${z}: ${found[order]![i]} ± ${bound}`);
          }
        });
      });
      expect(faults).toEqual([]);
      expect(checked).toBeGreaterThan(0.9 * points.length);
    });
  }
});

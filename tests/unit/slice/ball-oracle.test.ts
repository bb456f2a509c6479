import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/numeric/random";
import {
  type Ball,
  BallArithmetic,
  compareDistance,
  fromInteger,
  fromNumber,
  toNumber,
} from "../../reliability/oracle/ball";
import { BallFunctions } from "../../reliability/oracle/functions";
import { LossOracle } from "../../reliability/oracle/loss-jet";
import { UNDERFLOW_CASES } from "../../reliability/underflow-cases";
import { fileRounding, KNOWN_SLICES, planThroughKnownPoints } from "../../support/oracles";
import { makeRandomPlan } from "../../support/random-plans";

/** Numerator and power-of-two denominator of a float64 number, by its bits. */
function toRational(value: number): readonly [bigint, number] {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  const word = bits.getBigUint64(0);
  const exponent = Number((word >> 52n) & 0x7ffn);
  const fraction = word & ((1n << 52n) - 1n);
  const mantissa = exponent === 0 ? fraction : fraction | (1n << 52n);
  return [value < 0 ? -mantissa : mantissa, Math.max(exponent, 1) - 1075];
}

/** Whether a ball contains numerator·2^exponent. */
function holds(ball: Ball, numerator: bigint, exponent: number): boolean {
  const least = Math.min(ball.exponent, exponent);
  const lift = (value: bigint, from: number) => value << BigInt(from - least);
  const difference = lift(ball.mid, ball.exponent) - lift(numerator, exponent);
  return (difference < 0n ? -difference : difference) <= lift(BigInt(Math.ceil(ball.radius)), ball.exponent);
}

/** Whether a ball contains a decimal number, to half a unit of its last digit. */
function holdsDecimal(ball: Ball, text: string): boolean {
  const [, sign, whole, decimals = ""] = /^(-?)(\d+)\.(\d+)$/.exec(text) as unknown as [string, string, string, string];
  const scale = 10n ** BigInt(decimals.length);
  const value = BigInt(`${sign}${whole}${decimals}`);
  // |mid·2^e − value/scale| ≤ radius·2^e + 1/scale, times scale·2^shift.
  const shift = BigInt(Math.max(0, -ball.exponent));
  const lifted = (part: bigint) => (part << BigInt(Math.max(0, ball.exponent))) * scale;
  const difference = lifted(ball.mid) - (value << shift);
  return (difference < 0n ? -difference : difference) <= lifted(BigInt(Math.ceil(ball.radius))) + (1n << shift);
}

const random = createRandom(7, "balls");
const drawNumber = () =>
  (random.below(5) === 0 ? Math.round(10 * random.normal()) : random.normal()) * 10 ** random.uniform(-320, 250);

describe("ball arithmetic", () => {
  it("takes a float64 number as it is, to the last bit of the subnormals", () => {
    const numbers = [
      1,
      -3,
      0.1,
      5e-324,
      -4.9e-320,
      2 ** -1022,
      1.7e308,
      2 ** -1000,
      1e-301,
      ...Array.from({ length: 2000 }, drawNumber),
    ];
    for (const value of numbers.filter((entry) => entry !== 0)) {
      const ball = fromNumber(value);
      expect(ball.radius).toBe(0);
      const [numerator, exponent] = toRational(value);
      expect(holds(ball, numerator, exponent), `${value}`).toBe(true);
    }
  });

  it("holds exact sums, products and quotients at every precision", () => {
    for (const bits of [64, 128, 512, 896]) {
      const f = new BallArithmetic(bits);
      for (let i = 0; i < 500; i++) {
        const [a, b, c] = [drawNumber(), drawNumber(), drawNumber()] as [number, number, number];
        const [[an, ae], [bn, be], [cn, ce]] = [toRational(a), toRational(b), toRational(c)];
        const product = f.multiply(fromNumber(a), fromNumber(b));
        expect(holds(product, an * bn, ae + be), `${a} · ${b}`).toBe(true);
        const least = Math.min(ae + be, ce);
        const exact = ((an * bn) << BigInt(ae + be - least)) + (cn << BigInt(ce - least));
        expect(holds(f.add(product, fromNumber(c)), exact, least), `${a} · ${b} + ${c}`).toBe(true);
        if (b === 0) continue;
        // (a / b)·b holds a.
        expect(holds(f.multiply(f.divide(fromNumber(a), fromNumber(b)), fromNumber(b)), an, ae), `${a} / ${b}`).toBe(
          true,
        );
      }
    }
  });

  it("calls a distance within, outside or unclear", () => {
    const third = new BallArithmetic(128).divide(fromInteger(1), fromInteger(3));
    expect(compareDistance(1 / 3, third, 2 ** -54)).toBe("within");
    expect(compareDistance(1 / 3, third, 2 ** -56)).toBe("outside");
    expect(compareDistance(1 / 3, third, 2 ** -130)).toBe("outside");
    expect(compareDistance(0, { mid: 1n, exponent: 0, radius: 1, size: 1 }, 1)).toBe("unclear");
  });
});

/** To 50 decimals, from tables: e⁻¹, log 2, sin 1, cos 1, erf(1/√2), 1/√(2π). */
const KNOWN: readonly (readonly [string, (f: BallFunctions) => Ball])[] = [
  ["0.36787944117144232159552377016146086744581113103176", (f) => f.exp(fromInteger(-1))],
  ["-0.63212055882855767840447622983853913255418886896823", (f) => f.expMinusOne(fromInteger(-1))],
  ["0.69314718055994530941723212145817656807550013436025", (f) => f.log(fromInteger(2))],
  ["0.69314718055994530941723212145817656807550013436025", (f) => f.logOnePlus(fromInteger(1))],
  ["0.84147098480789650665250232163029899962256306079837", (f) => f.sinCos(fromInteger(1))[0]],
  ["0.54030230586813971740093660744297660373231042061792", (f) => f.sinCos(fromInteger(1))[1]],
  ["0.39894228040143267793994605993438186847585863116493", (f) => f.normalDensity(fromInteger(0))],
  ["0.84134474606854294858523254563203792247791296672660", (f) => f.normalDistribution(fromInteger(1))],
];

describe("elementary functions of balls", () => {
  for (const [digits, evaluate] of KNOWN) {
    it(`hold ${digits.slice(0, 12)}…`, () => {
      for (const bits of [128, 256, 896]) {
        const ball = evaluate(new BallFunctions(bits));
        expect(holdsDecimal(ball, digits), `${bits} bits`).toBe(true);
        expect(ball.radius).toBeLessThan(2 ** 20);
      }
    });
  }

  it("agree with themselves at a higher precision, and with float64, from tiny arguments to large ones", () => {
    const [low, high] = [new BallFunctions(128), new BallFunctions(512)];
    const pairs: readonly (readonly [string, (f: BallFunctions, z: Ball) => Ball, (z: number) => number, number])[] = [
      ["exp", (f, z) => f.exp(z), Math.exp, 1],
      ["expm1", (f, z) => f.expMinusOne(z), Math.expm1, 1],
      ["log1p exp", (f, z) => f.logOnePlus(f.exp(z)), (z) => Math.log1p(Math.exp(z)), 1],
      ["sin", (f, z) => f.sinCos(z)[0], Math.sin, 0],
      ["cos", (f, z) => f.sinCos(z)[1], Math.cos, 0],
      ["normal distribution", (f, z) => f.normalDistribution(z), () => Number.NaN, 0],
    ];
    for (const [name, ball, plain, relative] of pairs) {
      for (let i = 0; i < 300; i++) {
        const z = -(10 ** random.uniform(-20, 2.5));
        const [rough, fine] = [ball(low, fromNumber(z)), ball(high, fromNumber(z))];
        const difference = high.subtract(rough, fine);
        // Both contain the truth, so the distance of their middles is at most the sum of their radii.
        expect(difference.size, `${name}(${z})`).toBeLessThanOrEqual(difference.radius);
        const expected = plain(z);
        if (Number.isNaN(expected)) continue;
        const allowed = 8e-16 * (relative ? Math.abs(expected) : 1) + 1e-322;
        expect(Math.abs(toNumber(fine) - expected), `${name}(${z})`).toBeLessThanOrEqual(allowed);
      }
    }
  });
});

describe("the loss oracle", () => {
  for (const slice of KNOWN_SLICES) {
    it(`meets ${slice.title}`, () => {
      const { plan, indices } = planThroughKnownPoints(slice);
      const { grid } = plan;
      slice.points.forEach((point, i) => {
        const index = indices[i]!;
        // Each known point is a grid point of its own grid, with two columns and rows around it.
        const at = (values: Float64Array, place: number) => [values[place]!, values[place]! + 1] as const;
        const ranged = {
          plan: { ...plan, grid: { ...grid, columns: 2, rows: 2 } },
          xRange: at(grid.x, index % grid.columns),
          yRange: at(grid.y, Math.floor(index / grid.columns)),
        };
        const jet = new LossOracle(ranged).evaluate(0, 0, 256);
        const near = (ball: Ball, expected: number) =>
          expect(Math.abs(toNumber(ball) - expected)).toBeLessThanOrEqual(
            1e-13 * (1 + Math.abs(expected)) + fileRounding(expected),
          );
        if (point.loss !== undefined) near(jet.v, point.loss);
        point.hessian?.forEach((entry, e) => {
          near([jet.xx, jet.xy, jet.yy][e]!, entry);
        });
      });
    });
  }

  for (const { name, ranged, column, row, part, value } of UNDERFLOW_CASES) {
    it(`finds the right value of ${name}`, () => {
      const found = toNumber(new LossOracle(ranged).evaluate(column, row, 512)[part]);
      expect(Math.abs(found - value)).toBeLessThanOrEqual(2e-3 * value);
    });
  }

  it("is exact for relu and the squared error: a rational number of no radius", () => {
    for (let seed = 0; seed < 20; seed++) {
      const drawn = makeRandomPlan(
        { activation: "relu", loss: "mse", hidden: [2, 2], samples: 2, inputs: 2, columns: 2, rows: 2 },
        seed,
      );
      const coarse = (values: Float64Array) => values.map((value) => Math.round(8 * value) / 8) as typeof drawn.center;
      const plan = {
        ...drawn,
        center: coarse(drawn.center),
        dx: coarse(drawn.dx),
        dy: coarse(drawn.dy),
        data: { ...drawn.data, x: coarse(drawn.data.x), y: coarse(drawn.data.y) },
      };
      const ranged = { plan, xRange: [-1, 1], yRange: [-1, 1] } as const;
      const jet = new LossOracle(ranged).evaluate(1, 0, 512);
      const [numerator, denominator] = runExactly(plan, 8n, -8n);
      expect(jet.v.radius).toBe(0);
      // mid·2^e = numerator / denominator
      const shift = BigInt(Math.max(0, -jet.v.exponent));
      expect(jet.v.mid * denominator).toBe(numerator << shift);
    }
  });
});

/** relu and mse in whole numbers: every number of the plan is a multiple of 1/8, and so are x and y (in eighths). */
function runExactly(
  { layout, data, center, dx, dy }: ReturnType<typeof makeRandomPlan>,
  x: bigint,
  y: bigint,
): [bigint, bigint] {
  const eighths = (value: number) => BigInt(8 * value);
  // In 64ths.
  const weight = (p: number) => 8n * eighths(center[p]!) + x * eighths(dx[p]!) + y * eighths(dy[p]!);
  let total = 0n;
  let scale = 1n;
  for (let s = 0; s < data.samples; s++) {
    let below = Array.from(data.x.subarray(s * data.inputs, (s + 1) * data.inputs), eighths);
    scale = 8n;
    for (const { inputs, units, kernel, bias, activation } of layout.layers) {
      below = Array.from({ length: units }, (_, j) => {
        let sum = weight(bias + j) * scale;
        for (let i = 0; i < inputs; i++) sum += weight(kernel + i * units + j) * below[i]!;
        return activation === "relu" && sum < 0n ? 0n : sum;
      });
      scale *= 64n;
    }
    const residue = below[0]! - (eighths(data.y[s]!) * scale) / 8n;
    total += residue * residue;
  }
  return [total, scale * scale * BigInt(data.samples)];
}

import { FLOAT64, gamma } from "../../numeric/rounding";
import type { PointJet } from "./point-jet";
import { coordinateSlack, type Slice } from "./slice";

/**
 * l2·‖θ + x·dx + y·dy‖² over a slice: a quadratic in x and y whose six coefficients are computed once, in float64, with every
 * evaluator of the other terms.
 */
export class Penalty {
  /** Σθ², Σdx², Σdy², 2Σθ·dx, 2Σθ·dy, 2Σdx·dy */
  readonly #coefficients: readonly [number, number, number, number, number, number];
  /** The same coefficients of the magnitudes, to which the rounding is relative. */
  readonly #magnitudes: readonly [number, number, number, number, number, number];
  readonly #gamma: number;

  constructor(
    private readonly l2: number,
    private readonly slice: Slice,
  ) {
    const { center, dx, dy } = slice;
    const absolute = (vector: Float64Array) => vector.map(Math.abs);
    this.#coefficients = expandSquare(center, dx, dy);
    this.#magnitudes = expandSquare(absolute(center), absolute(dx), absolute(dy));
    // A dot product, then at most eight operations on it and its rounded coordinates.
    this.#gamma = gamma(center.length + 16, FLOAT64.unit);
  }

  evaluate(x: number, y: number): PointJet {
    const [aa, bb, cc, ab, ac, bc] = this.#coefficients;
    const { l2 } = this;
    const xBar = Math.abs(x) + coordinateSlack(this.slice.xLimit, FLOAT64);
    const yBar = Math.abs(y) + coordinateSlack(this.slice.yLimit, FLOAT64);
    const [maa, mbb, mcc, mab, mac, mbc] = this.#magnitudes;
    // Horner's rule, because x² may underflow to 0 where x²·bb does not.
    const bar = maa + xBar * (mab + xBar * mbb + yBar * mbc) + yBar * (mac + yBar * mcc);
    return {
      loss: l2 * (aa + x * (ab + x * bb + y * bc) + y * (ac + y * cc)),
      lossError: this.#bound(bar, (1 + xBar + yBar) ** 2),
      x: l2 * (ab + 2 * x * bb + y * bc),
      y: l2 * (ac + 2 * y * cc + x * bc),
      xx: 2 * l2 * bb,
      xy: l2 * bc,
      yy: 2 * l2 * cc,
      curvatureError: this.#bound(2 * Math.max(mbb, mcc, mbc), 1),
    };
  }

  /** Bounds the error of each first derivative that `evaluate` gives. */
  boundGradient(x: number, y: number): number {
    const xBar = Math.abs(x) + coordinateSlack(this.slice.xLimit, FLOAT64);
    const yBar = Math.abs(y) + coordinateSlack(this.slice.yLimit, FLOAT64);
    const [, mbb, mcc, mab, mac, mbc] = this.#magnitudes;
    const alongX = mab + 2 * xBar * mbb + yBar * mbc;
    const alongY = mac + 2 * yBar * mcc + xBar * mbc;
    return this.#bound(Math.max(alongX, alongY), 1 + xBar + yBar);
  }

  /** l2·(γ·size + η·reach) + η: a coefficient that underflowed is multiplied by `reach`, and all by l2. */
  #bound(size: number, reach: number): number {
    const { underflow } = FLOAT64;
    return this.l2 * (this.#gamma * size + underflow * reach) + underflow;
  }
}

/** The coefficients of ‖a + x·b + y·c‖²: a·a, b·b, c·c, 2a·b, 2a·c, 2b·c. */
function expandSquare(
  a: Float64Array,
  b: Float64Array,
  c: Float64Array,
): [number, number, number, number, number, number] {
  const dot = (p: Float64Array, q: Float64Array) => p.reduce((sum, entry, i) => sum + entry * q[i]!, 0);
  return [dot(a, a), dot(b, b), dot(c, c), 2 * dot(a, b), 2 * dot(a, c), 2 * dot(b, c)];
}

/** Adds the penalty to a jet of the data's loss. */
export function addPenalty(jet: PointJet, penalty: PointJet): PointJet {
  const sum = (key: "loss" | "x" | "y" | "xx" | "xy" | "yy") => jet[key] + penalty[key];
  const [xx, xy, yy] = [sum("xx"), sum("xy"), sum("yy")];
  const rounding = 2 * FLOAT64.unit;
  return {
    loss: sum("loss"),
    lossError: jet.lossError + penalty.lossError + rounding * Math.abs(sum("loss")),
    x: sum("x"),
    y: sum("y"),
    xx,
    xy,
    yy,
    curvatureError:
      jet.curvatureError + penalty.curvatureError + rounding * Math.max(Math.abs(xx), Math.abs(xy), Math.abs(yy)),
  };
}

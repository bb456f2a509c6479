import { findSteepestChord } from "../../src/convexity/lines/grid-chords";
import type { Landscape } from "../../src/convexity/points/landscape";
import { POINT_CLASSES, type PointClass } from "../../src/convexity/points/point-class";
import { type Ball, BallArithmetic, compareDistance, isZero, MOST_BITS, signOf, TooWide } from "./oracle/ball";
import { type BallJet, LossOracle, type RangedPlan } from "./oracle/loss-jet";

/** The result of a check of many points: numbers of points, except for `wrong`. */
export interface BoundCounts {
  points: number;
  /** The evaluator stated no bound on the loss: it overflowed. */
  unbounded: number;
  /** The highest precision of the oracle did not decide every comparison. */
  unresolved: number;
  lossOutside: number;
  curvatureOutside: number;
  gradientOutside: number;
  /** The class contradicts the true Hessian, or a chord that was called not convex is convex. */
  classWrong: number;
  readonly classes: Record<PointClass, number>;
  /** One line for each of the first faults, with which it can be reproduced. */
  readonly faults: string[];
}

/** Gradients at the grid points, for an evaluator that gives them. */
export interface Gradients {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly error: Float64Array;
}

const PRECISIONS = [128, 256, 512, MOST_BITS] as const;
const MOST_FAULTS = 20;

export function emptyCounts(): BoundCounts {
  return {
    points: 0,
    unbounded: 0,
    unresolved: 0,
    lossOutside: 0,
    curvatureOutside: 0,
    gradientOutside: 0,
    classWrong: 0,
    classes: Object.fromEntries(POINT_CLASSES.map((name) => [name, 0])) as Record<PointClass, number>,
    faults: [],
  };
}

export function addCounts(total: BoundCounts, more: BoundCounts): void {
  for (const key of COUNT_NAMES) total[key] += more[key];
  for (const name of POINT_CLASSES) total.classes[name] += more.classes[name];
  total.faults.push(...more.faults.slice(0, MOST_FAULTS - total.faults.length));
}

export const COUNT_NAMES = [
  "points",
  "unbounded",
  "unresolved",
  "lossOutside",
  "curvatureOutside",
  "gradientOutside",
  "classWrong",
] as const;

type Verdict = "within" | "outside" | "unclear";
type Quantity = "loss" | "curvature" | "gradient" | "class";

/** Compares every point of an evaluated landscape with the oracle. @param label  names the plan in a fault */
export function checkLandscape(
  ranged: RangedPlan,
  landscape: Landscape,
  gradients: Gradients | null,
  label: string,
): BoundCounts {
  const counts = emptyCounts();
  const check = new PointCheck(new LossOracle(ranged), landscape, gradients);
  const { columns, rows } = landscape.grid;
  for (let point = 0; point < columns * rows; point++) {
    counts.points++;
    counts.classes[POINT_CLASSES[landscape.classes[point]!]!]++;
    if (landscape.lossError[point] === Number.POSITIVE_INFINITY) counts.unbounded++;
    const found = check.run(point);
    if (found === "unresolved") {
      counts.unresolved++;
      continue;
    }
    if (found.has("loss")) counts.lossOutside++;
    if (found.has("curvature")) counts.curvatureOutside++;
    if (found.has("gradient")) counts.gradientOutside++;
    if (found.has("class")) counts.classWrong++;
    if (found.size > 0 && counts.faults.length < MOST_FAULTS) {
      counts.faults.push(`${label}, point ${point}: ${[...found].join(", ")}`);
    }
  }
  return counts;
}

class PointCheck {
  readonly #oracle: LossOracle;

  constructor(
    oracle: LossOracle,
    private readonly landscape: Landscape,
    private readonly gradients: Gradients | null,
  ) {
    this.#oracle = oracle;
  }

  /** The numbers outside their bounds at a point, at the first precision that decides every comparison. */
  run(point: number): ReadonlySet<Quantity> | "unresolved" {
    for (const bits of PRECISIONS) {
      try {
        const verdicts = this.#compare(point, bits);
        if (verdicts.some(([, verdict]) => verdict === "unclear")) continue;
        return new Set(verdicts.filter(([, verdict]) => verdict === "outside").map(([quantity]) => quantity));
      } catch (error) {
        if (!(error instanceof TooWide)) throw error;
      }
    }
    return "unresolved";
  }

  #compare(point: number, bits: number): [Quantity, Verdict][] {
    const { landscape, gradients } = this;
    const truth = this.#evaluate(point, bits);
    const { loss, lossError, curvatureError } = landscape;
    const verdicts: [Quantity, Verdict][] = [["loss", compare(loss[point]!, truth.v, lossError[point]!)]];
    for (const field of ["xx", "xy", "yy"] as const) {
      verdicts.push(["curvature", compare(landscape[field][point]!, truth[field], curvatureError[point]!)]);
    }
    if (gradients) {
      verdicts.push(["gradient", compare(gradients.x[point]!, truth.x, gradients.error[point]!)]);
      verdicts.push(["gradient", compare(gradients.y[point]!, truth.y, gradients.error[point]!)]);
    }
    verdicts.push(["class", this.#checkClass(point, truth, bits) ? "within" : "outside"]);
    return verdicts;
  }

  #evaluate(point: number, bits: number): BallJet {
    const { columns } = this.landscape.grid;
    return this.#oracle.evaluate(point % columns, Math.floor(point / columns), bits);
  }

  /** @throws TooWide where a sign is open */
  #checkClass(point: number, { xx, xy, yy }: BallJet, bits: number): boolean {
    const arithmetic = new BallArithmetic(bits);
    const determinant = () => arithmetic.subtract(arithmetic.multiply(xx, yy), arithmetic.multiply(xy, xy));
    switch (POINT_CLASSES[this.landscape.classes[point]!]!) {
      case "nonconvex-curvature":
        return surelyNegative(xx) || surelyNegative(yy) || signOf(determinant()) < 0;
      case "convex":
        return signOf(xx) > 0 && signOf(determinant()) > 0;
      case "nonconvex-chord":
        return this.#checkChord(point, bits);
      default:
        return true;
    }
  }

  #checkChord(point: number, bits: number): boolean {
    const { landscape } = this;
    const { columns } = landscape.grid;
    const chord = findSteepestChord(landscape, landscape.grid, Math.floor(point / columns), point % columns);
    if (chord === null) return false;
    const offset = chord.rows * columns + chord.columns;
    const [one, middle, other] = [point - offset, point, point + offset].map((at) => this.#evaluate(at, bits).v) as [
      Ball,
      Ball,
      Ball,
    ];
    const arithmetic = new BallArithmetic(bits);
    return signOf(arithmetic.subtract(arithmetic.add(middle, middle), arithmetic.add(one, other))) > 0;
  }
}

function surelyNegative(ball: Ball): boolean {
  return !isZero(ball) && ball.mid < 0n && ball.size > ball.radius * 1.001;
}

/** A number that is not finite is right only if its bound is infinite. */
function compare(found: number, truth: Ball, bound: number): Verdict {
  if (bound === Number.POSITIVE_INFINITY) return "within";
  if (!Number.isFinite(found) || Number.isNaN(bound)) return "outside";
  return compareDistance(found, truth, bound);
}

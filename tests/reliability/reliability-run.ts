import { classifyLandscape } from "../../src/convexity/points/classify";
import { JetEvaluator } from "../../src/model/jets/jet-evaluator";
import { FLOAT64 } from "../../src/numeric/rounding";
import type { LandscapeEvaluator } from "../../src/slice/evaluator";
import { type LandscapePlan, sliceOfPlan } from "../../src/slice/landscape-plan";
import { ReferenceEvaluator } from "../../src/slice/reference-evaluator";
import { drawAdversarialPlans, NUMBER_RANGES } from "./adversarial-plans";
import { addCounts, type BoundCounts, checkLandscape, emptyCounts, type Gradients } from "./bound-check";
import type { RangedPlan } from "./oracle/loss-jet";

/** Number of consecutive plans with one topology: compiling a kernel takes as long as evaluating many plans; the others compile nothing. */
const PLANS_OF_TOPOLOGY = { webgl: 40, processor: 1, reference: 1 } as const;

/** Compares an evaluator's bounds with the oracle on one seed's adversarial plans. */
export class ReliabilityRun {
  readonly #evaluator: LandscapeEvaluator;
  readonly #plans: Iterator<RangedPlan>;
  readonly #label: string;
  #count = 0;

  constructor(evaluator: LandscapeEvaluator, seed: number) {
    const { kind } = evaluator.backend;
    this.#evaluator = evaluator;
    this.#label = `${kind}, seed ${seed}`;
    this.#plans = drawAdversarialPlans({
      range: kind === "webgl" ? NUMBER_RANGES.float32 : NUMBER_RANGES.float64,
      seed,
      plansOfTopology: PLANS_OF_TOPOLOGY[kind],
    });
  }

  get renderer(): string {
    return this.#evaluator.backend.renderer;
  }

  /** Checks the next plans until this many points are checked. */
  async next(points: number): Promise<BoundCounts> {
    const counts = emptyCounts();
    while (counts.points < points) {
      const ranged: RangedPlan = this.#plans.next().value;
      const { plan } = ranged;
      const fields = await this.#evaluator.evaluate(plan);
      const landscape = classifyLandscape(fields, plan.grid, this.#evaluator.backend);
      const gradients = this.#evaluator.backend.kind === "reference" ? findGradients(plan) : null;
      addCounts(counts, checkLandscape(ranged, landscape, gradients, `${this.#label}, plan ${this.#count++}`));
    }
    return counts;
  }
}

/** A run of the float64 evaluator. */
export function startReferenceRun(seed: number): ReliabilityRun {
  return new ReliabilityRun(new ReferenceEvaluator(), seed);
}

function findGradients(plan: LandscapePlan): Gradients {
  const { layout, loss, data, grid } = plan;
  const jets = new JetEvaluator({ layout, loss, data }, sliceOfPlan(plan), FLOAT64);
  const points = Array.from({ length: grid.columns * grid.rows }, (_, i) =>
    jets.evaluate(grid.x[i % grid.columns]!, grid.y[Math.floor(i / grid.columns)]!),
  );
  return {
    x: Float64Array.from(points, ({ x }) => x),
    y: Float64Array.from(points, ({ y }) => y),
    error: Float64Array.from(points, ({ gradientError }) => gradientError),
  };
}

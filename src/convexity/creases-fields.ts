import type { Grid, LandscapePlan } from "../landscape/landscape";
import { sliceOfPlan } from "../landscape/plan";
import { type ActivationRule, activationRule } from "../model/activations";
import type { LayerLayout } from "../model/layout";
import { lossArgument } from "../model/losses";
import { PROJECTION_STRIDE, projectFirstLayer } from "../model/slice";

/** What switches of one sample's deeper units, over a grid. */
export class SwitchFields {
  readonly #plan: LandscapePlan;
  readonly #grid: Grid;
  readonly #layers: readonly number[];
  readonly #projection: Float64Array;
  readonly #rules: readonly ActivationRule[];
  readonly #outputs: readonly Float64Array[];
  /** fields[k][j] is unit j of the k-th of `layers`, [rows · columns]. */
  readonly fields: readonly (readonly Float64Array[])[];

  /** @param layers  rising, each above the first */
  constructor(plan: LandscapePlan, grid: Grid, layers: readonly number[]) {
    this.#plan = plan;
    this.#grid = grid;
    this.#layers = layers;
    this.#projection = projectFirstLayer(plan.layout, plan.data, sliceOfPlan(plan));
    this.#rules = plan.layout.layers.map(({ activation }) => activationRule(activation, plan.layout.leakySlope));
    this.#outputs = plan.layout.layers.map(({ units }) => new Float64Array(units));
    const points = grid.columns * grid.rows;
    this.fields = layers.map((k) =>
      Array.from({ length: plan.layout.layers[k]!.units }, () => new Float64Array(points)),
    );
  }

  /** Fills `fields` for one row of the grid. */
  evaluateRow(sample: number, row: number): void {
    const { columns, x, y } = this.#grid;
    for (let column = 0; column < columns; column++) {
      this.#evaluatePoint(sample, x[column]!, y[row]!, row * columns + column);
    }
  }

  #evaluatePoint(sample: number, x: number, y: number, point: number): void {
    const { layers } = this.#plan.layout;
    const deepest = this.#layers.at(-1)!;
    for (let k = 0; k <= deepest; k++) {
      const z = this.#outputs[k]!;
      if (k === 0) this.#projectSample(z, sample, x, y);
      else this.#applyAffine(z, this.#outputs[k - 1]!, layers[k]!, x, y);
      const wanted = this.#layers.indexOf(k);
      if (wanted >= 0) this.#store(this.fields[wanted]!, z, k, sample, point);
      const rule = this.#rules[k]!;
      const below = layers[k]!.residual ? this.#outputs[k - 1]! : null;
      for (let j = 0; j < z.length; j++) z[j] = rule.value(z[j]!) + (below ? below[j]! : 0);
    }
  }

  #projectSample(z: Float64Array, sample: number, x: number, y: number): void {
    for (let j = 0; j < z.length; j++) {
      const at = (sample * z.length + j) * PROJECTION_STRIDE;
      z[j] = this.#projection[at]! + x * this.#projection[at + 1]! + y * this.#projection[at + 2]!;
    }
  }

  #applyAffine(z: Float64Array, input: Float64Array, layer: LayerLayout, x: number, y: number): void {
    const { center, dx, dy } = this.#plan;
    const { inputs, units, kernel, bias } = layer;
    for (let j = 0; j < units; j++) z[j] = center[bias + j]! + x * dx[bias + j]! + y * dy[bias + j]!;
    for (let i = 0; i < inputs; i++) {
      const value = input[i]!;
      if (value === 0) continue;
      const row = kernel + i * units;
      for (let j = 0; j < units; j++) z[j]! += (center[row + j]! + x * dx[row + j]! + y * dy[row + j]!) * value;
    }
  }

  /** A hidden unit's z; of an output under a hinge, what the margin falls short by. */
  #store(fields: readonly Float64Array[], z: Float64Array, layer: number, sample: number, point: number): void {
    const { layout, loss, data } = this.#plan;
    if (layer < layout.layers.length - 1 || loss.kind !== "hinge") {
      for (let j = 0; j < z.length; j++) fields[j]![point] = z[j]!;
      return;
    }
    for (let j = 0; j < z.length; j++) {
      const { scale, shift } = lossArgument("hinge", data.y[sample * layout.outputs + j]!);
      fields[j]![point] = scale * z[j]! + shift;
    }
  }
}

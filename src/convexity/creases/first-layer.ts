import { PROJECTION_STRIDE, projectFirstLayer, type Slice } from "../../model/jets/slice";
import { type LandscapePlan, sliceOfPlan } from "../../slice/landscape-plan";

/** Numbers for each unit in a row of FirstLayer. */
export const ROW_STRIDE = PROJECTION_STRIDE;

/**
 * The pre-activations of the first layer, affine in the slice's coordinates: z = z0 + x·z1 + y·z2. A sample is projected when it is first
 * asked for, because a search may afford few of them.
 */
export class FirstLayer {
  readonly #plan: LandscapePlan;
  readonly #slice: Slice;
  readonly #rows: (Float64Array | undefined)[] = [];

  constructor(plan: LandscapePlan) {
    this.#plan = plan;
    this.#slice = sliceOfPlan(plan);
  }

  /** The row of a sample, [units · ROW_STRIDE], as projectFirstLayer lays it out. */
  rowOf(sample: number): Float64Array {
    return this.#rows[sample] ?? this.#project(sample);
  }

  #project(sample: number): Float64Array {
    const { layout, data } = this.#plan;
    const x = data.x.subarray(sample * data.inputs, (sample + 1) * data.inputs);
    const row = projectFirstLayer(layout, { ...data, samples: 1, x }, this.#slice);
    this.#rows[sample] = row;
    return row;
  }
}

import { placeSignChange } from "../../numeric/polynomial-roots";
import type { LandscapePlan } from "../../slice/landscape-plan";
import type { SlicePlace } from "../../slice/slice-place";
import { CreaseProbe, findKinkedLayers } from "./probe";
import type { SwitchPlace, SwitchSweep } from "./straight-path";

/** Finds switches between evenly spaced places of a straight path; two sign changes within one step are missed. */
export class SampledSweep implements SwitchSweep {
  readonly #probe: CreaseProbe;
  readonly #steps: number;
  readonly #units: readonly { readonly layer: number; readonly unit: number; readonly values: Float64Array }[];

  #from: SlicePlace = [0, 0];
  #to: SlicePlace = [0, 0];

  constructor(plan: LandscapePlan, steps: number) {
    this.#probe = new CreaseProbe(plan);
    this.#steps = steps;
    this.#units = findKinkedLayers(plan).flatMap((layer) =>
      Array.from({ length: plan.layout.layers[layer]!.units }, (_, unit) => ({
        layer,
        unit,
        values: new Float64Array(steps + 1),
      })),
    );
  }

  aim(from: SlicePlace, to: SlicePlace): void {
    [this.#from, this.#to] = [from, to];
  }

  find(sample: number): SwitchPlace[] {
    const deepest = this.#units.at(-1)?.layer ?? 0;
    const [from, to] = [this.#from, this.#to];
    const moveTo = (t: number) =>
      this.#probe.runForward(sample, from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1]), deepest);
    for (let step = 0; step <= this.#steps; step++) {
      moveTo(step / this.#steps);
      for (const { layer, unit, values } of this.#units) values[step] = this.#probe.readSwitch(layer, unit).value;
    }
    const found: SwitchPlace[] = [];
    for (const { layer, unit, values } of this.#units) {
      const read = (t: number) => {
        moveTo(t);
        return this.#probe.readSwitch(layer, unit).value;
      };
      for (let step = 1; step <= this.#steps; step++) {
        if (values[step - 1]! < 0 === values[step]! < 0) continue;
        const place = placeSignChange(read, (step - 1) / this.#steps, step / this.#steps);
        if (place !== null) found.push({ layer, unit, place });
      }
    }
    return found.sort((a, b) => a.place - b.place);
  }
}

import { placeSignChange } from "../../numeric/polynomial-roots";
import type { LandscapePlan } from "../../slice/landscape-plan";
import type { FirstLayer } from "./first-layer";
import { CreaseProbe, findKinkedLayers } from "./probe";
import type { SwitchSweep } from "./straight-path";
import { SwitchList } from "./switch-list";

/** Finds switches between evenly spaced places of a straight path; two sign changes within one step are missed. */
export class SampledSweep implements SwitchSweep {
  readonly #probe: CreaseProbe;
  readonly #steps: number;
  readonly #deepest: number;
  readonly #units: readonly { readonly layer: number; readonly unit: number; readonly values: Float64Array }[];
  readonly #found = new SwitchList();
  #fromX = 0;
  #fromY = 0;
  #alongX = 0;
  #alongY = 0;

  constructor(plan: LandscapePlan, first: FirstLayer, steps: number) {
    this.#probe = new CreaseProbe(plan, first);
    this.#steps = steps;
    const layers = findKinkedLayers(plan);
    this.#deepest = layers.at(-1) ?? 0;
    this.#units = layers.flatMap((layer) =>
      Array.from({ length: plan.layout.layers[layer]!.units }, (_, unit) => ({
        layer,
        unit,
        values: new Float64Array(steps + 1),
      })),
    );
  }

  aim(fromX: number, fromY: number, toX: number, toY: number): void {
    this.#fromX = fromX;
    this.#fromY = fromY;
    this.#alongX = toX - fromX;
    this.#alongY = toY - fromY;
  }

  find(sample: number): SwitchList {
    const steps = this.#steps;
    for (let step = 0; step <= steps; step++) {
      const t = step / steps;
      this.#probe.findValues(sample, this.#fromX + t * this.#alongX, this.#fromY + t * this.#alongY, this.#deepest);
      for (const { layer, unit, values } of this.#units) values[step] = this.#probe.readValue(sample, layer, unit);
    }
    this.#found.clear();
    for (const { layer, unit, values } of this.#units) {
      for (let step = 1; step <= steps; step++) {
        if (values[step - 1]! < 0 === values[step]! < 0) continue;
        const place = this.#placeChange(sample, layer, unit, (step - 1) / steps, step / steps);
        if (place !== null) this.#found.add(layer, unit, place);
      }
    }
    this.#found.sort();
    return this.#found;
  }

  #placeChange(sample: number, layer: number, unit: number, from: number, to: number): number | null {
    return placeSignChange(
      (t) => {
        this.#probe.findSwitch(sample, this.#fromX + t * this.#alongX, this.#fromY + t * this.#alongY, layer, unit);
        return this.#probe.value;
      },
      from,
      to,
    );
  }
}

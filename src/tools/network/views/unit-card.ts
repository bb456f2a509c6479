import { html, nothing, type TemplateResult } from "lit";
import type { Activation } from "../../../experiment/spec";
import { type LayerLayout, layoutNetwork, type Parameters } from "../../../model/network/layout";
import { FLAT_SHARE, type Spread, type UnitReport } from "../../../model/report/unit";
import type { TermName } from "../../../studio/sentences/term-texts";
import { term } from "../../../studio/views/parts/term";
import { formatForBox, formatFraction, formatNumber } from "../../../words/numbers";
import type { NetworkActions, ReportedNetwork } from "../network-state";
import { nameUnit, STATE_WORDS, type UnitPlace } from "../unit-place";
import { biasOf, indexOfWeight, measureWeights } from "./weight-view";

/** Activations whose units are active or not. The units of other activations are flat or not. */
const SWITCHES: readonly Activation[] = ["relu", "leaky-relu"];

/** The values of one unit beside its picture. Every unit has the same rows, so that they stay in place from unit to unit. */
export function renderUnitCard(
  { spec, parameters, report }: ReportedNetwork,
  place: UnitPlace,
  actions: Pick<NetworkActions, "drag" | "drop">,
): TemplateResult {
  const network = layoutNetwork(spec.network);
  const layer = network.layers[place.layer]!;
  const unit = report.layers[place.layer]!.units[place.unit]!;
  const { incoming, outgoing } = measureWeights(network, parameters, place);
  const switches = SWITCHES.includes(layer.activation);
  const others = spec.dataset.kind === "named" || network.inputs > 2 ? ", with the other inputs at their means" : "";
  return html`<section class="part unit-card" aria-label="The unit">
    <h3>${nameUnit(network, place)}: <span data-state=${unit.state}>${STATE_WORDS[unit.state]}</span></h3>
    <div class="unit-body">
      <figure>
        <canvas class="unit-field" role="img" aria-label="The output of the unit over the inputs${others}"></canvas>
        <figcaption class="quiet"></figcaption>
      </figure>
      <dl class="values">
        ${row("bias", "Bias b", formatNumber(biasOf(parameters, layer, place.unit)))}
        ${row("weights-in", "Weights in, ‖w‖", formatNumber(incoming))}
        ${row("weights-out", "Weights out, ‖w‖", outgoing === null ? "–" : formatNumber(outgoing))}
        ${row("preactivation", "Input z", describeRange(unit.preactivation))}
        ${row("output", "Output φ(z)", describeRange(unit.output))}
        ${
          switches
            ? row("active", "Active (z > 0)", describeShare(unit.onShare))
            : row("flat", "Flat (φ′ near 0)", describeShare(unit.flatShare), describeFlatness())
        }
        ${row("unit-gradient", "Gradient norm", formatNumber(unit.gradient))}
      </dl>
    </div>
    ${renderWeightFields(layer, parameters, place.unit, actions)}
  </section>`;
}

/** Units with more inputs have no fields: there would be more than a reader can use. */
const MOST_FIELDS = 16;

/** The bias and the weights from each input as fields. */
function renderWeightFields(
  layer: LayerLayout,
  theta: Parameters,
  unit: number,
  actions: Pick<NetworkActions, "drag" | "drop">,
): TemplateResult | typeof nothing {
  if (layer.inputs > MOST_FIELDS) return nothing;
  const field = (name: string, index: number): TemplateResult => html`<label
    >${name}<input
      type="number"
      step="any"
      data-weight=${index}
      aria-label="Weight ${name}"
      .value=${formatForBox(theta[index]!)}
      @change=${(event: Event) => {
        actions.drag(index, (event.target as HTMLInputElement).valueAsNumber);
        actions.drop();
      }}
  /></label>`;
  return html`<details>
    <summary>Change its weights</summary>
    <div class="unit-weights">
      ${Array.from({ length: layer.inputs }, (_, input) => field(`w${input + 1}`, indexOfWeight(layer, input, unit)))}
      ${field("b", layer.bias + unit)}
    </div>
  </details>`;
}

function describeShare(share: number): string {
  return `${formatFraction(share)} of samples`;
}

function describeFlatness(): string {
  return `Here: |φ′(z)| below ${formatFraction(FLAT_SHARE)} of the largest slope of φ.`;
}

function row(name: TermName, label: string, value: string, more?: string): TemplateResult {
  return html`<dt>${term(name, label, more)}</dt>
    <dd>${value}</dd>`;
}

function describeRange({ least, most }: Spread): string {
  return `${formatNumber(least)} … ${formatNumber(most)}`;
}

/** How many units of the whole network have which state: "16 units: 2 dead, 1 saturated." */
export function describeUnits({ report }: ReportedNetwork): string {
  const units: readonly UnitReport[] = report.layers.flatMap((layer) => layer.units);
  const counted = (["dead", "saturated", "mostly-saturated"] as const).flatMap((state) => {
    const count = units.filter((unit) => unit.state === state).length;
    return count > 0 ? [`${count} ${STATE_WORDS[state]}`] : [];
  });
  const all = units.length === 1 ? "1 unit" : `${units.length} units`;
  return counted.length > 0 ? `${all}: ${counted.join(", ")}.` : `${all}: none is dead or saturated.`;
}

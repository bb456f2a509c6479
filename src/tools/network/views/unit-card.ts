import { html, type TemplateResult } from "lit";
import type { Activation } from "../../../experiment/spec";
import { layoutNetwork } from "../../../model/network/layout";
import { FLAT_SHARE, type Spread, type UnitReport } from "../../../model/report/unit";
import { formatFraction, formatNumber } from "../../../words/numbers";
import type { ReportedNetwork } from "../network-state";
import { nameUnit, STATE_WORDS, type UnitPlace } from "../unit-place";
import { biasOf, measureWeights } from "./weight-view";

/** Activations of which it is told where they are on; of the others, where they are flat. */
const SWITCHES: readonly Activation[] = ["relu", "leaky-relu"];

/** The numbers of one unit beside its picture, in rows that stand still from unit to unit. */
export function renderUnitCard({ spec, parameters, report }: ReportedNetwork, place: UnitPlace): TemplateResult {
  const network = layoutNetwork(spec.network);
  const layer = network.layers[place.layer]!;
  const unit = report.layers[place.layer]!.units[place.unit]!;
  const { incoming, outgoing } = measureWeights(network, parameters, place);
  const switches = SWITCHES.includes(layer.activation);
  const what = spec.dataset.kind === "named" || network.inputs > 2 ? ", other inputs at their mean" : "";
  return html`<section class="part unit-card" aria-label="The unit">
    <h3>${nameUnit(network, place)}: <span data-state=${unit.state}>${STATE_WORDS[unit.state]}</span></h3>
    <div class="unit-body">
      <figure>
        <canvas class="unit-field" role="img" aria-label="Its output over the inputs${what}"></canvas>
        <figcaption class="quiet"></figcaption>
      </figure>
      <dl class="numbers">
        ${row("Bias", formatNumber(biasOf(parameters, layer, place.unit)), "Added to the weighted inputs")}
        ${row("‖w‖ in", formatNumber(incoming), "The length of the weights that lead into the unit")}
        ${row("‖w‖ out", outgoing === null ? "–" : formatNumber(outgoing), "The length of the weights that lead on from it")}
        ${row("z", describeRange(unit.preactivation), "Least and greatest pre-activation over all samples")}
        ${row("Output", describeRange(unit.output), "Least and greatest φ(z) over all samples")}
        ${
          switches
            ? row("On", formatFraction(unit.onShare), "Samples with z > 0")
            : row("Flat", formatFraction(unit.flatShare), describeFlatness())
        }
        ${row("Gradient", formatNumber(unit.gradient), "‖∂L/∂(w, b)‖ of its incoming weights and bias, without the L2 term")}
      </dl>
    </div>
  </section>`;
}

function describeFlatness(): string {
  return `Samples at which |φ′(z)| is below ${formatFraction(FLAT_SHARE)} of the largest slope of φ`;
}

function row(name: string, value: string, title: string): TemplateResult {
  return html`<dt title=${title}>${name}</dt>
    <dd>${value}</dd>`;
}

function describeRange({ least, most }: Spread): string {
  return `${formatNumber(least)} … ${formatNumber(most)}`;
}

/** How many units of the whole network stand in which way: "16 hidden units: 2 dead, 1 saturated." */
export function describeUnits({ report }: ReportedNetwork): string {
  const units: readonly UnitReport[] = report.layers.flatMap((layer) => layer.units);
  const counted = (["dead", "saturated", "mostly-saturated"] as const).flatMap((state) => {
    const count = units.filter((unit) => unit.state === state).length;
    return count > 0 ? [`${count} ${STATE_WORDS[state]}`] : [];
  });
  const all = units.length === 1 ? "1 unit" : `${units.length} units`;
  return counted.length > 0 ? `${all}: ${counted.join(", ")}.` : `${all}: none is dead or saturated.`;
}

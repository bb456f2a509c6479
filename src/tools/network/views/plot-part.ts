import { html, nothing, type TemplateResult } from "lit";
import { ACTIVATIONS, type Activation, type OutputActivation } from "../../../experiment/spec";
import { layoutNetwork } from "../../../model/network/layout";
import { ACTIVATION_NAMES } from "../../../words/names";
import {
  DERIVATIVE_NAMES,
  DERIVATIVES,
  type Derivative,
  type PlotReach,
  type PlottedCurve,
} from "../activation-curves";
import type { NetworkActions, PlotChoice, ReportedNetwork } from "../network-state";
import { nameUnit, type UnitPlace } from "../unit-place";
import { renderActivationPlot } from "./activation-plot";

const REACHES: readonly PlotReach[] = [6, 100];
/** PyTorch's default slope of a leaky ReLU below 0, used while there is no network with its own. */
const LEAKY_SLOPE = 0.01;

/** The chosen activation with its derivatives, and the pre-activations of the active unit. */
export function renderPlotPart(
  reported: ReportedNetwork | null,
  place: UnitPlace,
  choice: PlotChoice,
  actions: NetworkActions,
): TemplateResult {
  const network = reported && layoutNetwork(reported.spec.network);
  const own: Activation | OutputActivation = network?.layers[place.layer]?.activation ?? "sigmoid";
  const curve = choice.curve ?? own;
  const isQuestion = curve === "question";
  const unit = reported?.report.layers[place.layer]?.units[place.unit];
  const samples = network && unit && !isQuestion ? { name: nameUnit(network, place), histogram: unit.histogram } : null;
  const reach = isQuestion ? 100 : choice.reach;
  const leakySlope = network?.leakySlope ?? LEAKY_SLOPE;
  return html`<section class="part plot-part" aria-label="The activation">
    <h3>The activation</h3>
    <div class="plot-controls">
      <select
        id="plotted-activation"
        aria-label="Plotted activation"
        @change=${(event: Event) => actions.plot({ curve: readCurve((event.target as HTMLSelectElement).value) })}
      >
        <option value="" ?selected=${choice.curve === null}>This unit’s: ${ACTIVATION_NAMES[own].label}</option>
        ${ACTIVATIONS.map(
          (name) =>
            html`<option value=${name} ?selected=${choice.curve === name}>${ACTIVATION_NAMES[name].label}</option>`,
        )}
        <option value="question" ?selected=${isQuestion}>The question’s plot</option>
      </select>
      <div class="segments" role="group" aria-label="Range of z">
        ${REACHES.map(
          (value) => html`<label
            ><input
              type="radio"
              name="plot-reach"
              .checked=${reach === value}
              ?disabled=${isQuestion}
              @change=${() => actions.plot({ reach: value })}
            />±${value}</label
          >`,
        )}
      </div>
    </div>
    <div class="derivatives" role="group" aria-label="Shown curves">
      ${DERIVATIVES.map(
        (derivative) => html`<label class="key ${derivative}"
          ><input
            type="checkbox"
            .checked=${isQuestion ? derivative === "second" : choice.shown.includes(derivative)}
            ?disabled=${isQuestion}
            @change=${() => actions.plot({ shown: toggle(choice.shown, derivative) })}
          />${DERIVATIVE_NAMES[derivative]}</label
        >`,
      )}
      ${
        isQuestion
          ? nothing
          : html`<button type="button" class="inline" @click=${() => actions.plot({ curve: "question" })}>
              The question’s plot
            </button>`
      }
    </div>
    ${renderActivationPlot({ curve, leakySlope, reach, shown: choice.shown, samples })}
    <p class="quiet">${isQuestion ? QUESTION : describeShape(curve)}</p>
  </section>`;
}

const QUESTION =
  "The plot of the question: σ″ at the integers from −100 to 100, with e rounded to 2.718. σ″ is positive left of 0 and negative right of 0. So σ is convex on the left and concave on the right, as a function of its input. This does not decide whether a loss is convex in the weights.";

function describeShape(activation: Activation): string {
  const { label, shape } = ACTIVATION_NAMES[activation];
  return `As a function of its input, ${label} is ${shape}. This does not decide whether the loss is convex in the weights.`;
}

function readCurve(value: string): PlottedCurve | null {
  if (value === "question") return value;
  return ACTIVATIONS.find((name) => name === value) ?? null;
}

/** The shown curves with one more or one less, in the order of DERIVATIVES. */
function toggle(shown: readonly Derivative[], derivative: Derivative): readonly Derivative[] {
  return DERIVATIVES.filter((name) => (name === derivative) !== shown.includes(name));
}

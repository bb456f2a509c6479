import { html, nothing, type TemplateResult } from "lit";
import { ACTIVATIONS, type Activation, OUTPUTS, type OutputActivation } from "../../experiment/spec";
import type { ModelChoices } from "../../formats/models/bare-tensors";
import type { MappingEntry } from "../../formats/models/model-document";
import { ACTIVATION_NAMES, nameActivation } from "../../words/names";
import type { BroughtModel } from "./brought";
import type { PresentFit } from "./use-model";

export interface ModelFormActions {
  readonly choose: (choices: ModelChoices) => void;
  readonly chooseTable: () => void;
}

/** What a file of a model says, and what it leaves open. @param fit  the model on the present data; null where a table is chosen for it */
export function renderModelForm(
  brought: BroughtModel,
  fit: PresentFit | null,
  { choose, chooseTable }: ModelFormActions,
): TemplateResult {
  const { files, choices, reading } = brought;
  const { model, isOpen } = reading;
  const { layers, activation, output, residual } = model.network;
  const hidden = layers.length > 2 ? `, ${nameActivation(activation)}` : "";
  const end = model.softmax ? ", softmax after the outputs" : output === "sigmoid" ? ", sigmoid at the outputs" : "";
  return html`<section class="bring-part" aria-label="The model">
    <h3>${files[0]!.name}</h3>
    <p id="bring-network">${layers.join(" → ")}${hidden}${residual ? ", residual" : ""}${end}</p>
    ${isOpen ? renderChoices(model.network, choices, choose) : nothing}
    ${model.notes.map((note) => html`<p class="quiet">${note}</p>`)}
    <details ?open=${isOpen}>
      <summary>Which tensor is which layer</summary>
      <div class="bring-columns" tabindex="0" role="group" aria-label="The mapping">
        <table>
          <thead>
            <tr><th scope="col">Tensor</th><th scope="col">Layer</th><th scope="col">Part</th><th scope="col">Exchanged</th></tr>
          </thead>
          <tbody>
            ${model.mapping.map(
              (entry, i) => html`<tr>
                <th scope="row">${entry.tensor}</th>
                <td>${entry.layer + 1}</td>
                <td>${entry.part}</td>
                <td>${renderExchange(entry, i, brought, choose)}</td>
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </details>
    ${
      fit === null
        ? nothing
        : html`<p class=${"problem" in fit ? "bring-problem" : "quiet"} role="status">
            ${"problem" in fit ? fit.problem : "The model fits the present data, which stay unless a table is chosen."}
          </p>`
    }
    <button type="button" class="button" id="bring-table" @click=${chooseTable}>
      ${fit === null ? "Choose another table…" : "Choose a table…"}
    </button>
  </section>`;
}

function renderChoices(
  network: BroughtModel["reading"]["model"]["network"],
  choices: ModelChoices,
  choose: (choices: ModelChoices) => void,
): TemplateResult {
  const activation = typeof network.activation === "string" ? network.activation : network.activation[0];
  const read = (event: Event) => (event.target as HTMLSelectElement).value;
  return html`<div class="bring-options">
    <label
      >Activation
      <select
        id="bring-activation"
        @change=${(event: Event) => choose({ ...choices, activation: read(event) as Activation })}
      >
        ${ACTIVATIONS.map((name) => html`<option value=${name} ?selected=${name === activation}>${ACTIVATION_NAMES[name].label}</option>`)}
      </select>
    </label>
    <label
      >At the outputs
      <select id="bring-output" @change=${(event: Event) => choose({ ...choices, output: read(event) as OutputActivation })}>
        ${OUTPUTS.map((name) => html`<option value=${name} ?selected=${name === network.output}>${name === "identity" ? "Nothing" : "Sigmoid"}</option>`)}
      </select>
    </label>
  </div>`;
}

/** Only a square kernel of a file that says no order can be exchanged: every other fits in one way. */
function renderExchange(
  entry: MappingEntry,
  index: number,
  { choices, reading }: BroughtModel,
  choose: (choices: ModelChoices) => void,
): TemplateResult | string {
  const { layers } = reading.model.network;
  const isSquare = entry.part === "kernel" && layers[entry.layer] === layers[entry.layer + 1];
  if (!reading.isOrderOpen || !isSquare) return entry.part === "bias" ? "" : entry.transposed ? "yes" : "no";
  const { mapping } = reading.model;
  const exchanged = mapping.map((other, i) => (i === index ? { ...other, transposed: !other.transposed } : other));
  return html`<label class="bring-exchange"
    ><input
      type="checkbox"
      name="exchange"
      aria-label="Rows and columns of ${entry.tensor} are exchanged"
      .checked=${entry.transposed}
      @change=${() => choose({ ...choices, mapping: exchanged })}
    />square</label
  >`;
}

import { html, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { ACTIVATIONS, type Activation } from "../../../experiment/spec";
import { ACTIVATION_NAMES } from "../../../words/names";
import { MAIN_ACTIVATIONS } from "../../fields/field";
import { icon } from "./icons";
import { closeMenu, placeMenu } from "./menu";

const FURTHER = ACTIVATIONS.filter((name) => !MAIN_ACTIVATIONS.includes(name));

export interface ActivationSwitch {
  /** The accessible name of the group. */
  readonly label: string;
  /** Prefix of its names and ids, unique on the page. */
  readonly id: string;
  /** A list where each layer has its own activation. */
  readonly activation: Activation | readonly Activation[];
  readonly choose: (activation: Activation) => void;
  /** Whether the keys 1, 2 and 3 also choose: the titles then name them. */
  readonly hasKeys: boolean;
}

/** Buttons for three activations, and a menu of the others. */
export function renderActivationSwitch({ label, id, activation, choose, hasKeys }: ActivationSwitch): TemplateResult {
  const chosen = typeof activation === "string" ? activation : null;
  const further = chosen !== null && !MAIN_ACTIVATIONS.includes(chosen);
  const more = further ? ACTIVATION_NAMES[chosen].label : chosen === null ? "Mixed" : "More";
  return html`<div class="segments" role="group" aria-label=${label}>
    ${repeat(
      MAIN_ACTIVATIONS,
      (name) => name,
      (
        name,
        index,
      ) => html`<label title="${label} ${ACTIVATION_NAMES[name].label}${hasKeys ? ` (key ${index + 1})` : ""}"
        ><input
          type="radio"
          name=${id}
          .checked=${name === chosen}
          @change=${() => choose(name)}
        />${ACTIVATION_NAMES[name].label}</label
      >`,
    )}
    <button
      type="button"
      class=${further || chosen === null ? "chosen" : ""}
      popovertarget="more-${id}s"
      aria-haspopup="true"
    >
      ${more}${icon("down")}
    </button>
    <div id="more-${id}s" class="menu" popover @toggle=${placeMenu}>
      ${FURTHER.map(
        (name) => html`<button
          type="button"
          aria-pressed=${name === chosen}
          @click=${(event: Event) => {
            choose(name);
            closeMenu(event);
          }}
        >
          ${ACTIVATION_NAMES[name].label}
        </button>`,
      )}
    </div>
  </div>`;
}

import { html, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { ACTIVATIONS, type Activation } from "../../../experiment/spec";
import { ACTIVATION_NAMES } from "../../../words/names";
import { ACTIVATIONS_IN_SIGHT } from "../../fields/field";
import { icon } from "./icons";
import { closeMenu, placeMenu } from "./menu";

const FURTHER = ACTIVATIONS.filter((name) => !ACTIVATIONS_IN_SIGHT.includes(name));

export interface ActivationSwitch {
  /** What it is called. */
  readonly label: string;
  /** Makes the names and ids within the page its own. */
  readonly id: string;
  /** A list where layers have their own. */
  readonly activation: Activation | readonly Activation[];
  readonly choose: (activation: Activation) => void;
  /** The keys 1, 2 and 3 choose, too. */
  readonly hasKeys: boolean;
}

/** Three activations in sight, the rest one click further. */
export function renderActivationSwitch({ label, id, activation, choose, hasKeys }: ActivationSwitch): TemplateResult {
  const chosen = typeof activation === "string" ? activation : null;
  const further = chosen !== null && !ACTIVATIONS_IN_SIGHT.includes(chosen);
  const more = further ? ACTIVATION_NAMES[chosen].label : chosen === null ? "Mixed" : "More";
  return html`<div class="segments" role="group" aria-label=${label}>
    ${repeat(
      ACTIVATIONS_IN_SIGHT,
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

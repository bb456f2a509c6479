import { html, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { ACTIVATIONS } from "../spec/schema";
import type { Commands } from "./commands";
import { ACTIVATION_LABELS, ACTIVATIONS_IN_SIGHT } from "./fields/field";
import { type IconName, icon } from "./icons";
import { closeMenu, placeMenu } from "./menu";
import { pictureMenu } from "./picture-menu";
import type { StudioState } from "./state";

const FURTHER = ACTIVATIONS.filter((name) => !ACTIVATIONS_IN_SIGHT.includes(name));

/** The name, the activation switch that is always in sight, and the tools. */
export function renderHeader(state: StudioState, commands: Commands): TemplateResult {
  return html`
    <h1>Losscape</h1>
    ${activationSwitch(state, commands)}
    <div class="tools" role="group" aria-label="Tools">
      ${tool("undo", "Undo", "Ctrl Z", commands.undo, state.history.past.length === 0)}
      ${tool("redo", "Redo", "Ctrl Shift Z", commands.redo, state.history.future.length === 0)}
      ${tool("link", "Copy link", "C", commands.copyLink)} ${tool("open", "Open a file", "O", commands.chooseFile)}
      ${pictureMenu(commands)} ${tool("theme", "Light or dark", "D", commands.switchTheme)}
      ${tool("help", "Help", "?", commands.showHelp)}
    </div>
  `;
}

function activationSwitch({ spec }: StudioState, commands: Commands): TemplateResult {
  const { activation } = spec.network;
  const chosen = typeof activation === "string" ? activation : null;
  const further = chosen !== null && !ACTIVATIONS_IN_SIGHT.includes(chosen);
  const more = further ? ACTIVATION_LABELS[chosen] : chosen === null ? "Mixed" : "More";
  return html`<div class="segments" role="group" aria-label="Activation">
    ${repeat(
      ACTIVATIONS_IN_SIGHT,
      (name) => name,
      (name, index) => html`<label title="Activation ${ACTIVATION_LABELS[name]} (key ${index + 1})"
        ><input
          type="radio"
          name="activation"
          .checked=${name === chosen}
          @change=${() => commands.chooseActivation(name)}
        />${ACTIVATION_LABELS[name]}</label
      >`,
    )}
    <button
      type="button"
      class=${further || chosen === null ? "chosen" : ""}
      popovertarget="more-activations"
      aria-haspopup="true"
    >
      ${more}${icon("down")}
    </button>
    <div id="more-activations" class="menu" popover @toggle=${placeMenu}>
      ${FURTHER.map(
        (name) => html`<button
          type="button"
          aria-pressed=${name === chosen}
          @click=${(event: Event) => {
            commands.chooseActivation(name);
            closeMenu(event);
          }}
        >
          ${ACTIVATION_LABELS[name]}
        </button>`,
      )}
    </div>
  </div>`;
}

function tool(name: IconName, label: string, key: string, run: () => void, disabled = false): TemplateResult {
  return html`<button
    type="button"
    class="button plain"
    aria-label=${label}
    title="${label} (${key})"
    ?disabled=${disabled}
    @click=${run}
  >
    ${icon(name)}
  </button>`;
}

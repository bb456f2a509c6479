import { html, type TemplateResult } from "lit";
import type { Commands } from "../studio/run/commands";
import type { StudioState } from "../studio/state/state";
import { renderActivationSwitch } from "../studio/views/parts/activation-switch";
import { drawIcon, type IconName, icon } from "../studio/views/parts/icons";
import { COMPARE } from "../tools/compare/compare-entry";
import { pictureMenu } from "./picture-menu";

/** The name with the question of the page, the activation switch, which is always visible, and the buttons of the page. */
export function renderHeader(state: StudioState, commands: Commands): TemplateResult {
  return html`
    <div class="title">
      <h1>Losscape</h1>
      <p class="question">
        <span class="long">ReLU is convex. Is the loss of a ReLU network?</span
        ><span class="short">Is the loss of a ReLU network convex?</span>
        <button type="button" class="door" id="see-why" @click=${commands.showAnswer}>See why</button>
      </p>
    </div>
    ${renderActivationSwitch({
      label: "Activation",
      id: "activation",
      activation: state.spec.network.activation,
      choose: commands.chooseActivation,
      hasKeys: true,
    })}
    <button
      type="button"
      class="button compare-door"
      aria-pressed=${state.view.tool === "compare"}
      title="Compare this experiment with another, for example with another activation"
      @click=${() => commands.toggleTool("compare")}
    >
      ${drawIcon(COMPARE.icon)}Compare
    </button>
    <div class="tools" role="group" aria-label="Tools">
      ${tool("undo", "Undo", "Ctrl Z", commands.undo, state.history.past.length === 0)}
      ${tool("redo", "Redo", "Ctrl Shift Z", commands.redo, state.history.future.length === 0)}
      ${tool("link", "Copy link", "C", commands.copyLink)} ${tool("open", "Open a file", "O", commands.chooseFile)}
      ${pictureMenu(commands)} ${tool("theme", "Light or dark background", "D", commands.switchTheme)}
      ${tool("help", "Help", "?", commands.showHelp)}
    </div>
  `;
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

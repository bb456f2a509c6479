import { html, render, type TemplateResult } from "lit";
import { PRESETS, type Preset } from "../../experiment/presets";
import { DEFAULT_VIEW } from "../../experiment/view";
import type { StudioState } from "../../studio/state/state";
import type { Store } from "../../studio/state/store";
import type { OpenTool } from "../tool";

/** Pictures of the surfaces of the presets; `npm run pictures` makes them. */
const THUMBNAILS = import.meta.glob<string>("./thumbnails/*.png", { eager: true, query: "?url", import: "default" });

/** A gallery of experiments to start from. */
export const openTool: OpenTool = (host, { store }) => ({
  update: (state) => render(renderGallery(state, store), host),
  hide: () => {},
  restyle: () => {},
});

function renderGallery({ spec }: StudioState, store: Store): TemplateResult {
  const present = JSON.stringify(spec);
  return html`<ul class="gallery">
    ${PRESETS.map(
      (preset) => html`<li>
        <button
          type="button"
          data-preset=${preset.name}
          aria-pressed=${JSON.stringify(preset.spec) === present}
          @click=${() => open(store, preset)}
        >
          <img src=${THUMBNAILS[`./thumbnails/${preset.name}.png`] ?? ""} alt="" width="132" height="88" />
          <span>
            <strong>${preset.title}</strong>
            <span class="quiet">${preset.shows}</span>
          </span>
        </button>
      </li>`,
    )}
  </ul>`;
}

/** Opens a preset like a file: one undo brings back the experiment before. */
function open(store: Store, { spec, view }: Preset): void {
  const { theme, tool } = store.getState().view;
  store.dispatch({ type: "open", spec, view: { ...DEFAULT_VIEW, theme, tool, ...view } });
}

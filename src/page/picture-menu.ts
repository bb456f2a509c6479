import { html, type TemplateResult } from "lit";
import type { Commands, PictureChoice } from "../studio/run/commands";
import { icon } from "../studio/views/parts/icons";
import { closeMenu, placeMenu } from "../studio/views/parts/menu";

const SCALES = [1, 2, 4] as const;

/** The choice that the key S saves with: the boxes of the menu as they are now. */
export function readPictureChoice(scale: PictureChoice["scale"]): PictureChoice {
  return {
    scale,
    legend: isChecked("picture-legend", true),
    verdict: isChecked("picture-verdict", false),
    transparent: isChecked("picture-transparent", false),
  };
}

function isChecked(id: string, fallback: boolean): boolean {
  return document.querySelector<HTMLInputElement>(`#${id}`)?.checked ?? fallback;
}

/** The button that opens the menu for saving a picture. The boxes keep their own state, because it is not part of the experiment. */
export function pictureMenu(commands: Commands): TemplateResult {
  return html`<button
      type="button"
      class="button plain"
      popovertarget="picture-menu"
      aria-haspopup="true"
      aria-label="Save a picture"
      title="Save a picture (S saves at once)"
    >
      ${icon("camera")}
    </button>
    <div id="picture-menu" class="menu" popover @toggle=${placeMenu}>
      ${SCALES.map(
        (scale) => html`<button
          type="button"
          data-scale=${scale}
          @click=${(event: Event) => {
            commands.savePicture(readPictureChoice(scale));
            closeMenu(event);
          }}
        >
          <span>Save PNG ${scale}×</span>${scale === 2 ? html`<kbd>S</kbd>` : ""}
        </button>`,
      )}
      <button
        type="button"
        id="copy-picture"
        @click=${(event: Event) => {
          commands.copyPicture(readPictureChoice(2));
          closeMenu(event);
        }}
      >
        <span>Copy image</span>
      </button>
      <button
        type="button"
        id="open-figure"
        @click=${(event: Event) => {
          closeMenu(event);
          commands.openFigure();
        }}
      >
        <span>Figure…</span>
      </button>
      <hr />
      <label><input type="checkbox" id="picture-legend" checked />With the legend</label>
      <label><input type="checkbox" id="picture-verdict" />With the verdict</label>
      <label><input type="checkbox" id="picture-transparent" />Transparent background</label>
      <p>The file contains its experiment: drop it on the page to open it.</p>
    </div>`;
}

import { html, render } from "lit";
import { formatProgress } from "../words/numbers";

export interface PictureProgress {
  readonly signal: AbortSignal;
  /** @param fraction  of the picture that is drawn */
  readonly show: (fraction: number) => void;
  readonly close: () => void;
}

/** The progress of a picture that is being saved, with the button that cancels it, until it is closed. */
export function openPictureProgress(host: HTMLElement): PictureProgress {
  const controller = new AbortController();
  const element = document.createElement("div");
  element.className = "card saving";
  host.append(element);
  const show = (fraction: number): void => {
    render(
      html`<progress aria-label="Drawing the picture" max="1" .value=${fraction}></progress>
        <button type="button" class="button" id="cancel-picture" @click=${() => controller.abort()}>
          Cancel the picture, ${formatProgress(fraction)}
        </button>`,
      element,
    );
  };
  show(0);
  return { signal: controller.signal, show, close: () => element.remove() };
}

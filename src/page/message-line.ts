import { html, type TemplateResult } from "lit";
import type { Message } from "../studio/state/state";
import { icon } from "../studio/views/parts/icons";

/** One sentence that stays until the reader dismisses it or another one replaces it. */
export function renderMessage(message: Message | null, dismiss: () => void): TemplateResult {
  if (!message) return html``;
  return html`<div class="message" role="alert" data-place=${message.place}>
    <span>${message.text}</span>
    <button type="button" class="button plain" aria-label="Dismiss" @click=${dismiss}>${icon("close")}</button>
  </div>`;
}

import { html, type TemplateResult } from "lit";
import type { Message } from "../studio/state/state";
import type { Store } from "../studio/state/store";
import { icon } from "../studio/views/parts/icons";

/** How long a message stays: a little for each character, and longer for a failure. */
const LEAST_MS = 6_000;
const MS_A_CHARACTER = 70;
const FAILURE_MS = 30_000;

/** One sentence that stays until it is old, the reader dismisses it or another one replaces it. */
export function renderMessage(message: Message | null, dismiss: () => void): TemplateResult {
  if (!message) return html``;
  return html`<div class="message" role="alert" data-place=${message.place}>
    <span>${message.text}</span>
    <button type="button" class="button plain" aria-label="Dismiss" @click=${dismiss}>${icon("close")}</button>
  </div>`;
}

/** Takes old messages off the page, but not while the reader points at one or has the focus in it. */
export function expireMessages(store: Store, host: HTMLElement): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const expire = (): void => {
    if (host.matches(":hover, :focus-within")) wait(LEAST_MS);
    else store.dispatch({ type: "say", message: null });
  };
  const wait = (milliseconds: number): void => {
    clearTimeout(timer);
    timer = setTimeout(expire, milliseconds);
  };
  const watch = (message: Message | null): void => {
    clearTimeout(timer);
    if (message) wait(message.isFailure ? FAILURE_MS : LEAST_MS + MS_A_CHARACTER * message.text.length);
  };
  store.subscribe((state, previous) => {
    if (state.message !== previous.message) watch(state.message);
  });
  watch(store.getState().message);
}

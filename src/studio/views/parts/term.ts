import { html, nothing, type TemplateResult } from "lit";
import type { TermName } from "../../sentences/term-texts";

/** A word that explains itself to pointer, keyboard and touch. term-popover.ts shows the text. @param more  follows the text */
export function term(name: TermName, label: string, more?: string): TemplateResult {
  return html`<button type="button" class="term" data-term=${name} data-more=${more ?? nothing}>${label}</button>`;
}

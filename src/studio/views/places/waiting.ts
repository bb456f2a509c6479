import { html, type TemplateResult } from "lit";
import { formatProgress } from "../../../words/numbers";

/** The text in place of a result that is still computed. @param fraction  0 to 1, or null where it is not known */
export function renderWaiting(fraction: number | null = null): TemplateResult {
  return html`<p class="quiet waiting">
    ${fraction === null ? "Computing…" : `Computing, ${formatProgress(fraction)}`}
  </p>`;
}

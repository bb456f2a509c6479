import { html, type TemplateResult } from "lit";
import type { RunnerSpec } from "../../compute/jobs/training/race";
import { OPTIMIZER_NAMES } from "../../words/names";
import { formatExact } from "../../words/numbers";

/** The runners' colours in the categorical palette. Colour 0 belongs to the page's own training. */
export const RACE_TONES = [1, 2, 3, 4] as const;
/** The runners' dashes, in CSS pixels, for readers who cannot tell the colours apart. */
export const DASHES: readonly (readonly number[])[] = [[], [8, 4], [2, 3], [10, 3, 2, 3]];

/** "Adam 0.03". */
export function nameRunner({ optimizer, learningRate }: RunnerSpec): string {
  return `${OPTIMIZER_NAMES[optimizer].label} ${formatExact(learningRate)}`;
}

/** A short piece of a runner's line, with the dash of its curve. */
export function renderSwatch(index: number): TemplateResult {
  return html`<svg class="runner-line runner-${index}" viewBox="0 0 24 8" aria-hidden="true">
    <line x1="0" y1="4" x2="24" y2="4" stroke-dasharray=${DASHES[index]!.join(" ") || "none"} />
  </svg>`;
}

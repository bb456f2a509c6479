import { html, type TemplateResult } from "lit";
import type { SlicePlace } from "../../../slice/slice-place";
import { formatForBox } from "../../../words/numbers";

/** Reads and writes one place of the store. */
export interface PlaceSlot {
  readonly read: () => SlicePlace;
  readonly write: (place: SlicePlace) => void;
}

/** Two number boxes for one place, x and y. */
export function renderPlace(id: string, name: string, [x, y]: SlicePlace, { read, write }: PlaceSlot): TemplateResult {
  const take = (event: Event, axis: 0 | 1): void => {
    const box = event.currentTarget as HTMLInputElement;
    const typed = box.valueAsNumber;
    const [nowX, nowY] = read();
    if (Number.isFinite(typed)) write(axis === 0 ? [typed, nowY] : [nowX, typed]);
    // Shows the value that the store has taken, also where it refused the number and nothing is rendered again.
    box.value = formatForBox(read()[axis]);
  };
  // Bound without `live`, so that text being typed stays while the page renders.
  const field = (axis: 0 | 1, value: number) => html`<input
    type="number"
    step="any"
    id="${id}-${"xy"[axis]}"
    aria-label="${name}, ${"xy"[axis]}"
    .value=${formatForBox(value)}
    @change=${(event: Event) => take(event, axis)}
  />`;
  return html`<div class="place"><span>${name}</span>${field(0, x)}${field(1, y)}</div>`;
}

import { html, nothing, type TemplateResult } from "lit";
import type { PointReading } from "../../convexity/points/reading";
import { PIN_LIMITS, type Pin } from "../../experiment/view";
import type { SlicePlace } from "../../slice/slice-place";
import { icon } from "../../studio/views/parts/icons";
import { formatNumber } from "../../words/numbers";

/** A pin, and the values at its place as far as they are computed. */
export interface PinRow {
  readonly pin: Pin;
  readonly reading: PointReading | null;
}

export interface PinsPart {
  readonly rows: readonly PinRow[];
  readonly choose: (place: SlicePlace) => void;
  readonly rename: (index: number, name: string) => void;
  readonly remove: (index: number) => void;
  readonly save: (kind: "csv" | "json") => void;
}

/** A table of the pins with their values. */
export function renderPins(part: PinsPart): TemplateResult {
  const { rows, save } = part;
  if (rows.length === 0) return html`${nothing}`;
  const isComplete = rows.every(({ reading }) => reading?.gradient);
  return html`<section class="part" aria-label="Pins">
    <h3>Pins</h3>
    <table class="pins">
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Loss</th>
          <th scope="col" title="Norm of the gradient (∂L/∂x, ∂L/∂y) in slice coordinates">|∇|</th>
          <th scope="col" title="Least curvature of the loss within the slice">λ min</th>
          <th scope="col" title="Greatest curvature of the loss within the slice">λ max</th>
          <th><span class="unseen">Delete</span></th>
        </tr>
      </thead>
      <tbody>
        ${rows.map((row, index) => renderRow(row, index, part))}
      </tbody>
    </table>
    <div class="row">
      <button type="button" class="button" id="pins-csv" ?disabled=${!isComplete} @click=${() => save("csv")}>CSV</button>
      <button type="button" class="button" id="pins-json" ?disabled=${!isComplete} @click=${() => save("json")}>
        JSON
      </button>
      <span class="quiet">${rows.length} of ${PIN_LIMITS.count}, kept in the link</span>
    </div>
  </section>`;
}

function renderRow({ pin, reading }: PinRow, index: number, part: PinsPart): TemplateResult {
  const label = pin.name || `pin ${index + 1}, without a name`;
  const slope = reading?.gradient ? Math.hypot(reading.gradient.x, reading.gradient.y) : null;
  const cell = (value: number | null | undefined) => html`<td data-value=${value ?? nothing}>
    ${value === null || value === undefined ? "…" : formatNumber(value)}
  </td>`;
  return html`<tr>
      <td class="name">
        <input
          type="text"
          maxlength=${PIN_LIMITS.nameLength}
          aria-label="Name of pin ${index + 1}"
          placeholder=${index + 1}
          .value=${pin.name}
          @change=${(event: Event) => part.rename(index, (event.currentTarget as HTMLInputElement).value)}
        />
        <button
          type="button"
          class="inline"
          title="Read this point"
          aria-label="Read ${label} at ${formatNumber(pin.x)}, ${formatNumber(pin.y)}"
          @click=${() => part.choose([pin.x, pin.y])}
        >
          ${formatNumber(pin.x)}, ${formatNumber(pin.y)}
        </button>
      </td>
      ${cell(reading?.loss)}${cell(slope)}${cell(reading?.min)}${cell(reading?.max)}
      <td>
        <button type="button" class="button plain" aria-label="Delete ${label}" @click=${() => part.remove(index)}>
          ${icon("close")}
        </button>
      </td>
    </tr>`;
}

import { html, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { formatAtLeast, formatExact, formatFraction, formatNumber } from "../../../words/numbers";
import type { CompareActions } from "../compare-actions";
import type { CompareLook, CompareModel } from "../compare-model";
import type { FigureKind, FigureRow } from "../figures";

const NONE = "–";

/** Numbers of both sides and what B has over A. */
export function renderFigures(
  { rows, names }: CompareModel,
  { isAsked, isBusy, message }: CompareLook["hessian"],
  actions: CompareActions,
): TemplateResult {
  const [a, b] = names[0] === "A" ? names : [`A ${names[0]}`, `B ${names[1]}`];
  return html`<table>
      <caption>
        In numbers
      </caption>
      <thead>
        <tr>
          <th scope="col"><span class="unseen">Figure</span></th>
          <th scope="col">${a}</th>
          <th scope="col">${b}</th>
          <th scope="col">B − A</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(renderRow)}
      </tbody>
    </table>
    <label class="check" title="Its least and largest eigenvalue at the weights of both: a slice sees little of it"
      ><input
        type="checkbox"
        id="compare-hessian"
        .checked=${live(isAsked)}
        @change=${(event: Event) => actions.askHessian((event.target as HTMLInputElement).checked)}
      />Whole Hessian at the centre${isBusy ? ", computing" : ""}</label
    >
    <p class="quiet">${message}</p>`;
}

function renderRow({ label, title, kind, a, b, difference }: FigureRow): TemplateResult {
  return html`<tr>
    <th scope="row" title=${title}>${label}</th>
    <td data-value=${a}>${writeFigure(kind, a)}</td>
    <td data-value=${b}>${writeFigure(kind, b)}</td>
    <td data-value=${difference}>${writeDifference(kind, difference)}</td>
  </tr>`;
}

export function writeFigure(kind: FigureKind, value: number): string {
  if (Number.isNaN(value)) return NONE;
  if (kind === "share") return formatFraction(value);
  if (kind === "bound") return `≥ ${formatAtLeast(value)}`;
  return kind === "count" ? formatExact(value) : formatNumber(value);
}

/** With its sign; shares differ by percentage points. */
function writeDifference(kind: FigureKind, value: number): string {
  if (Number.isNaN(value)) return NONE;
  const sign = value > 0 ? "+" : "";
  if (kind === "share") return `${sign}${formatNumber(100 * value)} points`;
  return sign + (kind === "count" ? formatExact(value) : formatNumber(value));
}

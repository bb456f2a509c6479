import { html, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { formatAtLeast, formatExact, formatFraction, formatNumber } from "../../../words/numbers";
import type { CompareActions } from "../compare-actions";
import type { CompareModel } from "../compare-model";
import type { CompareState } from "../compare-state";
import type { StatisticKind, StatisticRow } from "../statistics";

const NONE = "–";

/** The statistics of both sides, and their difference B − A. */
export function renderStatistics(
  { rows, names, isHessianBusy }: CompareModel,
  { isAsked, message }: CompareState["hessian"],
  actions: CompareActions,
): TemplateResult {
  const [a, b] = names[0] === "A" ? names : [`A ${names[0]}`, `B ${names[1]}`];
  return html`<table>
      <caption>
        Statistics
      </caption>
      <thead>
        <tr>
          <th scope="col"><span class="unseen">Statistic</span></th>
          <th scope="col">${a}</th>
          <th scope="col">${b}</th>
          <th scope="col">B − A</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(renderRow)}
      </tbody>
    </table>
    <label class="check" title="Its lowest and largest eigenvalue at the weights of both. A slice shows the Hessian in two directions only."
      ><input
        type="checkbox"
        id="compare-hessian"
        .checked=${live(isAsked)}
        @change=${(event: Event) => actions.askHessian((event.target as HTMLInputElement).checked)}
      />Whole Hessian at the centre${isHessianBusy ? ", computing" : ""}</label
    >
    <p class="quiet">${message}</p>`;
}

function renderRow({ label, title, kind, a, b, difference }: StatisticRow): TemplateResult {
  return html`<tr>
    <th scope="row" title=${title}>${label}</th>
    <td data-value=${a}>${writeStatistic(kind, a)}</td>
    <td data-value=${b}>${writeStatistic(kind, b)}</td>
    <td data-value=${difference}>${writeDifference(kind, difference)}</td>
  </tr>`;
}

export function writeStatistic(kind: StatisticKind, value: number): string {
  if (Number.isNaN(value)) return NONE;
  if (kind === "share") return formatFraction(value);
  if (kind === "bound") return `≥ ${formatAtLeast(value)}`;
  return kind === "count" ? formatExact(value) : formatNumber(value);
}

/** With its sign. The difference of two shares is in percentage points. */
function writeDifference(kind: StatisticKind, value: number): string {
  if (Number.isNaN(value)) return NONE;
  const sign = value > 0 ? "+" : "";
  if (kind === "share") return `${sign}${formatNumber(100 * value)} points`;
  return sign + (kind === "count" ? formatExact(value) : formatNumber(value));
}

import { html, nothing, type TemplateResult } from "lit";
import type { ModeComparison, ModeValues } from "../../../compute/jobs/compare-modes";
import { formatFraction, formatNumber } from "../../../words/numbers";
import { type Found, isSameTask } from "../solutions-state";
import { renderPathPlot } from "./path-plot";
import { describeBarrier, writeBounded } from "./path-text";

/** Two solutions side by side, and the loss on the straight line between them. */
export function renderComparison({ from, to, result }: Found<ModeComparison>): TemplateResult {
  const { distance, cosine, line, matched } = result;
  return html`<section class="part" id="comparison">
    <h3>A and B</h3>
    <table class="sides">
      <thead>
        <tr>
          <td></td>
          <th scope="col" title=${from.name}>A</th>
          <th scope="col" title=${to.name}>B</th>
        </tr>
      </thead>
      <tbody>
        ${sideRow("Loss", result, ({ loss, lossError }) => writeBounded(loss, lossError))}
        ${
          result.from.accuracy === null
            ? nothing
            : sideRow("Accuracy", result, ({ accuracy }) => (accuracy === null ? "" : formatFraction(accuracy)))
        }
        ${sideRow("Length ‖θ‖", result, ({ length }) => formatNumber(length))}
      </tbody>
    </table>
    <dl class="statistics">
      <dt>Distance ‖θ<sub>B</sub> − θ<sub>A</sub>‖</dt>
      <dd id="distance" data-value=${distance}>${formatNumber(distance)}</dd>
      ${
        matched
          ? html`<dt title="The distance to the nearest copy of B that was found by exchanging its hidden units, layer by layer. Nearer copies may exist.">
                With B’s units matched to A’s
              </dt>
              <dd>${formatNumber(matched.distance)}</dd>`
          : nothing
      }
      <dt>Cosine of the angle at θ = 0</dt>
      <dd>${cosine === null ? "not defined" : formatNumber(cosine)}</dd>
      <dt title="How far the loss on the straight line rises above the linear interpolation of the losses at its ends">
        Barrier on the straight line
      </dt>
      <dd id="barrier" data-value=${line.barrier.value} data-error=${line.barrier.error}>
        ${writeBounded(line.barrier.value, line.barrier.error)}
      </dd>
      ${
        matched
          ? html`<dt>With B’s units matched to A’s</dt>
              <dd>${writeBounded(matched.line.barrier.value, matched.line.barrier.error)}</dd>`
          : nothing
      }
    </dl>
    ${renderPathPlot([{ name: "line", profile: line }])}
    <p>${describeBarrier(line)}</p>
    ${isSameTask(from, to) ? nothing : html`<p class="quiet">B was trained on other data or with another loss: all these numbers use A’s data and loss.</p>`}
  </section>`;
}

function sideRow(name: string, { from, to }: ModeComparison, write: (side: ModeValues) => string): TemplateResult {
  return html`<tr>
    <th scope="row">${name}</th>
    <td>${write(from)}</td>
    <td>${write(to)}</td>
  </tr>`;
}

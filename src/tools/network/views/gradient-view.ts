import { html, nothing, svg, type TemplateResult } from "lit";
import { placeDecadeTicks } from "../../../drawing/scales/ticks";
import { layoutNetwork } from "../../../model/network/layout";
import { drawUpright, openFrame, renderPlot } from "../../../studio/views/plots/small-plot";
import { formatNumber } from "../../../words/numbers";
import type { ReportedNetwork } from "../network-state";
import { nameLayer } from "../unit-place";

const WIDTH = 352;
const LEFT = 64;
/** The width of the column of numbers. */
const RIGHT = 64;
const ROW = 26;
const AXIS = 20;
/** Where the gradients per parameter of two layers have at least this ratio, the gradient is called vanishing or exploding. */
const FAR_APART = 1000;

/** Two bars for each layer on a logarithmic axis: the norm of the gradient by the kernel, and its root mean square over all parameters. */
export function renderGradient({ spec, report }: ReportedNetwork): TemplateResult {
  const network = layoutNetwork(spec.network);
  const rows = report.layers.map(({ gradient }, k) => ({ name: nameLayer(network, k), ...gradient }));
  const bottom = rows.length * ROW;
  const decades = findDecades(rows.flatMap(({ kernel, perParameter }) => [kernel, perParameter]));
  const frame = openFrame({ left: LEFT, right: WIDTH - RIGHT, top: 0, bottom }, decades, [0, 1]);
  const bar = (value: number, y: number, kind: string) =>
    value > 0 && Number.isFinite(value)
      ? svg`<rect class=${kind} x=${LEFT} y=${y} height="8" width=${Math.max(1, frame.x(Math.log10(value)) - LEFT)} />`
      : nothing;
  const label = (value: number, y: number) =>
    svg`<text class="value" x=${WIDTH} y=${y} text-anchor="end">${formatNumber(value)}</text>`;
  const picture = renderPlot({
    name: "gradient",
    width: WIDTH,
    height: bottom + AXIS,
    said: null,
    content: [
      placeDecadeTicks(...decades, 4).major.map((tick) => {
        const power = Math.log10(tick);
        return svg`${drawUpright(frame, power, "rule")}
          <text x=${frame.x(power)} y=${bottom + 14} text-anchor=${anchorAt(frame.x(power))}>${formatNumber(tick)}</text>`;
      }),
      rows.map(
        ({ name, kernel, perParameter }, k) => svg`<text class="name" x="0" y=${k * ROW + 16}>${name}</text>
          ${bar(kernel, k * ROW + 3, "whole")}${bar(perParameter, k * ROW + 13, "each")}
          ${label(kernel, k * ROW + 11)}${label(perParameter, k * ROW + 22)}`,
      ),
    ],
  });
  return html`<section class="part" aria-label="The gradient by layer">
    <h3>The gradient by layer</h3>
    <p class="keys">
      <span class="key whole">norm ‖∂L/∂W‖</span><span class="key each">root mean square per parameter</span>
    </p>
    ${picture}
    <table class="unseen">
      <caption>
        The gradient by layer
      </caption>
      <tr>
        <th scope="col">Layer</th>
        <th scope="col">Norm ‖∂L/∂W‖</th>
        <th scope="col">Root mean square per parameter</th>
      </tr>
      ${rows.map(
        ({ name, kernel, perParameter }) => html`<tr>
          <th scope="row">${name}</th>
          <td data-value=${kernel}>${formatNumber(kernel)}</td>
          <td data-value=${perParameter}>${formatNumber(perParameter)}</td>
        </tr>`,
      )}
    </table>
    <p id="gradient-sentence">${describeReach(rows)}</p>
    <p class="quiet">
      σ′ is never above ¼. Ten layers of sigmoid therefore multiply a gradient by at most ¼¹⁰ =
      ${formatNumber(0.25 ** 10, 2)}, times their weights. Where ReLU is active its slope is 1, so only the weights multiply: ten
      weights of 2 give 2¹⁰ = ${2 ** 10}. Vanishing gradients do not decide convexity: the gradient of a convex loss may vanish,
      and the gradient of a loss that is not convex may be steady.
    </p>
  </section>`;
}

function anchorAt(x: number): "start" | "middle" | "end" {
  if (x > WIDTH - RIGHT - 12) return "end";
  return x < LEFT + 12 ? "start" : "middle";
}

/** Whole decades around all values that are above 0, at least two of them. */
export function findDecades(values: readonly number[]): readonly [low: number, high: number] {
  const finite = values.filter((value) => value > 0 && Number.isFinite(value)).map(Math.log10);
  if (finite.length === 0) return [-2, 0];
  const low = Math.floor(Math.min(...finite));
  const high = Math.max(low + 2, Math.ceil(Math.max(...finite)));
  // The bar of the least value must have some length.
  return [Math.min(...finite) - low < 0.15 ? low - 1 : low, high];
}

interface LayerLength {
  readonly name: string;
  readonly perParameter: number;
}

/** One sentence on how the gradient changes from the last layer back to the first. */
export function describeReach(rows: readonly LayerLength[]): string {
  const [first, last] = [rows[0]!, rows.at(-1)!];
  const silent = rows.filter(({ perParameter }) => perParameter === 0);
  if (silent.length === rows.length) return "The gradient is 0 in every layer.";
  if (silent.length > 0) return `No gradient reaches ${silent.map(({ name }) => name.toLowerCase()).join(" and ")}.`;
  if (rows.length === 1) return "The network has only one layer.";
  const ratio = first.perParameter / last.perParameter;
  const compared = `per parameter, the gradient of the first layer is ${formatNumber(ratio)} times that of the last`;
  if (ratio < 1 / FAR_APART) return `The gradient vanishes towards the first layer: ${compared}.`;
  if (ratio > FAR_APART) return `The gradient explodes towards the first layer: ${compared}.`;
  return `The gradient reaches every layer: ${compared}.`;
}

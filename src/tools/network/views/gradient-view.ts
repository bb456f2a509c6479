import { html, nothing, svg, type TemplateResult } from "lit";
import { placeDecadeTicks } from "../../../drawing/scales/ticks";
import { layoutNetwork } from "../../../model/network/layout";
import { drawUpright, openFrame, renderPlot } from "../../../studio/views/plots/small-plot";
import { formatNumber } from "../../../words/numbers";
import type { ReportedNetwork } from "../network-state";
import { nameLayer } from "../unit-place";

const WIDTH = 352;
const LEFT = 64;
/** Room for the numbers. */
const RIGHT = 64;
const ROW = 26;
const AXIS = 20;
/** From this ratio of two layers' gradients per parameter on, one is said to vanish or to explode beside the other. */
const FAR_APART = 1000;

/** The gradient of each layer as bars on a logarithmic axis, its length over the kernel and its root mean square. */
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
  const figure = (value: number, y: number) =>
    svg`<text class="figure" x=${WIDTH} y=${y} text-anchor="end">${formatNumber(value)}</text>`;
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
          ${figure(kernel, k * ROW + 11)}${figure(perParameter, k * ROW + 22)}`,
      ),
    ],
  });
  return html`<section class="part" aria-label="The gradient by layer">
    <h3>The gradient by layer</h3>
    <p class="keys">
      <span class="key whole">‖∂L/∂W‖</span><span class="key each">per parameter (root mean square)</span>
    </p>
    ${picture}
    <table class="unseen">
      <caption>
        The gradient by layer
      </caption>
      <tr>
        <th scope="col">Layer</th>
        <th scope="col">Length over the kernel</th>
        <th scope="col">Per parameter</th>
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
      σ′ is never above ¼, so ten layers of sigmoid pass on at most ¼¹⁰ = ${formatNumber(0.25 ** 10, 2)} of a gradient,
      times their weights. On an active path the slope of ReLU is 1 and the weights alone multiply: ten weights of 2 make
      2¹⁰ = ${2 ** 10}. This has nothing to do with convexity: a convex loss may have a gradient that vanishes, and one that
      is not convex may have a steady one.
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
  // A bar begins a little left of the least value.
  return [Math.min(...finite) - low < 0.15 ? low - 1 : low, high];
}

interface LayerLength {
  readonly name: string;
  readonly perParameter: number;
}

/** What becomes of the gradient on its way back to the first layer, in one sentence. */
export function describeReach(rows: readonly LayerLength[]): string {
  const [first, last] = [rows[0]!, rows.at(-1)!];
  const silent = rows.filter(({ perParameter }) => perParameter === 0);
  if (silent.length === rows.length) return "The gradient is 0 in every layer.";
  if (silent.length > 0) return `No gradient reaches ${silent.map(({ name }) => name.toLowerCase()).join(" and ")}.`;
  if (rows.length === 1) return "One layer takes the whole gradient.";
  const ratio = first.perParameter / last.perParameter;
  const compared = `per parameter the first layer has ${formatNumber(ratio)} times the gradient of the last`;
  if (ratio < 1 / FAR_APART) return `It vanishes on the way back: ${compared}.`;
  if (ratio > FAR_APART) return `It explodes on the way back: ${compared}.`;
  return `It reaches every layer: ${compared}.`;
}

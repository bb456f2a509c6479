import { html, nothing, type TemplateResult } from "lit";
import type { TracedPoint } from "../../studio/run/trace-path";
import { formatExact, formatFraction, formatNumber } from "../../words/numbers";

/** What the drawer says of the training's own path on the slice in sight. */
export interface PathReport {
  /** Up to the step that is looked at; at least one. */
  readonly points: readonly TracedPoint[];
  /** The losses of the surface under the points; null while they are not known. */
  readonly surfaceLosses: Float64Array | null;
  /** The shares of the whole path's variance along x and y. */
  readonly explained: readonly [number, number] | null;
  readonly parameterCount: number;
}

export function renderPathFigures({ points, surfaceLosses, explained, parameterCount }: PathReport): TemplateResult {
  const start = points[0]!;
  const head = points.at(-1)!;
  const surfaceLoss = surfaceLosses?.[points.length - 1];
  return html`<dl class="figures">
      ${row(`Start, step ${formatExact(start.step)}`, place(start))}
      ${row(`Here, step ${formatExact(head.step)}`, place(head))}
      ${row("Loss of these weights", formatNumber(head.loss), "path-loss", head.loss)}
      ${row("Loss of the surface below", surfaceLoss === undefined ? "–" : formatNumber(surfaceLoss), "path-surface-loss", surfaceLoss)}
      ${row("Distance off the plane", formatNumber(head.distance), "path-distance", head.distance)}
      ${row("Farthest off it", formatNumber(Math.max(...points.map(({ distance }) => distance))))}
      ${explained ? row("Variance along x", formatFraction(explained[0]), "path-explained-x", explained[0]) : nothing}
      ${explained ? row("Variance along y", formatFraction(explained[1]), "path-explained-y", explained[1]) : nothing}
    </dl>
    ${
      explained
        ? html`<p class="quiet">
            Of ${formatExact(parameterCount)} weights, x and y of a random plane would explain about
            ${formatFraction(Math.min(1, 2 / parameterCount))} together.
          </p>`
        : nothing
    }`;
}

function place({ x, y }: TracedPoint): string {
  return `(${formatNumber(x)}, ${formatNumber(y)})`;
}

function row(name: string, text: string, id?: string, value?: number): TemplateResult {
  return html`<dt>${name}</dt>
    <dd id=${id ?? nothing} data-value=${value ?? nothing}>${text}</dd>`;
}

import { html, nothing, type TemplateResult } from "lit";
import type { TracedPoint } from "../../studio/run/trace-path";
import type { TermName } from "../../studio/sentences/term-texts";
import { term } from "../../studio/views/parts/term";
import { formatExact, formatFraction, formatNumber } from "../../words/numbers";

/** What the drawer shows of the training's own trajectory on the slice that is shown. */
export interface TrajectoryReport {
  /** The points up to the step of the timeline; at least one. */
  readonly points: readonly TracedPoint[];
  /** The losses of the surface below the points; null until they are computed. */
  readonly surfaceLosses: Float64Array | null;
  /** The shares of the whole trajectory's variance along x and y; null while it is still growing, or where it has no variance. */
  readonly explained: readonly [number, number] | null;
  readonly parameterCount: number;
}

export function renderTrajectoryValues({
  points,
  surfaceLosses,
  explained,
  parameterCount,
}: TrajectoryReport): TemplateResult {
  const start = points[0]!;
  const head = points.at(-1)!;
  const surfaceLoss = surfaceLosses?.[points.length - 1];
  return html`<dl class="values">
      ${row("path-place", `Start, step ${formatExact(start.step)}`, place(start))}
      ${row("path-place", `Now, step ${formatExact(head.step)}`, place(head))}
      ${row("path-loss", "Loss of these weights", formatNumber(head.loss), "path-loss", head.loss)}
      ${row("path-surface-loss", "Loss of the surface below", surfaceLoss === undefined ? "–" : formatNumber(surfaceLoss), "path-surface-loss", surfaceLoss)}
      ${row("path-distance", "Distance from the plane", formatNumber(head.distance), "path-distance", head.distance)}
      ${row("path-distance", "Greatest distance so far", formatNumber(Math.max(...points.map(({ distance }) => distance))))}
      ${explained ? row("path-variance", "Variance along x", formatFraction(explained[0]), "path-explained-x", explained[0]) : nothing}
      ${explained ? row("path-variance", "Variance along y", formatFraction(explained[1]), "path-explained-y", explained[1]) : nothing}
    </dl>
    ${
      explained
        ? html`<p class="quiet">
            A random plane in a space of ${formatExact(parameterCount)} weights holds about
            ${formatFraction(Math.min(1, 2 / parameterCount))} of the variance on average, x and y together.
          </p>`
        : nothing
    }`;
}

function place({ x, y }: TracedPoint): string {
  return `(${formatNumber(x)}, ${formatNumber(y)})`;
}

function row(name: TermName, label: string, text: string, id?: string, value?: number): TemplateResult {
  return html`<dt>${term(name, label)}</dt>
    <dd id=${id ?? nothing} data-value=${value ?? nothing}>${text}</dd>`;
}

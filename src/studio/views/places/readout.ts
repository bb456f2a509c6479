import { html, nothing, type TemplateResult } from "lit";
import type { Landscape } from "../../../convexity/points/landscape";
import { POINT_CLASSES, type PointClass } from "../../../convexity/points/point-class";
import { formatAtMost, formatNumber } from "../../../words/numbers";

/** The class of a point, in words. */
export const CLASS_WORDS: Readonly<Record<PointClass, string>> = {
  "nonconvex-curvature": "not convex, by curvature",
  "nonconvex-chord": "not convex, by a chord",
  convex: "convex here",
  undecided: "undecided",
  "not-finite": "not finite",
};

/** The computed values of one grid point. */
export interface PointValues {
  readonly x: number;
  readonly y: number;
  readonly loss: number;
  readonly lossError: number;
  readonly curvatureMin: number;
  readonly curvatureMax: number;
  readonly pointClass: PointClass;
}

/** Reads the landscape at a grid point. @throws RangeError when the point is outside the grid */
export function readPoint(landscape: Landscape, column: number, row: number): PointValues {
  const { grid } = landscape;
  if (column < 0 || column >= grid.columns || row < 0 || row >= grid.rows) {
    throw new RangeError(`point (${column}, ${row}) is outside ${grid.columns} × ${grid.rows}`);
  }
  const index = row * grid.columns + column;
  return {
    x: grid.x[column]!,
    y: grid.y[row]!,
    loss: landscape.loss[index]!,
    lossError: landscape.lossError[index]!,
    curvatureMin: landscape.curvatureMin[index]!,
    curvatureMax: landscape.curvatureMax[index]!,
    pointClass: POINT_CLASSES[landscape.classes[index]!]!,
  };
}

/** @param whose  what the landscape belongs to, where that is not the page's experiment and weights: "step 37" */
export function renderReadout(values: PointValues, whose = ""): TemplateResult {
  const { x, y, loss, lossError, curvatureMin, curvatureMax, pointClass } = values;
  const bound = Number.isFinite(lossError) ? `± ${formatAtMost(lossError)}` : "no bound known";
  return html`<table>
    <caption>
      Values at the pointer
    </caption>
    <tbody>
      ${
        whose
          ? html`<tr>
              <th scope="row">Of</th>
              <td>${whose}</td>
            </tr>`
          : nothing
      }
      <tr>
        <th scope="row">x, y</th>
        <td>${formatNumber(x)}, ${formatNumber(y)}</td>
      </tr>
      <tr>
        <th scope="row">Loss</th>
        <td data-value=${loss}>${formatNumber(loss)}</td>
      </tr>
      <tr class="bound">
        <th scope="row"></th>
        <td>${bound}</td>
      </tr>
      <tr>
        <th scope="row">λ min</th>
        <td data-value=${curvatureMin}>${formatNumber(curvatureMin)}</td>
      </tr>
      <tr>
        <th scope="row">λ max</th>
        <td data-value=${curvatureMax}>${formatNumber(curvatureMax)}</td>
      </tr>
      <tr>
        <td colspan="2">${CLASS_WORDS[pointClass]}</td>
      </tr>
    </tbody>
  </table>`;
}

import { html, nothing, type TemplateResult } from "lit";
import { CONNECT_LIMITS, type ConnectOptions, type ModeConnection } from "../../../compute/jobs/connect-modes";
import type { PathProfile } from "../../../convexity/lines/path-profile";
import { CURVE_KINDS, type CurveKind } from "../../../model/training/curve";
import { formatNumber } from "../../../words/numbers";
import type { SolutionsActions } from "../solutions-actions";
import type { CurveOption } from "../solutions-state";
import { numberBox } from "./kept-view";
import { renderPathPlot } from "./path-plot";
import { describeBarrier, describeConnection, writeBounded } from "./path-text";

const CURVE_LABELS: Readonly<Record<CurveKind, string>> = {
  bezier: "Quadratic Bézier curve",
  polygon: "Two straight pieces",
};

const OPTIONS: readonly (readonly [CurveOption, string])[] = [
  ["steps", "Steps of Adam"],
  ["learningRate", "Learning rate"],
  ["seed", "Seed"],
];

/** How a curve is trained. Folded: the defaults usually suffice. */
export function renderCurveOptions(options: ConnectOptions, actions: SolutionsActions): TemplateResult {
  const chooseKind = (event: Event): void => {
    const { value } = event.currentTarget as HTMLSelectElement;
    actions.setCurveKind(CURVE_KINDS.find((kind) => kind === value) ?? "bezier");
  };
  return html`<details class="options">
    <summary>How the curve is trained</summary>
    <div class="grid">
      <label for="curve-kind">Curve</label>
      <select id="curve-kind" .value=${options.kind} @change=${chooseKind}>
        ${CURVE_KINDS.map(
          (kind) => html`<option value=${kind} ?selected=${kind === options.kind}>${CURVE_LABELS[kind]}</option>`,
        )}
      </select>
      ${OPTIONS.map(
        ([name, label]) => html`<label for="curve-${name}">${label}</label>
          ${numberBox(`curve-${name}`, label, options[name], CONNECT_LIMITS[name], (typed) =>
            actions.setCurveOption(name, typed),
          )}`,
      )}
    </div>
    <p class="quiet">
      The ends do not move. Adam moves the bend to lower the mean loss along the curve, at points drawn uniformly from it (Garipov et al. 2018), in float64.
    </p>
  </details>`;
}

/** The trained curve beside the straight line. */
export function renderConnection(
  connection: ModeConnection,
  isOnSurface: boolean,
  actions: SolutionsActions,
): TemplateResult {
  const { lineProfile, curveProfile, curve } = connection;
  return html`<section class="part" id="connection" data-line=${lineProfile.mean} data-curve=${curveProfile.mean}>
    <h3>From A to B</h3>
    ${renderPathPlot([
      { name: "line", profile: lineProfile },
      { name: "curve", profile: curveProfile },
    ])}
    <table class="sides">
      <thead>
        <tr>
          <td></td>
          <th scope="col"><i class="swatch line"></i>Straight line</th>
          <th scope="col"><i class="swatch curve"></i>${curve.kind === "bezier" ? "Bézier curve" : "Two pieces"}</th>
        </tr>
      </thead>
      <tbody>
        ${pathRow("Highest loss", connection, ({ highest }) => writeBounded(highest.value, highest.error))}
        ${pathRow("Barrier", connection, ({ barrier }) => writeBounded(barrier.value, barrier.error))}
        ${pathRow("Mean loss", connection, ({ mean }) => formatNumber(mean))}
      </tbody>
    </table>
    <p>${describeBarrier(lineProfile)}</p>
    <p>${describeConnection(connection)}</p>
    ${connection.step === 0 ? nothing : renderPlace(isOnSurface, actions)}
  </section>`;
}

/** Where the surface shows the curve, the weights on the page are given ones: the reader learns why, and how to go back. */
function renderPlace(isOnSurface: boolean, { showConnection }: SolutionsActions): TemplateResult {
  if (isOnSurface) {
    return html`<p class="quiet">
      The page shows A’s weights on the plane of this curve. Undo brings back your experiment.
    </p>`;
  }
  return html`<p>
    <button type="button" class="button" id="show-connection" @click=${showConnection}>Show on its plane</button>
  </p>`;
}

function pathRow(
  name: string,
  { lineProfile, curveProfile }: ModeConnection,
  write: (profile: PathProfile) => string,
): TemplateResult {
  return html`<tr>
    <th scope="row">${name}</th>
    <td>${write(lineProfile)}</td>
    <td>${write(curveProfile)}</td>
  </tr>`;
}

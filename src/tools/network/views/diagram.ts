import { html, nothing, type SVGTemplateResult, svg, type TemplateResult } from "lit";
import { layoutNetwork, type NetworkLayout, type Parameters } from "../../../model/network/layout";
import type { LayerReport } from "../../../model/report/network";
import type { UnitState } from "../../../model/report/unit";
import { ACTIVATION_NAMES } from "../../../words/names";
import { formatNumber } from "../../../words/numbers";
import type { NetworkActions, NetworkState, ReportedNetwork } from "../network-state";
import { isSameUnit, nameLayer, nameUnit, STATE_WORDS, type UnitMove, type UnitPlace } from "../unit-place";
import { DIAGRAM_WIDTH, type DiagramLayout, type DiagramRow, layoutDiagram } from "./diagram-layout";
import { beginDrag } from "./weight-drag";
import { findLargestWeight, indexOfWeight } from "./weight-view";

/** Line widths of the smallest and the largest weight, in CSS pixels. */
const THICKNESS = { least: 0.4, most: 4.4 } as const;
const RADIUS = 8;

const KEYS: Readonly<Record<string, UnitMove>> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
  Home: "first",
  End: "last",
};

/** The data of every part of the drawing. */
interface Drawing {
  readonly network: NetworkLayout;
  readonly layout: DiagramLayout;
  readonly theta: Parameters;
  readonly largest: number;
  readonly layers: readonly LayerReport[];
  readonly active: UnitPlace;
  readonly actions: NetworkActions;
}

/**
 * The network from the inputs down. The mark of a unit shows its state. Each weight is a line, or a cell of a matrix between wide
 * layers. The diagram takes the focus as a whole, and the arrow keys go from unit to unit. paintMatrices paints the matrices.
 */
export function renderDiagram(
  { spec, parameters, report }: ReportedNetwork,
  { chosen, pointed }: Pick<NetworkState, "chosen" | "pointed">,
  actions: NetworkActions,
): TemplateResult {
  const network = layoutNetwork(spec.network);
  const layout = layoutDiagram(network);
  const active = pointed ?? chosen;
  const largest = findLargestWeight(parameters);
  const drawing = { network, layout, theta: parameters, largest, layers: report.layers, active, actions };
  return html`<div
    class="diagram"
    role="listbox"
    tabindex="0"
    aria-label="Units of the network"
    aria-activedescendant=${unitId(chosen)}
    @keydown=${(event: KeyboardEvent) => moveByKey(event, actions)}
    @pointerleave=${() => actions.point(null)}
  >
    ${renderInputs(layout.rows[0]!)}
    ${network.layers.map((_, k) => html`${renderWeights(drawing, k)}${renderUnits(drawing, k, chosen)}`)}
  </div>`;
}

function moveByKey(event: KeyboardEvent, actions: NetworkActions): void {
  const move = KEYS[event.key];
  if (!move || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  actions.move(move);
}

function unitId({ layer, unit }: UnitPlace): string {
  return `unit-${layer}-${unit}`;
}

function renderInputs(row: DiagramRow): TemplateResult {
  const middle = row.height / 2;
  const named = row.shape === "circle";
  const note = row.inputsPerMark > 1 ? `bands of ${row.inputsPerMark}` : "";
  return html`<svg class="marks" viewBox="0 0 ${DIAGRAM_WIDTH} ${row.height}" aria-hidden="true">
    ${renderName(row, "Inputs", note)}
    ${row.x.map((x, i) =>
      named
        ? svg`<text class="input" x=${x} y=${middle + 4} text-anchor="middle">x${subscript(i + 1)}</text>`
        : svg`<rect class="input" x=${x - row.spacing / 2 + 0.5} y="4" width=${Math.max(1, row.spacing - 1)} height="12" />`,
    )}
  </svg>`;
}

function subscript(count: number): string {
  return [...`${count}`].map((digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)]).join("");
}

function renderName(row: DiagramRow, name: string, note: string): SVGTemplateResult {
  return svg`<text class="name" x="0" y=${row.height / 2 - (note ? 1 : -4)}>${name}</text>
    ${note ? svg`<text class="note" x="0" y=${row.height / 2 + 11}>${note}</text>` : nothing}`;
}

function renderWeights(drawing: Drawing, k: number): TemplateResult {
  const { form, height } = drawing.layout.weights[k]!;
  if (form === "matrix") return html`<canvas class="matrix" data-layer=${k} aria-hidden="true"></canvas>`;
  const { theta, network, layout, largest, active } = drawing;
  const [above, below] = [layout.rows[k]!, layout.rows[k + 1]!];
  const layer = network.layers[k]!;
  const line = (index: number, from: readonly [number, number], to: readonly [number, number], near: boolean) => {
    const weight = theta[index]!;
    return svg`<line
      class="${weight < 0 ? "negative" : "positive"}${near ? "" : " far"}"
      x1=${from[0]} y1=${from[1]} x2=${to[0]} y2=${to[1]}
      stroke-width=${thicknessOf(weight, largest)} />
    <line class="handle" data-weight=${index} x1=${from[0]} y1=${from[1]} x2=${to[0]} y2=${to[1]}
      @pointerdown=${(event: PointerEvent) => beginDrag(event, index, weight, largest, drawing.actions)}>
      <title>${formatNumber(weight)}: drag up or down</title>
    </line>`;
  };
  const near = (input: number, unit: number): boolean =>
    isSameUnit(active, { layer: k, unit }) || isSameUnit(active, { layer: k - 1, unit: input });
  return html`<svg class="lines" viewBox="0 0 ${DIAGRAM_WIDTH} ${height}" aria-hidden="true">
    ${below.x.map((x, unit) => [
      ...above.x.map((from, input) =>
        line(indexOfWeight(layer, input, unit), [from, 0], [x, height], near(input, unit)),
      ),
      line(layer.bias + unit, [x + 13, height - 12], [x + 4, height], isSameUnit(active, { layer: k, unit })),
    ])}
  </svg>`;
}

function thicknessOf(weight: number, largest: number): string {
  const part = Math.abs(weight) / largest;
  return (THICKNESS.least + (THICKNESS.most - THICKNESS.least) * part).toFixed(2);
}

function renderUnits({ network, layout, layers, active, actions }: Drawing, k: number, chosen: UnitPlace) {
  const row = layout.rows[k + 1]!;
  const { units, activation } = layers[k]!;
  return html`<svg
    class="marks"
    viewBox="0 0 ${DIAGRAM_WIDTH} ${row.height}"
    role="group"
    aria-label="${nameLayer(network, k)}, ${ACTIVATION_NAMES[activation].label}"
  >
    ${renderName(row, nameLayer(network, k), ACTIVATION_NAMES[activation].label)}
    ${row.x.map((x, unit) => {
      const place = { layer: k, unit };
      const { state } = units[unit]!;
      return svg`<g
        id=${unitId(place)}
        role="option"
        aria-selected=${isSameUnit(chosen, place)}
        aria-label="${nameUnit(network, place)}, ${STATE_WORDS[state]}"
        class="unit ${isSameUnit(active, place) ? "active" : ""}"
        data-state=${state}
        @click=${() => actions.choose(place)}
        @pointerenter=${() => actions.point(place)}>
        <title>${nameUnit(network, place)}: ${STATE_WORDS[state]}</title>
        ${row.shape === "circle" ? renderCircle(x, row.height / 2, state) : renderCell(x, row, state)}
      </g>`;
    })}
  </svg>`;
}

/** The shape shows the state of a unit: a ring, a crossed ring, a full ring, a half full ring. */
export function renderCircle(x: number, y: number, state: UnitState): SVGTemplateResult {
  const arm = RADIUS * 0.6;
  const marks = {
    working: svg``,
    dead: svg`<path class="cross" d="M${x - arm} ${y - arm}L${x + arm} ${y + arm}M${x + arm} ${y - arm}L${x - arm} ${y + arm}" />`,
    saturated: svg`<circle class="full" cx=${x} cy=${y} r=${RADIUS - 3} />`,
    "mostly-saturated": svg`<path class="full" d="M${x} ${y - RADIUS + 3}A${RADIUS - 3} ${RADIUS - 3} 0 0 1 ${x} ${y + RADIUS - 3}z" />`,
  } as const satisfies Record<UnitState, SVGTemplateResult>;
  return svg`<circle class="rim" cx=${x} cy=${y} r=${RADIUS} />${marks[state]}`;
}

function renderCell(x: number, { spacing, height }: DiagramRow, state: UnitState): SVGTemplateResult {
  const [left, right] = [x - spacing / 2 + 0.5, x + spacing / 2 - 0.5];
  const [top, bottom] = [2, height - 2];
  const marks = {
    working: svg``,
    dead: svg`<path class="cross" d="M${left} ${top}L${right} ${bottom}M${right} ${top}L${left} ${bottom}" />`,
    saturated: svg`<path class="full" d="M${left} ${top}H${right}V${bottom}H${left}z" />`,
    "mostly-saturated": svg`<path class="full" d="M${left} ${(top + bottom) / 2}H${right}V${bottom}H${left}z" />`,
  } as const satisfies Record<UnitState, SVGTemplateResult>;
  return svg`<path class="rim" d="M${left} ${top}H${right}V${bottom}H${left}z" />${marks[state]}`;
}

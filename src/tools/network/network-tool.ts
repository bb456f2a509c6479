import "./network.css";
import { html, nothing, render, type TemplateResult } from "lit";
import { layoutNetwork } from "../../model/network/layout";
import { FLAT_SHARE, MOST_SHARE, type UnitState } from "../../model/report/unit";
import type { StudioState } from "../../studio/state/state";
import { openStore } from "../../studio/state/store";
import { weightsInSight } from "../../studio/state/timeline";
import { renderOncePerFrame } from "../../studio/views/parts/frame-renderer";
import { formatExact, formatFraction, formatNumber } from "../../words/numbers";
import type { OpenTool } from "../tool";
import {
  FIRST_STATE,
  type NetworkAction,
  type NetworkActions,
  type NetworkState,
  reduceNetwork,
} from "./network-state";
import { createReportFollower } from "./report-follower";
import { keepInNetwork, STATE_WORDS } from "./unit-place";
import { renderCircle, renderDiagram } from "./views/diagram";
import { renderGradient } from "./views/gradient-view";
import { renderPlotPart } from "./views/plot-part";
import { describeUnits, renderUnitCard } from "./views/unit-card";
import { createUnitPicture } from "./views/unit-picture";
import { paintMatrices } from "./views/weight-matrix";
import { findLargestWeight } from "./views/weight-view";

/** The units and weights of the network, also while it trains. */
export const openTool: OpenTool = (host, { service, store }) => {
  const { getState, dispatch, subscribe } = openStore<NetworkState, NetworkAction>(FIRST_STATE, reduceNetwork);
  let isShown = false;
  const picture = createUnitPicture();
  const follower = createReportFollower(
    service,
    (reported) => dispatch({ type: "report", reported }),
    (message) => dispatch({ type: "fail", message }),
  );
  const actions: NetworkActions = {
    choose: (place) => dispatch({ type: "choose", place }),
    move: (move) => dispatch({ type: "move", move }),
    point: (place) => dispatch({ type: "point", place }),
    plot: (choice) => dispatch({ type: "plot", choice }),
    drag: (index, value) => store.dispatch({ type: "drag-weight", index, value }),
    drop: () => store.dispatch({ type: "drop-weights" }),
  };

  function draw(): void {
    if (!isShown) return;
    const state = getState();
    render(renderNetwork(state, actions), host);
    const { reported, chosen, pointed } = state;
    if (!reported) return;
    const active = keepInNetwork(layoutNetwork(reported.spec.network), pointed ?? chosen);
    paintMatrices(host, reported, active);
    const canvas = host.querySelector<HTMLCanvasElement>("canvas.unit-field");
    const caption = host.querySelector<HTMLElement>(".unit-card figcaption");
    if (!canvas || !caption) return;
    caption.textContent = picture.draw(canvas, reported, active);
  }

  subscribe(renderOncePerFrame(draw));

  return {
    update(page: StudioState) {
      isShown = true;
      const parameters = weightsInSight(page);
      if (parameters) follower.follow(page.spec, parameters);
      draw();
    },
    hide() {
      isShown = false;
      follower.rest();
      dispatch({ type: "point", place: null });
    },
    restyle: draw,
  };
};

function renderNetwork(state: NetworkState, actions: NetworkActions): TemplateResult {
  const { reported, message } = state;
  const alert = message ? html`<p class="said" role="alert">${message}</p>` : nothing;
  if (!reported) {
    return html`${alert}
      <p class="quiet">${message ? "" : "The units are shown once there are weights."}</p>
      ${renderPlotPart(null, state.chosen, state.plot, actions)}`;
  }
  const active = keepInNetwork(layoutNetwork(reported.spec.network), state.pointed ?? state.chosen);
  const { chosen } = state;
  return html`${alert}
    <section class="part" aria-label="Units and weights">
      <p id="units-sentence">${describeUnits(reported)}</p>
      ${renderDiagram(reported, { chosen, pointed: state.pointed }, actions)} ${renderKey(findLargestWeight(reported.parameters))}
      ${renderDefinitions(reported.report.samples)}
    </section>
    ${renderUnitCard(reported, active, actions)} ${renderPlotPart(reported, active, state.plot, actions)} ${renderGradient(reported)}`;
}

/** The key of the diagram: each mark and line as it is drawn there. */
function renderKey(largest: number): TemplateResult {
  const mark = (state: UnitState) => html`<span class="key-mark"
    ><svg viewBox="0 0 20 20" aria-hidden="true">${renderCircle(10, 10, state)}</svg>${STATE_WORDS[state]}</span
  >`;
  return html`<p class="diagram-key">
    <span class="key weight positive">positive weight</span><span class="key weight negative">negative weight</span>
    <span>thickest line: ±${formatNumber(largest)}</span>
    ${mark("working")} ${mark("dead")} ${mark("saturated")} ${mark("mostly-saturated")}
  </p>`;
}

function renderDefinitions(samples: number): TemplateResult {
  const all = `each of the ${formatExact(samples)} samples`;
  return html`<details class="definitions">
    <summary>What dead and saturated mean</summary>
    <p>
      <b>Dead:</b> the output φ(z) and the slope φ′(z) are 0 for ${all}. The unit passes nothing on, and no gradient of the
      data passes back through it. <b>Saturated:</b> |φ′(z)| is below ${formatFraction(FLAT_SHARE)} of the largest slope of φ,
      for ${all}. <b>Mostly saturated:</b> for at least ${formatFraction(MOST_SHARE)} of them. This means |z| above 5.99 for σ,
      and above 2.99 for tanh. ReLU and leaky ReLU have only two slopes, so they are never called saturated.
    </p>
    <p>
      A weight can be dragged: up makes it larger, down smaller. The data, the loss and the mark on the surface follow. The fields
      of a unit take numbers.
    </p>
    <p>Between wide layers each weight is a cell: its row is the input, its column is the unit below it.</p>
  </details>`;
}

import "./network.css";
import { html, nothing, render, type TemplateResult } from "lit";
import { layoutNetwork } from "../../model/network/layout";
import { FLAT_SHARE, MOST_SHARE } from "../../model/report/unit";
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
import { keepInNetwork } from "./unit-place";
import { renderCircle, renderDiagram } from "./views/diagram";
import { renderGradient } from "./views/gradient-view";
import { renderPlotPart } from "./views/plot-part";
import { describeUnits, renderUnitCard } from "./views/unit-card";
import { createUnitPicture } from "./views/unit-picture";
import { paintMatrices } from "./views/weight-matrix";
import { findLargestWeight } from "./views/weight-view";

/** The units and weights of the network as they stand, and as they move while it trains. */
export const openTool: OpenTool = (host, { service }) => {
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
  const said = message ? html`<p class="said" role="alert">${message}</p>` : nothing;
  if (!reported) {
    return html`${said}
      <p class="quiet">${message ? "" : "The units are looked at once there are weights."}</p>
      ${renderPlotPart(null, state.chosen, state.plot, actions)}`;
  }
  const active = keepInNetwork(layoutNetwork(reported.spec.network), state.pointed ?? state.chosen);
  const { chosen } = state;
  return html`${said}
    <section class="part" aria-label="Units and weights">
      <p id="units-sentence">${describeUnits(reported)}</p>
      ${renderDiagram(reported, { chosen, pointed: state.pointed }, actions)} ${renderKey(findLargestWeight(reported.parameters))}
      ${renderDefinitions(reported.report.samples)}
    </section>
    ${renderUnitCard(reported, active)} ${renderPlotPart(reported, active, state.plot, actions)} ${renderGradient(reported)}`;
}

/** What the marks and lines mean, drawn as they are. */
function renderKey(largest: number): TemplateResult {
  const mark = (state: Parameters<typeof renderCircle>[2], word: string) => html`<span class="key-mark"
    ><svg viewBox="0 0 20 20" aria-hidden="true">${renderCircle(10, 10, state)}</svg>${word}</span
  >`;
  return html`<p class="diagram-key">
    <span class="key weight positive">weight above 0</span><span class="key weight negative">below 0</span>
    <span>thickest ±${formatNumber(largest)}</span>
    ${mark("working", "working")} ${mark("dead", "dead")} ${mark("saturated", "saturated")}
    ${mark("mostly-saturated", "mostly saturated")}
  </p>`;
}

function renderDefinitions(samples: number): TemplateResult {
  const all = `each of the ${formatExact(samples)} samples`;
  return html`<details class="definitions">
    <summary>What dead and saturated mean</summary>
    <p>
      <b>Dead:</b> the output φ(z) and the slope φ′(z) are 0 for ${all}. Nothing goes through the unit, and no gradient of the
      data comes back through it. <b>Saturated:</b> |φ′(z)| is below ${formatFraction(FLAT_SHARE)} of the largest slope that φ
      has, for ${all}; <b>mostly</b>, for at least ${formatFraction(MOST_SHARE)} of them. For σ that is |z| above 5.99, for tanh
      above 2.99. ReLU and leaky ReLU have two slopes only, so they are never called saturated.
    </p>
    <p>Between wide layers the weights are cells: a row for each input, a column for the unit under it.</p>
  </details>`;
}

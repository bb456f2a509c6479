import { html, nothing, type TemplateResult } from "lit";
import type { LandscapeDifference } from "../../../convexity/points/difference";
import type { HoverPoint } from "../../../drawing/surface/surface-marks";
import { describeLandscape } from "../../../studio/sentences/sentence";
import { VERDICT_HEADINGS } from "../../../studio/sentences/verdict-headings";
import { renderActivationSwitch } from "../../../studio/views/parts/activation-switch";
import { type IconName, icon } from "../../../studio/views/parts/icons";
import { formatFraction, formatNumber, formatProgress } from "../../../words/numbers";
import type { CompareActions } from "../compare-actions";
import type { CompareModel } from "../compare-model";
import type { CompareState } from "../compare-state";
import { describeExperiment } from "../pair-text";
import type { SideState } from "../side-state";
import { renderOptions, renderOtherMenu } from "./compare-options";
import { renderStatistics } from "./statistics-table";

export function renderComparison(model: CompareModel, state: CompareState, actions: CompareActions): TemplateResult {
  const { surfaces, sides, pair } = model;
  return html`<div class="compare" data-difference=${state.withDifference}>
    ${renderOptions(model, state.withDifference, actions)}
    <p class="compare-message" role="status">${state.message}</p>
    <div class="compare-says">
      <p class="conclusion" id="compare-conclusion">${model.conclusion || describeWaiting(model)}</p>
      ${renderTerms(model)} ${renderWarnings(model, actions)}
    </div>
    <div class="compare-sides">
      <section class="compare-side" data-side="a" data-phase=${sides.a.phase} aria-label="A, ${model.names[0]}">
        <header>
          <div class="compare-name"><span class="badge">A</span><h3>${model.names[0]}</h3></div>
          <p class="quiet">${describeExperiment(pair.a)} · on the page</p>
        </header>
        <div class="compare-surface ${surfaces.outdated.a ? "outdated" : ""}"></div>
        <div class="compare-card" data-kind=${kindOf(sides.a)}>${renderCard(sides.a, pair.first !== pair.a, actions)}</div>
      </section>
      <section class="compare-side" data-side="b" data-phase=${sides.b.phase} aria-label="B, ${model.names[1]}">
        <header>
          <div class="compare-name">
            <span class="badge">B</span>
            ${renderActivationSwitch({
              label: "Activation of B",
              id: "compare-activation",
              activation: pair.b.network.activation,
              choose: actions.chooseActivation,
              hasKeys: false,
            })}
            ${renderOtherMenu(model.recent, actions)}
          </div>
          <p class="quiet">${describeExperiment(pair.b)}</p>
        </header>
        <div class="compare-surface ${surfaces.outdated.b ? "outdated" : ""}"></div>
        <div class="compare-card" data-kind=${kindOf(sides.b)}>${renderCard(sides.b, true, actions)}</div>
      </section>
      <section class="compare-side" data-side="difference" aria-label="Difference, B − A" ?hidden=${!state.withDifference}>
        <header>
          <div class="compare-name"><h3>B − A</h3></div>
          <p class="quiet">The loss ${model.losses[1]} minus the loss ${model.losses[0]}</p>
        </header>
        <div class="compare-surface ${surfaces.outdated.a || surfaces.outdated.b ? "outdated" : ""}"></div>
        <div class="compare-card">${renderDifference(model)}</div>
      </section>
    </div>
    <div class="compare-under">
      <p class="compare-hover">${renderHover(model, state.hover)}</p>
      ${tool("home", "Reset all cameras", "R", actions.resetCamera)} ${tool("top", "See all from above", "T", actions.viewFromTop)}
    </div>
    <div class="compare-below">
      <div class="compare-legend" data-legend="common"></div>
      <div class="compare-legend" data-legend="difference" ?hidden=${!state.withDifference || !surfaces.difference}></div>
      <div class="compare-statistics">${renderStatistics(model, state.hessian, actions)}</div>
    </div>
  </div>`;
}

function tool(name: IconName, label: string, key: string, run: () => void): TemplateResult {
  return html`<button type="button" class="button plain" aria-label=${label} title="${label} (${key})" @click=${run}>
    ${icon(name)}
  </button>`;
}

function describeWaiting({ sides: { a, b } }: CompareModel): string {
  if (a.phase === "failed" || b.phase === "failed") return "One side failed, so there is nothing to compare.";
  if (a.phase === "cancelled" || b.phase === "cancelled")
    return "One side was cancelled, so there is nothing to compare yet.";
  return "The comparison appears when both sides are ready.";
}

function renderWarnings({ warnings, pair }: CompareModel, actions: CompareActions): TemplateResult | typeof nothing {
  if (warnings.length === 0) return nothing;
  const isUnfair = (["dataset", "loss", "grid", "plane"] as const).some(
    (section) => JSON.stringify(pair.a[section]) !== JSON.stringify(pair.b[section]),
  );
  return html`<ul class="compare-warnings">
      ${warnings.map((warning) => html`<li>${warning}</li>`)}
    </ul>
    ${
      isUnfair
        ? html`<button type="button" class="button" id="compare-align" title="Makes the comparison fair: only network and training of B stay" @click=${actions.align}>
            Give B the data, loss, plane and grid of A
          </button>`
        : nothing
    }`;
}

function kindOf({ outcome }: SideState): string {
  return outcome?.verdict.kind ?? "pending";
}

/** The verdict of one side, or its progress. */
function renderCard(side: SideState, isOurs: boolean, actions: CompareActions): TemplateResult {
  const { phase, outcome, message, fraction } = side;
  if (phase === "ready" && outcome) {
    const { kind, scope, reason } = outcome.verdict;
    return html`<h4>${VERDICT_HEADINGS[kind][scope]}</h4>
      <p class="reason">${reason}</p>
      <p>${describeLandscape(outcome.landscape)}</p>
      ${message ? html`<p class="reason">${message}</p>` : nothing}`;
  }
  if (phase === "failed" || phase === "cancelled") {
    return html`<h4>${phase === "failed" ? "Failed" : "Cancelled"}</h4>
      <p class="reason">${message}</p>
      ${isOurs ? html`<button type="button" class="button" @click=${actions.retry}>Compute again</button>` : nothing}`;
  }
  if (phase === "waiting") {
    return html`<h4>Waiting</h4>
      <p class="reason">${message || "This side starts after the other."}</p>`;
  }
  const doing = phase === "training" ? "Training" : "Computing";
  return html`<h4>${doing}, ${formatProgress(fraction)}</h4>
    <progress max="1" .value=${fraction} aria-label="${doing} this side"></progress>
    ${isOurs ? html`<button type="button" class="button" @click=${actions.cancel}>Cancel</button>` : nothing}`;
}

function renderDifference({ surfaces: { difference, a, b } }: CompareModel): TemplateResult {
  if (!a || !b) return html`<p class="reason">The difference appears when both sides have a surface.</p>`;
  if (!difference) return html`<p class="reason">The two grids differ, so their losses cannot be subtracted.</p>`;
  const { lower, higher, undecided } = difference.summary;
  return html`<h4>B is lower at ${formatFraction(lower)} of the points</h4>
    <p class="reason">A is lower at ${formatFraction(higher)}.${describeOpen(undecided)}</p>
    <p>${describeReach(difference)}</p>`;
}

function describeOpen(undecided: number): string {
  return undecided > 0 ? ` The error bounds leave ${formatFraction(undecided)} undecided.` : "";
}

/** Where B − A is lowest and highest. */
function describeReach({ values, grid }: LandscapeDifference): string {
  let [least, most] = [-1, -1];
  values.forEach((value, i) => {
    if (!Number.isFinite(value)) return;
    if (least < 0 || value < values[least]!) least = i;
    if (most < 0 || value > values[most]!) most = i;
  });
  if (least < 0) return "";
  const place = (i: number): string => {
    const [x, y] = [grid.x[i % grid.columns]!, grid.y[Math.floor(i / grid.columns)]!];
    return `${formatNumber(values[i]!)} at (${formatNumber(x)}, ${formatNumber(y)})`;
  };
  return `The lowest B − A is ${place(least)}, the highest ${place(most)}.`;
}

/** The losses of both at the point under the pointer. */
function renderHover({ surfaces: { a, b, difference } }: CompareModel, hover: HoverPoint | null): string {
  const either = a ?? b;
  if (!hover || !either)
    return "When you turn one surface, the others turn as well. Point at one to read the losses of both.";
  const read = (losses: Float64Array, columns: number) =>
    formatNumber(losses[hover.row * columns + hover.column] ?? Number.NaN);
  const isShared = a !== null && b !== null && difference !== null;
  const place = `At (${formatNumber(hover.x)}, ${formatNumber(hover.y)})`;
  if (!isShared) return place;
  const { columns } = difference.grid;
  return `${place}: A ${read(a.landscape.loss, columns)}, B ${read(b.landscape.loss, columns)}, B − A ${read(difference.values, columns)}`;
}

/** The differences of the two experiments, and what they share. */
function renderTerms({ differences, sharing }: CompareModel): TemplateResult {
  const differing =
    differences.length === 0
      ? html`none: A and B are the same experiment`
      : differences.map(
          ({ label, a, b }, index) =>
            html`${index > 0 ? "; " : ""}<span class="compare-differs">${label}: ${a} <span class="bar">|</span> ${b}</span>`,
        );
  return html`<p class="compare-terms" id="compare-terms">
    <b>Differences</b> ${differing}. <b>In common</b>
    <span id="compare-sharing">${[`${sharing.shared.join("; ") || "nothing"}.`, ...sharing.apart].join(" ")}</span>
  </p>`;
}

import { html, nothing, type TemplateResult } from "lit";
import type { Distribution } from "../../convexity/survey/distribution";
import type { ActivationSummary } from "../../convexity/survey/summary";
import type { SurveyRow } from "../../convexity/survey/survey";
import type { Activation } from "../../experiment/spec";
import { ACTIVATION_NAMES } from "../../words/names";
import { formatFraction, formatNumber } from "../../words/numbers";
import { describeSurvey } from "./survey-sentence";
import type { PageSurvey } from "./survey-state";

export interface ResultActions {
  /** Puts the experiment of one row on the page. */
  readonly openRow: (row: SurveyRow) => void;
  /** Puts the experiment on the page that the survey was started from. */
  readonly openBase: () => void;
  readonly save: (kind: "csv" | "json" | "svg") => void;
}

/** What a survey found, in whole or so far. @param plot  the drawn plot, and its place on the page */
export function renderResults(
  survey: PageSurvey,
  isPresent: boolean,
  plot: HTMLElement,
  actions: ResultActions,
): TemplateResult {
  const { found } = survey;
  if (found.rows.length === 0) return html``;
  const { conclusion, hidden, limits } = describeSurvey(found.summary, found.backend);
  // The first rows are of one activation alone: there is nothing to conclude yet.
  const isEarly = survey.phase === "running" && found.summary.comparisons.every(({ pairs }) => pairs === 0);
  return html`<section class="part survey-results" aria-label="What the survey found">
    ${renderStanding(survey)} ${isPresent ? nothing : renderEarlier(actions)}
    ${isEarly ? nothing : html`<p class="conclusion" id="survey-conclusion">${conclusion}</p>`}
    ${hidden ? html`<p id="survey-hidden">${hidden}</p>` : nothing}
    ${plot}
    ${renderTable(
      "Share of a plane that is not convex",
      found.summary.activations.map(({ activation, nonconvex }) => ({ activation, distribution: nonconvex })),
      formatFraction,
      (activation, place) => renderDoor(survey, activation, place, actions),
    )}
    ${renderLambdas(found.summary.activations)}
    <p class="quiet" id="survey-limits">${limits}</p>
    <div class="doors">
      <button type="button" class="button" @click=${() => actions.save("csv")}>CSV</button>
      <button type="button" class="button" @click=${() => actions.save("json")}>JSON</button>
      <button type="button" class="button" @click=${() => actions.save("svg")}>Plot as SVG</button>
    </div>
  </section>`;
}

function renderStanding({ phase, found }: PageSurvey): TemplateResult {
  const { activations, planned, rows, spec } = found;
  const total = activations.length * planned.planes;
  const { columns, rows: lines } = spec.grid;
  const count = phase === "done" ? `${total} slices` : `${rows.length} of ${total} slices`;
  const state = phase === "running" ? " so far" : phase === "done" ? "" : ", then it ended";
  return html`<p class="quiet" id="survey-standing">${count} of ${columns} × ${lines} points${state}.</p>`;
}

function renderEarlier(actions: ResultActions): TemplateResult {
  return html`<p class="said" id="survey-earlier">
    Of another experiment than the one on the page.
    <button type="button" class="inline" @click=${actions.openBase}>Bring it back</button>
  </p>`;
}

interface TableLine {
  readonly activation: Activation;
  readonly distribution: Distribution | null;
}

type Place = "least" | "median" | "most";

const COLUMNS = [
  ["least", "least"],
  ["lowerQuartile", "¼"],
  ["median", "median"],
  ["upperQuartile", "¾"],
  ["most", "most"],
  ["mean", "mean"],
] as const satisfies readonly (readonly [keyof Distribution, string])[];

function renderTable(
  caption: string,
  lines: readonly TableLine[],
  format: (value: number) => string,
  door: (activation: Activation, place: Place) => TemplateResult | null,
): TemplateResult {
  return html`<table>
    <caption>
      ${caption}
    </caption>
    <thead>
      <tr>
        <td></td>
        ${COLUMNS.map(([, name]) => html`<th scope="col">${name}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${lines.map(
        ({ activation, distribution }) => html`<tr>
          <th scope="row">${ACTIVATION_NAMES[activation].label}</th>
          ${COLUMNS.map(([key]) => {
            const own = key === "least" || key === "median" || key === "most" ? door(activation, key) : null;
            return html`<td>${own ?? (distribution ? format(distribution[key]) : "–")}</td>`;
          })}
        </tr>`,
      )}
    </tbody>
  </table>`;
}

/** A figure that opens the plane it is of; the median opens the plane nearest to it. */
function renderDoor(
  { found }: PageSurvey,
  activation: Activation,
  place: Place,
  actions: ResultActions,
): TemplateResult | null {
  const distribution = found.summary.activations.find((summary) => summary.activation === activation)?.nonconvex;
  if (!distribution) return null;
  const row = findNearest(found.rows, activation, distribution[place]);
  if (!row) return null;
  const seeds = `${row.weightSeed === null ? "" : `weights ${row.weightSeed}, `}plane ${row.planeSeed}`;
  const title = `Show the ${ACTIVATION_NAMES[activation].label} plane with the ${place} share (seeds: ${seeds})`;
  return html`<button type="button" class="inline" title=${title} @click=${() => actions.openRow(row)}>
    ${formatFraction(distribution[place])}
  </button>`;
}

function findNearest(rows: readonly SurveyRow[], activation: Activation, share: number): SurveyRow | null {
  let nearest: SurveyRow | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    if (row.activation !== activation || row.nonconvex === null) continue;
    const distance = Math.abs(row.nonconvex - share);
    if (distance >= least) continue;
    least = distance;
    nearest = row;
  }
  return nearest;
}

function renderLambdas(activations: readonly ActivationSummary[]): TemplateResult | typeof nothing {
  if (activations.every(({ lambdaMin }) => lambdaMin === null)) return nothing;
  return html`<table>
    <caption>
      λmin, and what the planes show of it where they are laid
    </caption>
    <thead>
      <tr>
        <td></td>
        <th scope="col">least</th>
        <th scope="col">median</th>
        <th scope="col">most</th>
        <th scope="col" title="Centres where λmin is below 0 by more than its error bound">below 0</th>
        <th scope="col" title="Of the planes through those centres, the ones with negative curvature there">shown</th>
      </tr>
    </thead>
    <tbody>
      ${activations.map(
        ({ activation, lambdaMin, centersBelowZero, blindness }) => html`<tr>
          <th scope="row">${ACTIVATION_NAMES[activation].label}</th>
          <td>${lambdaMin ? formatNumber(lambdaMin.least) : "–"}</td>
          <td>${lambdaMin ? formatNumber(lambdaMin.median) : "–"}</td>
          <td>${lambdaMin ? formatNumber(lambdaMin.most) : "–"}</td>
          <td>${lambdaMin ? `${centersBelowZero} of ${lambdaMin.count}` : "–"}</td>
          <td>${blindness.planes > 0 ? `${blindness.showing} of ${blindness.planes}` : "–"}</td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}

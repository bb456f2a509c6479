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
  /** Opens the experiment of one row on the page. */
  readonly openRow: (row: SurveyRow) => void;
  /** Opens the experiment that the survey was started from. */
  readonly openBase: () => void;
  readonly save: (kind: "csv" | "json" | "svg") => void;
}

/** The results of a survey, complete or so far. @param plot  the element with the plot */
export function renderResults(
  survey: PageSurvey,
  isPresent: boolean,
  plot: HTMLElement,
  actions: ResultActions,
): TemplateResult {
  const { found } = survey;
  if (found.rows.length === 0) return html``;
  const { conclusion, hidden, limits } = describeSurvey(found.summary, found.backend);
  // The first rows all have one activation: there is nothing to compare yet.
  const isEarly = survey.phase === "running" && found.summary.comparisons.every(({ pairs }) => pairs === 0);
  return html`<section class="part survey-results" aria-label="Results of the survey">
    ${renderRowCount(survey)} ${isPresent ? nothing : renderEarlier(actions)}
    ${isEarly ? nothing : html`<p class="conclusion" id="survey-conclusion">${conclusion}</p>`}
    ${hidden ? html`<p id="survey-hidden">${hidden}</p>` : nothing}
    ${plot}
    ${renderTable(
      "Share of a plane shown to be not convex",
      found.summary.activations.map(({ activation, nonconvex }) => ({ activation, distribution: nonconvex })),
      formatFraction,
      (activation, place) => renderShareLink(survey, activation, place, actions),
    )}
    ${renderLambdas(found.summary.activations)}
    <p class="quiet" id="survey-limits">${limits}</p>
    <div class="downloads">
      <button type="button" class="button" @click=${() => actions.save("csv")}>CSV</button>
      <button type="button" class="button" @click=${() => actions.save("json")}>JSON</button>
      <button type="button" class="button" @click=${() => actions.save("svg")}>Plot as SVG</button>
    </div>
  </section>`;
}

function renderRowCount({ phase, found }: PageSurvey): TemplateResult {
  const { activations, planned, rows, spec } = found;
  const total = activations.length * planned.planes;
  const { columns, rows: lines } = spec.grid;
  const count = phase === "done" ? `${total} slices` : `${rows.length} of ${total} slices`;
  const state = phase === "running" ? " so far" : phase === "done" ? "" : " before the survey ended";
  return html`<p class="quiet" id="survey-standing">${count} of ${columns} × ${lines} points${state}.</p>`;
}

function renderEarlier(actions: ResultActions): TemplateResult {
  return html`<p class="said" id="survey-earlier">
    This survey belongs to another experiment.
    <button type="button" class="inline" @click=${actions.openBase}>Open that experiment</button>
  </p>`;
}

interface TableLine {
  readonly activation: Activation;
  readonly distribution: Distribution | null;
}

type Place = "least" | "median" | "most";

const PLACE_WORDS: Readonly<Record<Place, string>> = { least: "smallest", median: "median", most: "largest" };

const COLUMNS = [
  ["least", "min"],
  ["lowerQuartile", "¼"],
  ["median", "median"],
  ["upperQuartile", "¾"],
  ["most", "max"],
  ["mean", "mean"],
] as const satisfies readonly (readonly [keyof Distribution, string])[];

function renderTable(
  caption: string,
  lines: readonly TableLine[],
  format: (value: number) => string,
  link: (activation: Activation, place: Place) => TemplateResult | null,
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
            const linked = key === "least" || key === "median" || key === "most" ? link(activation, key) : null;
            return html`<td>${linked ?? (distribution ? format(distribution[key]) : "–")}</td>`;
          })}
        </tr>`,
      )}
    </tbody>
  </table>`;
}

/** A share that opens the plane with this share; the median opens the plane that is nearest to it. */
function renderShareLink(
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
  const title = `Show the ${ACTIVATION_NAMES[activation].label} plane with the ${PLACE_WORDS[place]} share (seeds: ${seeds})`;
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
      λmin of the whole Hessian at the centres, and how many planes show it
    </caption>
    <thead>
      <tr>
        <td></td>
        <th scope="col">min</th>
        <th scope="col">median</th>
        <th scope="col">max</th>
        <th scope="col" title="Centres where λmin is below 0 by more than its error bound">below 0</th>
        <th scope="col" title="The planes through those centres that have negative curvature at the centre">planes showing it</th>
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

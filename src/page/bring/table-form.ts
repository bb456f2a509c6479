import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { LIMITS } from "../../experiment/limits";
import type { TableForm } from "../../formats/tables/read-table";
import type { BroughtTable } from "./brought";
import { type ColumnChoice, chooseTarget, describeForm, toggleInput } from "./column-choice";

export interface TableFormActions {
  readonly choose: (choice: ColumnChoice) => void;
  /** Reads the table again. */
  readonly reread: (form: Partial<TableForm>) => void;
}

/** Columns of which a checkbox each is shown; of more, all numbers but the target are inputs. */
const MOST_SHOWN = 100;

/** The columns of a table, and what they become. */
export function renderTableForm(
  { file, summary, choice, chosen }: BroughtTable,
  { choose, reread }: TableFormActions,
): TemplateResult {
  const { columns, form } = summary;
  const shown = columns.slice(0, MOST_SHOWN);
  return html`<section class="bring-part" aria-label="The table">
    <h3>${file.name}</h3>
    <p class="quiet">${describeForm(summary)}</p>
    <div class="bring-columns" tabindex="0" role="group" aria-label="The columns">
      <table>
        <thead>
          <tr><th scope="col">Column</th><th scope="col">Input</th><th scope="col">Target</th><th scope="col">First values</th></tr>
        </thead>
        <tbody>
          ${shown.map(({ name, kind, examples, missing, isConstant, distinct }) => {
            const isTarget = name === choice.target;
            const remarks = [
              ...(kind === "text" ? ["text"] : []),
              ...(isConstant ? ["constant"] : []),
              ...(missing > 0 ? [`${missing} missing`] : []),
              ...(kind === "text" && distinct !== null ? [`${distinct} different`] : []),
            ];
            return html`<tr>
              <th scope="row">${name}</th>
              <td>
                <input
                  type="checkbox"
                  name="input"
                  aria-label="${name} is an input"
                  .checked=${live(choice.inputs.includes(name))}
                  ?disabled=${kind === "text" || isTarget}
                  @change=${() => choose(toggleInput(choice, name, summary))}
                />
              </td>
              <td>
                <input
                  type="radio"
                  name="bring-target"
                  aria-label="${name} is the target"
                  .checked=${live(isTarget)}
                  @change=${() => choose(chooseTarget(choice, name, summary))}
                />
              </td>
              <td class="quiet">${examples.join(", ")}${remarks.length > 0 ? html` <em>(${remarks.join(", ")})</em>` : nothing}</td>
            </tr>`;
          })}
        </tbody>
      </table>
      ${columns.length > shown.length ? html`<p class="quiet">${columns.length - shown.length} more columns are not shown.</p>` : nothing}
    </div>
    <div class="bring-options">
      <label
        ><input
          type="checkbox"
          id="bring-standardise"
          .checked=${live(choice.isStandardised)}
          @change=${() => choose({ ...choice, isStandardised: !choice.isStandardised })}
        />Standardise: mean 0, deviation 1</label
      >
      <label
        ><input
          type="checkbox"
          id="bring-header"
          .checked=${live(form.hasHeader)}
          @change=${() => reread({ hasHeader: !form.hasHeader })}
        />The first row has the names</label
      >
      <label
        >Rows at most
        <input
          type="number"
          id="bring-samples"
          min="2"
          max=${LIMITS.samples.max}
          .value=${live(`${choice.samples}`)}
          @change=${({ target }: Event) => choose({ ...choice, samples: readCount((target as HTMLInputElement).valueAsNumber, choice.samples) })}
        />
      </label>
    </div>
    <div class="bring-found" role="status">
      ${chosen === null || "problem" in chosen ? nothing : chosen.notes.map((note) => html`<p>${note}</p>`)}
      ${chosen && "problem" in chosen ? html`<p class="bring-problem">${sentence(chosen.problem)}</p>` : nothing}
    </div>
  </section>`;
}

function readCount(typed: number, before: number): number {
  if (!Number.isFinite(typed)) return before;
  return Math.round(Math.min(LIMITS.samples.max, Math.max(2, typed)));
}

/** What is wrong with a file, as a sentence of its own. */
function sentence(problem: string): string {
  const text = problem.charAt(0).toUpperCase() + problem.slice(1);
  return text.endsWith(".") ? text : `${text}.`;
}

import { html, nothing, type TemplateResult } from "lit";
import { LIMITS } from "../../../experiment/limits";
import { LONGEST_NAME, type Solution } from "../../../formats/files/solutions-file";
import { icon } from "../../../studio/views/parts/icons";
import { OPTIMIZER_NAMES } from "../../../words/names";
import { formatExact, formatNumber } from "../../../words/numbers";
import type { SolutionsActions } from "../solutions-actions";
import type { SolutionsState } from "../solutions-state";
import { SEED_COUNT } from "../train-seeds";

/** Buttons that keep the weights on the page, and that train other seeds. */
export function renderKeeping(
  { seedCount, work }: SolutionsState,
  firstSeed: number,
  canKeep: boolean,
  actions: SolutionsActions,
): TemplateResult {
  const busy = work !== null;
  return html`<section class="part">
    <div class="row">
      <button type="button" class="button main" id="keep-present" ?disabled=${!canKeep} @click=${actions.keepPresent}>
        Keep these weights
      </button>
      <span class="quiet">those on the page now</span>
    </div>
    <div class="row">
      <span>Train</span>
      ${numberBox("seed-count", "How many seeds", seedCount, SEED_COUNT, actions.setSeedCount)}
      <span>seeds, first</span>
      ${numberBox("first-seed", "First seed", firstSeed, LIMITS.seed, actions.setFirstSeed)}
      <button type="button" class="button" id="train-seeds" ?disabled=${busy} @click=${actions.trainSeeds}>
        Train and keep
      </button>
    </div>
  </section>`;
}

/** The progress of the running computation, and a button that cancels it. */
export function renderWork({ work }: SolutionsState, actions: SolutionsActions): TemplateResult {
  if (!work) return html``;
  const part = work.fraction ?? undefined;
  return html`<div class="row work">
    <progress aria-label=${work.text} max="1" value=${part ?? nothing}></progress>
    <span class="quiet">${work.text}</span>
    <button type="button" class="button" id="cancel-work" @click=${actions.cancel}>Cancel</button>
  </div>`;
}

/** The kept solutions, the newest last. */
export function renderKept(
  { solutions, renaming, removed }: SolutionsState,
  actions: SolutionsActions,
): TemplateResult {
  return html`<section class="part">
    <div class="row head">
      <h3>Kept <span class="quiet">${solutions.length > 0 ? formatExact(solutions.length) : ""}</span></h3>
      <label class="button import">Import<input class="unseen" id="import-solutions" type="file" accept=".json,application/json" @change=${(event: Event) => takeFile(event, actions)} />
      </label>
      <button type="button" class="button" ?disabled=${solutions.length === 0} @click=${actions.saveAll}>Save all</button>
    </div>
    ${
      solutions.length === 0
        ? html`<p class="quiet">
            None yet. Kept solutions stay in this browser. You can compare two of them, see the plane through them, and connect them by a curve.
          </p>`
        : html`<ul class="solutions">
            ${solutions.map((solution) => renderSolution(solution, renaming === solution.id, actions))}
          </ul>`
    }
    ${
      removed
        ? html`<p class="quiet">
            ${removed.name} is deleted.
            <button type="button" class="inline" @click=${actions.restore}>Bring it back</button>
          </p>`
        : nothing
    }
  </section>`;
}

function renderSolution(solution: Solution, isRenaming: boolean, actions: SolutionsActions): TemplateResult {
  const { id, name } = solution;
  return html`<li data-id=${id}>
    ${isRenaming ? renderNameBox(solution, actions) : html`<span class="name" title=${name}>${name}</span>`}
    <span class="quiet">${describeSolution(solution)}</span>
    <button type="button" class="button" title="Shows this solution on the page; undo brings back your experiment" @click=${() => actions.open(id)}>
      Open
    </button>
    ${iconButton("rename", `Rename ${name}`, () => actions.startRenaming(id))}
    ${iconButton("save", `Save ${name} as a spec`, () => actions.save(id))}
    ${iconButton("remove", `Delete ${name}`, () => actions.remove(id))}
  </li>`;
}

/** The name box: Enter or a click elsewhere takes the new name, Escape keeps the old one. */
function renderNameBox({ id, name }: Solution, { rename, startRenaming }: SolutionsActions): TemplateResult {
  const press = (event: KeyboardEvent): void => {
    if (event.key === "Enter") rename(id, (event.currentTarget as HTMLInputElement).value);
    if (event.key !== "Escape") return;
    // Escape ends the editing; it must not close the tool as well.
    event.preventDefault();
    startRenaming(null);
  };
  return html`<input
    class="name-box"
    aria-label="Name"
    maxlength=${LONGEST_NAME}
    .value=${name}
    @keydown=${press}
    @blur=${(event: Event) => rename(id, (event.currentTarget as HTMLInputElement).value)}
  />`;
}

/** "loss 0.0123 · 2–8–8–1 · Adam, 200 steps" */
function describeSolution({ loss, spec, training, step }: Solution): string {
  const parts = [
    loss === null ? "loss not finite" : `loss ${formatNumber(loss)}`,
    spec.network.layers.join("–"),
    training === null ? "" : `${OPTIMIZER_NAMES[training.optimizer].label}, ${formatExact(step)} steps`,
  ];
  return parts.filter((part) => part !== "").join(" · ");
}

function iconButton(name: "rename" | "save" | "remove", label: string, does: () => void): TemplateResult {
  return html`<button type="button" class="button plain" data-does=${name} aria-label=${label} title=${label} @click=${does}>
    ${icon(name)}
  </button>`;
}

function takeFile(event: Event, { read }: SolutionsActions): void {
  const input = event.currentTarget as HTMLInputElement;
  const file = input.files?.[0];
  if (file) read(file);
  // Else the browser reports no change when the reader chooses the same file again.
  input.value = "";
}

/** A number box. When it loses the focus it shows the number that was taken, which may differ from the typed one. */
export function numberBox(
  id: string,
  label: string,
  value: number,
  { min, max }: { readonly min: number; readonly max: number },
  take: (typed: number) => number,
): TemplateResult {
  const change = (event: Event): void => {
    const box = event.currentTarget as HTMLInputElement;
    box.value = String(take(box.valueAsNumber));
  };
  return html`<input
    type="number"
    step="any"
    id=${id}
    class="number-box"
    aria-label=${label}
    min=${min}
    max=${max}
    .value=${String(value)}
    @change=${change}
  />`;
}

import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { COMPARED_WEIGHTS, type Comparison, HEIGHTS, type View } from "../../../experiment/view";
import { icon } from "../../../studio/views/parts/icons";
import { closeMenu, placeMenu } from "../../../studio/views/parts/menu";
import type { CompareActions } from "../compare-actions";
import type { CompareModel, RecentExperiment } from "../compare-model";

const WEIGHTS: Readonly<Record<Comparison["weights"], readonly [label: string, title: string]>> = {
  own: ["Each its own", "Each experiment has its own weights"],
  shared: ["A’s for both", "Both have A’s weights; B is not trained"],
  initial: ["Untrained", "Both have their initial weights, before the first training step"],
};
const HEIGHT_LABELS: Readonly<Record<View["height"], string>> = { linear: "Linear", log: "Log", asinh: "Asinh" };

/** What both sides share, and the view of both. */
export function renderOptions(
  { pair, view }: CompareModel,
  withDifference: boolean,
  actions: CompareActions,
): TemplateResult {
  const { obstacles } = pair;
  return html`<div class="compare-options">
    <fieldset>
      <legend>Weights</legend>
      <div class="segments">
        ${COMPARED_WEIGHTS.map((name) => {
          const [label, title] = WEIGHTS[name];
          const obstacle = name === "own" ? "" : obstacles[name];
          return html`<label title=${obstacle || title} class=${obstacle ? "unavailable" : ""}
            ><input
              type="radio"
              name="compare-weights"
              .checked=${live(pair.weights === name)}
              ?disabled=${obstacle !== ""}
              @change=${() => actions.chooseWeights(name)}
            />${label}</label
          >`;
        })}
      </div>
    </fieldset>
    <label class="check" title=${obstacles.onePlane || "B’s slice has the same two directions as A’s"}
      ><input
        type="checkbox"
        id="compare-one-plane"
        .checked=${live(pair.onePlane)}
        ?disabled=${obstacles.onePlane !== ""}
        @change=${(event: Event) => actions.chooseOnePlane((event.target as HTMLInputElement).checked)}
      />Same directions</label
    >
    <fieldset>
      <legend>Height</legend>
      <div class="segments">
        ${HEIGHTS.map(
          (name) => html`<label title="Both surfaces have the same height scale"
            ><input
              type="radio"
              name="compare-height"
              .checked=${live(view.height === name)}
              @change=${() => actions.chooseHeight(name)}
            />${HEIGHT_LABELS[name]}</label
          >`,
        )}
      </div>
    </fieldset>
    <label class="check" title="B − A over the same grid"
      ><input
        type="checkbox"
        id="compare-difference"
        .checked=${live(withDifference)}
        @change=${(event: Event) => actions.showDifference((event.target as HTMLInputElement).checked)}
      />Difference</label
    >
    <div class="compare-tools">
      <button type="button" class="button" id="compare-swap" title="Puts B on the page, and the page’s experiment in B’s place" @click=${actions.swap}>
        ${icon("swap")}Swap
      </button>
      <button type="button" class="button" id="compare-save" title="Saves all surfaces, legends and captions as one PNG. The page can open it again as this comparison." @click=${actions.savePicture}>
        ${icon("camera")}Save
      </button>
    </div>
  </div>`;
}

/** The menu that replaces B by an earlier experiment, a file or a link. */
export function renderOtherMenu(recent: readonly RecentExperiment[], actions: CompareActions): TemplateResult {
  const pick = (event: Event, spec: RecentExperiment["spec"]): void => {
    actions.chooseExperiment(spec);
    closeMenu(event);
  };
  return html`<button
      type="button"
      class="button plain"
      popovertarget="compare-other"
      aria-haspopup="true"
      aria-label="Another experiment for B"
      title="Another experiment for B"
    >
      ${icon("open")}${icon("down")}
    </button>
    <div id="compare-other" class="menu" popover @toggle=${placeMenu}>
      ${
        recent.length > 0
          ? html`<p>Earlier on this page</p>
              ${recent.map(
                ({ spec, label }) =>
                  html`<button type="button" class="compare-recent" @click=${(event: Event) => pick(event, spec)}>${label}</button>`,
              )}
              <hr />`
          : nothing
      }
      <button
        type="button"
        @click=${(event: Event) => {
          actions.chooseFile();
          closeMenu(event);
        }}
      >
        Open a file…
      </button>
      <label
        >Link
        <input
          type="text"
          id="compare-link"
          placeholder="Paste a link here"
          autocomplete="off"
          @change=${(event: Event) => {
            const input = event.target as HTMLInputElement;
            if (input.value === "" || !actions.chooseLink(input.value)) return;
            input.value = "";
            input.closest<HTMLElement>("[popover]")?.hidePopover();
          }}
        />
      </label>
    </div>`;
}

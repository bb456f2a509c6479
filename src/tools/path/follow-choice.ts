import { html, type TemplateResult } from "lit";
import type { PlaneSpec } from "../../experiment/spec";
import { type Follow, followOf } from "../../studio/state/follow";
import type { StudioState } from "../../studio/state/state";
import type { Store } from "../../studio/state/store";

const LABELS: Readonly<Record<Follow, string>> = {
  weights: "The plane follows the weights",
  plane: "The path grows over a fixed plane",
};

/** What moves with the timeline and with a training, to be chosen; and what that means for the present kind of plane. */
export function renderFollowChoice(state: StudioState, store: Store): TemplateResult {
  const chosen = followOf(state);
  return html`<fieldset class="follow">
      <legend>When the weights move</legend>
      ${(["weights", "plane"] as const).map(
        (follow) => html`<label>
          <input
            type="radio"
            name="follow"
            value=${follow}
            .checked=${follow === chosen}
            @change=${() => store.dispatch({ type: "look", view: { follow } })}
          />${LABELS[follow]}
        </label>`,
      )}
    </fieldset>
    <p class="quiet" id="follow-means">${describeFollow(chosen, state.spec.plane.kind)}</p>`;
}

/** Kinds of planes whose directions do not depend on the weights at the centre. */
const FIXED: readonly PlaneSpec["kind"][] = ["given", "weights"];

export function describeFollow(follow: Follow, kind: PlaneSpec["kind"]): string {
  if (follow === "plane") {
    return (
      "The slice stays around the weights of the last step while the timeline moves: only the path and the picture of the data go " +
      "along. A new training of the same network draws its path over the slice that is there."
    );
  }
  if (kind === "trajectory-pca") {
    return "The slice goes along, parallel to itself: its directions stay those of the whole way.";
  }
  return FIXED.includes(kind)
    ? "The slice goes along, parallel to itself: its directions are fixed."
    : "The slice is made anew around the weights of each step, its directions with it.";
}

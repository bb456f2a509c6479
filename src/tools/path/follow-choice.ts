import { html, type TemplateResult } from "lit";
import type { PlaneSpec } from "../../experiment/spec";
import { type Follow, followOf } from "../../studio/state/follow";
import type { StudioState } from "../../studio/state/state";
import type { Store } from "../../studio/state/store";

const LABELS: Readonly<Record<Follow, string>> = {
  weights: "The slice follows the weights",
  plane: "The slice stays; the trajectory grows on it",
};

/** The choice of what moves with the timeline and with a training, and what it means for the present kind of plane. */
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
      "While the timeline moves, the slice stays around the weights of the last step: only the trajectory and the picture of the data " +
      "change. A new training of the same network draws its trajectory on the present slice."
    );
  }
  if (kind === "trajectory-pca") {
    return "The slice moves with the weights. Its directions are the principal components of the whole trajectory, and stay fixed.";
  }
  return FIXED.includes(kind)
    ? "The slice moves with the weights. Its directions stay fixed."
    : "The slice moves with the weights. Its directions are computed anew at each step.";
}

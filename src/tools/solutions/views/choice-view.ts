import { html, nothing, type TemplateResult } from "lit";
import { PLANE_NOTES } from "../../../studio/sentences/plane-notes";
import type { StudioState } from "../../../studio/state/state";
import type { SolutionsActions } from "../solutions-actions";
import { type Choice, PRESENT, ROLES, type Role, type resolveMembers, type SolutionsState } from "../solutions-state";

type Members = ReturnType<typeof resolveMembers>;

const ROLE_TITLES: Readonly<Record<Role, string>> = {
  a: "The beginning of the path, and the centre of the plane",
  b: "The end of the path",
  c: "The third point of a plane through three",
};

/** The choice of A, B and C, and the actions on them. */
export function renderChoice(
  { solutions, work }: SolutionsState,
  members: Members,
  { spec, run }: StudioState,
  actions: SolutionsActions,
): TemplateResult {
  const busy = work !== null;
  const hasPresent = run.training.parameters !== null;
  const isOfSolutions = spec.plane.kind === "interpolation" || spec.plane.kind === "minima";
  return html`<section class="part">
    <h3>Compare and connect</h3>
    <div class="roles">
      ${ROLES.map((role) => {
        const chosen = members[role]?.choice ?? "";
        return html`<label for="role-${role}" title=${ROLE_TITLES[role]}>${role.toUpperCase()}</label>
          <select
            id="role-${role}"
            title=${ROLE_TITLES[role]}
            .value=${chosen}
            @change=${(event: Event) => actions.choose(role, readChoice(event))}
          >
            ${chosen === "" ? html`<option value="" selected>No other of this network</option>` : ""}
            ${hasPresent ? html`<option value=${PRESENT} ?selected=${chosen === PRESENT}>The present weights</option>` : ""}
            ${solutions.map(({ id, name }) => html`<option value=${id} ?selected=${chosen === id}>${name}</option>`)}
          </select>`;
      })}
    </div>
    <div class="doors">
      <button type="button" class="button" id="plane-to" title="A slice that holds the straight line from A to B" @click=${actions.planeToSecond}>
        Plane to B
      </button>
      <button type="button" class="button" id="plane-three" title="The one plane that holds A, B and C" @click=${actions.planeThroughThree}>
        Plane through A, B, C
      </button>
      <button type="button" class="button" id="compare" ?disabled=${busy} @click=${actions.compare}>Compare A, B</button>
      <button
        type="button"
        class="button"
        id="connect"
        title="Trains a curve of low loss from A to B. The page then shows A’s weights on the plane of this curve; undo brings back your experiment."
        ?disabled=${busy}
        @click=${actions.connect}
      >
        Connect A, B
      </button>
    </div>
    ${isOfSolutions ? html`<p class="quiet note">${PLANE_NOTES[spec.plane.kind]}</p>` : nothing}
  </section>`;
}

function readChoice(event: Event): Choice {
  const { value } = event.currentTarget as HTMLSelectElement;
  return value === "" ? null : value;
}

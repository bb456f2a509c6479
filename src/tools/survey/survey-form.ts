import { html, nothing, type TemplateResult } from "lit";
import { planSurvey, type SurveyPlan } from "../../compute/studies/survey/survey-plan";
import { SpecError } from "../../experiment/parse";
import { ACTIVATIONS, type Activation, type Spec } from "../../experiment/spec";
import { parseSurveyRequest, SURVEY_LIMITS } from "../../formats/files/survey-file";
import { ACTIVATION_NAMES, capitalise } from "../../words/names";
import { formatExact } from "../../words/numbers";

/** The values of the controls. */
export interface SurveyForm {
  readonly planes: number;
  /** The number of weight seeds; it cannot be above the number of planes. */
  readonly seeds: number;
  readonly activations: readonly Activation[];
}

export const FRESH_FORM: SurveyForm = Object.freeze<SurveyForm>({
  planes: 100,
  seeds: 20,
  activations: ["sigmoid", "relu"],
});

/** The plan of the survey; or the control with a value that is not possible, with one sentence. */
export type CheckedForm =
  | { readonly plan: SurveyPlan }
  | { readonly field: "planes" | "seeds" | "activations"; readonly message: string };

export function checkForm(form: SurveyForm, spec: Spec): CheckedForm {
  const given = spec.weights.kind === "given";
  const empty = (["planes", "seeds"] as const).find((field) => Number.isNaN(form[field]));
  if (empty) return { field: empty, message: "This needs a number." };
  try {
    return { plan: planSurvey(spec, parseSurveyRequest({ ...form, seeds: given ? null : form.seeds })) };
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    const [, name = "", said = error.message] = /^survey\.(\w+)(?:\[\d+\])?: (.*)$/.exec(error.message) ?? [];
    if (name === "activations") return { field: "activations", message: "Choose two activations or more." };
    return { field: name === "seeds" ? "seeds" : "planes", message: `${capitalise(said)}.` };
  }
}

export interface FormActions {
  readonly change: (change: Partial<SurveyForm>) => void;
  readonly start: () => void;
}

/** The controls of a survey, with the amount of work that they ask for. */
export function renderForm(form: SurveyForm, spec: Spec, isBusy: boolean, actions: FormActions): TemplateResult {
  const checked = checkForm(form, spec);
  const given = spec.weights.kind === "given";
  const noteOf = (field: string) =>
    "field" in checked && checked.field === field
      ? html`<p class="said" id="survey-${field}-note">${checked.message}</p>`
      : nothing;
  return html`<form
    class="part survey-form"
    @submit=${(event: Event) => {
      event.preventDefault();
      if (!isBusy && "plan" in checked) actions.start();
    }}
  >
    <div class="counts">
      ${renderCount("planes", "Random planes", form.planes, SURVEY_LIMITS.planes.max, false, checked, actions)}
      ${renderCount("seeds", "Weight seeds", given ? 1 : form.seeds, form.planes, given, checked, actions)}
    </div>
    ${noteOf("planes")} ${noteOf("seeds")}
    <fieldset class="choices" aria-describedby=${"field" in checked && checked.field === "activations" ? "survey-activations-note" : nothing}>
      <legend>Activations; each is compared with the first</legend>
      ${ACTIVATIONS.map(
        (name) => html`<label
          ><input
            type="checkbox"
            name=${name}
            .checked=${form.activations.includes(name)}
            @change=${(event: Event) => actions.change({ activations: choose(form, name, isChecked(event)) })}
          />${ACTIVATION_NAMES[name].label}</label
        >`,
      )}
    </fieldset>
    ${noteOf("activations")}
    <p class="quiet">${"plan" in checked ? describePlan(checked.plan, given) : nothing}</p>
    <button type="submit" class="button main" id="survey-start" ?disabled=${isBusy || "field" in checked}>
      Start the survey
    </button>
  </form>`;
}

function renderCount(
  name: "planes" | "seeds",
  label: string,
  value: number,
  largest: number,
  disabled: boolean,
  checked: CheckedForm,
  actions: FormActions,
): TemplateResult {
  const isWrong = "field" in checked && checked.field === name;
  return html`<label
    ><span>${label}</span
    ><input
      type="number"
      id="survey-${name}"
      min="1"
      max=${largest}
      step="1"
      ?disabled=${disabled}
      aria-invalid=${isWrong}
      aria-describedby=${isWrong ? `survey-${name}-note` : nothing}
      .value=${`${value}`}
      @change=${(event: Event) => actions.change({ [name]: (event.target as HTMLInputElement).valueAsNumber })}
    /></label
  >`;
}

function isChecked(event: Event): boolean {
  return (event.target as HTMLInputElement).checked;
}

/** The chosen activations, in the order of every list of activations. */
function choose({ activations }: SurveyForm, name: Activation, wanted: boolean): readonly Activation[] {
  return ACTIVATIONS.filter((other) => (other === name ? wanted : activations.includes(other)));
}

/** "40 trainings and 200 slices of 33 × 33 points: the same data, seeds and planes for each activation." */
function describePlan({ activations, planes, seeds, spec }: SurveyPlan, given: boolean): string {
  const trainings = seeds.length * activations.length;
  const first = given ? "" : `${formatExact(trainings)} trainings and `;
  const { columns, rows } = spec.grid;
  const same = given ? "the same data, weights and planes" : "the same data, seeds and planes";
  return `${first}${formatExact(activations.length * planes)} slices of ${columns} × ${rows} points: ${same} for each activation.`;
}

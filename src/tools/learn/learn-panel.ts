import { html, nothing, type TemplateResult } from "lit";
import { LESSON_COUNT } from "../../experiment/view";
import { icon } from "../../studio/views/parts/icons";
import { formatNumber } from "../../words/numbers";
import { type LearnState, readControl, taskKey } from "./learn-state";
import type { ChoiceControl, Lesson, LessonControl, Moment, SliderControl } from "./lesson";
import { ANSWER, LESSONS, QUESTION, REASONS } from "./lessons";
import { describeWork, settledOutcome } from "./readings";
import { SOURCES } from "./sources";

/** What the reader can do in the tool. */
export interface LearnActions {
  readonly turnTo: (lesson: number) => void;
  /** Shows the lesson's experiment as it was at its beginning. */
  readonly begin: (lesson: number) => void;
  readonly leave: () => void;
  readonly move: (control: LessonControl, value: number) => void;
}

export function renderLearn(learn: LearnState, lesson: Lesson, moment: Moment, actions: LearnActions): TemplateResult {
  const { note, announcement } = learn;
  const set = (name: string, value: number): void => {
    const control = lesson.controls.find((candidate) => candidate.name === name);
    if (control) actions.move(control, value);
  };
  return html`<p class="unseen" role="status">${announcement}</p>
    ${renderSteps(learn, actions)}
    <article class="lesson" data-lesson=${lesson.name}>
      ${learn.lesson === 1 ? renderAnswer(actions) : nothing}
      <h3>${learn.lesson}. ${lesson.title}</h3>
      <p>${lesson.paragraphs[0]}</p>
      <div class="formulas">${lesson.formulas}</div>
      ${lesson.paragraphs.slice(1).map((paragraph) => html`<p>${paragraph}</p>`)}
      <div class="experiment">
        ${lesson.controls.map((control) => renderControl(control, moment, actions))}
        ${note ? html`<p class="note" role="status">${note}</p>` : nothing} ${lesson.figure?.(moment, set) ?? nothing}
        ${renderReading(lesson, moment)}
      </div>
      ${renderTasks(learn, lesson)} ${renderSources(lesson)}
    </article>
    ${renderTurning(learn, actions)}`;
}

function renderAnswer({ turnTo }: LearnActions): TemplateResult {
  return html`<p class="question">${QUESTION}</p>
    <p class="answer"><b>${ANSWER}</b></p>
    <ol class="reasons">
      ${REASONS.map(
        ({ text, lesson }) => html`<li>
          ${text}
          <button type="button" class="button plain door" @click=${() => turnTo(lesson)}>Lesson ${lesson}</button>
        </li>`,
      )}
    </ol>
    <p>Then the lessons show where the argument of the question fails, and what remains true.</p>`;
}

/** The eight lessons by their numbers. While one has the focus, the arrow keys turn to the next or previous lesson. */
function renderSteps(learn: LearnState, { turnTo }: LearnActions): TemplateResult {
  const onKey = (event: KeyboardEvent): void => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key] ?? 0;
    const next = Math.min(LESSON_COUNT, Math.max(1, learn.lesson + by));
    if (by === 0 || next === learn.lesson) return;
    event.preventDefault();
    turnTo(next);
    const list = event.currentTarget as HTMLElement;
    list.querySelectorAll("button")[next - 1]?.focus();
  };
  return html`<nav aria-label="Lessons">
    <ol class="lesson-steps" @keydown=${onKey}>
      ${LESSONS.map((lesson, i) => {
        const isDone = lesson.tasks.every((_, task) => learn.done.includes(taskKey(lesson, task)));
        return html`<li>
          <button
            type="button"
            class=${isDone ? "done" : ""}
            aria-current=${learn.lesson === i + 1 ? "step" : nothing}
            aria-label="Lesson ${i + 1}: ${lesson.title}${isDone ? ", done" : ""}"
            title=${lesson.title}
            @click=${() => turnTo(i + 1)}
          >
            ${i + 1}
          </button>
        </li>`;
      })}
    </ol>
  </nav>`;
}

function renderControl(control: LessonControl, moment: Moment, actions: LearnActions): TemplateResult | typeof nothing {
  const value = readControl(control, moment);
  if (control.kind === "choice") return renderChoice(control, value, moment, actions);
  return value === null ? nothing : renderSlider(control, value, actions);
}

function renderSlider(control: SliderControl, value: number, { move }: LearnActions): TemplateResult {
  const { name, label, min, max, step } = control;
  return html`<label class="slider">
    <span>${label}</span>
    <input
      type="range"
      id="lesson-${name}"
      min=${min}
      max=${max}
      step=${step}
      .value=${`${value}`}
      aria-valuetext=${formatNumber(value)}
      @input=${(event: Event) => move(control, (event.currentTarget as HTMLInputElement).valueAsNumber)}
    />
    <output>${formatNumber(value)}</output>
  </label>`;
}

/** Options with more letters than this in total are listed below one another, not in a row. */
const LETTERS_A_ROW = 36;

function renderChoice(
  control: ChoiceControl,
  value: number | null,
  moment: Moment,
  { move }: LearnActions,
): TemplateResult {
  const { name, label, options, remark } = control;
  const isLong = options.join("").length > LETTERS_A_ROW;
  return html`<fieldset class=${isLong ? "choice long" : "choice"}>
    <legend>${label}</legend>
    <div class=${isLong ? "options" : "segments"}>
      ${options.map(
        (option, i) => html`<label
          ><input
            type="radio"
            name="lesson-${name}"
            .checked=${i === value}
            @change=${() => move(control, i)}
          /><span>${option}${remark ? html`<small>${remark(i, moment)}</small>` : nothing}</span></label
        >`,
      )}
    </div>
  </fieldset>`;
}

function renderReading(lesson: Lesson, moment: Moment): TemplateResult {
  const outcome = settledOutcome(moment.state);
  const text = outcome ? lesson.reading({ ...moment, outcome }) : describeWork(moment.state);
  return html`<p class="reading" data-settled=${outcome !== null}><b>Now</b> ${text}</p>`;
}

function renderTasks(learn: LearnState, lesson: Lesson): TemplateResult {
  return html`<section class="tasks" aria-label="Try this">
    <h4>Try this</h4>
    <ul>
      ${lesson.tasks.map((task, i) => {
        const isDone = learn.done.includes(taskKey(lesson, i));
        return html`<li class=${isDone ? "done" : ""}>
          <span class="tick">${isDone ? icon("tick") : nothing}</span>
          <span>${task.text}${isDone ? html`<span class="unseen"> Done.</span>` : nothing}</span>
        </li>`;
      })}
    </ul>
  </section>`;
}

function renderSources({ sources }: Lesson): TemplateResult | typeof nothing {
  if (sources.length === 0) return nothing;
  return html`<ul class="sources" aria-label="Sources">
    ${sources.map((name) => {
      const { name: authors, title, place } = SOURCES[name];
      return html`<li>${authors}. <i>${title}</i>. ${place}.</li>`;
    })}
  </ul>`;
}

function renderTurning({ lesson }: LearnState, { turnTo, begin, leave }: LearnActions): TemplateResult {
  const isLast = lesson === LESSON_COUNT;
  return html`<div class="turning">
    <button type="button" class="button" id="lesson-previous" ?disabled=${lesson === 1} @click=${() => turnTo(lesson - 1)}>
      Previous
    </button>
    <button type="button" class="button plain" title="Shows the lesson’s experiment as it was at the beginning" @click=${() => begin(lesson)}>
      Start over
    </button>
    <button
      type="button"
      class="button main"
      id="lesson-next"
      title=${isLast ? "Closes the lessons and shows your own experiment again" : "The next lesson"}
      @click=${() => (isLast ? leave() : turnTo(lesson + 1))}
    >
      ${isLast ? "Back to my experiment" : "Next"}
    </button>
  </div>`;
}

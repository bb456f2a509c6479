import { LESSON_COUNT } from "../../experiment/view";
import type { Lesson, LessonControl, Moment, Settings } from "./lesson";
import { LESSONS } from "./lessons";
import { settledOutcome } from "./readings";

/** What the tool shows beside the experiment on the page. */
export interface LearnState {
  /** The number of the lesson read last, from 1. */
  readonly lesson: number;
  /** The reader's settings of each lesson, by its name. */
  readonly settings: Readonly<Record<string, Settings>>;
  /** The tasks done: the name of the lesson and the index of the task, "composition 0". */
  readonly done: readonly string[];
  /** The lesson whose experiment is on the page; null while the page has the reader's own. */
  readonly shown: number | null;
  /** A sentence on a control that could not be moved, or empty. */
  readonly note: string;
  /** A sentence for screen readers, or empty. */
  readonly announcement: string;
}

export const FIRST_LEARN: LearnState = Object.freeze<LearnState>({
  lesson: 1,
  settings: {},
  done: [],
  shown: null,
  note: "",
  announcement: "",
});

/** What happens to the tool. */
export type LearnAction =
  /** The lesson starts from its own experiment and settings. */
  | { readonly type: "begin"; readonly lesson: number }
  /** Moves a control whose number belongs to the lesson. */
  | { readonly type: "set"; readonly name: string; readonly value: number }
  | { readonly type: "note"; readonly note: string }
  /** The page has changed: a task may be done now. */
  | { readonly type: "check-tasks"; readonly moment: Moment }
  /** The page shows the reader's own experiment again. */
  | { readonly type: "leave" };

/** Pure; the same state comes back where nothing changed. */
export function reduceLearn(state: LearnState, action: LearnAction): LearnState {
  const lesson = findLesson(state.lesson);
  switch (action.type) {
    case "begin":
      return begin(state, action.lesson);
    case "set": {
      const settings = { ...state.settings[lesson.name], [action.name]: action.value };
      return { ...state, settings: { ...state.settings, [lesson.name]: settings }, note: "" };
    }
    case "note":
      return action.note === state.note ? state : { ...state, note: action.note };
    case "check-tasks":
      return checkTasks(state, lesson, action.moment);
    case "leave":
      return state.shown === null ? state : { ...state, shown: null };
  }
}

/** The reader's settings are dropped; the tasks done stay done. */
function begin(state: LearnState, number: number): LearnState {
  const lesson = findLesson(number);
  const { [lesson.name]: _, ...settings } = state.settings;
  const announcement = `Lesson ${number} of ${LESSON_COUNT}: ${lesson.title}`;
  return { ...state, lesson: number, shown: number, settings, note: "", announcement };
}

function checkTasks(state: LearnState, lesson: Lesson, moment: Moment): LearnState {
  const outcome = settledOutcome(moment.state);
  if (!outcome) return state;
  const found = lesson.tasks
    .map((task, index) => ({ key: taskKey(lesson, index), task }))
    .filter(({ key, task }) => !state.done.includes(key) && task.isDone({ ...moment, outcome }));
  if (found.length === 0) return state;
  const announcement = `Done: ${found.map(({ task }) => task.text).join(" ")}`;
  return { ...state, done: [...state.done, ...found.map(({ key }) => key)], announcement };
}

/** The lesson of a number from 1; for a number outside, the nearest. */
export function findLesson(lesson: number): Lesson {
  return LESSONS[Math.min(LESSON_COUNT, Math.max(1, lesson)) - 1]!;
}

/** The settings of a lesson: those that the reader has moved, else the initial ones of its controls. */
export function settingsOf({ settings }: Pick<LearnState, "settings">, lesson: Lesson): Settings {
  const initial = lesson.controls.flatMap(({ name, home }) =>
    home.kind === "lesson" ? [[name, home.initial] as const] : [],
  );
  return { ...Object.fromEntries(initial), ...settings[lesson.name] };
}

export function taskKey(lesson: Lesson, index: number): string {
  return `${lesson.name} ${index}`;
}

/** The number of a control; null where the experiment on the page has none. */
export function readControl({ name, home }: LessonControl, { state, settings }: Moment): number | null {
  return home.kind === "page" ? home.read(state.spec) : (settings[name] ?? home.initial);
}

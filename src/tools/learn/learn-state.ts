import { LESSON_COUNT } from "../../experiment/view";
import type { Lesson, LessonControl, Moment, Settings } from "./lesson";
import { LESSONS } from "./lessons";
import { settledOutcome } from "./readings";

/** Where the reader stands in the lessons. */
export interface LearnState {
  /** The lesson last read, from 1. */
  readonly lesson: number;
  /** What was set within each lesson, by its name. */
  readonly settings: Readonly<Record<string, Settings>>;
  /** The tasks that were done: the name of the lesson and the task's place in it, "composition 0". */
  readonly done: readonly string[];
}

export const FIRST_LESSON: LearnState = Object.freeze({ lesson: 1, settings: {}, done: [] });

/** The lesson of a number from 1; one outside is the nearest. */
export function findLesson(lesson: number): Lesson {
  return LESSONS[Math.min(LESSON_COUNT, Math.max(1, lesson)) - 1]!;
}

/** What is set within a lesson: what the reader has moved, else what its controls begin with. */
export function settingsOf({ settings }: LearnState, lesson: Lesson): Settings {
  const initial = lesson.controls.flatMap(({ name, home }) =>
    home.kind === "lesson" ? [[name, home.initial] as const] : [],
  );
  return { ...Object.fromEntries(initial), ...settings[lesson.name] };
}

export function withSetting(learn: LearnState, lesson: Lesson, name: string, value: number): LearnState {
  const moved = { ...learn.settings[lesson.name], [name]: value };
  return { ...learn, settings: { ...learn.settings, [lesson.name]: moved } };
}

/** The lesson as it begins; what was done in it stays done. */
export function withoutSettings(learn: LearnState, lesson: Lesson): LearnState {
  const { [lesson.name]: _, ...settings } = learn.settings;
  return { ...learn, settings };
}

export function taskKey(lesson: Lesson, index: number): string {
  return `${lesson.name} ${index}`;
}

/** Notes which tasks of the lesson the page shows as done; the same state comes back where none is new. */
export function noteDone(learn: LearnState, lesson: Lesson, moment: Moment): LearnState {
  const outcome = settledOutcome(moment.state);
  if (!outcome) return learn;
  const found = lesson.tasks
    .map((task, index) => ({ key: taskKey(lesson, index), task }))
    .filter(({ key, task }) => !learn.done.includes(key) && task.isDone({ ...moment, outcome }));
  return found.length === 0 ? learn : { ...learn, done: [...learn.done, ...found.map(({ key }) => key)] };
}

/** The number of a control, wherever it is kept; null where the experiment on the page has none. */
export function readControl({ name, home }: LessonControl, { state, settings }: Moment): number | null {
  return home.kind === "page" ? home.read(state.spec) : (settings[name] ?? home.initial);
}

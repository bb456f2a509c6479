import "./learn.css";
import { render } from "lit";
import { parseSpec, SpecError } from "../../experiment/parse";
import { DEFAULT_VIEW, LESSON_COUNT, type View } from "../../experiment/view";
import type { StudioState } from "../../studio/state/state";
import type { OpenTool } from "../tool";
import { openStorage, recallProgress, rememberProgress } from "./learn-memory";
import { renderLearn } from "./learn-panel";
import {
  findLesson,
  type LearnState,
  noteDone,
  settingsOf,
  taskKey,
  withoutSettings,
  withSetting,
} from "./learn-state";
import type { LessonControl } from "./lesson";
import type { LessonOverlay } from "./lesson-overlay";
import { settledOutcome } from "./readings";

/** The surface's layer of the lessons. */
const LAYER = "lesson";

/** How a lesson's experiment is looked at, whatever the reader's own was looked at like. */
const LESSON_VIEW: Partial<View> = {
  height: "linear",
  coloring: "loss",
  contours: true,
  marks: true,
  creases: true,
  path: false,
  camera: DEFAULT_VIEW.camera,
};

/** The lessons: each puts its experiment on the page and, when they are closed, the reader's own comes back. */
export const openTool: OpenTool = (host, { store, view }) => {
  const storage = openStorage();
  let learn = recallProgress(storage);
  /** The lesson whose experiment stands on the page; null while the reader's own does. */
  let entered: number | null = null;
  let note = "";
  let news = "";
  let laid: LessonOverlay = {};

  function keep(next: LearnState): void {
    if (next === learn) return;
    learn = next;
    rememberProgress(storage, learn);
  }

  /** Puts a lesson's experiment on the page as it begins. */
  function begin(lesson: number): void {
    const found = findLesson(lesson);
    entered = lesson;
    note = "";
    news = `Lesson ${lesson} of ${LESSON_COUNT}: ${found.title}`;
    keep({ ...withoutSettings(learn, found), lesson });
    store.dispatch({ type: "step-aside", spec: found.experiment, view: { ...LESSON_VIEW, ...found.view, lesson } });
    store.dispatch({ type: "show-evidence", what: null });
    // The reader may have stopped its training before, or taken it back.
    if (store.getState().run.training.phase === "stopped") store.dispatch({ type: "retrain" });
    if (found.chord) store.dispatch({ type: "move-chord", ends: found.chord });
  }

  /** Turns to a lesson; after the last one the reader's own experiment comes back. */
  function turnTo(lesson: number): void {
    if (lesson > LESSON_COUNT) {
      leave();
      return;
    }
    store.dispatch({ type: "look", view: { lesson } });
    const drawer = host.closest(".drawer");
    if (drawer) drawer.scrollTop = 0;
  }

  function leave(): void {
    store.dispatch({ type: "look", view: { tool: null } });
    document.querySelector<HTMLElement>('[data-tool="learn"]')?.focus();
  }

  function move(control: LessonControl, value: number): void {
    note = "";
    if (control.home.kind === "lesson") {
      keep(withSetting(learn, findLesson(learn.lesson), control.name, value));
    } else {
      try {
        store.dispatch({ type: "step-aside", spec: parseSpec(control.home.write(store.getState().spec, value)) });
      } catch (error) {
        if (!(error instanceof SpecError)) throw error;
        note = `${error.message}.`;
      }
    }
    draw(store.getState());
  }

  function draw(state: StudioState): void {
    const lesson = findLesson(learn.lesson);
    const moment = { state, settings: settingsOf(learn, lesson) };
    const noted = noteDone(learn, lesson, moment);
    const done = lesson.tasks.filter(
      (_, i) => noted.done.includes(taskKey(lesson, i)) && !learn.done.includes(taskKey(lesson, i)),
    );
    if (done.length > 0) news = `Done: ${done.map(({ text }) => text).join(" ")}`;
    keep(noted);
    const outcome = settledOutcome(state);
    lay((outcome && lesson.overlay?.({ ...moment, outcome })) ?? {});
    render(renderLearn({ learn, lesson, moment, note, news }, { turnTo, begin, leave, move }), host);
  }

  /** The overlay last laid stays while it says the same. */
  function lay(next: LessonOverlay): void {
    if (JSON.stringify(next) === JSON.stringify(laid)) return;
    laid = next;
    view.surface.setPaths(LAYER, next.paths ?? null);
    view.surface.setPins(LAYER, next.pins ?? null);
  }

  return {
    update(state) {
      if (entered !== null && !state.aside && state.view.lesson === null) {
        // A file or a link was opened meanwhile: the page is the reader's own again.
        leave();
        return;
      }
      const wanted = state.view.lesson ?? learn.lesson;
      if (entered !== wanted || !state.aside) begin(wanted);
      draw(store.getState());
    },
    hide() {
      entered = null;
      lay({});
      store.dispatch({ type: "come-back" });
    },
    restyle() {},
  };
};

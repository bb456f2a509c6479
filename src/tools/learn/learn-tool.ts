import "./learn.css";
import { render } from "lit";
import { parseSpec, SpecError } from "../../experiment/parse";
import type { Spec } from "../../experiment/spec";
import { DEFAULT_VIEW, LESSON_COUNT, type View } from "../../experiment/view";
import type { StudioState } from "../../studio/state/state";
import { openStore } from "../../studio/state/store";
import type { OpenTool } from "../tool";
import { openStorage, recallProgress, rememberProgress } from "./learn-memory";
import { renderLearn } from "./learn-panel";
import { findLesson, type LearnAction, type LearnState, reduceLearn, settingsOf } from "./learn-state";
import type { LessonControl } from "./lesson";
import type { LessonOverlay } from "./lesson-overlay";
import { linkNumberOf, placeOfLink } from "./lessons";
import { settledOutcome } from "./readings";

/** The surface's layer of the lessons. */
const LAYER = "lesson";

/** The view of every lesson's experiment. The reader's own view does not apply to it. */
const LESSON_VIEW: Partial<View> = {
  height: "linear",
  coloring: "loss",
  contours: true,
  marks: true,
  creases: true,
  path: false,
  camera: DEFAULT_VIEW.camera,
};

/** The lessons: each shows its own experiment on the page. When the tool is closed, the reader's own experiment comes back. */
export const openTool: OpenTool = (host, { store: page, view }) => {
  const storage = openStorage();
  const store = openStore<LearnState, LearnAction>(recallProgress(storage), reduceLearn);
  const { getState, dispatch } = store;
  store.subscribe((next, before) => {
    if (next.lesson !== before.lesson || next.done !== before.done) rememberProgress(storage, next);
  });
  let laid: LessonOverlay = {};

  /** Shows a lesson's experiment on the page as it was at the beginning. */
  function begin(lesson: number): void {
    const found = findLesson(lesson);
    dispatch({ type: "begin", lesson });
    view.nameAxes(found.axes ?? null);
    page.dispatch({
      type: "step-aside",
      spec: found.experiment,
      view: { ...LESSON_VIEW, ...found.view, lesson: linkNumberOf(lesson) },
    });
    page.dispatch({ type: "show-evidence", what: null });
    // The reader may have stopped this experiment's training earlier, or reset it.
    if (page.getState().run.training.phase === "stopped") page.dispatch({ type: "retrain" });
    if (found.chord) page.dispatch({ type: "move-chord", ends: found.chord });
  }

  /** Turns to a lesson; after the last one the reader's own experiment comes back. */
  function turnTo(lesson: number): void {
    if (lesson > LESSON_COUNT) {
      leave();
      return;
    }
    page.dispatch({ type: "look", view: { lesson: linkNumberOf(lesson) } });
    const drawer = host.closest(".drawer");
    if (drawer) drawer.scrollTop = 0;
  }

  function leave(): void {
    page.dispatch({ type: "look", view: { tool: null } });
    document.querySelector<HTMLElement>('[data-tool="learn"]')?.focus();
  }

  function move({ name, home }: LessonControl, value: number): void {
    if (home.kind === "lesson") {
      dispatch({ type: "set", name, value });
    } else {
      dispatch({ type: "note", note: changeExperiment(home.write, value) });
    }
    draw(page.getState());
  }

  /** @returns a sentence where the experiment does not allow the change, else nothing */
  function changeExperiment(write: (spec: Spec, value: number) => Spec, value: number): string {
    try {
      page.dispatch({ type: "step-aside", spec: parseSpec(write(page.getState().spec, value)) });
      return "";
    } catch (error) {
      if (!(error instanceof SpecError)) throw error;
      return `${error.message}.`;
    }
  }

  function draw(state: StudioState): void {
    const lesson = findLesson(getState().lesson);
    const moment = { state, settings: settingsOf(getState(), lesson) };
    dispatch({ type: "check-tasks", moment });
    const outcome = settledOutcome(state);
    lay((outcome && lesson.overlay?.({ ...moment, outcome })) ?? {});
    render(renderLearn(getState(), lesson, moment, { turnTo, begin, leave, move }), host);
  }

  /** Sends the overlay to the surface, unless the surface already has an equal one. */
  function lay(next: LessonOverlay): void {
    if (JSON.stringify(next) === JSON.stringify(laid)) return;
    laid = next;
    view.surface.setPaths(LAYER, next.paths ?? null);
    view.surface.setPins(LAYER, next.pins ?? null);
  }

  return {
    update(state) {
      const { shown, lesson } = getState();
      if (shown !== null && !state.aside && state.view.lesson === null) {
        // The reader has opened a file or a link: the page is no longer a lesson's.
        leave();
        return;
      }
      const wanted = state.view.lesson === null ? lesson : placeOfLink(state.view.lesson);
      if (shown !== wanted || !state.aside) begin(wanted);
      draw(page.getState());
    },
    hide() {
      dispatch({ type: "leave" });
      lay({});
      view.nameAxes(null);
      page.dispatch({ type: "come-back" });
    },
    restyle() {},
  };
};

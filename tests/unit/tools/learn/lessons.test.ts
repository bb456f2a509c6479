import { beforeAll, describe, expect, it } from "vitest";
import { parseSpec } from "../../../../src/experiment/parse";
import { LESSON_COUNT } from "../../../../src/experiment/view";
import { createState } from "../../../../src/studio/state/reducer";
import { ANSWER_LESSON } from "../../../../src/tools/learn/learn-entry";
import { FIRST_LEARN, findLesson, readControl, reduceLearn, settingsOf } from "../../../../src/tools/learn/learn-state";
import type { Lesson, SettledMoment } from "../../../../src/tools/learn/lesson";
import { LESSONS, linkNumberOf, placeOfLink, REASONS } from "../../../../src/tools/learn/lessons";
import { SOURCES, type SourceName } from "../../../../src/tools/learn/sources";
import { type SettledPage, settleOnPage } from "../../../support/settle-lesson";

/** What each lesson says that the page will find, before anything is changed. */
const VERDICTS: Readonly<Record<string, readonly [kind: string, scope: string]>> = {
  "the-swap": ["not-convex", "loss"],
  "two-weights": ["not-convex", "loss"],
  "the-curve": ["convex-by-theorem", "loss"],
  composition: ["not-convex", "loss"],
  "one-neuron": ["not-convex", "loss"],
  "what-is-convex": ["convex-by-theorem", "loss"],
  "what-a-slice-hides": ["not-convex", "loss"],
  creases: ["not-convex", "loss"],
};

function momentOf(lesson: Lesson, { state, outcome }: SettledPage): SettledMoment {
  return { state, outcome, settings: settingsOf(FIRST_LEARN, lesson) };
}

describe("the lessons", () => {
  it("keep their numbers in links", () => {
    const names = [1, 2, 3, 4, 5, 6, 7, 8].map((link) => findLesson(placeOfLink(link)).name);
    expect(names).toEqual([
      "the-curve",
      "composition",
      "one-neuron",
      "two-weights",
      "the-swap",
      "what-is-convex",
      "what-a-slice-hides",
      "creases",
    ]);
    expect(names.map((_, i) => linkNumberOf(placeOfLink(i + 1)))).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(findLesson(placeOfLink(ANSWER_LESSON)).name).toBe("the-swap");
    for (const { lesson } of REASONS) expect(["the-swap", "two-weights"]).toContain(findLesson(lesson).name);
  });

  it("are eight, in the order of the answer", () => {
    expect(LESSONS).toHaveLength(LESSON_COUNT);
    expect(LESSONS.map(({ name }) => name)).toEqual(Object.keys(VERDICTS));
    expect(findLesson(0)).toBe(LESSONS[0]);
    expect(findLesson(99)).toBe(LESSONS.at(-1));
  });

  it("name every source of the list, and no other", () => {
    for (const lesson of LESSONS) {
      let text = lesson.paragraphs.join(" ");
      for (const source of lesson.sources) {
        expect(text, lesson.name).toContain(SOURCES[source].name);
        text = text.replaceAll(SOURCES[source].name, "");
      }
      // What is left names no year, and so no other work.
      expect(text, lesson.name).not.toMatch(/\b(19|20)\d\d\b/);
    }
    const cited = new Set<SourceName>(LESSONS.flatMap(({ sources }) => sources));
    expect([...cited].sort()).toEqual(Object.keys(SOURCES).sort());
  });
});

describe.each(LESSONS.map((lesson) => [lesson.name, lesson] as const))("the lesson %s", (name, lesson) => {
  let page: SettledPage;

  beforeAll(async () => {
    page = await settleOnPage(lesson.experiment);
  });

  it("is short, has a formula that is read aloud, and ends on something to try", () => {
    const words = lesson.paragraphs.join(" ").split(/\s+/).length;
    expect(words).toBeLessThanOrEqual(120);
    expect(lesson.formulas.length).toBeGreaterThan(0);
    for (const { strings, values } of lesson.formulas) {
      expect(strings[0]).toContain("aria-label=");
      expect(String(values[0]).split(" ").length).toBeGreaterThan(3);
    }
    expect(lesson.tasks.length).toBeGreaterThanOrEqual(2);
  });

  it("has an experiment that the parser takes as it is, and that is found as the lesson says", () => {
    expect(parseSpec(JSON.parse(JSON.stringify(lesson.experiment)))).toEqual(lesson.experiment);
    const { kind, scope } = page.outcome.verdict;
    expect([kind, scope]).toEqual(VERDICTS[name]);
  });

  it("begins with controls that agree with the page, and each writes a valid experiment", () => {
    const moment = momentOf(lesson, page);
    for (const control of lesson.controls) {
      const value = readControl(control, moment);
      const range =
        control.kind === "slider" ? [control.min, control.max, control.step] : [0, control.options.length - 1, 1];
      const [min, max, step] = range as [number, number, number];
      if (value !== null) {
        expect(value).toBeGreaterThanOrEqual(min);
        expect(value).toBeLessThanOrEqual(max);
      }
      if (control.home.kind !== "page") continue;
      const { read, write } = control.home;
      for (let wanted = min; wanted <= max; wanted += step) {
        const written = parseSpec(write(lesson.experiment, wanted));
        if (value !== null) expect(read(written), `${control.name} = ${wanted}`).toBe(wanted);
        else expect(written).toEqual(lesson.experiment);
      }
    }
  });

  it("reads the page in words, draws its figure, and finds nothing done yet", () => {
    const moment = momentOf(lesson, page);
    const reading = lesson.reading(moment);
    expect(reading).toMatch(/^[\p{Lu}σΣλ].*\.$/u);
    expect(reading).not.toMatch(/NaN|undefined|not a number|-\d/);
    expect(() => lesson.figure?.(moment, () => {})).not.toThrow();
    const { xRange, yRange } = lesson.experiment.grid;
    const { paths = [], pins = [] } = lesson.overlay?.(moment) ?? {};
    for (const { x, y } of [...pins, ...paths.flatMap(({ points }) => points)]) {
      expect(x >= xRange[0] && x <= xRange[1] && y >= yRange[0] && y <= yRange[1]).toBe(true);
    }
    // While the slice is computed there is a figure, too.
    expect(() => lesson.figure?.({ ...moment, state: createState(lesson.experiment) }, () => {})).not.toThrow();
    expect(lesson.tasks.map((task) => task.isDone(moment))).toEqual(lesson.tasks.map(() => false));
    const open = reduceLearn(FIRST_LEARN, { type: "begin", lesson: LESSONS.indexOf(lesson) + 1 });
    expect(reduceLearn(open, { type: "check-tasks", moment })).toBe(open);
  });
});

describe("what the reader does", () => {
  const lesson = findLesson(3);
  const begun = reduceLearn(FIRST_LEARN, { type: "begin", lesson: 3 });
  const moved = reduceLearn(begun, { type: "set", name: "x", value: -1 });

  it("is noted once, and only while the page is settled", async () => {
    const page = await settleOnPage(lesson.experiment);
    const settings = settingsOf(moved, lesson);
    expect(settings).toMatchObject({ x: -1, span: 0 });
    const settled = { type: "check-tasks", moment: { state: page.state, settings } } as const;
    const noted = reduceLearn(moved, settled);
    expect(noted.done).toEqual(["the-curve 0"]);
    expect(noted.announcement).toBe(`Done: ${lesson.tasks[0]!.text}`);
    expect(reduceLearn(noted, settled)).toBe(noted);
    const unsettled = { state: createState(lesson.experiment), settings };
    expect(reduceLearn(moved, { type: "check-tasks", moment: unsettled })).toBe(moved);
  });

  it("is dropped where the lesson begins again, but for the tasks done", () => {
    const noted = { ...moved, done: ["the-curve 0"], note: "This cannot be." };
    const again = reduceLearn(noted, { type: "begin", lesson: 3 });
    expect(again).toMatchObject({ settings: {}, done: ["the-curve 0"], note: "", shown: 3 });
    const other = reduceLearn(noted, { type: "begin", lesson: 2 });
    expect(other).toMatchObject({ lesson: 2, shown: 2, settings: { "the-curve": { x: -1 } } });
    expect(reduceLearn(other, { type: "leave" })).toEqual({ ...other, shown: null });
  });
});

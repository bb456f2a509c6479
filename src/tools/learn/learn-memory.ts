import * as v from "valibot";
import { LESSON_COUNT } from "../../experiment/view";
import { FIRST_LEARN, type LearnState } from "./learn-state";
import { linkNumberOf, placeOfLink } from "./lessons";

const KEY = "losscape-learn";
/** There are fewer tasks: a longer list was not written by this page. */
const MOST_DONE = 100;

const MemorySchema = v.object({
  lesson: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(LESSON_COUNT)),
  done: v.pipe(v.array(v.pipe(v.string(), v.maxLength(60))), v.maxLength(MOST_DONE)),
});

/** The reader's last lesson and the tasks done; the first lesson where nothing is stored, or nothing readable. */
export function recallProgress(storage: Pick<Storage, "getItem"> | null): LearnState {
  try {
    const stored = v.safeParse(MemorySchema, JSON.parse(storage?.getItem(KEY) ?? ""));
    if (!stored.success) return FIRST_LEARN;
    const { lesson, done } = stored.output;
    return { ...FIRST_LEARN, lesson: placeOfLink(lesson), done };
  } catch {
    // The browser may refuse access to its storage, and what is stored may be no JSON.
    return FIRST_LEARN;
  }
}

/** Stores the lesson and the tasks done, where the browser allows it. */
export function rememberProgress(
  storage: Pick<Storage, "setItem"> | null,
  { lesson, done }: Pick<LearnState, "lesson" | "done">,
): void {
  try {
    storage?.setItem(KEY, JSON.stringify({ lesson: linkNumberOf(lesson), done }));
  } catch {
    // Without storage the lessons open at the first one next time; nothing else is lost.
  }
}

/** The browser's storage; null where access to it throws. */
export function openStorage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

import * as v from "valibot";
import { LESSON_COUNT } from "../../experiment/view";
import { FIRST_LESSON, type LearnState } from "./learn-state";

const KEY = "losscape-learn";
/** More would be no list of this page's own. */
const MOST_DONE = 100;

const MemorySchema = v.object({
  lesson: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(LESSON_COUNT)),
  done: v.pipe(v.array(v.pipe(v.string(), v.maxLength(60))), v.maxLength(MOST_DONE)),
});

/** Where the reader was; the beginning where nothing is remembered, or nothing that can be read. */
export function recallProgress(storage: Pick<Storage, "getItem"> | null): LearnState {
  try {
    const remembered = v.safeParse(MemorySchema, JSON.parse(storage?.getItem(KEY) ?? ""));
    return remembered.success ? { ...FIRST_LESSON, ...remembered.output } : FIRST_LESSON;
  } catch {
    // Storage may be closed to the page, or hold anything at all.
    return FIRST_LESSON;
  }
}

/** Remembers the lesson and what was done, where the browser allows it. */
export function rememberProgress(storage: Pick<Storage, "setItem"> | null, { lesson, done }: LearnState): void {
  try {
    storage?.setItem(KEY, JSON.stringify({ lesson, done }));
  } catch {
    // A full or closed storage costs the reader a page number, no more.
  }
}

/** The browser's storage; null where the page may not even ask for it. */
export function openStorage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

import type { Limit } from "../../experiment/limits";
import { ChoiceError } from "./solution-planes";
import { EMPTY_SOLUTIONS, type SolutionsState } from "./solutions-state";

/** The one state of the tool; what the parts of the tool share. */
export interface SolutionsHold {
  readonly getState: () => SolutionsState;
  readonly change: (change: Partial<SolutionsState>) => void;
  readonly say: (message: string) => void;
  /** Does something, or says in one sentence why it cannot be done. */
  readonly attempt: (does: () => void) => void;
}

/** @param onChange  called after each change */
export function createHold(onChange: () => void): SolutionsHold {
  let state = EMPTY_SOLUTIONS;
  const change = (changed: Partial<SolutionsState>): void => {
    state = Object.freeze({ ...state, ...changed });
    onChange();
  };
  const say = (message: string): void => change({ message });
  return {
    getState: () => state,
    change,
    say,
    attempt(does) {
      try {
        say("");
        does();
      } catch (error) {
        if (!(error instanceof ChoiceError)) throw error;
        say(error.message);
      }
    },
  };
}

/** A typed number as it is taken, and one sentence where that is another. */
export interface TakenNumber {
  readonly value: number;
  readonly message: string;
}

/**
 * Brings a typed number into its limits.
 *
 * @param name  begins the sentence: "Steps"
 * @param before  stays where nothing that is a number was typed
 */
export function takeNumber(name: string, typed: number, limit: Limit, isWhole: boolean, before: number): TakenNumber {
  if (!Number.isFinite(typed)) return { value: before, message: `${name}: this needs a number.` };
  const wanted = isWhole ? Math.round(typed) : typed;
  const value = Math.min(limit.max, Math.max(limit.min, wanted));
  if (value === wanted) return { value, message: "" };
  return { value, message: `${name}: from ${limit.min} to ${limit.max}, so ${value} was taken.` };
}

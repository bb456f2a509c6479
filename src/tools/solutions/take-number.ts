import type { Limit } from "../../experiment/limits";
import { formatExact } from "../../words/numbers";

/** The number that was taken in place of a typed one, and a sentence where the two differ; else the message is empty. */
export interface TakenNumber {
  readonly value: number;
  readonly message: string;
}

/**
 * Brings a typed number into its limits.
 *
 * @param name  begins the sentence: "Steps"
 * @param before  the value that stays where no number was typed
 */
export function takeNumber(name: string, typed: number, limit: Limit, isWhole: boolean, before: number): TakenNumber {
  if (!Number.isFinite(typed)) return { value: before, message: `${name}: this needs a number.` };
  const wanted = isWhole ? Math.round(typed) : typed;
  const value = Math.min(limit.max, Math.max(limit.min, wanted));
  if (value === wanted) return { value, message: "" };
  return {
    value,
    message: `${name}: from ${formatExact(limit.min)} to ${formatExact(limit.max)}, so ${formatExact(value)} was taken.`,
  };
}

import type { Lesson } from "./lesson";
import { composition } from "./lessons/composing";
import { oneNeuron } from "./lessons/one-neuron";
import { creases } from "./lessons/the-creases";
import { theCurve } from "./lessons/the-curve";
import { theSwap } from "./lessons/the-swap";
import { twoWeights } from "./lessons/two-weights";
import { whatASliceHides } from "./lessons/what-a-slice-hides";
import { whatIsConvex } from "./lessons/what-is-convex";

/** The question that all lessons together answer. */
export const QUESTION =
  "Sigmoid is not convex, ReLU is, and composing convex functions gives convex functions. So can the loss of a ReLU-only network ever be non-convex?";

/** The answer comes first, with its two shortest reasons: each is the lesson of that place, from 1. */
export const ANSWER = "Yes, it can. Two reasons, each enough alone:";
export const REASONS: readonly { readonly text: string; readonly lesson: number }[] = [
  { text: "Swap two hidden units: the loss is the same, and half way between it is higher.", lesson: 1 },
  { text: "Two weights multiply, and (w₁w₂ − 1)² is not convex, even without ReLU.", lesson: 2 },
];

/** The lessons in their order: the answer, then what is wrong with the argument of the question, then what remains true. */
export const LESSONS: readonly Lesson[] = [
  theSwap,
  twoWeights,
  theCurve,
  composition,
  oneNeuron,
  whatIsConvex,
  whatASliceHides,
  creases,
];

/** The number of each lesson in links and in the browser's storage, which keep the order of an earlier version. */
const LINK_NUMBERS = [5, 4, 1, 2, 3, 6, 7, 8] as const;

/** @param place  of a lesson, from 1 */
export function linkNumberOf(place: number): number {
  return LINK_NUMBERS[place - 1] ?? 1;
}

/** The place of a lesson, from 1. @param link  its number in links */
export function placeOfLink(link: number): number {
  return (LINK_NUMBERS as readonly number[]).indexOf(link) + 1;
}

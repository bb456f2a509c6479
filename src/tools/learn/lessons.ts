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

/** The answer comes first: the lessons are its reasons. */
export const ANSWER = "Yes, it can. These eight lessons show why.";

/** The lessons in their order. The view counts them from 1. */
export const LESSONS: readonly Lesson[] = [
  theCurve,
  composition,
  oneNeuron,
  twoWeights,
  theSwap,
  whatIsConvex,
  whatASliceHides,
  creases,
];

import type { Spec } from "../../experiment/spec";

/** The stages of an experiment. Each uses the results of the one before. */
export const STAGES = ["dataset", "weights", "plane", "landscape"] as const;
export type Stage = (typeof STAGES)[number];

/** The sections of a spec that a stage reads beyond the stages before it. */
const READS: Readonly<Record<Stage, readonly (keyof Spec)[]>> = {
  dataset: ["dataset"],
  weights: ["network", "loss", "weights"],
  plane: ["plane"],
  landscape: ["grid", "fullHessian"],
};

/**
 * The stages that must run again after a change of the experiment: from the first that reads a changed section to the last.
 * The view is not part of the experiment, so colours and camera make nothing stale.
 */
export function staleStages(previous: Spec, next: Spec): readonly Stage[] {
  const first = STAGES.findIndex((stage) =>
    READS[stage].some((section) => !sameValue(previous[section], next[section])),
  );
  // The number of outputs shapes the targets: one column of 0 and 1, or one for each class.
  const targets = previous.network.layers.at(-1) !== next.network.layers.at(-1);
  if (targets) return STAGES;
  return first < 0 ? [] : STAGES.slice(first);
}

/** Compares as JSON: one parser makes all sections, so their keys have one order. Unchanged sections are usually the same object. */
function sameValue(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

import { parseSpec } from "../../experiment/parse";
import type { LayerWeights, Spec } from "../../experiment/spec";

/** The experiment of a lesson, checked by the parser of all experiments. */
export function lessonSpec(
  parts: Record<keyof Pick<Spec, "dataset" | "network" | "loss" | "weights" | "plane" | "grid">, object> &
    Partial<Pick<Spec, "fullHessian">>,
): Spec {
  return parseSpec({ format: "losscape-spec", version: 1, ...parts });
}

/** A layer of one unit with one input. */
export function oneUnit(kernel: number, bias: number): LayerWeights {
  return { kernel: [[kernel]], bias: [bias] };
}

/** Samples with one input and one target each. */
export function samplesOf(pairs: readonly (readonly [x: number, y: number])[]): Spec["dataset"] {
  return { kind: "points", inputs: pairs.map(([x]) => [x]), targets: pairs.map(([, y]) => [y]) };
}

/** A square grid with the same range of x and y. */
export function squareGrid(points: number, from: number, to: number): Spec["grid"] {
  return { columns: points, rows: points, xRange: [from, to], yRange: [from, to] };
}

import { activationRule } from "../../model/network/activations";
import type { LayerLayout } from "../../model/network/layout";
import type { LandscapePlan } from "../../slice/landscape-plan";

/** What is known of a number as a function of the slice's coordinates, over all of ℝ². A constant is affine, an affine function both others. */
export type Shape = "constant" | "affine" | "convex" | "concave" | "unknown";

/**
 * Carries the composition rule through a network over a slice θ + x·dx + y·dy, with signs:
 *
 *   - a weight *moves* where dx or dy is not exactly 0 there, and is then affine in (x, y); else it is a constant of known sign;
 *   - weight · input: a constant times an affine, convex or concave function keeps or, below 0, mirrors it, and times 0 is 0; a moving
 *     weight times a constant is affine; times anything else it is unknown;
 *   - a sum is convex where all its terms are, and so on;
 *   - where the activation is convex and nondecreasing, convex functions stay convex (ActivationRule.isConvexNondecreasing). The
 *     identity keeps everything; any activation keeps a constant; all else is unknown.
 *
 * A sample's inputs are constants, so the shapes are those of every sample. They hold for the real functions that the float64 numbers
 * stand for: no number is rounded here, only compared with 0.
 *
 * @returns the shape of each output, [outputs]
 */
export function propagateShapes({
  layout,
  center,
  dx,
  dy,
}: Pick<LandscapePlan, "layout" | "center" | "dx" | "dy">): Shape[] {
  let shapes = new Array<Shape>(layout.inputs).fill("constant");
  for (const layer of layout.layers) {
    const before = shapes;
    shapes = Array.from({ length: layer.units }, (_, j) => {
      const moves = (p: number) => dx[p] !== 0 || dy[p] !== 0;
      let sum: Shape = moves(layer.bias + j) ? "affine" : "constant";
      for (let i = 0; i < layer.inputs; i++) {
        const p = layer.kernel + i * layer.units + j;
        sum = addShapes(sum, moves(p) ? moveShape(before[i]!) : scaleShape(before[i]!, center[p]!));
      }
      const active = activateShape(sum, layer);
      return layer.residual ? addShapes(active, before[j]!) : active;
    });
  }
  return shapes;
}

/** A moving weight times a function. */
function moveShape(shape: Shape): Shape {
  return shape === "constant" ? "affine" : "unknown";
}

function scaleShape(shape: Shape, factor: number): Shape {
  if (factor === 0) return "constant";
  if (factor > 0 || (shape !== "convex" && shape !== "concave")) return shape;
  return shape === "convex" ? "concave" : "convex";
}

function addShapes(one: Shape, other: Shape): Shape {
  if (one === other || other === "constant") return one;
  if (one === "constant" || one === "affine") return other;
  return other === "affine" ? one : "unknown";
}

function activateShape(shape: Shape, { activation }: LayerLayout): Shape {
  if (shape === "constant" || activation === "identity") return shape;
  const isConvex = shape === "affine" || shape === "convex";
  return isConvex && activationRule(activation, 0).isConvexNondecreasing ? "convex" : "unknown";
}

/** Whether every shape is at most that of an affine function. */
export function areAffine(shapes: readonly Shape[]): boolean {
  return shapes.every((shape) => shape === "constant" || shape === "affine");
}

/**
 * Whether outputs of these shapes make every sample's loss convex. The losses are convex in the outputs, so affine outputs do. Beyond:
 *
 *   - bce and hinge are softplus and relu of an argument that rises with the output for a target of 0 and falls for a target of 1: a
 *     convex output will do for targets of 0 alone, a concave one for targets of 1 alone;
 *   - softmax-ce is log(1 + Σ e^(f_j − f_y)), convex and rising in each difference: f_j − f_y must be convex for each class y of the data
 *     and j ≠ y;
 *   - mse neither rises nor falls: it needs affine outputs.
 *
 * @param targets  [samples · outputs]
 */
export function keepsConvex(
  kind: LandscapePlan["loss"]["kind"],
  shapes: readonly Shape[],
  targets: Float64Array,
): boolean {
  if (areAffine(shapes)) return true;
  if (kind === "mse" || shapes.includes("unknown")) return false;
  const outputs = shapes.length;
  const isTarget = (j: number, wanted: boolean) =>
    targets.some((target, i) => i % outputs === j && wanted === (target !== 0));
  if (kind === "softmax-ce") {
    return shapes.every(
      (chosen, y) =>
        !isTarget(y, true) || (chosen !== "convex" && shapes.every((shape, j) => j === y || shape !== "concave")),
    );
  }
  return shapes.every(
    (shape, j) => (shape !== "convex" || !isTarget(j, true)) && (shape !== "concave" || !isTarget(j, false)),
  );
}

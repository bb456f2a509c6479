import type { FillOptions, PointEvaluator } from "./evaluator";
import { allocateFields, type LandscapeFields, readPoints } from "./landscape-fields";
import type { LandscapePlan } from "./landscape-plan";
import { ReferenceEvaluator } from "./reference-evaluator";

/** Options of a computation along a line. */
export interface PlaceOptions extends FillOptions {
  /** The reference by default. */
  readonly evaluator?: PointEvaluator | undefined;
}

/**
 * Evaluates single places of a slice, such as those of a line.
 * @param x  coordinates of the places, [places]; y likewise
 * @returns each field [places]
 * @throws DOMException named AbortError when the signal is aborted
 */
export async function evaluatePlaces(
  plan: Omit<LandscapePlan, "grid">,
  x: Float64Array,
  y: Float64Array,
  { evaluator = new ReferenceEvaluator(), ...options }: PlaceOptions = {},
): Promise<LandscapeFields> {
  const places = x.length;
  // The places are the diagonal of a grid. Its last column and row only state the largest coordinates, which its bounds depend on.
  const size = { columns: places + 1, rows: places + 1 };
  const fields = allocateFields(size);
  const diagonal = Uint32Array.from({ length: places }, (_, place) => place * (places + 2));
  const grid = { ...size, x: withLimit(x), y: withLimit(y) };
  await evaluator.fill({ ...plan, grid }, fields, diagonal, options);
  return readPoints(fields, diagonal);
}

function withLimit(coordinates: Float64Array): Float64Array {
  const limit = coordinates.reduce((most, coordinate) => Math.max(most, Math.abs(coordinate)), 0);
  return Float64Array.of(...coordinates, limit);
}

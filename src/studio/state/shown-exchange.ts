import type { Exchange } from "../../model/network/permutation";
import type { StudioState } from "./state";

/** The two units that the plane on screen exchanges; null where it is of another kind, or where they are not known yet. */
export function shownExchange({ run }: Pick<StudioState, "run">): Exchange | null {
  const { plane, shownOf } = run.landscape;
  if (plane?.exchange) return plane.exchange;
  if (shownOf?.plane.kind !== "permutation") return null;
  const { layer, units } = shownOf.plane;
  return layer === undefined || units === undefined ? null : { layer, units };
}

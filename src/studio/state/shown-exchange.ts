import type { Spec } from "../../experiment/spec";
import type { Exchange } from "../../model/network/permutation";
import { writeExchange } from "../../slice/settle-plane";
import type { StudioState } from "./state";

/** The two units that the plane on screen exchanges; null where it is of another kind, or where they are not known yet. */
export function shownExchange({ run }: Pick<StudioState, "run">): Exchange | null {
  const { plane, shownOf } = run.landscape;
  if (plane?.exchange) return plane.exchange;
  if (shownOf?.plane.kind !== "permutation") return null;
  const { layer, units } = shownOf.plane;
  return layer === undefined || units === undefined ? null : { layer, units };
}

/** The experiment with the units that the plane on screen exchanges, for words about the picture. */
export function withShownExchange(spec: Spec, state: Pick<StudioState, "run">): Spec {
  const exchange = shownExchange(state);
  return exchange ? writeExchange(spec, exchange) : spec;
}

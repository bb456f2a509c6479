import type { ScenePin } from "../../../drawing/overlays/scene-overlays";
import type { Exchange } from "../../../model/network/permutation";
import type { SurfacePort } from "../../../scene/surface/surface-port";
import { nameSwap } from "../../sentences/place-text";
import { isOutdated } from "../../state/belonging";
import { shownExchange } from "../../state/shown-exchange";
import type { StudioState } from "../../state/state";
import { sceneChordOf } from "./scene-chord-of";

/** The surface's layer of exchangePins. */
export const EXCHANGE_LAYER = "exchange";

/** The names of the copy of an exchange plane and of the place half way to it. */
export function exchangePins(exchange: Exchange): readonly ScenePin[] {
  return [
    { x: 0.5, y: 0, label: "half way" },
    { x: 1, y: 0, label: nameSwap(exchange) },
  ];
}

/** Names the copy and the place half way on every exchange plane; the chord of a proof names its own points. */
export function createExchangeLayer(surface: Pick<SurfacePort, "setPins">): (state: StudioState) => void {
  let drawn = "";
  return (state) => {
    const exchange = isOutdated(state) || sceneChordOf(state)?.names ? null : shownExchange(state);
    const name = exchange ? nameSwap(exchange) : "";
    if (name === drawn) return;
    drawn = name;
    surface.setPins(EXCHANGE_LAYER, exchange && exchangePins(exchange));
  };
}

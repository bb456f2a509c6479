import type { SurfacePort } from "../../../scene/surface/surface-port";
import { nameSwap } from "../../sentences/place-text";
import { isOutdated } from "../../state/belonging";
import { shownExchange } from "../../state/shown-exchange";
import type { StudioState } from "../../state/state";
import { sceneChordOf } from "./scene-chord-of";

/** The surface's layer that names the copy of an exchange plane and the place half way to it. */
const LAYER = "exchange";

/** Names the copy and the place half way on every exchange plane; the chord of a proof names its own points. */
export function createExchangeLayer(surface: Pick<SurfacePort, "setPins">): (state: StudioState) => void {
  let drawn = "";
  return (state) => {
    const exchange = isOutdated(state) || sceneChordOf(state)?.names ? null : shownExchange(state);
    const name = exchange ? nameSwap(exchange) : "";
    if (name === drawn) return;
    drawn = name;
    const pins = [
      { x: 0.5, y: 0, label: "half way" },
      { x: 1, y: 0, label: name },
    ];
    surface.setPins(LAYER, exchange ? pins : null);
  };
}

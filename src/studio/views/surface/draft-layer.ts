import type { SurfacePort } from "../../../scene/surface/surface-port";
import { createTracer, planeInSight } from "../../run/trace-path";
import type { StudioState } from "../../state/state";

/** The surface's layer for the weights that the reader drags. */
const LAYER = "draft";
/** Index into the palette of paths. */
const TONE = 1;

/** Draws where on the surface the dragged weights are, from where they were. @returns a function that takes their loss too */
export function createDraftLayer(
  surface: Pick<SurfacePort, "setPaths">,
): (state: StudioState, loss: number | null) => void {
  const trace = createTracer();
  let isDrawn = false;
  return (state, loss) => {
    const plane = planeInSight(state);
    const { draft } = state;
    if (!draft || !plane || loss === null || !Number.isFinite(loss)) {
      if (isDrawn) surface.setPaths(LAYER, null);
      isDrawn = false;
      return;
    }
    isDrawn = true;
    const [point] = trace(plane, [{ step: 0, parameters: draft, loss }]);
    if (!point) return;
    const { x, y, distance } = point;
    surface.setPaths(LAYER, [{ label: "your weights", tone: TONE, points: [{ x, y, loss, distance }] }]);
  };
}

import type { Landscape } from "../../../convexity/points/landscape";
import type { View } from "../../../experiment/view";
import { paintThumbnail } from "../../../scene/flat/paint-map";
import type { StudioState } from "../../state/state";
import { paintRatioMap, type RatioMap } from "./hessian-map";

/** The images of the small maps, painted once for each landscape and view. */
export class Paintings {
  #surface: { readonly of: Landscape; readonly key: string; readonly image: ImageData } | null = null;
  #ratio: { readonly of: unknown; readonly map: RatioMap } | null = null;

  surface(landscape: Landscape, view: View): ImageData {
    const key = `${view.coloring} ${view.colorMap} ${view.height}`;
    if (this.#surface?.of !== landscape || this.#surface.key !== key) {
      this.#surface = { of: landscape, key, image: paintThumbnail(landscape, view) };
    }
    return this.#surface.image;
  }

  ratio(outcome: StudioState["run"]["landscape"]["outcome"]): RatioMap | null {
    const map = outcome?.fullHessian?.map;
    if (!map) return null;
    if (this.#ratio?.of !== map) this.#ratio = { of: map, map: paintRatioMap(map) };
    return this.#ratio.map;
  }
}

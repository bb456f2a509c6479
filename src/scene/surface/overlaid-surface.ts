import {
  NO_OVERLAYS,
  replaceLayer,
  type SceneCross,
  type SceneCut,
  type SceneOverlays,
  type ScenePath,
  type ScenePin,
} from "../../drawing/overlays/scene-overlays";

/** What paths, pins, a cross and a cut are laid over, however it is drawn. They stay, on whatever is shown, until they are taken away. */
export abstract class OverlaidSurface {
  readonly #onOverlays: () => void;
  #overlays: SceneOverlays = NO_OVERLAYS;

  /** @param onOverlays  called when what lies over the surface was changed */
  constructor(onOverlays: () => void) {
    this.#onOverlays = onOverlays;
  }

  /** All that lies over the surface now. */
  get overlays(): SceneOverlays {
    return this.#overlays;
  }

  /** Draws paths on the surface; each layer is replaced as a whole, and null takes it away. */
  setPaths(layer: string, paths: readonly ScenePath[] | null): void {
    this.#lay({ paths: replaceLayer(this.#overlays.paths, layer, paths) });
  }

  /** Draws labelled places on the surface, in layers as paths are. */
  setPins(layer: string, pins: readonly ScenePin[] | null): void {
    this.#lay({ pins: replaceLayer(this.#overlays.pins, layer, pins) });
  }

  /** Draws how the loss bends at one point; null takes it away. */
  setCross(cross: SceneCross | null): void {
    this.#lay({ cross });
  }

  /** Draws a line of the slice on the surface, from A to B; null takes it away. */
  setCut(cut: SceneCut | null): void {
    this.#lay({ cut });
  }

  /** Draws them anew, in this frame or the next. */
  protected abstract drawOverlays(overlays: SceneOverlays): void;

  #lay(change: Partial<SceneOverlays>): void {
    this.#overlays = { ...this.#overlays, ...change };
    this.drawOverlays(this.#overlays);
    this.#onOverlays();
  }
}

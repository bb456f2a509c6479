import { FlatSurface } from "../flat/flat-surface";
import type { SurfaceOptions, SurfacePort } from "./surface-port";
import { SurfaceScene } from "./surface-scene";

/** A surface in three dimensions, or a flat map where the browser does not provide WebGL2. */
export function openSurface(
  container: HTMLElement,
  options: SurfaceOptions,
): { readonly surface: SurfacePort; readonly isFlat: boolean } {
  try {
    return { surface: new SurfaceScene(container, options), isFlat: false };
  } catch {
    return { surface: new FlatSurface(container, options), isFlat: true };
  }
}

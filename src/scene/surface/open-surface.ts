import { drawsWebgl2 } from "../renderer/open-renderer";
import type { SurfaceOptions, SurfacePort } from "./surface-port";
import { SurfaceScene } from "./surface-scene";

let FlatMap: typeof import("../flat/flat-surface").FlatSurface | null = null;

/** Loads the code of the flat map where the browser provides no WebGL2. Before the first surface is opened. */
export async function prepareSurface(): Promise<void> {
  if (!drawsWebgl2()) FlatMap = (await import("../flat/flat-surface")).FlatSurface;
}

/** A surface in three dimensions, or a flat map where the browser does not provide WebGL2. */
export function openSurface(
  container: HTMLElement,
  options: SurfaceOptions,
): { readonly surface: SurfacePort; readonly isFlat: boolean } {
  if (FlatMap) return { surface: new FlatMap(container, options), isFlat: true };
  return { surface: new SurfaceScene(container, options), isFlat: false };
}

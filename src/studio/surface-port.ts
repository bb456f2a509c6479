import type { Crease } from "../convexity/creases/find-creases";
import type { Landscape } from "../convexity/points/landscape";
import type { CaptureOptions } from "../scene/capture";
import type { StripOptions } from "../scene/picture-strips";
import type { SceneChord } from "../scene/scene-chord";
import type { SceneCross, SceneCut, SceneOverlays, ScenePath, ScenePin } from "../scene/scene-overlays";
import type { PictureStrip } from "../scene/strips";
import type { ThemeName } from "../scene/theme";
import type { PlaneMeasure } from "../slice/plane/plane-measure";
import type { View } from "../spec/view";

/** What the page asks of the picture, whether it stands in three dimensions or lies flat where there is no WebGL2. */
export interface SurfacePort {
  setLandscape(landscape: Landscape, options: { readonly morph: boolean }): void;
  /** The lines where units switch; null takes them away. */
  setCreases(creases: readonly Crease[] | null): void;
  /** A chord on the surface; null takes it away. */
  setChord(chord: SceneChord | null): void;
  /** What the numbers on the axes are in weight space; null where that is not known yet. */
  setPlane(plane: PlaneMeasure | null): void;
  /** All that tools have laid over the surface. It stays, on whatever surface is shown, until they take it away. */
  readonly overlays: SceneOverlays;
  /** Paths on the surface; a layer is replaced as a whole, and null takes it away. */
  setPaths(layer: string, paths: readonly ScenePath[] | null): void;
  /** Labelled places on the surface, in layers as paths are. */
  setPins(layer: string, pins: readonly ScenePin[] | null): void;
  /** How the loss bends at one point; null takes it away. */
  setCross(cross: SceneCross | null): void;
  /** A line of the slice on the surface, from A to B; null takes it away. */
  setCut(cut: SceneCut | null): void;
  setView(view: View): void;
  setTheme(theme: ThemeName): void;
  setLabel(label: string): void;
  resetCamera(): void;
  topView(): void;
  /** @returns a PNG of what is on screen */
  capture(options: CaptureOptions): Promise<Blob>;
  /** @returns the same as a canvas of its own */
  paint(options: CaptureOptions): Promise<HTMLCanvasElement>;
  /** Draws what is on screen at any size, apart from it, strip by strip. @throws Error with one sentence where it cannot */
  drawStrips(options: StripOptions): AsyncGenerator<PictureStrip, void, void>;
}

/** A grid point under the pointer. */
export interface PointedAt {
  readonly row: number;
  readonly column: number;
}

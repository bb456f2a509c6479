import type { Crease } from "../convexity/creases";
import type { Landscape } from "../convexity/landscape";
import type { PlaneMeasure } from "../landscape/plane-measure";
import type { CaptureOptions } from "../scene/capture";
import type { SceneChord } from "../scene/scene-chord";
import type { ThemeName } from "../scene/theme";
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
  setView(view: View): void;
  setTheme(theme: ThemeName): void;
  setLabel(label: string): void;
  resetCamera(): void;
  topView(): void;
  /** @returns a PNG of what is on screen */
  capture(options: CaptureOptions): Promise<Blob>;
}

/** A grid point under the pointer. */
export interface PointedAt {
  readonly row: number;
  readonly column: number;
}

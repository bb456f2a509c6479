import type { Crease } from "../../convexity/creases/find-creases";
import type { Landscape } from "../../convexity/points/landscape";
import type { ThemeName } from "../../drawing/colors/theme";
import type { SceneChord } from "../../drawing/overlays/scene-chord";
import type { SceneCross, SceneCut, SceneOverlays, ScenePath, ScenePin } from "../../drawing/overlays/scene-overlays";
import type { PictureStrip } from "../../drawing/picture/strips";
import type { CommonScales } from "../../drawing/surface/surface-drawing";
import type { HoverPoint } from "../../drawing/surface/surface-marks";
import type { CameraView, View } from "../../experiment/view";
import type { PlaneMeasure } from "../../slice/plane/plane-measure";
import type { CaptureOptions } from "../saving/capture";
import type { StripOptions } from "../saving/picture-strips";

/** What the page asks of the picture, whether it stands in three dimensions or lies flat where there is no WebGL2. */
export interface SurfacePort {
  /** @param options.scales  shared with other pictures; without them the landscape has its own */
  setLandscape(landscape: Landscape, options: { readonly morph: boolean; readonly scales?: CommonScales }): void;
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
  setReducedMotion(reduced: boolean): void;
  setLabel(label: string): void;
  resetCamera(): void;
  topView(): void;
  /** @returns a PNG of what is on screen */
  capture(options: CaptureOptions): Promise<Blob>;
  /** @returns the same as a canvas of its own */
  paint(options: CaptureOptions): Promise<HTMLCanvasElement>;
  /** Draws what is on screen at any size, apart from it, strip by strip. @throws Error with one sentence where it cannot */
  drawStrips(options: StripOptions): AsyncGenerator<PictureStrip, void, void>;
  /** Frees everything and takes the picture out of its container. */
  dispose(): void;
}

/** A grid point under the pointer. */
export interface PointedAt {
  readonly row: number;
  readonly column: number;
}

export interface SurfaceOptions {
  readonly theme: ThemeName;
  /** No morph, and buttons move the camera at once. */
  readonly reducedMotion?: boolean;
  /** The picture's name for assistive technology. */
  readonly label?: string;
  /** Called in the frame in which the user has moved the camera; put it into the store at once. */
  readonly onCamera?: (camera: CameraView) => void;
  /** Called when the grid point under the pointer changes; null outside the surface and over holes. */
  readonly onHover?: (point: HoverPoint | null) => void;
  /** Called when paths, pins, the cross or the cut change, because the legend counts them. */
  readonly onOverlays?: () => void;
}

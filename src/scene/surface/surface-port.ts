import type { CreaseSet } from "../../convexity/creases/crease-set";
import type { Landscape } from "../../convexity/points/landscape";
import type { ThemeName } from "../../drawing/colors/theme";
import type { SceneChord } from "../../drawing/overlays/scene-chord";
import type { SceneCross, SceneCut, SceneOverlays, ScenePath, ScenePin } from "../../drawing/overlays/scene-overlays";
import type { PictureStrip } from "../../drawing/picture/strips";
import type { SliceAxes } from "../../drawing/surface/axis-names";
import type { CommonScales } from "../../drawing/surface/surface-drawing";
import type { HoverPoint } from "../../drawing/surface/surface-marks";
import type { CameraView, View } from "../../experiment/view";
import type { RenderPlace } from "../renderer/open-renderer";
import type { CaptureOptions } from "../saving/capture";
import type { StripOptions } from "../saving/picture-strips";
import type { FreeArea } from "../stage/free-area";

/** The picture as the page uses it: in three dimensions, or flat where there is no WebGL2. */
export interface SurfacePort {
  /** @param options.scales  shared with other pictures; without them the landscape has its own */
  setLandscape(landscape: Landscape, options: { readonly morph: boolean; readonly scales?: CommonScales }): void;
  /** The lines where units switch; null removes them. */
  setCreases(creases: CreaseSet | null): void;
  /** A chord on the surface; null removes it. */
  setChord(chord: SceneChord | null): void;
  /** Converts the numbers on the axes to distances in weight space; null where that is not known yet. */
  setPlane(plane: SliceAxes | null): void;
  /** Everything that tools draw over the surface. It stays over every new surface until they remove it. */
  readonly overlays: SceneOverlays;
  /** Paths on the surface; a layer is replaced as a whole, and null removes it. */
  setPaths(layer: string, paths: readonly ScenePath[] | null): void;
  /** Labelled places on the surface, in layers like the paths. */
  setPins(layer: string, pins: readonly ScenePin[] | null): void;
  /** The curvature at one point, as a cross; null removes it. */
  setCross(cross: SceneCross | null): void;
  /** A line of the slice on the surface, from A to B; null removes it. */
  setCut(cut: SceneCut | null): void;
  /** The part of the container that nothing covers: the picture is fitted into it. */
  setFreeArea(area: FreeArea): void;
  setView(view: View): void;
  setTheme(theme: ThemeName): void;
  setReducedMotion(reduced: boolean): void;
  setLabel(label: string): void;
  resetCamera(): void;
  topView(): void;
  /** @returns a PNG of what is on screen */
  capture(options: CaptureOptions): Promise<Blob>;
  /** @returns the same picture as a canvas */
  paint(options: CaptureOptions): Promise<HTMLCanvasElement>;
  /** Draws the picture at any size, strip by strip, without using the screen. @throws Error with one sentence where it cannot */
  drawStrips(options: StripOptions): AsyncGenerator<PictureStrip, void, void>;
  /** Shows a still picture and gives the graphics context back, until the surface is woken. */
  rest(): Promise<void>;
  /** Takes a graphics context again; the surface can be turned. */
  wake(): void;
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
  /** One finger scrolls the page, and two turn the surface. */
  readonly scrolls?: boolean;
  /** The picture's name for assistive technology. */
  readonly label?: string;
  /** Called in the frame in which the user has moved the camera; put it into the store at once. */
  readonly onCamera?: (camera: CameraView) => void;
  /** Called when the grid point under the pointer changes; null outside the surface and over holes. */
  readonly onHover?: (point: HoverPoint | null) => void;
  /** Called when paths, pins, the cross or the cut change, because the legend counts them. */
  readonly onOverlays?: () => void;
  /** Where the surface is drawn, for tests; absent: in the best place. */
  readonly place?: RenderPlace;
}

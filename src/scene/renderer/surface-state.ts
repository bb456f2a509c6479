import type { ThemeName } from "../../drawing/colors/theme";
import type { DrawnCrease } from "../../drawing/overlays/crease-lines";
import type { Coloring } from "../../drawing/picture/picture-options";
import type { Contour } from "../../drawing/scales/contour-levels";
import type { SurfaceBox } from "../../drawing/surface/surface-box";
import type { SurfaceField } from "../../drawing/surface/surface-field";
import type { View } from "../../experiment/view";

/** All that the renderer shows, whatever the camera: plain data, so that it can be sent to a worker. */
export interface SurfaceState extends Pick<View, "colorMap" | "contours" | "marks"> {
  readonly theme: ThemeName;
  readonly coloring: Coloring;
  /** Null until there is a slice. */
  readonly field: SurfaceField | null;
  readonly box: SurfaceBox | null;
  readonly levels: readonly Contour[];
  /** The field from which the surface morphs; null where it does not. */
  readonly previous: SurfaceField | null;
  /** 0 shows the previous field, 1 the present one. */
  readonly morph: number;
  /** The creases that are drawn, the strongest first. */
  readonly creases: readonly DrawnCrease[];
}

/** One drawing: the camera, and where the pixels lie in the picture. */
export interface SurfaceFrame {
  /** Size of the canvas: of the picture or of one of its tiles, device pixels. */
  readonly width: number;
  readonly height: number;
  /** Device pixels per CSS pixel. */
  readonly pixelRatio: number;
  /** Lower left corner of the tile in the whole picture, device pixels, y up. */
  readonly tileOrigin: readonly [number, number];
  /** Middle of the box on the whole picture, CSS pixels, y up. */
  readonly patternOrigin: readonly [number, number];
  /** The camera's matrices, column by column. */
  readonly projection: readonly number[];
  readonly cameraPlace: readonly number[];
  /** How wide creases are drawn; null while they are hidden. */
  readonly creases: { readonly pixelRatio: number; readonly unitsPerPixel: number } | null;
}

/** The renderer as a picture calls it, wherever it works. Calls take effect in their order. */
export interface SurfaceRendererPort {
  /** Changes a part of what is shown from the next drawing on. */
  update(change: Partial<SurfaceState>): void;
  /** Draws on the renderer's canvas. @throws Error with one sentence where the device cannot */
  draw(frame: SurfaceFrame): Promise<void>;
  /** Draws, and returns the picture, which must be used before anything else is awaited. @throws Error as draw does */
  drawTile(frame: SurfaceFrame): Promise<HTMLCanvasElement | ImageBitmap>;
  /** Resolves when the last drawing has been handed to the screen. */
  untilShown(): Promise<void>;
  /** Gives the graphics context back, so that another page can have it; what was drawn is lost. */
  rest(): void;
  /** Takes a context again, and draws the last frame. */
  wake(): void;
  /** Frees everything on the GPU, the context included. */
  dispose(): void;
}

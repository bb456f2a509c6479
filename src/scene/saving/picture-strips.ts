import { PerspectiveCamera } from "three";
import type { Crease } from "../../convexity/creases/find-creases";
import { THEMES, type ThemeName } from "../../drawing/colors/theme";
import type { LegendContent } from "../../drawing/legend/legend-content";
import type { SceneChord } from "../../drawing/overlays/scene-chord";
import type { SceneOverlays } from "../../drawing/overlays/scene-overlays";
import type { PictureSize } from "../../drawing/picture/picture-size";
import { countStripRows, cutStrips, openStrip, type PictureStrip, readStrip, rest } from "../../drawing/picture/strips";
import type { SurfaceDrawing } from "../../drawing/surface/surface-drawing";
import { FONT_FAMILY } from "../../drawing/typeface/typeface";
import type { View } from "../../experiment/view";
import type { PlaneMeasure } from "../../slice/plane/plane-measure";
import { aimCamera, fitAngle, placeCamera } from "../stage/camera-pose";
import { openPainting, type SceneStage } from "../stage/scene-stage";
import { type PictureCamera, SurfacePicture } from "../surface/surface-picture";
import { decodeLegend, type LegendImage } from "./capture";
import { LARGE_TEXT, type LargeLayout, layOutLargePicture } from "./large-layout";

/** The contents of a picture of a surface, and its camera. */
export interface SurfaceContent {
  readonly drawing: SurfaceDrawing;
  readonly view: View;
  readonly creases: readonly Crease[] | null;
  readonly chord: SceneChord | null;
  readonly plane: PlaneMeasure | null;
  readonly overlays: SceneOverlays;
}

export interface StripOptions {
  /** Pixels of the whole picture, legend and caption included. */
  readonly width: number;
  readonly height: number;
  /** Pixels per CSS pixel: a larger value makes type and lines larger. */
  readonly scale: number;
  readonly theme: ThemeName;
  /** #rrggbb, or null for a transparent background. */
  readonly background: string | null;
  readonly legend: LegendContent | null;
  /** The paragraph below the surface; may be empty. */
  readonly caption: string;
  /** Smaller parts, for tests: rows of a strip and the side of a tile in pixels, both even. */
  readonly parts?: { readonly rows: number; readonly side: number };
}

/** Side of a tile, in pixels: small enough that drawing one in software does not block the page for long. */
const TILE_SIDE = 2048;
/** More than the height of any text or mark, in CSS pixels. */
const SPARE = 32;

/**
 * Draws a surface at any size, strip by strip, on its own canvas and graphics context, independent of the screen.
 *
 * @throws Error with one sentence when the device provides no context or cannot draw a strip
 */
export async function* drawStrips(
  content: SurfaceContent,
  options: StripOptions,
): AsyncGenerator<PictureStrip, void, void> {
  const { scale, background, theme } = options;
  const legend = options.legend
    ? await decodeLegend(options.legend, THEMES[theme], { panel: background !== null, scale })
    : null;
  const measuring = openPainting(document.createElement("canvas"));
  measuring.font = captionFont();
  const layout = layOutLargePicture(
    { width: options.width / scale, height: options.height / scale },
    legend,
    options.caption,
    (text) => measuring.measureText(text).width,
  );
  const surface = fitSurface(layout.surface, options);
  const picture = openPicture(content, { width: surface.width / scale, height: surface.height / scale }, theme);
  try {
    const { rows, side } = options.parts ?? { rows: countStripRows(options.width), side: TILE_SIDE };
    const spare = Math.ceil(SPARE * scale);
    for (const strip of cutStrips(options.width, options.height, rows)) {
      const context = openStrip(strip, spare, background);
      const part = { ...strip, width: surface.width, height: Math.min(strip.height, surface.height - strip.y) };
      if (part.height > 0) {
        for (const _ of picture.paintPart(context, scale, part, strip.y - spare, side)) await rest();
      }
      paintRest(context, strip.y - spare, layout, legend, options);
      yield readStrip(context, strip, spare);
    }
  } finally {
    picture.dispose();
  }
}

/** The surface in pixels. Its lower edge is an even number of rows above the picture's lower edge, as those of the strips are. */
function fitSurface(surface: PictureSize, { height, scale }: StripOptions): PictureSize {
  const rows = Math.round(surface.height * scale);
  return { width: Math.round(surface.width * scale), height: rows - ((height - rows) % 2) };
}

function captionFont(): string {
  return `${LARGE_TEXT}px ${FONT_FAMILY}`;
}

/** Legend and caption, beside the surface or over its corner. */
function paintRest(
  context: CanvasRenderingContext2D,
  top: number,
  layout: LargeLayout,
  legend: LegendImage | null,
  { scale, theme }: StripOptions,
): void {
  context.setTransform(scale, 0, 0, scale, 0, -top);
  if (legend) context.drawImage(legend.image, layout.legendLeft, layout.legendTop, legend.width, legend.height);
  context.font = captionFont();
  context.fillStyle = THEMES[theme].ink;
  context.textAlign = "left";
  context.textBaseline = "alphabetic";
  for (const { text, x, y } of layout.caption) context.fillText(text, x, y);
}

function openPicture(content: SurfaceContent, size: PictureSize, theme: ThemeName): SurfacePicture {
  const addCanvas = () => document.createElement("canvas");
  const stage: SceneStage = { back: addCanvas(), surface: addCanvas(), front: addCanvas() };
  const picture = new SurfacePicture(stage, standStill(content.view, size), theme);
  picture.resize(size);
  picture.setAppearance(content.view);
  picture.setPlane(content.plane);
  picture.show(content.drawing, false);
  picture.setCreases(content.creases);
  picture.setChord(content.chord);
  picture.setOverlays(content.overlays);
  return picture;
}

/** A fixed camera at the position that a view gives. */
function standStill(view: View, size: PictureSize): PictureCamera {
  const camera = new PerspectiveCamera(30, 1, 0.02, 60);
  placeCamera(camera, view.camera);
  fitAngle(camera, size);
  return { camera, aim: (picture, tile) => aimCamera(camera, view.camera.polar, picture, tile) };
}

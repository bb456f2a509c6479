import { PerspectiveCamera } from "three";
import { THEMES, type ThemeName } from "../../drawing/colors/theme";
import type { PictureSize, Tile } from "../../drawing/picture/picture-size";
import { cutTiles, rest } from "../../drawing/picture/strips";
import type { CameraView } from "../../experiment/view";
import { scaleText } from "../frame/text-scale";
import { openRenderer, type RenderPlace } from "../renderer/open-renderer";
import { aimCamera, fitLens, type Lens, placeCamera } from "../stage/camera-pose";
import { ALL_FREE } from "../stage/free-area";
import { clearSheet, openPainting } from "../stage/scene-stage";
import { type PictureSnapshot, SurfacePicture } from "../surface/surface-picture";
import { type CaptureOptions, decodeLegend, layOutCapture, layOutHead, paintHead } from "./capture";

/** A surface as it was when the reader asked for its picture. */
export interface SavedSurface {
  readonly shown: PictureSnapshot;
  readonly camera: CameraView;
  readonly place: RenderPlace | undefined;
}

/** Side of a tile, in pixels: small enough that copying one does not block the page. Even, so that no seam is visible between tiles. */
export const TILE_SIDE = 1024;

/** Opens a picture of its own, independent of the screen; to be disposed. */
export function openSavedPicture(surface: SavedSurface, size: PictureSize, theme: ThemeName): SurfacePicture {
  const camera = new PerspectiveCamera(30, 1, 0.02, 60);
  placeCamera(camera, surface.camera);
  const { polar } = surface.camera;
  let lens: Lens | null = null;
  const still = {
    camera,
    aim(whole: PictureSize, tile: Tile) {
      lens ??= fitLens(picture.box, size, scaleText(size, ALL_FREE));
      aimCamera(camera, lens, polar, whole, tile);
    },
  };
  const picture = new SurfacePicture(openRenderer(null, surface.place), still, theme, surface.shown);
  picture.resize(size);
  return picture;
}

/**
 * Paints a part of a picture at a scale over the contents of a canvas. Other work can run between the tiles of the surface.
 *
 * @param part  the part of the surface, in pixels of the whole picture at this scale; lines and text are painted on the whole canvas
 * @param top  the row of the picture that is the first row of the canvas
 * @param side  the largest side of a tile in pixels; even
 * @returns the fraction of the part that is painted, after each tile
 */
export async function* paintPart(
  picture: SurfacePicture,
  context: CanvasRenderingContext2D,
  scale: number,
  part: Tile,
  top: number,
  side: number,
): AsyncGenerator<number, void, void> {
  const projection = picture.project();
  context.setTransform(scale, 0, 0, scale, 0, -top);
  picture.paintBack(context, projection);
  const tiles = cutTiles(part.width, part.height, side);
  for (const [index, tile] of tiles.entries()) {
    const inPicture = { ...tile, x: tile.x + part.x, y: tile.y + part.y };
    const image = await picture.drawTile(scale, inPicture);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.drawImage(image, inPicture.x, inPicture.y - top);
    if ("close" in image) image.close();
    yield (index + 1) / tiles.length;
    await rest();
  }
  context.setTransform(scale, 0, 0, scale, 0, -top);
  picture.paintFront(context, projection, null);
}

/**
 * Paints what is on screen, at its size times the scale; larger where a legend or a verdict would otherwise take the surface's space.
 *
 * @throws DOMException named AbortError when the signal is aborted
 * @throws Error with one sentence when the browser cannot draw a picture of that size
 */
export async function paintSaved(
  surface: SavedSurface,
  size: PictureSize,
  { scale, transparent, legend, verdict, onProgress, signal }: CaptureOptions,
): Promise<HTMLCanvasElement> {
  const { theme } = surface.shown.state;
  const tokens = THEMES[theme];
  const legendImage = legend ? await decodeLegend(legend, tokens, { panel: !transparent, scale }) : null;
  const head = layOutHead(verdict ?? null, layOutCapture(size, legendImage).width);
  const layout = layOutCapture(size, legendImage, head.height);
  const picture = openSavedPicture(surface, layout.surface, theme);
  try {
    const context = openPainting(document.createElement("canvas"));
    clearSheet(context, layout.width, layout.height, scale, transparent ? null : tokens.background);
    const { width, height, top } = layout.surface;
    const part = { x: 0, y: 0, width: Math.round(width * scale), height: Math.round(height * scale) };
    for await (const done of paintPart(picture, context, scale, part, -Math.round(top * scale), TILE_SIDE)) {
      signal?.throwIfAborted();
      onProgress?.(done);
    }
    context.setTransform(scale, 0, 0, scale, 0, 0);
    paintHead(context, head, tokens);
    if (legendImage) {
      const { image, width, height } = legendImage;
      context.drawImage(image, layout.legendLeft, layout.legendTop, width, height);
    }
    return context.canvas;
  } finally {
    picture.dispose();
  }
}

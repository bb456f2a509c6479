import { MathUtils, type PerspectiveCamera, Scene, Vector3, WebGLRenderer } from "three";
import type { Crease } from "../../convexity/creases/find-creases";
import { THEMES, type ThemeName } from "../../drawing/colors/theme";
import { layCreases } from "../../drawing/overlays/crease-lines";
import { type LaidOverlays, layOverlays } from "../../drawing/overlays/lay-overlays";
import { drawChord, type SceneChord } from "../../drawing/overlays/scene-chord";
import { NO_OVERLAYS, type SceneOverlays } from "../../drawing/overlays/scene-overlays";
import type { Coloring } from "../../drawing/picture/picture-options";
import type { PictureSize, Tile } from "../../drawing/picture/picture-size";
import { cutTiles } from "../../drawing/picture/strips";
import { placeContours } from "../../drawing/scales/contour-levels";
import type { LossScale } from "../../drawing/scales/loss-scale";
import { nameSliceAxes } from "../../drawing/surface/axis-names";
import { type FrameLayout, layOutFrame } from "../../drawing/surface/frame-layout";
import { boxOfGrid, isSameSlice } from "../../drawing/surface/surface-box";
import type { SurfaceDrawing } from "../../drawing/surface/surface-drawing";
import { findPointOnRay, type HoverPoint, listMarks, type SurfaceShape } from "../../drawing/surface/surface-marks";
import type { View } from "../../experiment/view";
import type { PlaneMeasure } from "../../slice/plane/plane-measure";
import { type Projection, paintBack, paintFront } from "../frame/frame-painter";
import { paintChord } from "../lines/chord-painter";
import { paintOverlays } from "../lines/overlay-painter";
import { type CaptureOptions, decodeLegend, layOutCapture } from "../saving/capture";
import { clearSheet, openPainting, type SceneStage } from "../stage/scene-stage";
import { CreaseMesh } from "./crease-mesh";
import { SurfaceMesh } from "./surface-mesh";

/** The functions of a camera that the picture uses. */
export interface PictureCamera {
  readonly camera: PerspectiveCamera;
  /** Sets the projection for a whole picture or one tile of it, both in the picture's pixels, y down. */
  aim(picture: PictureSize, tile: Tile): void;
}

const MOST_PIXELS_PER_CSS_PIXEL = 2;
/** Creases have their full width on a picture of this height, in CSS pixels, or more; on a lower one a part, at least LEAST_LINE_SHARE. */
const FULL_LINES_HEIGHT = 600;
const LEAST_LINE_SHARE = 0.55;
/** Largest side of a tile, in pixels: larger tiles are no faster, and some drivers fail on them. */
const LARGEST_TILE = 4096;

/** Draws a landscape, or a difference of two, onto a stage, on screen or into a file. It handles no events and no timing. */
export class SurfacePicture {
  readonly #stage: SceneStage;
  readonly #view: PictureCamera;
  readonly #back: CanvasRenderingContext2D;
  readonly #front: CanvasRenderingContext2D;
  readonly #renderer: WebGLRenderer;
  readonly #scene = new Scene();
  readonly #surface = new SurfaceMesh();
  readonly #creaseMesh = new CreaseMesh();
  #theme: ThemeName;
  #layout: FrameLayout | null = null;
  #shape: SurfaceShape | null = null;
  #scale: LossScale | null = null;
  #creases: readonly Crease[] = [];
  #areCreasesStale = false;
  #areCreasesWanted = true;
  #appearance: Pick<View, "colorMap" | "contours" | "marks"> = { colorMap: "viridis", contours: true, marks: true };
  #coloring: Coloring = "loss";
  #chord: SceneChord | null = null;
  #plane: PlaneMeasure | null = null;
  #overlays: SceneOverlays = NO_OVERLAYS;
  /** The overlays laid on the present surface; null until they are laid. */
  #laid: LaidOverlays | null = null;
  /** While the surface morphs, lines on it are hidden: they are laid on its final heights. */
  #isMorphing = false;
  #size: PictureSize = { width: 0, height: 0 };
  #framesDrawn = 0;

  /** @throws Error when the browser gives no WebGL2 context */
  constructor(stage: SceneStage, camera: PictureCamera, theme: ThemeName) {
    this.#stage = stage;
    this.#view = camera;
    this.#theme = theme;
    this.#back = openPainting(stage.back);
    this.#front = openPainting(stage.front);
    this.#renderer = openRenderer(stage.surface);
    this.#scene.add(this.#surface.mesh, this.#creaseMesh.mesh);
    this.setTheme(theme);
  }

  get framesDrawn(): number {
    return this.#framesDrawn;
  }

  setTheme(theme: ThemeName): void {
    this.#theme = theme;
    this.#surface.setTheme(THEMES[theme]);
    this.#creaseMesh.setTheme(THEMES[theme]);
  }

  setAppearance(view: View): void {
    this.#areCreasesWanted = view.creases;
    const { colorMap, contours, marks } = view;
    this.#appearance = { colorMap, contours, marks };
    this.#surface.setAppearance({ ...this.#appearance, coloring: this.#coloring });
  }

  setCreases(creases: readonly Crease[] | null): void {
    this.#creases = creases ?? [];
    this.#areCreasesStale = true;
  }

  setChord(chord: SceneChord | null): void {
    this.#chord = chord;
  }

  setPlane(plane: PlaneMeasure | null): void {
    this.#plane = plane;
    if (!this.#layout) return;
    this.#layout = { ...this.#layout, names: { ...this.#layout.names, ...nameSliceAxes(plane) } };
  }

  setOverlays(overlays: SceneOverlays): void {
    this.#overlays = overlays;
    this.#laid = null;
  }

  resize(size: PictureSize): void {
    this.#size = size;
  }

  /** @returns whether it morphs from the previous slice; the caller then moves setMorph from 0 to 1 */
  show({ grid, field, scale, coloring, lossName }: SurfaceDrawing, morph: boolean): boolean {
    const box = boxOfGrid(grid);
    const flows = morph && this.#shape !== null && isSameSlice(box, this.#shape.box);
    this.#surface.show(field, box, flows);
    this.#surface.setContours(placeContours(scale));
    this.#layout = layOutFrame(box, scale, { ...nameSliceAxes(this.#plane), loss: lossName });
    this.#shape = { grid, box, field };
    this.#scale = scale;
    this.#laid = null;
    this.#coloring = coloring;
    this.#surface.setAppearance({ ...this.#appearance, coloring });
    this.#areCreasesStale = true;
    this.#isMorphing = flows;
    return flows;
  }

  setMorph(part: number): void {
    this.#surface.setMorph(part);
    this.#isMorphing = part < 1;
  }

  drawSurface(): void {
    const { width, height } = this.#size;
    const ratio = Math.min(MOST_PIXELS_PER_CSS_PIXEL, globalThis.devicePixelRatio || 1);
    const theme = THEMES[this.#theme];
    this.#view.aim(this.#size, { x: 0, y: 0, width, height });
    const projection = this.#project();
    clearSheet(this.#back, width, height, ratio, theme.background);
    if (this.#layout) paintBack(this.#back, this.#layout, projection, theme);
    this.#renderer.setPixelRatio(ratio);
    this.#renderer.setSize(width, height, false);
    this.#surface.setPixelFrame({
      pixelRatio: ratio,
      tileOrigin: [0, 0],
      patternOrigin: findPatternOrigin(projection),
    });
    this.#prepareCreases(ratio, [width * ratio, height * ratio]);
    this.#renderer.render(this.#scene, this.#view.camera);
    this.#framesDrawn++;
  }

  drawFront(hover: HoverPoint | null): void {
    const ratio = this.#renderer.getPixelRatio();
    clearSheet(this.#front, this.#size.width, this.#size.height, ratio, null);
    this.#paintFront(this.#front, this.#project(), hover);
  }

  /** The grid point under a position on the picture, in CSS pixels. */
  findPoint(x: number, y: number): HoverPoint | null {
    const { camera } = this.#view;
    const { width, height } = this.#size;
    const far = new Vector3((2 * x) / width - 1, 1 - (2 * y) / height, 0.5).unproject(camera);
    const direction = far.sub(camera.position).normalize().toArray();
    return this.#shape ? findPointOnRay(this.#shape, { origin: camera.position.toArray(), direction }) : null;
  }

  /**
   * @returns the picture at its size times the scale; larger where a legend would otherwise cover the surface
   * @throws Error when the browser provides no canvas
   */
  async paint({ scale, transparent, legend }: CaptureOptions): Promise<HTMLCanvasElement> {
    const theme = THEMES[this.#theme];
    const legendImage = legend ? await decodeLegend(legend, theme, { panel: !transparent, scale }) : null;
    const layout = layOutCapture(this.#size, legendImage);
    const context = openPainting(document.createElement("canvas"));
    clearSheet(context, layout.width, layout.height, scale, transparent ? null : theme.background);
    const whole = { x: 0, y: 0, width: this.#pixelsOf("width", scale), height: this.#pixelsOf("height", scale) };
    // All in one task: this uses the canvas on screen, which must be restored before the next frame.
    for (const _ of this.paintPart(context, scale, whole));
    this.drawSurface();
    if (legendImage) {
      const { image, width, height } = legendImage;
      context.drawImage(image, layout.legendLeft, layout.legendTop, width, height);
    }
    return context.canvas;
  }

  /**
   * Paints a part of the picture at a scale over the contents of a canvas. It yields after each tile of the surface, so that other work
   * can run between tiles.
   *
   * @param part  the part of the surface, in pixels of the whole picture at this scale; lines and text are painted on the whole canvas
   * @param top  the row of the picture that is the first row of the canvas
   * @param side  the largest side of a tile in pixels; even, so that no seam is visible between tiles
   */
  *paintPart(
    context: CanvasRenderingContext2D,
    scale: number,
    part: Tile,
    top = part.y,
    side = LARGEST_TILE,
  ): Generator<void> {
    const whole = { x: 0, y: 0, ...this.#size };
    const theme = THEMES[this.#theme];
    // The camera may have moved since the last drawing.
    this.#view.aim(this.#size, whole);
    const projection = this.#project();
    context.setTransform(scale, 0, 0, scale, 0, -top);
    if (this.#layout) paintBack(context, this.#layout, projection, theme);
    const patternOrigin = findPatternOrigin(projection);
    const gl = this.#renderer.getContext();
    const most = Math.min(side, gl.getParameter(gl.MAX_RENDERBUFFER_SIZE) as number);
    context.setTransform(1, 0, 0, 1, 0, 0);
    for (const tile of cutTiles(part.width, part.height, most)) {
      const inPicture = { ...tile, x: tile.x + part.x, y: tile.y + part.y };
      this.#drawTile(scale, inPicture, patternOrigin);
      context.drawImage(this.#renderer.domElement, inPicture.x, inPicture.y - top);
      yield;
    }
    this.#view.aim(this.#size, whole);
    context.setTransform(scale, 0, 0, scale, 0, -top);
    this.#paintFront(context, this.#project(), null);
  }

  /** Frees everything on the GPU, the context included. */
  dispose(): void {
    this.#surface.dispose();
    this.#creaseMesh.dispose();
    this.#renderer.dispose();
    this.#renderer.forceContextLoss();
    for (const sheet of [this.#stage.back, this.#stage.surface, this.#stage.front]) sheet.remove();
  }

  #paintFront(context: CanvasRenderingContext2D, projection: Projection, hover: HoverPoint | null): void {
    const marks = this.#shape ? listMarks(this.#shape, projection.camera, hover) : [];
    const theme = THEMES[this.#theme];
    paintFront(context, this.#layout, marks, projection, theme);
    if (!this.#shape || !this.#scale || this.#isMorphing) return;
    this.#laid ??= layOverlays(this.#shape, this.#scale, this.#overlays);
    paintOverlays(context, this.#laid, projection, theme, this.#shape);
    if (!this.#chord) return;
    paintChord(context, drawChord(this.#shape, this.#scale, this.#chord, projection.camera), projection, theme);
  }

  #prepareCreases(pixelRatio: number, resolution: readonly [number, number]): void {
    const { mesh } = this.#creaseMesh;
    mesh.visible = this.#areCreasesWanted && !this.#isMorphing && this.#shape !== null && this.#creases.length > 0;
    if (!mesh.visible || !this.#shape) return;
    if (this.#areCreasesStale) {
      this.#areCreasesStale = false;
      const { field, box } = this.#shape;
      this.#creaseMesh.show(layCreases(field, box, this.#creases), box, this.#coloring);
    }
    const { camera } = this.#view;
    const across = 2 * camera.position.length() * Math.tan(MathUtils.degToRad(camera.fov / 2));
    const { width, height } = this.#size;
    // On a small picture, lines of full width would cover one another.
    const shrink = MathUtils.clamp(Math.min(0.8 * width, height) / FULL_LINES_HEIGHT, LEAST_LINE_SHARE, 1);
    this.#creaseMesh.setFrame({
      pixelRatio: pixelRatio * shrink,
      resolution,
      unitsPerPixel: (across / height) * shrink,
    });
  }

  #pixelsOf(side: "width" | "height", scale: number): number {
    return Math.round(this.#size[side] * scale);
  }

  /** Draws a tile of the surface. It must be copied in the same task, because the browser then clears the canvas. */
  #drawTile(scale: number, tile: Tile, patternOrigin: readonly [number, number]): void {
    const picture = { width: this.#pixelsOf("width", scale), height: this.#pixelsOf("height", scale) };
    this.#renderer.setPixelRatio(1);
    this.#renderer.setSize(tile.width, tile.height, false);
    const gl = this.#renderer.getContext();
    if (gl.isContextLost()) throw new Error("The graphics device stopped while it drew the picture: try again.");
    const { drawingBufferWidth, drawingBufferHeight } = gl;
    if (drawingBufferWidth < tile.width || drawingBufferHeight < tile.height) {
      throw new Error(`This graphics device cannot draw ${tile.width} × ${tile.height} pixels at once.`);
    }
    this.#view.aim(picture, tile);
    const tileOrigin = [tile.x, picture.height - tile.y - tile.height] as const;
    this.#surface.setPixelFrame({ pixelRatio: scale, tileOrigin, patternOrigin });
    this.#prepareCreases(scale, [tile.width, tile.height]);
    this.#renderer.render(this.#scene, this.#view.camera);
  }

  #project(): Projection {
    const { camera } = this.#view;
    const { width, height } = this.#size;
    camera.updateMatrixWorld();
    return {
      camera: camera.position.toArray(),
      width,
      height,
      project: (point) => {
        const seen = new Vector3(...point).project(camera);
        if (seen.z > 1) return null;
        return { x: ((seen.x + 1) / 2) * width, y: ((1 - seen.y) / 2) * height };
      },
    };
  }
}

function openRenderer(canvas: HTMLCanvasElement): WebGLRenderer {
  const context = canvas.getContext("webgl2", { alpha: true, antialias: true, depth: true, premultipliedAlpha: true });
  if (!context) throw new Error("This browser provides no WebGL2, which the picture needs.");
  const renderer = new WebGLRenderer({ canvas, context });
  renderer.setClearColor(0x000000, 0);
  return renderer;
}

/** The origin of the patterns: the middle of the box, in CSS pixels, y up. The patterns move with it. */
function findPatternOrigin(projection: Projection): readonly [number, number] {
  const middle = projection.project([0, 0, 0]);
  return middle ? [middle.x, projection.height - middle.y] : [0, 0];
}

import { MathUtils, Matrix4, type PerspectiveCamera, Vector3 } from "three";
import type { CreaseSet } from "../../convexity/creases/crease-set";
import { THEMES, type ThemeName } from "../../drawing/colors/theme";
import { chooseCreases, type DrawnCrease } from "../../drawing/overlays/crease-lines";
import { type LaidOverlays, layOverlays } from "../../drawing/overlays/lay-overlays";
import { drawChord, type SceneChord } from "../../drawing/overlays/scene-chord";
import { NO_OVERLAYS, type SceneOverlays } from "../../drawing/overlays/scene-overlays";
import type { PictureSize, Tile } from "../../drawing/picture/picture-size";
import { placeContours } from "../../drawing/scales/contour-levels";
import type { LossScale } from "../../drawing/scales/loss-scale";
import { nameSliceAxes, type SliceAxes } from "../../drawing/surface/axis-names";
import { type FrameLayout, layOutFrame } from "../../drawing/surface/frame-layout";
import {
  type BoxShape,
  boxOfGrid,
  boxOfSquare,
  isSameSlice,
  type SurfaceBox,
  shapeForPicture,
} from "../../drawing/surface/surface-box";
import type { SurfaceDrawing } from "../../drawing/surface/surface-drawing";
import { blendFields } from "../../drawing/surface/surface-field";
import { findPointOnRay, type HoverPoint, listMarks, type SurfaceShape } from "../../drawing/surface/surface-marks";
import { DEFAULT_VIEW, type View } from "../../experiment/view";
import { type PaintContext, type Projection, paintBack, paintFront } from "../frame/frame-painter";
import { scaleText } from "../frame/text-scale";
import { listNamedPlaces, paintChord, placeChordLabels } from "../lines/chord-painter";
import type { LabelRoom } from "../lines/overlay-labels";
import { paintOverlays } from "../lines/overlay-painter";
import type { SurfaceFrame, SurfaceRendererPort, SurfaceState } from "../renderer/surface-state";
import { ALL_FREE, type FreeArea, sizeOfArea } from "../stage/free-area";

/** The functions of a camera that the picture uses. */
export interface PictureCamera {
  readonly camera: PerspectiveCamera;
  /** Sets the projection for a whole picture or one tile of it, both in the picture's pixels, y down. */
  aim(picture: PictureSize, tile: Tile): void;
}

/** Creases have their full width on a picture of this height, in CSS pixels, or more; on a lower one a part, at least LEAST_LINE_SHARE. */
const FULL_LINES_HEIGHT = 600;
const LEAST_LINE_SHARE = 0.55;

/** What the picture shows, beside the renderer's part of it. */
interface PictureContent {
  readonly layout: FrameLayout | null;
  readonly shape: SurfaceShape | null;
  readonly scale: LossScale | null;
  readonly chord: SceneChord | null;
  readonly plane: SliceAxes | null;
  readonly overlays: SceneOverlays;
  readonly creases: CreaseSet | null;
  readonly areCreasesWanted: boolean | undefined;
}

/** A picture as it is at one moment, without its camera. Nothing in it changes. */
export interface PictureSnapshot {
  readonly state: SurfaceState;
  readonly content: PictureContent;
}

const { coloring, colorMap, contours, marks } = DEFAULT_VIEW;

const NOTHING_SHOWN: PictureSnapshot = {
  state: {
    ...{ theme: "light", coloring, colorMap, contours, marks },
    ...{ field: null, box: null, levels: [], previous: null, morph: 1, creases: [] },
  },
  content: {
    layout: null,
    shape: null,
    scale: null,
    chord: null,
    plane: null,
    overlays: NO_OVERLAYS,
    creases: null,
    areCreasesWanted: DEFAULT_VIEW.creases,
  },
};

/** A landscape, or a difference of two, with its lines: what a renderer draws, and what is painted behind and before it. */
export class SurfacePicture {
  readonly #renderer: SurfaceRendererPort;
  readonly #view: PictureCamera;
  #state: SurfaceState;
  #content: PictureContent;
  /** The overlays laid on the present surface; null until they are laid. */
  #laid: LaidOverlays | null = null;
  #size: PictureSize = { width: 0, height: 0 };
  #free: FreeArea = ALL_FREE;

  /** @param shown  what another picture shows, to show the same */
  constructor(renderer: SurfaceRendererPort, camera: PictureCamera, theme: ThemeName, shown = NOTHING_SHOWN) {
    this.#renderer = renderer;
    this.#view = camera;
    this.#state = { ...shown.state, theme };
    this.#content = shown.content;
    renderer.update(this.#state);
  }

  get snapshot(): PictureSnapshot {
    return { state: this.#state, content: this.#content };
  }

  get hasSurface(): boolean {
    return this.#content.shape !== null;
  }

  get theme(): ThemeName {
    return this.#state.theme;
  }

  setTheme(theme: ThemeName): void {
    this.#change({ theme });
  }

  setAppearance({ colorMap, contours, marks, creases }: View): void {
    this.#content = { ...this.#content, areCreasesWanted: creases };
    this.#change({ colorMap, contours, marks, creases: this.#chooseCreases() });
  }

  setCreases(creases: CreaseSet | null): void {
    this.#content = { ...this.#content, creases };
    this.#change({ creases: this.#chooseCreases() });
  }

  #chooseCreases(): readonly DrawnCrease[] {
    const { creases, areCreasesWanted } = this.#content;
    return chooseCreases(creases, areCreasesWanted);
  }

  setChord(chord: SceneChord | null): void {
    this.#content = { ...this.#content, chord };
  }

  setPlane(plane: SliceAxes | null): void {
    const { layout } = this.#content;
    const named = layout && { ...layout, names: { ...layout.names, ...nameSliceAxes(plane) } };
    this.#content = { ...this.#content, plane, layout: named };
  }

  setOverlays(overlays: SceneOverlays): void {
    this.#content = { ...this.#content, overlays };
    this.#laid = null;
  }

  /** The box of the surface on a picture of the present size; that of a square slice while there is no surface. */
  get box(): SurfaceBox {
    return this.#content.shape?.box ?? boxOfSquare(this.#boxShape);
  }

  get #boxShape(): BoxShape {
    return shapeForPicture(sizeOfArea(this.#size, this.#free));
  }

  /**
   * The box takes the proportions of the picture.
   * @param free  the part of the picture that the camera fits the surface into
   */
  resize(size: PictureSize, free: FreeArea = ALL_FREE): void {
    this.#size = size;
    this.#free = free;
    const { shape, layout, scale } = this.#content;
    if (!shape || !layout || !scale) return;
    const box = boxOfGrid(shape.grid, this.#boxShape);
    if (box.halfWidth === shape.box.halfWidth && box.halfHeight === shape.box.halfHeight) return;
    this.#content = { ...this.#content, shape: { ...shape, box }, layout: layOutFrame(box, scale, layout.names) };
    this.#laid = null;
    this.#change({ box });
  }

  /** @returns whether it morphs from the previous slice; the caller then moves setMorph from 0 to 1 */
  show({ grid, field, scale, coloring, lossName }: SurfaceDrawing, morph: boolean): boolean {
    const box = boxOfGrid(grid, this.#boxShape);
    const { shape, plane } = this.#content;
    const flows = morph && shape !== null && isSameSlice(box, shape.box);
    const previous = flows ? this.#shownField(shape) : null;
    this.#change({ field, box, previous, levels: placeContours(scale), coloring, morph: flows ? 0 : 1 });
    const layout = layOutFrame(box, scale, { ...nameSliceAxes(plane), loss: lossName });
    this.#content = { ...this.#content, layout, shape: { grid, box, field }, scale };
    this.#laid = null;
    return flows;
  }

  setMorph(part: number): void {
    this.#change({ morph: part });
  }

  /**
   * Draws the surface by the present camera.
   *
   * @param ratio  device pixels per CSS pixel
   * @returns the projection it was drawn by, for what is painted behind and before it
   */
  async draw(ratio: number): Promise<Projection> {
    const { width, height } = this.#size;
    this.#view.aim(this.#size, { x: 0, y: 0, width, height });
    const projection = this.project();
    const size = { width: Math.floor(width * ratio), height: Math.floor(height * ratio) };
    await this.#renderer.draw(this.#frame(ratio, size, [0, 0], findPatternOrigin(projection, this.#size)));
    return projection;
  }

  /** Draws what is on screen as an image, which must be used before anything else is awaited. */
  copy(ratio: number): Promise<HTMLCanvasElement | ImageBitmap> {
    const { width, height } = this.#size;
    return this.drawTile(ratio, { x: 0, y: 0, width: Math.floor(width * ratio), height: Math.floor(height * ratio) });
  }

  rest(): void {
    this.#renderer.rest();
  }

  wake(): void {
    this.#renderer.wake();
  }

  /** Resolves when the last drawing has been handed to the screen. */
  untilShown(): Promise<void> {
    return this.#renderer.untilShown();
  }

  /**
   * Draws a tile of the surface at a scale.
   *
   * @param tile  in pixels of the whole picture at this scale
   * @returns its picture, which must be used before anything else is awaited
   */
  drawTile(scale: number, tile: Tile): Promise<HTMLCanvasElement | ImageBitmap> {
    const picture = { width: Math.round(this.#size.width * scale), height: Math.round(this.#size.height * scale) };
    const patternOrigin = findPatternOrigin(this.project(), this.#size);
    this.#view.aim(picture, tile);
    const tileOrigin = [tile.x, picture.height - tile.y - tile.height] as const;
    return this.#renderer.drawTile(this.#frame(scale, tile, tileOrigin, patternOrigin));
  }

  /** The projection by the present camera of the whole picture, measured from the free area. */
  project(): Projection {
    const { camera } = this.#view;
    const { width, height } = this.#size;
    const { left, top } = this.#free;
    this.#view.aim(this.#size, { x: 0, y: 0, width, height });
    camera.updateMatrixWorld();
    const matrix = new Matrix4().multiplyMatrices(camera.projectionMatrix, camera.matrixWorldInverse);
    const seen = new Vector3();
    return {
      camera: camera.position.toArray(),
      origin: { x: left, y: top },
      ...sizeOfArea(this.#size, this.#free),
      textScale: scaleText(this.#size, this.#free),
      project: (point) => {
        seen.set(...point).applyMatrix4(matrix);
        if (seen.z > 1) return null;
        return { x: ((seen.x + 1) / 2) * width - left, y: ((1 - seen.y) / 2) * height - top };
      },
    };
  }

  /** Paints what is behind the surface. */
  paintBack(context: PaintContext, projection: Projection): void {
    const { layout } = this.#content;
    if (layout) paintBack(context, layout, projection, THEMES[this.theme]);
  }

  /** Paints what is before the surface. */
  paintFront(context: PaintContext, projection: Projection, hover: HoverPoint | null): void {
    const { shape, scale, layout, chord, overlays } = this.#content;
    const theme = THEMES[this.theme];
    const marks = shape ? listMarks(shape, projection.camera, hover) : [];
    const axes = paintFront(context, layout, marks, projection, theme);
    // While the surface morphs, lines on it are hidden: they are laid on its final heights.
    if (!shape || !scale || this.#isMorphing) return;
    this.#laid ??= layOverlays(shape, scale, overlays);
    // The labels of the chord are placed first: the proof matters more than a path.
    const taken: LabelRoom[] = axes.map(({ left, right, top, bottom }) => ({
      ...{ left, top },
      ...{ width: right - left, height: bottom - top },
    }));
    const drawn = chord && drawChord(shape, scale, chord, projection.camera);
    const labels = drawn ? placeChordLabels(context, drawn, projection, taken) : [];
    paintOverlays(context, this.#laid, projection, theme, shape, taken, listNamedPlaces(drawn, labels));
    if (drawn) paintChord(context, drawn, projection, theme, labels);
  }

  /** The grid point under a position on the picture, in CSS pixels. */
  findPoint(x: number, y: number): HoverPoint | null {
    const { camera } = this.#view;
    const { shape } = this.#content;
    const { width, height } = this.#size;
    const far = new Vector3((2 * x) / width - 1, 1 - (2 * y) / height, 0.5).unproject(camera);
    const direction = far.sub(camera.position).normalize().toArray();
    return shape ? findPointOnRay(shape, { origin: camera.position.toArray(), direction }) : null;
  }

  /** Frees everything on the GPU, the context included. */
  dispose(): void {
    this.#renderer.dispose();
  }

  get #isMorphing(): boolean {
    return this.#state.morph < 1;
  }

  /** The field on screen, also in the middle of a morph. */
  #shownField({ field }: SurfaceShape) {
    const { previous, morph } = this.#state;
    return previous && this.#isMorphing ? blendFields(previous, field, morph) : field;
  }

  #change(change: Partial<SurfaceState>): void {
    this.#state = { ...this.#state, ...change };
    this.#renderer.update(change);
  }

  #frame(
    pixelRatio: number,
    size: PictureSize,
    tileOrigin: readonly [number, number],
    patternOrigin: readonly [number, number],
  ): SurfaceFrame {
    const { camera } = this.#view;
    camera.updateMatrixWorld();
    return {
      width: size.width,
      height: size.height,
      pixelRatio,
      tileOrigin,
      patternOrigin,
      projection: camera.projectionMatrix.toArray(),
      cameraPlace: camera.matrixWorld.toArray(),
      creases: !this.#isMorphing ? this.#widenCreases(pixelRatio) : null,
    };
  }

  #widenCreases(pixelRatio: number): SurfaceFrame["creases"] {
    const { camera } = this.#view;
    const { width, height } = sizeOfArea(this.#size, this.#free);
    const across = 2 * camera.position.length() * Math.tan(MathUtils.degToRad(camera.fov / 2));
    // On a small picture, lines of full width would cover one another.
    const shrink = MathUtils.clamp(Math.min(0.8 * width, height) / FULL_LINES_HEIGHT, LEAST_LINE_SHARE, 1);
    return { pixelRatio: pixelRatio * shrink, unitsPerPixel: (across / height) * shrink };
  }
}

/** The origin of the patterns: the middle of the box, in CSS pixels, y up. The patterns move with it. */
function findPatternOrigin({ project, origin }: Projection, picture: PictureSize): readonly [number, number] {
  const middle = project([0, 0, 0]);
  return middle ? [middle.x + origin.x, picture.height - middle.y - origin.y] : [0, 0];
}

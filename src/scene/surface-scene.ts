import { Scene, Vector3, WebGLRenderer } from "three";
import type { Landscape } from "../convexity/landscape";
import { type CameraView, DEFAULT_VIEW, type View } from "../spec/view";
import { type CaptureOptions, cutTiles, decodeLegend, encodePng, type LegendImage } from "./capture";
import { placeContours } from "./contour-levels";
import { fitCurvatureScale } from "./curvature-scale";
import { type FrameLayout, layOutFrame, nameLossAxis, placeCenter } from "./frame-layout";
import { type Projection, paintBack, paintFront, type SurfaceMark } from "./frame-painter";
import { fitLossScale } from "./loss-scale";
import { OrbitCamera } from "./orbit-camera";
import { drawnLevel, marchRay, type SurfaceHit } from "./ray-march";
import { readCameraKey } from "./scene-keys";
import { buildStage, clearSheet, describeStage, openPainting, type SceneStage, showFocus } from "./scene-stage";
import { boxOfGrid, isSameSlice, placeInBox, type ScenePoint } from "./surface-box";
import { packSurfaceField } from "./surface-field";
import { SurfaceMesh } from "./surface-mesh";
import { THEMES, type ThemeName } from "./theme";

/** A grid point under the pointer. */
export interface HoverPoint {
  readonly row: number;
  readonly column: number;
  /** Slice coordinates. */
  readonly x: number;
  readonly y: number;
}

export interface SurfaceSceneOptions {
  readonly theme: ThemeName;
  /** No damping, no morph, no moving camera. */
  readonly reducedMotion?: boolean;
  /** What assistive technology is told the picture is. */
  readonly label?: string;
  /** Called in the frame in which the camera has moved by the user's hand; put it into the store at once. */
  readonly onCamera?: (camera: CameraView) => void;
  /** Called when the point under the pointer changes; null beside the surface and over holes. */
  readonly onHover?: (point: HoverPoint | null) => void;
}

const MORPH_MILLISECONDS = 280;
const MOST_PIXELS_PER_CSS_PIXEL = 2;
/** Larger tiles gain nothing and some drivers fail on them. */
const LARGEST_TILE = 4096;
/** A tap that moves less, in CSS pixels, points at the surface; one that moves more turns it. */
const TAP_REACH = 8;

/**
 * The picture: a lit surface over a slice with its marks, axes and contours, in a container it fills. Draws only when
 * something has changed. Owns one WebGL context until dispose().
 */
export class SurfaceScene {
  readonly #container: HTMLElement;
  readonly #options: SurfaceSceneOptions;
  readonly #stage: SceneStage;
  readonly #back: CanvasRenderingContext2D;
  readonly #front: CanvasRenderingContext2D;
  readonly #renderer: WebGLRenderer;
  readonly #scene = new Scene();
  readonly #surface = new SurfaceMesh();
  readonly #camera: OrbitCamera;
  readonly #observer: ResizeObserver;
  readonly #listeners = new AbortController();
  #theme: ThemeName;
  #view: View = DEFAULT_VIEW;
  #landscape: Landscape | null = null;
  #layout: FrameLayout | null = null;
  #reducedMotion: boolean;
  #width = 0;
  #height = 0;
  #frame = 0;
  #isSurfaceStale = false;
  #isCameraStale = false;
  #morphStart: number | null = null;
  #pointer: { readonly x: number; readonly y: number } | null = null;
  #isPointerStale = false;
  #hover: HoverPoint | null = null;
  #framesDrawn = 0;

  /** @throws Error when the browser gives no WebGL2 context */
  constructor(container: HTMLElement, options: SurfaceSceneOptions) {
    this.#container = container;
    this.#options = options;
    this.#theme = options.theme;
    this.#reducedMotion = options.reducedMotion ?? false;
    this.#stage = buildStage(container, options.label ?? "Loss surface.");
    this.#back = openPainting(this.#stage.back);
    this.#front = openPainting(this.#stage.front);
    this.#renderer = openRenderer(this.#stage);
    this.#scene.add(this.#surface.mesh);
    this.#camera = new OrbitCamera(this.#stage.surface, this.#reducedMotion, () => this.#markCamera());
    this.#surface.setTheme(THEMES[this.#theme]);
    this.#surface.setAppearance(this.#view.coloring, this.#view.contours, this.#view.marks);
    this.#listen();
    this.#observer = new ResizeObserver(() => this.#resize());
    this.#observer.observe(container);
    this.#resize();
  }

  /** How many times the surface has been drawn: it stands still while nothing changes. */
  get framesDrawn(): number {
    return this.#framesDrawn;
  }

  /** The camera as it stands, in the words of a view. */
  get camera(): CameraView {
    return this.#camera.read();
  }

  /**
   * Shows a landscape of any grid size.
   *
   * @param options.morph  let heights and colours flow from what is on screen; only where the slice's ranges are the same,
   *   and not under reduced motion
   */
  setLandscape(landscape: Landscape, options: { readonly morph: boolean }): void {
    this.#landscape = landscape;
    this.#rebuild(options.morph);
  }

  /** Takes over how to look. The theme is set by setTheme: only the page knows what the system prefers. */
  setView(view: View): void {
    const old = this.#view;
    this.#view = view;
    this.#camera.apply(view.camera);
    const appearance = old.contours !== view.contours || old.marks !== view.marks || old.coloring !== view.coloring;
    if (appearance) this.#surface.setAppearance(view.coloring, view.contours, view.marks);
    if (old.height !== view.height || old.coloring !== view.coloring) this.#rebuild(true);
    else if (appearance) this.#invalidate();
  }

  setTheme(theme: ThemeName): void {
    this.#theme = theme;
    this.#surface.setTheme(THEMES[theme]);
    showFocus(this.#stage.surface, THEMES[theme].accent);
    this.#invalidate();
  }

  setReducedMotion(reduced: boolean): void {
    this.#reducedMotion = reduced;
    this.#camera.setReducedMotion(reduced);
  }

  /** Says what is seen, to those who cannot see it. */
  setLabel(label: string): void {
    describeStage(this.#stage.surface, label);
  }

  resetCamera(): void {
    this.#camera.moveTo(DEFAULT_VIEW.camera);
    this.#markCamera();
  }

  /** From straight above, x to the right and y upward, as a map. */
  topView(): void {
    this.#camera.moveTo({ azimuth: 0, polar: 0, distance: DEFAULT_VIEW.camera.distance, target: [0, 0, 0] });
    this.#markCamera();
  }

  /**
   * Saves what is on screen, at its own size times the scale.
   *
   * @returns a PNG
   * @throws Error when the browser cannot hold or encode a picture of that size
   */
  async capture(options: CaptureOptions): Promise<Blob> {
    const theme = THEMES[this.#theme];
    const decode = { panel: !options.transparent, scale: options.scale };
    const legend = options.legend ? await decodeLegend(options.legend, theme, decode) : null;
    const canvas = document.createElement("canvas");
    const context = openPainting(canvas);
    clearSheet(context, this.#width, this.#height, options.scale, options.transparent ? null : theme.background);
    const projection = this.#project();
    if (this.#layout) paintBack(context, this.#layout, projection, theme);
    this.#drawTiles(context, options.scale);
    paintFront(context, this.#layout, this.#listMarks(projection, false), projection, theme);
    if (legend) drawLegendInto(context, legend, this.#width, this.#height);
    return encodePng(canvas);
  }

  /** Frees everything, the WebGL context included, and leaves the container empty. */
  dispose(): void {
    cancelAnimationFrame(this.#frame);
    this.#listeners.abort();
    this.#observer.disconnect();
    this.#camera.dispose();
    this.#surface.dispose();
    this.#renderer.dispose();
    this.#renderer.forceContextLoss();
    for (const sheet of [this.#stage.back, this.#stage.surface, this.#stage.front]) sheet.remove();
  }

  #listen(): void {
    const { surface } = this.#stage;
    const { signal } = this.#listeners;
    surface.addEventListener("keydown", (event) => this.#pressKey(event), { signal });
    for (const kind of ["focus", "blur"] as const) {
      surface.addEventListener(kind, () => showFocus(surface, THEMES[this.#theme].accent), { signal });
    }
    let down = { x: 0, y: 0 };
    surface.addEventListener(
      "pointerdown",
      (event) => {
        down = { x: event.offsetX, y: event.offsetY };
      },
      { signal },
    );
    surface.addEventListener(
      "pointermove",
      (event) => {
        if (event.pointerType === "mouse" && event.buttons === 0) this.#point({ x: event.offsetX, y: event.offsetY });
      },
      { signal },
    );
    surface.addEventListener(
      "pointerup",
      (event) => {
        const up = { x: event.offsetX, y: event.offsetY };
        if (Math.hypot(up.x - down.x, up.y - down.y) < TAP_REACH) this.#point(up);
      },
      { signal },
    );
    surface.addEventListener(
      "pointerleave",
      (event) => {
        if (event.pointerType === "mouse") this.#point(null);
      },
      { signal },
    );
    // three rebuilds its state first; textures are uploaded again from their CPU copies at the next draw.
    surface.addEventListener("webglcontextrestored", () => this.#invalidate(), { signal });
  }

  #pressKey(event: KeyboardEvent): void {
    const command = readCameraKey(event);
    if (!command) return;
    event.preventDefault();
    if (command.kind === "reset") this.resetCamera();
    else if (command.kind === "top") this.topView();
    else if (command.kind === "turn") this.#camera.nudge({ azimuth: command.azimuth, polar: command.polar });
    else if (command.kind === "zoom") this.#camera.nudge({ zoom: command.factor });
    else this.#camera.nudge({ shift: [command.right, command.up] });
    this.#markCamera();
  }

  #rebuild(morph: boolean): void {
    const landscape = this.#landscape;
    if (!landscape) return;
    const scale = fitLossScale(landscape, this.#view.height);
    const curvature = this.#view.coloring === "curvature" ? fitCurvatureScale(landscape.curvatureMin) : null;
    const box = boxOfGrid(landscape.grid);
    const flows = morph && !this.#reducedMotion && this.#layout !== null && isSameSlice(box, this.#layout.box);
    this.#surface.show(packSurfaceField(landscape, scale, curvature), box, flows);
    this.#surface.setContours(placeContours(scale));
    this.#layout = layOutFrame(box, scale, { x: "x", y: "y", loss: nameLossAxis(scale) });
    this.#morphStart = flows ? performance.now() : null;
    this.#isPointerStale = this.#pointer !== null;
    this.#invalidate();
  }

  #resize(): void {
    const width = this.#container.clientWidth;
    const height = this.#container.clientHeight;
    if (width === 0 || height === 0) return;
    this.#width = width;
    this.#height = height;
    this.#camera.resize(width, height);
    this.#isSurfaceStale = true;
    // At once: a canvas whose size is set is empty until it is drawn.
    this.#draw(performance.now());
  }

  #markCamera(): void {
    this.#isCameraStale = true;
    this.#invalidate();
  }

  #invalidate(): void {
    this.#isSurfaceStale = true;
    this.#schedule();
  }

  #schedule(): void {
    if (this.#frame !== 0 || this.#listeners.signal.aborted) return;
    this.#frame = requestAnimationFrame((now) => {
      this.#frame = 0;
      this.#draw(now);
    });
  }

  #draw(now: number): void {
    if (this.#width === 0) return;
    if (this.#camera.update(now)) this.#markCamera();
    if (this.#morphStart !== null) this.#advanceMorph(now, this.#morphStart);
    if (this.#isSurfaceStale) this.#drawSurface();
    this.#followPointer();
    const projection = this.#project();
    const theme = THEMES[this.#theme];
    clearSheet(this.#front, this.#width, this.#height, this.#pixelRatio(), null);
    paintFront(this.#front, this.#layout, this.#listMarks(projection, true), projection, theme);
    if (!this.#isCameraStale) return;
    this.#isCameraStale = false;
    this.#options.onCamera?.(this.#camera.read());
  }

  #advanceMorph(now: number, start: number): void {
    const part = Math.min(1, Math.max(0, (now - start) / MORPH_MILLISECONDS));
    this.#surface.setMorph(part * part * (3 - 2 * part));
    this.#morphStart = part < 1 ? start : null;
    this.#isSurfaceStale = true;
    if (part < 1) this.#schedule();
  }

  #drawSurface(): void {
    this.#isSurfaceStale = false;
    const ratio = this.#pixelRatio();
    const theme = THEMES[this.#theme];
    clearSheet(this.#back, this.#width, this.#height, ratio, theme.background);
    if (this.#layout) paintBack(this.#back, this.#layout, this.#project(), theme);
    this.#renderer.setPixelRatio(ratio);
    this.#renderer.setSize(this.#width, this.#height, false);
    this.#surface.setPixelFrame({ pixelRatio: ratio, tileOrigin: [0, 0], patternOrigin: this.#patternOrigin() });
    this.#renderer.render(this.#scene, this.#camera.camera);
    this.#framesDrawn++;
  }

  /** Draws the surface into a larger picture, tile by tile, each copied in the task that drew it. */
  #drawTiles(context: CanvasRenderingContext2D, scale: number): void {
    const { camera } = this.#camera;
    const width = Math.round(this.#width * scale);
    const height = Math.round(this.#height * scale);
    const gl = this.#renderer.getContext();
    const side = Math.min(LARGEST_TILE, gl.getParameter(gl.MAX_RENDERBUFFER_SIZE) as number);
    const patternOrigin = this.#patternOrigin();
    this.#renderer.setPixelRatio(1);
    for (const tile of cutTiles(width, height, side)) {
      this.#renderer.setSize(tile.width, tile.height, false);
      camera.setViewOffset(width, height, tile.x, tile.y, tile.width, tile.height);
      const tileOrigin = [tile.x, height - tile.y - tile.height] as const;
      this.#surface.setPixelFrame({ pixelRatio: scale, tileOrigin, patternOrigin });
      this.#renderer.render(this.#scene, camera);
      context.drawImage(
        this.#renderer.domElement,
        tile.x / scale,
        tile.y / scale,
        tile.width / scale,
        tile.height / scale,
      );
    }
    camera.clearViewOffset();
    this.#drawSurface();
  }

  #pixelRatio(): number {
    return Math.min(MOST_PIXELS_PER_CSS_PIXEL, globalThis.devicePixelRatio || 1);
  }

  #patternOrigin(): readonly [number, number] {
    const middle = this.#project().project([0, 0, 0]);
    return middle ? [middle.x, this.#height - middle.y] : [0, 0];
  }

  #project(): Projection {
    const { camera } = this.#camera;
    camera.updateMatrixWorld();
    const [width, height] = [this.#width, this.#height];
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

  #march(origin: ScenePoint, direction: ScenePoint): SurfaceHit | null {
    const field = this.#surface.field;
    return field && this.#layout ? marchRay(field, this.#layout.box, { origin, direction }) : null;
  }

  #point(pointer: { readonly x: number; readonly y: number } | null): void {
    this.#pointer = pointer;
    this.#isPointerStale = true;
    this.#schedule();
  }

  #followPointer(): void {
    if (!this.#isPointerStale) return;
    this.#isPointerStale = false;
    const found = this.#pointer ? this.#findPoint(this.#pointer.x, this.#pointer.y) : null;
    if (found?.row === this.#hover?.row && found?.column === this.#hover?.column) return;
    this.#hover = found;
    this.#options.onHover?.(found);
  }

  #findPoint(x: number, y: number): HoverPoint | null {
    const { camera } = this.#camera;
    const far = new Vector3((2 * x) / this.#width - 1, 1 - (2 * y) / this.#height, 0.5).unproject(camera);
    const origin = camera.position.toArray();
    const hit = this.#march(origin, far.sub(camera.position).normalize().toArray());
    if (!hit || !this.#landscape) return null;
    const { grid } = this.#landscape;
    const row = Math.round(hit.row);
    const column = Math.round(hit.column);
    return { row, column, x: grid.x[column]!, y: grid.y[row]! };
  }

  #listMarks(projection: Projection, withHover: boolean): SurfaceMark[] {
    const field = this.#surface.field;
    const box = this.#layout?.box;
    if (!field || !box) return [];
    const marks: SurfaceMark[] = [];
    const add = (at: ScenePoint, kind: SurfaceMark["kind"]) => {
      marks.push({ at, kind, hidden: this.#isHidden(projection.camera, at) });
    };
    const place = (value: number, [low, high]: readonly [number, number], count: number) =>
      Math.round(((value - low) / (high - low)) * (count - 1));
    const center = placeCenter(box, (x, y) =>
      drawnLevel(field, place(x, box.xRange, field.columns), place(y, box.yRange, field.rows)),
    );
    if (center) add(center, "center");
    if (withHover && this.#hover) {
      const { row, column, x, y } = this.#hover;
      add(placeInBox(box, x, y, drawnLevel(field, column, row)), "hover");
    }
    return marks;
  }

  /** Whether the surface itself stands between the camera and a point on it. */
  #isHidden(camera: ScenePoint, at: ScenePoint): boolean {
    const hit = this.#march(camera, [at[0] - camera[0], at[1] - camera[1], at[2] - camera[2]]);
    return hit !== null && hit.distance < 0.985;
  }
}

function openRenderer(stage: SceneStage): WebGLRenderer {
  const attributes = {
    alpha: true,
    antialias: true,
    depth: true,
    premultipliedAlpha: true,
    powerPreference: "default",
  };
  const context = stage.surface.getContext("webgl2", attributes);
  if (!context) {
    for (const sheet of [stage.back, stage.surface, stage.front]) sheet.remove();
    throw new Error("This browser gives no WebGL2 context for the picture.");
  }
  const renderer = new WebGLRenderer({ canvas: stage.surface, context: context as WebGL2RenderingContext });
  renderer.setClearColor(0x000000, 0);
  return renderer;
}

const LEGEND_MARGIN = 16;

function drawLegendInto(context: CanvasRenderingContext2D, legend: LegendImage, width: number, height: number): void {
  const left = Math.max(0, width - legend.width - LEGEND_MARGIN);
  const top = Math.max(0, height - legend.height - LEGEND_MARGIN);
  context.drawImage(legend.image, left, top, legend.width, legend.height);
}

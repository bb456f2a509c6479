import type { CreaseSet } from "../../convexity/creases/crease-set";
import type { LandscapeDifference } from "../../convexity/points/difference";
import type { Landscape } from "../../convexity/points/landscape";
import { THEMES, type ThemeName } from "../../drawing/colors/theme";
import type { SceneChord } from "../../drawing/overlays/scene-chord";
import type { SceneOverlays } from "../../drawing/overlays/scene-overlays";
import type { PictureSize } from "../../drawing/picture/picture-size";
import type { PictureStrip } from "../../drawing/picture/strips";
import type { SliceAxes } from "../../drawing/surface/axis-names";
import {
  type CommonScales,
  drawDifference,
  drawLandscape,
  type SurfaceDrawing,
} from "../../drawing/surface/surface-drawing";
import type { HoverPoint } from "../../drawing/surface/surface-marks";
import { type CameraView, DEFAULT_VIEW, type View } from "../../experiment/view";
import type { Projection } from "../frame/frame-painter";
import { drawsWebgl2, openRenderer } from "../renderer/open-renderer";
import type { CaptureOptions } from "../saving/capture";
import type { StripOptions } from "../saving/picture-strips";
import type { SavedSurface } from "../saving/saved-picture";
import { ALL_FREE, type FreeArea, isSameArea } from "../stage/free-area";
import { OrbitCamera } from "../stage/orbit-camera";
import { readCameraKey } from "../stage/scene-keys";
import {
  buildStage,
  clearSheet,
  describeStage,
  openPainting,
  type SceneStage,
  showFocus,
  showStill,
} from "../stage/scene-stage";
import { OverlaidSurface } from "./overlaid-surface";
import { SurfacePicture } from "./surface-picture";
import type { SurfaceOptions, SurfacePort } from "./surface-port";

const MORPH_MILLISECONDS = 280;
const MOST_PIXELS_PER_CSS_PIXEL = 2;
/** How long the still picture covers a surface that takes its context again. */
const STILL_MILLISECONDS = 250;
/** A tap that moves less than this, in CSS pixels, points at the surface; one that moves more turns it. */
const TAP_REACH = 8;

interface PointerPlace {
  readonly x: number;
  readonly y: number;
}

/**
 * The picture: a lit surface over a slice with its marks, axes and contours. It fills its container. It draws only when something has
 * changed, and not while the container is inert, because then something else covers it. It owns one WebGL context until dispose(). The
 * surface is drawn elsewhere; what is behind and before it is painted when that is done.
 */
export class SurfaceScene extends OverlaidSurface implements SurfacePort {
  readonly #container: HTMLElement;
  readonly #options: SurfaceOptions;
  readonly #stage: SceneStage;
  readonly #back: CanvasRenderingContext2D;
  readonly #front: CanvasRenderingContext2D;
  readonly #camera: OrbitCamera;
  readonly #picture: SurfacePicture;
  readonly #observer: ResizeObserver;
  readonly #coverObserver: MutationObserver;
  readonly #listeners = new AbortController();
  #theme: ThemeName;
  #view: View = DEFAULT_VIEW;
  /** Turns the data shown into a surface to draw, for a view. */
  #draft: ((view: View) => SurfaceDrawing) | null = null;
  #reducedMotion: boolean;
  #frame = 0;
  #size: PictureSize = { width: 0, height: 0 };
  #freeArea: FreeArea = ALL_FREE;
  #isSurfaceStale = false;
  #isCameraStale = false;
  #isDrawing = false;
  #framesDrawn = 0;
  #restTurn = 0;
  /** The projection of the surface on screen; null until there is one. */
  #projection: Projection | null = null;
  /** The picture in place of a surface that rests; null while it does not. */
  #still: HTMLCanvasElement | null = null;
  #morphStart: number | null = null;
  #pointer: PointerPlace | null = null;
  #isPointerStale = false;
  #hover: HoverPoint | null = null;
  #toldHover: HoverPoint | null = null;

  /** @throws Error when the browser gives no WebGL2 context */
  constructor(container: HTMLElement, options: SurfaceOptions) {
    super(() => options.onOverlays?.());
    this.#container = container;
    this.#options = options;
    this.#theme = options.theme;
    this.#reducedMotion = options.reducedMotion ?? false;
    if (!drawsWebgl2()) throw new Error("This browser provides no WebGL2, which the picture needs.");
    this.#stage = buildStage(container, options.label ?? "Loss surface.");
    this.#back = openPainting(this.#stage.back);
    this.#front = openPainting(this.#stage.front);
    this.#camera = new OrbitCamera(this.#stage.surface, this.#reducedMotion, () => this.#markCamera());
    if (options.scrolls) this.#camera.leaveOneFinger(this.#stage.surface);
    this.#picture = new SurfacePicture(openRenderer(this.#stage.surface, options.place), this.#camera, options.theme);
    this.#picture.setAppearance(this.#view);
    this.#listen();
    this.#observer = new ResizeObserver(() => this.#resize());
    this.#observer.observe(container);
    this.#coverObserver = new MutationObserver(() => this.#schedule());
    this.#coverObserver.observe(container, { attributeFilter: ["inert"] });
    this.#resize();
  }

  /** The number of times that the surface was drawn. It does not grow while nothing changes. */
  get framesDrawn(): number {
    return this.#framesDrawn;
  }

  /** The present camera, as the camera of a view. */
  get camera(): CameraView {
    return this.#camera.read();
  }

  /**
   * Shows a landscape of any grid size.
   *
   * @param options.morph  animate heights and colours from what is on screen; only where the slice's ranges are the same,
   *   and not under reduced motion
   * @param options.scales  shared with other pictures; absent: the landscape's own
   */
  setLandscape(landscape: Landscape, options: { readonly morph: boolean; readonly scales?: CommonScales }): void {
    this.#draft = (view) => drawLandscape(landscape, view, options.scales ?? null);
    this.#show(options.morph);
  }

  /** Shows the difference of two losses instead of a landscape, above and below 0, coloured by its sign. */
  setDifference(difference: LandscapeDifference, options: { readonly morph: boolean }): void {
    this.#draft = (view) => drawDifference(difference, view);
    this.#show(options.morph);
  }

  /**
   * Draws creases on the surface as the view wants them. They stay until the next call, on any surface: the caller removes them when
   * the slice changes.
   */
  setCreases(creases: CreaseSet | null): void {
    this.#picture.setCreases(creases);
    this.#invalidate();
  }

  /** Draws a chord between two points of the surface, and the gap at its middle. Like creases, it stays until the next call. */
  setChord(chord: SceneChord | null): void {
    this.#picture.setChord(chord);
    this.#schedule();
  }

  /** Sets the notes on the axes that convert their numbers to distances in weight space; null while that is not known. */
  setPlane(plane: SliceAxes | null): void {
    this.#picture.setPlane(plane);
    this.#schedule();
  }

  /** Applies a view, except its theme: the page resolves "system" and calls setTheme. */
  setView(view: View): void {
    const old = this.#view;
    this.#view = view;
    if (this.#camera.apply(view.camera)) this.#invalidate();
    const switches = ["contours", "marks", "creases", "coloring", "colorMap"] as const;
    const looksOther = switches.some((name) => old[name] !== view[name]);
    if (looksOther) this.#picture.setAppearance(view);
    if (old.height !== view.height || old.coloring !== view.coloring) this.#show(true);
    else if (looksOther) this.#invalidate();
  }

  /** Moves to the camera of another picture, without calling onCamera. */
  followCamera(camera: CameraView): void {
    this.#camera.follow(camera);
    this.#invalidate();
  }

  setFreeArea(area: FreeArea): void {
    if (isSameArea(area, this.#freeArea)) return;
    this.#freeArea = area;
    this.#resize();
  }

  setTheme(theme: ThemeName): void {
    this.#theme = theme;
    this.#picture.setTheme(theme);
    showFocus(this.#stage.surface, THEMES[theme].accent);
    this.#invalidate();
  }

  setReducedMotion(reduced: boolean): void {
    this.#reducedMotion = reduced;
    this.#camera.setReducedMotion(reduced);
  }

  /** Sets the description of the picture for a screen reader. */
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
   * Saves what is on screen, at its size times the scale. A small picture grows by the space that its legend needs.
   *
   * @returns a PNG
   * @throws Error when nothing is laid out yet, or when the browser cannot create or encode a picture of that size
   */
  async capture(options: CaptureOptions): Promise<Blob> {
    const painting = this.paint(options);
    const { encodePng } = await import("../saving/capture");
    return encodePng(await painting);
  }

  /** The same picture as a new canvas. @throws Error when nothing is laid out yet */
  async paint(options: CaptureOptions): Promise<HTMLCanvasElement> {
    if (!this.#hasSize) throw new Error("The picture has no size yet: nothing can be saved.");
    const [saved, size] = [this.#saved, this.#size];
    const { paintSaved } = await import("../saving/saved-picture");
    return paintSaved(saved, size, options);
  }

  /**
   * Draws what is on screen at any size, strip by strip from the top, without using the screen. Everything is freed at the end of the
   * iteration, also when it ends early.
   *
   * @throws Error with one sentence when nothing is shown yet, or the device cannot draw it
   */
  drawStrips(options: StripOptions): AsyncGenerator<PictureStrip, void, void> {
    if (!this.#draft) throw new Error("There is no surface yet: nothing can be saved.");
    return drawLater(this.#saved, options);
  }

  async rest(): Promise<void> {
    if (this.#still || !this.#projection) return;
    const ratio = Math.min(MOST_PIXELS_PER_CSS_PIXEL, globalThis.devicePixelRatio || 1);
    const image = await this.#picture.copy(ratio);
    if (this.#still || this.#listeners.signal.aborted) return;
    this.#still = showStill(this.#stage.surface, image);
    this.#camera.setEnabled(false);
    this.#picture.rest();
  }

  wake(): void {
    const still = this.#still;
    if (!still) return;
    this.#still = null;
    this.#camera.setEnabled(true);
    this.#picture.wake();
    // The still picture stays until the surface is drawn again.
    void this.#picture.untilShown().then(() => setTimeout(() => still.remove(), STILL_MILLISECONDS));
    this.#invalidate();
  }

  /** Frees everything, the WebGL context included, and restores the container. */
  dispose(): void {
    cancelAnimationFrame(this.#frame);
    this.#listeners.abort();
    this.#observer.disconnect();
    this.#coverObserver.disconnect();
    this.#camera.dispose();
    this.#picture.dispose();
    for (const sheet of [this.#stage.back, this.#stage.surface, this.#stage.front]) sheet.remove();
    this.#still?.remove();
  }

  get #saved(): SavedSurface {
    return { shown: this.#picture.snapshot, camera: this.#camera.read(), place: this.#options.place };
  }

  #listen(): void {
    const { surface } = this.#stage;
    const { signal } = this.#listeners;
    surface.addEventListener("keydown", (event) => this.#pressKey(event), { signal });
    for (const kind of ["focus", "blur"] as const) {
      surface.addEventListener(kind, () => showFocus(surface, THEMES[this.#theme].accent), { signal });
    }
    let down: PointerPlace = { x: 0, y: 0 };
    const press = (event: PointerEvent) => {
      down = { x: event.offsetX, y: event.offsetY };
    };
    const move = (event: PointerEvent) => {
      if (event.pointerType === "mouse" && event.buttons === 0) this.#point({ x: event.offsetX, y: event.offsetY });
    };
    const lift = (event: PointerEvent) => {
      const up = { x: event.offsetX, y: event.offsetY };
      if (Math.hypot(up.x - down.x, up.y - down.y) < TAP_REACH) this.#point(up);
    };
    const leave = (event: PointerEvent) => {
      if (event.pointerType === "mouse") this.#point(null);
    };
    surface.addEventListener("pointerdown", press, { signal });
    surface.addEventListener("pointermove", move, { signal });
    surface.addEventListener("pointerup", lift, { signal });
    surface.addEventListener("pointerleave", leave, { signal });
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

  #show(morph: boolean): void {
    if (!this.#draft) return;
    const flows = this.#picture.show(this.#draft(this.#view), morph && !this.#reducedMotion);
    if (this.#hasSize) this.#camera.fit(this.#picture.box, this.#size, this.#freeArea);
    this.#morphStart = flows ? performance.now() : null;
    // The grid may have changed, so the old point is not valid until the pointer is looked up again.
    this.#hover = null;
    this.#isPointerStale = true;
    this.#invalidate();
  }

  #resize(): void {
    this.#size = { width: this.#container.clientWidth, height: this.#container.clientHeight };
    if (!this.#hasSize) return;
    this.wake();
    this.#picture.resize(this.#size, this.#freeArea);
    this.#camera.fit(this.#picture.box, this.#size, this.#freeArea);
    this.#invalidate();
  }

  get #hasSize(): boolean {
    return this.#size.width > 0 && this.#size.height > 0;
  }

  protected drawOverlays(overlays: SceneOverlays): void {
    this.#picture.setOverlays(overlays);
    this.#schedule();
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
    // Whoever takes a picture of the page waits until nothing is due.
    this.#stage.surface.toggleAttribute("data-drawing", true);
    if (this.#frame !== 0 || this.#listeners.signal.aborted) return;
    this.#frame = requestAnimationFrame((now) => {
      this.#frame = 0;
      this.#draw(now);
      void this.#noteRest();
    });
  }

  #draw(now: number): void {
    if (!this.#hasSize || this.#container.inert) return;
    if (this.#camera.update(now)) this.#markCamera();
    // What changes while the surface is being drawn waits for the next drawing.
    if (this.#isDrawing) return;
    if (this.#morphStart !== null) this.#advanceMorph(now, this.#morphStart);
    if (this.#isSurfaceStale) void this.#drawSurface();
    else this.#paintFront();
    if (!this.#isCameraStale) return;
    this.#isCameraStale = false;
    this.#options.onCamera?.(this.#camera.tell());
  }

  async #drawSurface(): Promise<void> {
    this.#isSurfaceStale = false;
    this.#isDrawing = true;
    try {
      const ratio = Math.min(MOST_PIXELS_PER_CSS_PIXEL, globalThis.devicePixelRatio || 1);
      const projection = await this.#picture.draw(ratio);
      if (this.#listeners.signal.aborted) return;
      this.#framesDrawn++;
      this.#projection = projection;
      this.#clear(this.#back, projection, THEMES[this.#theme].background);
      this.#picture.paintBack(this.#back, projection);
      this.#paintFront();
    } catch (error) {
      // A lost context is drawn again when it is restored.
      console.error(error);
    } finally {
      this.#isDrawing = false;
      if (this.#isSurfaceStale || this.#morphStart !== null) this.#schedule();
      void this.#noteRest();
    }
  }

  #paintFront(): void {
    if (!this.#projection) return;
    this.#followPointer();
    this.#clear(this.#front, this.#projection, null);
    this.#picture.paintFront(this.#front, this.#projection, this.#hover);
  }

  /** Clears a canvas, and makes the corner of the free area its origin. */
  #clear(context: CanvasRenderingContext2D, { origin }: Projection, background: string | null): void {
    const ratio = Math.min(MOST_PIXELS_PER_CSS_PIXEL, globalThis.devicePixelRatio || 1);
    clearSheet(context, this.#size.width, this.#size.height, ratio, background);
    context.translate(origin.x, origin.y);
  }

  /** The rest begins when the last drawing is on the screen, together with what is painted behind and before it. */
  async #noteRest(): Promise<void> {
    const turn = ++this.#restTurn;
    if (!this.#isResting) return;
    await this.#picture.untilShown().catch(() => {});
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        if (turn === this.#restTurn && this.#isResting) this.#stage.surface.toggleAttribute("data-drawing", false);
      }),
    );
  }

  get #isResting(): boolean {
    return this.#frame === 0 && !this.#isDrawing;
  }

  #advanceMorph(now: number, start: number): void {
    const part = Math.min(1, Math.max(0, (now - start) / MORPH_MILLISECONDS));
    this.#picture.setMorph(part * part * (3 - 2 * part));
    this.#morphStart = part < 1 ? start : null;
    this.#invalidate();
  }

  #point(pointer: PointerPlace | null): void {
    this.#pointer = pointer;
    this.#isPointerStale = true;
    this.#schedule();
  }

  #followPointer(): void {
    if (!this.#isPointerStale) return;
    this.#isPointerStale = false;
    const found = this.#pointer ? this.#picture.findPoint(this.#pointer.x, this.#pointer.y) : null;
    this.#hover = found;
    const told = this.#toldHover;
    if (found?.row === told?.row && found?.column === told?.column && found?.x === told?.x && found?.y === told?.y)
      return;
    this.#toldHover = found;
    this.#options.onHover?.(found);
  }
}

/** The code that saves is loaded when it is first used. */
async function* drawLater(surface: SavedSurface, options: StripOptions): AsyncGenerator<PictureStrip, void, void> {
  const { drawStrips } = await import("../saving/picture-strips");
  yield* drawStrips(surface, options);
}

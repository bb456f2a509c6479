import { PerspectiveCamera, Scene, WebGLRenderer } from "three";
import { THEMES } from "../../drawing/colors/theme";
import { layCreases } from "../../drawing/overlays/crease-lines";
import { CreaseMesh } from "./crease-mesh";
import { SurfaceMesh } from "./surface-mesh";
import type { SurfaceFrame, SurfaceState } from "./surface-state";

/** Draws the surface and its creases with three, on one canvas. It uses nothing of the page, so that it can work in a worker. */
export class SurfaceRenderer {
  readonly canvas: HTMLCanvasElement | OffscreenCanvas;
  readonly #renderer: WebGLRenderer;
  readonly #scene = new Scene();
  readonly #camera = new PerspectiveCamera();
  readonly #surface = new SurfaceMesh();
  readonly #creases = new CreaseMesh();
  #state: Partial<SurfaceState> = {};
  #areCreasesStale = false;
  #last: SurfaceFrame | null = null;

  /** @throws Error when the browser gives no WebGL2 context */
  constructor(canvas: HTMLCanvasElement | OffscreenCanvas) {
    this.canvas = canvas;
    this.#renderer = openRenderer(canvas);
    this.#scene.add(this.#surface.mesh, this.#surface.top, this.#creases.mesh);
    // The page sends the camera's matrices.
    this.#camera.matrixWorldAutoUpdate = false;
    // The driver compiles while the first slice is still computed.
    this.#renderer.compile(this.#scene, this.#camera);
    // three's own handler runs first and rebuilds its state; the next drawing uploads the textures again from their CPU copies.
    canvas.addEventListener("webglcontextrestored", () => {
      if (this.#last) this.draw(this.#last);
    });
  }

  update(change: Partial<SurfaceState>): void {
    const state = { ...this.#state, ...change };
    this.#state = state;
    if (change.theme) {
      this.#surface.setTheme(THEMES[change.theme]);
      this.#creases.setTheme(THEMES[change.theme]);
    }
    if ((change.field || change.box) && state.field && state.box) {
      this.#surface.show(state.field, state.box, state.previous ?? null);
    }
    if (change.levels) this.#surface.setContours(change.levels);
    if (change.morph !== undefined) this.#surface.setMorph(change.morph);
    const { coloring, colorMap, contours, marks } = state;
    if (coloring && colorMap && contours !== undefined && marks !== undefined) {
      this.#surface.setAppearance({ coloring, colorMap, contours, marks });
    }
    this.#areCreasesStale ||= "creases" in change || "field" in change || "box" in change || "coloring" in change;
  }

  /**
   * Draws a frame on the screen; while the context is lost, as soon as it is restored.
   * @throws Error with one sentence when the device cannot draw a picture of that size
   */
  draw(frame: SurfaceFrame): void {
    this.#last = frame;
    if (!this.#renderer.getContext().isContextLost()) this.#render(frame);
  }

  /** Draws a part of a saved picture. @throws Error with one sentence when the device cannot */
  drawTile(frame: SurfaceFrame): void {
    this.#render(frame);
  }

  #render(frame: SurfaceFrame): void {
    const { width, height, pixelRatio, tileOrigin, patternOrigin } = frame;
    // Setting the size clears the canvas and takes time, also where it does not change.
    if (this.canvas.width !== width || this.canvas.height !== height) this.#renderer.setSize(width, height, false);
    const gl = this.#renderer.getContext();
    if (gl.isContextLost()) throw new Error("The graphics device stopped while it drew the picture: try again.");
    if (gl.drawingBufferWidth < width || gl.drawingBufferHeight < height) {
      throw new Error(`This graphics device cannot draw ${width} × ${height} pixels at once.`);
    }
    this.#camera.projectionMatrix.fromArray(frame.projection);
    this.#camera.projectionMatrixInverse.copy(this.#camera.projectionMatrix).invert();
    this.#camera.matrixWorld.fromArray(frame.cameraPlace);
    this.#camera.matrixWorldInverse.copy(this.#camera.matrixWorld).invert();
    this.#surface.setPixelFrame({ pixelRatio, tileOrigin, patternOrigin });
    this.#prepareCreases(frame);
    this.#renderer.render(this.#scene, this.#camera);
  }

  /** Gives the context back. */
  rest(): void {
    this.#renderer.forceContextLoss();
  }

  /** Takes a context again; the last frame is drawn when it has come. */
  wake(): void {
    this.#renderer.forceContextRestore();
  }

  /** Frees everything on the GPU, the context included. */
  dispose(): void {
    this.#last = null;
    this.#surface.dispose();
    this.#creases.dispose();
    this.#renderer.dispose();
    this.#renderer.forceContextLoss();
  }

  #prepareCreases({ creases, width, height }: SurfaceFrame): void {
    const { field, box, coloring } = this.#state;
    const lines = this.#state.creases ?? [];
    this.#creases.mesh.visible = creases !== null && lines.length > 0;
    if (!creases || lines.length === 0 || !field || !box || !coloring) return;
    if (this.#areCreasesStale) {
      this.#areCreasesStale = false;
      this.#creases.show(layCreases(field, box, lines), box, coloring);
    }
    this.#creases.setFrame({ ...creases, resolution: [width, height] });
  }
}

function openRenderer(canvas: HTMLCanvasElement | OffscreenCanvas): WebGLRenderer {
  const attributes = { alpha: true, antialias: true, depth: true, premultipliedAlpha: true };
  const context = canvas.getContext("webgl2", attributes) as WebGL2RenderingContext | null;
  if (!context) throw new Error("This browser provides no WebGL2, which the picture needs.");
  const renderer = new WebGLRenderer({ canvas, context });
  renderer.setClearColor(0x000000, 0);
  return renderer;
}

import { MathUtils, MOUSE, PerspectiveCamera, Spherical, TOUCH, Vector3 } from "three";
import { OrbitControls } from "three/addons/controls/OrbitControls.js";
import type { PictureSize, Tile } from "../../drawing/picture/picture-size";
import type { SurfaceBox } from "../../drawing/surface/surface-box";
import { type CameraView, DEFAULT_VIEW } from "../../experiment/view";
import { scaleText } from "../frame/text-scale";
import { aimCamera, fitLens, type Lens } from "./camera-pose";
import { ALL_FREE, type FreeArea, sizeOfArea } from "./free-area";

const MOVE_MILLISECONDS = 260;
const DISTANCE_LIMITS = [1, 30] as const;
const TARGET_LIMIT = 3;

function easeInOut(part: number): number {
  return part * part * (3 - 2 * part);
}

function isSameCamera(a: CameraView, b: CameraView): boolean {
  const flatten = (view: CameraView) => [view.azimuth, view.polar, view.distance, ...view.target];
  const other = flatten(b);
  return flatten(a).every((value, index) => Math.abs(value - other[index]!) < 1e-9);
}

/** The camera on a sphere round its target. OrbitControls handles mouse and touch; this class handles keys and buttons. */
export class OrbitCamera {
  readonly camera = new PerspectiveCamera(30, 1, 0.02, 60);
  readonly #controls: OrbitControls;
  #lens: Lens = { halfTangent: 0.25, roomShift: 0, tiltShift: 0 };
  #applied: CameraView = DEFAULT_VIEW.camera;
  #told: CameraView | null = null;
  #move: { readonly from: CameraView; readonly to: CameraView; readonly start: number } | null = null;
  #reducedMotion: boolean;
  #isApplying = false;
  #free: FreeArea = ALL_FREE;

  /** @param onChange  called whenever the camera moves, except by apply */
  constructor(element: HTMLElement, reducedMotion: boolean, onChange: () => void) {
    this.#controls = new OrbitControls(this.camera, element);
    this.#controls.mouseButtons = { LEFT: MOUSE.ROTATE, MIDDLE: MOUSE.DOLLY, RIGHT: MOUSE.PAN };
    this.#controls.touches = { ONE: TOUCH.ROTATE, TWO: TOUCH.DOLLY_PAN };
    [this.#controls.minDistance, this.#controls.maxDistance] = DISTANCE_LIMITS;
    this.#controls.rotateSpeed = 0.8;
    this.#reducedMotion = reducedMotion;
    // The camera stops when the hand stops. With damping it would move on for seconds on a slow device.
    this.#controls.enableDamping = false;
    this.#place(DEFAULT_VIEW.camera);
    this.#controls.addEventListener("change", () => {
      if (!this.#isApplying) onChange();
    });
    this.#controls.addEventListener("start", () => {
      this.#move = null;
    });
  }

  /** Whether mouse and touch move the camera. */
  setEnabled(isEnabled: boolean): void {
    this.#controls.enabled = isEnabled;
  }

  /** Leaves one finger to the page, which it scrolls; two turn the surface and zoom. */
  leaveOneFinger(element: HTMLElement): void {
    this.#controls.touches = { ONE: null, TWO: TOUCH.DOLLY_ROTATE };
    element.style.touchAction = "pan-x pan-y";
    const keepTwo = (event: TouchEvent): void => {
      if (event.touches.length > 1) event.preventDefault();
    };
    element.addEventListener("touchstart", keepTwo, { passive: false });
    element.addEventListener("touchmove", keepTwo, { passive: false });
  }

  setReducedMotion(reduced: boolean): void {
    this.#reducedMotion = reduced;
  }

  /** Chooses the lens with which a box fills the free area of a picture. */
  fit(box: SurfaceBox, size: PictureSize, free: FreeArea): void {
    this.#free = free;
    this.#lens = fitLens(box, sizeOfArea(size, free), scaleText(size, free));
    this.aim(size, { x: 0, y: 0, ...size });
  }

  /** Sets the projection for a whole picture or one tile of it, both in the picture's pixels, y down. */
  aim(picture: PictureSize, tile: Tile): void {
    const area = sizeOfArea(picture, this.#free);
    const seen = { ...tile, x: tile.x - this.#free.left, y: tile.y - this.#free.top };
    // The view is that of the free area, and the tile may reach beyond it.
    aimCamera(this.camera, this.#lens, this.read().polar, area, seen);
  }

  read(): CameraView {
    const target = this.#controls.target;
    const sphere = new Spherical().setFromVector3(new Vector3().subVectors(this.camera.position, target));
    return {
      azimuth: sphere.theta,
      polar: sphere.phi,
      distance: sphere.radius,
      target: [target.x, target.y, target.z],
    };
  }

  /**
   * Returns the camera for the store and remembers it. The view that the store sends back may arrive late, when the user has moved the
   * camera further; `apply` recognises it and does not move the camera back.
   */
  tell(): CameraView {
    this.#told = this.read();
    return this.#told;
  }

  /**
   * Applies a view's camera, unless it is the last one applied or one to which the user has moved the camera since then.
   *
   * @returns whether the camera has moved
   */
  apply(view: CameraView): boolean {
    if (isSameCamera(view, this.#applied)) return false;
    const isOwn = (this.#told && isSameCamera(view, this.#told)) || isSameCamera(view, this.read());
    if (isOwn) this.#applied = view;
    else this.follow(view);
    return !isOwn;
  }

  /** Moves to a view's camera at once, whatever the position before. */
  follow(view: CameraView): void {
    this.#applied = view;
    this.#move = null;
    this.#isApplying = true;
    this.#place(view);
    this.#isApplying = false;
  }

  #place(view: CameraView): void {
    const [x, y, z] = view.target;
    this.#controls.target.set(x, y, z);
    const sphere = new Spherical(view.distance, view.polar, view.azimuth).makeSafe();
    this.camera.position.setFromSpherical(sphere).add(this.#controls.target);
    this.#controls.update();
  }

  /** Moves to a view: at once under reduced motion, else in about a quarter of a second. */
  moveTo(to: CameraView): void {
    if (this.#reducedMotion) {
      this.#place(to);
      return;
    }
    const from = this.read();
    const turn = Math.round((from.azimuth - to.azimuth) / (2 * Math.PI)) * 2 * Math.PI;
    this.#move = { from, to: { ...to, azimuth: to.azimuth + turn }, start: performance.now() };
  }

  /** Turns by radians, zooms by a factor and shifts by parts of the view's height, as the keys do. */
  nudge(step: { azimuth?: number; polar?: number; zoom?: number; shift?: readonly [number, number] }): void {
    this.#move = null;
    const view = this.read();
    const [right, up] = step.shift ?? [0, 0];
    const reach = 2 * view.distance * Math.tan(MathUtils.degToRad(this.camera.fov / 2));
    const target = new Vector3(...view.target)
      .addScaledVector(new Vector3().setFromMatrixColumn(this.camera.matrix, 0), right * reach)
      .addScaledVector(new Vector3().setFromMatrixColumn(this.camera.matrix, 1), up * reach)
      .clampScalar(-TARGET_LIMIT, TARGET_LIMIT);
    this.#place({
      azimuth: view.azimuth + (step.azimuth ?? 0),
      polar: MathUtils.clamp(view.polar + (step.polar ?? 0), 0, Math.PI),
      distance: MathUtils.clamp(view.distance * (step.zoom ?? 1), ...DISTANCE_LIMITS),
      target: [target.x, target.y, target.z],
    });
  }

  /** One step of a move. @returns whether another frame is needed */
  update(now: number): boolean {
    if (!this.#move) {
      const moving = this.#controls.update();
      this.#controls.target.clampScalar(-TARGET_LIMIT, TARGET_LIMIT);
      return moving;
    }
    const { from, to, start } = this.#move;
    const part = easeInOut(MathUtils.clamp((now - start) / MOVE_MILLISECONDS, 0, 1));
    const blend = (a: number, b: number) => a + (b - a) * part;
    this.#place({
      azimuth: blend(from.azimuth, to.azimuth),
      polar: blend(from.polar, to.polar),
      distance: blend(from.distance, to.distance),
      target: [
        blend(from.target[0], to.target[0]),
        blend(from.target[1], to.target[1]),
        blend(from.target[2], to.target[2]),
      ],
    });
    if (part === 1) this.#move = null;
    return true;
  }

  dispose(): void {
    this.#controls.dispose();
  }
}

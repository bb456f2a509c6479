import type { LandscapeDifference } from "../../../convexity/points/difference";
import type { ThemeName } from "../../../drawing/colors/theme";
import type { ComparedSurface } from "../../../drawing/legend/comparison-legend";
import type { CommonScales } from "../../../drawing/surface/surface-drawing";
import type { HoverPoint } from "../../../drawing/surface/surface-marks";
import type { CameraView, View } from "../../../experiment/view";
import { SurfaceScene } from "../../../scene/surface/surface-scene";
import { EXCHANGE_LAYER } from "../../../studio/views/surface/exchange-layer";

export const SCENE_NAMES = ["a", "b", "difference"] as const;
export type SceneName = (typeof SCENE_NAMES)[number];

/** The content of the pictures; null where it is not computed yet. */
export interface LinkedContent {
  readonly view: View;
  readonly scales: CommonScales | null;
  readonly a: ComparedSurface | null;
  readonly b: ComparedSurface | null;
  readonly difference: LandscapeDifference | null;
}

export interface LinkedOptions {
  readonly theme: ThemeName;
  /** Called with the shared camera when it has stopped moving. */
  readonly onCamera: (camera: CameraView) => void;
  readonly onHover: (point: HoverPoint | null) => void;
}

/** After this time without a move the page's camera follows. The page's own surface is covered, so it need not follow every frame. */
const REST_MS = 250;

/** Two or three pictures with one camera: when the reader turns one, by pointer or by key, the others turn as well. */
export class LinkedScenes {
  readonly #options: LinkedOptions;
  readonly #scenes = new Map<SceneName, SurfaceScene>();
  readonly #shown = new Map<"a" | "b", { readonly surface: ComparedSurface; readonly scales: CommonScales }>();
  #difference: LandscapeDifference | null = null;
  readonly #stillness = matchMedia("(prefers-reduced-motion: reduce)");
  readonly #listeners = new AbortController();
  #theme: ThemeName;
  /** The shared camera. */
  #camera: CameraView;
  /** The camera of the view when both last agreed. */
  #seen: CameraView;
  #rest: ReturnType<typeof setTimeout> | undefined;

  constructor(camera: CameraView, options: LinkedOptions) {
    this.#camera = camera;
    this.#seen = camera;
    this.#theme = options.theme;
    this.#options = options;
    const { signal } = this.#listeners;
    this.#stillness.addEventListener("change", () => this.#each((scene) => scene.setReducedMotion(this.#isStill)), {
      signal,
    });
  }

  get #isStill(): boolean {
    return this.#stillness.matches;
  }

  /** Opens a picture in its host, or updates the label of an open one. @throws Error when the browser gives no WebGL2 context */
  open(name: SceneName, host: HTMLElement, label: string): void {
    const open = this.#scenes.get(name);
    if (open) {
      open.setLabel(label);
      return;
    }
    const scene = new SurfaceScene(host, {
      theme: this.#theme,
      reducedMotion: this.#isStill,
      label,
      onCamera: (camera) => this.#turn(name, camera),
      onHover: this.#options.onHover,
    });
    scene.followCamera(this.#camera);
    this.#scenes.set(name, scene);
  }

  /** Closes a picture and frees its WebGL context. */
  close(name: SceneName): void {
    this.#scenes.get(name)?.dispose();
    this.#scenes.delete(name);
    if (name === "difference") this.#difference = null;
    else this.#shown.delete(name);
  }

  show({ view, scales, a, b, difference }: LinkedContent): void {
    if (view.camera !== this.#seen) {
      this.#seen = view.camera;
      this.#camera = view.camera;
      this.#each((scene) => scene.followCamera(view.camera));
    }
    this.#each((scene) => scene.setView({ ...view, camera: this.#camera }));
    this.#showSurface("a", a, scales);
    this.#showSurface("b", b, scales);
    const scene = this.#scenes.get("difference");
    if (!scene || !difference || difference === this.#difference) return;
    this.#difference = difference;
    scene.setDifference(difference, { morph: true });
  }

  setTheme(theme: ThemeName): void {
    this.#theme = theme;
    this.#each((scene) => scene.setTheme(theme));
  }

  resetCamera(): void {
    this.#scenes.get("a")?.resetCamera();
  }

  topView(): void {
    this.#scenes.get("a")?.topView();
  }

  /** @returns a PNG of one picture; null where it is not open */
  async capture(name: SceneName, scale: 1 | 2 | 4): Promise<Blob | null> {
    return (await this.#scenes.get(name)?.capture({ scale, transparent: false, legend: null })) ?? null;
  }

  dispose(): void {
    this.#listeners.abort();
    this.#tellCamera();
    for (const name of SCENE_NAMES) this.close(name);
  }

  #showSurface(name: "a" | "b", surface: ComparedSurface | null, scales: CommonScales | null): void {
    const scene = this.#scenes.get(name);
    if (!scene || !surface || !scales) return;
    const before = this.#shown.get(name);
    this.#shown.set(name, { surface, scales });
    if (before?.surface.landscape !== surface.landscape || before.scales !== scales) {
      scene.setLandscape(surface.landscape, { morph: true, scales });
    }
    if (before?.surface.creases !== surface.creases) scene.setCreases(surface.creases);
    if (before?.surface.chord !== surface.chord) scene.setChord(surface.chord);
    if (before?.surface.pins !== surface.pins) scene.setPins(EXCHANGE_LAYER, surface.pins ?? null);
    if (before?.surface.measure !== surface.measure) scene.setPlane(surface.measure);
  }

  #turn(name: SceneName, camera: CameraView): void {
    this.#camera = camera;
    for (const [other, scene] of this.#scenes) if (other !== name) scene.followCamera(camera);
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => this.#tellCamera(), REST_MS);
  }

  #tellCamera(): void {
    clearTimeout(this.#rest);
    if (this.#camera === this.#seen) return;
    this.#seen = this.#camera;
    this.#options.onCamera(this.#camera);
  }

  #each(act: (scene: SurfaceScene) => void): void {
    for (const scene of this.#scenes.values()) act(scene);
  }
}

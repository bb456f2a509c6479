import { afterEach, describe, expect, it } from "vitest";
import { SurfaceScene } from "../../src/scene/surface/surface-scene";
import { capturePixels, comparePixels, mountScene, readPng, showSlice, unmountAll, viewWith } from "./picture-support";
import { evaluateSynthetic, SYNTHETIC_SLICES } from "./synthetic-landscapes";

let container: HTMLElement | null = null;
let scene: SurfaceScene | null = null;

afterEach(() => {
  scene?.dispose();
  container?.remove();
  unmountAll();
});

/** A scene as the page mounts it: drawn by the worker. */
function mountInWorker(): SurfaceScene {
  container = document.createElement("div");
  Object.assign(container.style, { width: "480px", height: "360px" });
  document.body.append(container);
  scene = new SurfaceScene(container, { theme: "light", reducedMotion: true, place: "worker" });
  scene.setView(viewWith({}));
  scene.setLandscape(evaluateSynthetic(SYNTHETIC_SLICES.saddle, 65), { morph: false });
  return scene;
}

async function waitForRest(): Promise<void> {
  while (container?.querySelector("[data-drawing]")) await new Promise(requestAnimationFrame);
}

describe("a surface that a worker draws", () => {
  it("is the one that the page draws, to the pixel, also at 2×", async () => {
    const inWorker = mountInWorker();
    const onPage = mountScene();
    showSlice(onPage, "saddle", viewWith({}));
    for (const scale of [1, 2] as const) {
      const blob = await inWorker.capture({ scale, transparent: false, legend: null });
      expect(comparePixels(await readPng(blob), await capturePixels(onPage, false, scale))).toBe(0);
    }
  });

  it("is on screen when nothing is due, and the page holds no context of it", async () => {
    const { framesDrawn } = mountInWorker();
    await waitForRest();
    expect(scene!.framesDrawn).toBeGreaterThan(framesDrawn);
    const surface = container!.querySelector("canvas[tabindex]") as HTMLCanvasElement;
    expect(() => surface.getContext("webgl2")).toThrow();
  });
});

describe("a picture that is being saved", () => {
  it("tells its progress tile by tile, and other work runs between the tiles", async () => {
    const inWorker = mountInWorker();
    const fractions: number[] = [];
    let turns = 0;
    const beat = setInterval(() => turns++, 0);
    const turnsSeen: number[] = [];
    await inWorker.capture({
      ...{ scale: 4, transparent: false, legend: null },
      onProgress(fraction) {
        fractions.push(fraction);
        turnsSeen.push(turns);
      },
    });
    clearInterval(beat);
    // 1920 × 1440 pixels are 2 × 2 tiles.
    expect(fractions).toEqual([0.25, 0.5, 0.75, 1]);
    expect(new Set(turnsSeen).size).toBe(turnsSeen.length);
  });

  it("is cancelled by its signal", async () => {
    const inWorker = mountInWorker();
    const controller = new AbortController();
    const saving = inWorker.capture({
      ...{ scale: 4, transparent: false, legend: null },
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(saving).rejects.toMatchObject({ name: "AbortError" });
  });
});
